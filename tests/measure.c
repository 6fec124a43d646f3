// SPDX-License-Identifier: GPL-3.0-or-later
// What scripts/bench measures inside one process: matching and folding, beside the plain ways.
//
// measure patterns [MOST]   the match expressions of the shipped Chinese rules (the first MOST),
//                           word lists put in, group names taken out, one a line: for grep -P -f
// measure match [--pack FOLDER] FILE...   the whole pack over the units of texts
// measure single FILE...    the same expressions one by one over each whole text, by PCRE2 JIT
// measure analyse FILE...   all that a worker does with a text, to the bytes of its answer
// measure fold FILE...      folding with its map, and g_utf8_normalize (NFKC) without
//
// Prints name, megabytes, seconds of CPU and what was found.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config.h"
#include "read/reader.h"
#include "rules/rule.h"
#include "run/analyse.h"
#include "run/answer.h"
#include "run/unit_pack.h"
#include "shipped.h"
#include "text/fold.h"

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static Pack *load(const char *folder)
{
    g_autoptr(GError) error = NULL;
    Pack *pack = pack_load_unchecked((const char *const[]){folder, NULL}, &error);
    if (!pack)
        g_error("%s", error->message);
    return pack;
}

static void free_made(void *made)
{
    made_clear(made);
    g_free(made);
}

// The texts that can be read, as documents.
static GPtrArray *read_all(char **paths)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(free_made);
    for (; *paths; paths++) {
        char *data = NULL;
        size_t len = 0;
        if (!g_file_get_contents(*paths, &data, &len, NULL))
            continue;
        g_autoptr(GBytes) bytes = g_bytes_new_take(data, len);
        ReadOptions options = {0};
        Document *doc = reader_read(bytes, *paths, &options, NULL);
        Made made = doc ? made_from(doc) : (Made){0};
        if (doc)
            g_ptr_array_add(all, g_memdup2(&made, sizeof made));
    }
    return all;
}

// What is found in one text.
typedef size_t (*Measured)(const Made *made, void *data);

// All texts, each by itself as documents are; the fastest of several rounds.
static void measure_each(const char *what, const GPtrArray *texts, unsigned rounds, Measured one,
                         void *data)
{
    double best = 0;
    size_t bytes = 0, found = 0;
    for (unsigned round = 0; round < rounds; round++) {
        double began = seconds();
        bytes = found = 0;
        for (unsigned i = 0; i < texts->len; i++) {
            const Made *made = texts->pdata[i];
            found += one(made, data);
            bytes += made->text->len;
        }
        double spent = seconds() - began;
        best = round == 0 ? spent : MIN(best, spent);
    }
    printf("%s\t%.3f\t%.3f\t%zu\n", what, (double)bytes / 1e6, best, found);
}

// An expression without the names of its groups, which other tools would have to be unique. Where
// it refers to a group, groups stay; a name is taken for the group before it.
static char *nameless(const char *expression)
{
    g_autoptr(GRegex) names = g_regex_new("\\(\\?<[A-Za-z_]\\w*>", 0, 0, NULL);
    const char *open = strstr(expression, "\\g") ? "(" : "(?:";
    g_autofree char *unnamed = g_regex_replace_literal(names, expression, -1, 0, open, 0, NULL);
    g_autoptr(GRegex) reference = g_regex_new("\\\\g\\{[A-Za-z_]\\w*\\}", 0, 0, NULL);
    return g_regex_replace_literal(reference, unnamed, -1, 0, "\\g{-1}", 0, NULL);
}

// The match expressions of the Chinese rules, for tools that know nothing of documents' languages.
static GPtrArray *expressions(const Pack *pack)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    const RuleSet *set = pack_rules(pack, "zh");
    for (unsigned i = 0; i < set->rules->len; i++) {
        const Rule *rule = set->rules->pdata[i];
        for (unsigned k = 0; k < rule->match->len; k++) {
            pattern_compile(rule->match->pdata[k], NULL);
            g_ptr_array_add(all, nameless(pattern_expression(rule->match->pdata[k])));
        }
    }
    return all;
}

static int print_patterns(const char *most)
{
    g_autoptr(Pack) pack = load(LOANLENS_BUILD_DATA);
    g_autoptr(GPtrArray) all = expressions(pack);
    unsigned count = most ? MIN((unsigned)atoi(most), all->len) : all->len;
    for (unsigned i = 0; i < count; i++)
        if (!strstr(all->pdata[i], "\\g")) // pdfgrep reads what counts groups back in its own way
            puts(all->pdata[i]);
    return EXIT_SUCCESS;
}

static size_t match_one(const Made *made, void *pack)
{
    MatchOptions options = {.law = LAW_CN, .language = "zh", .kind = {"other", true}};
    g_autoptr(Matches) matches = match_run(pack, made->doc, made->text, made->units, &options);
    return matches->hits->len;
}

static int measure_match(char **paths)
{
    bool given = paths[0] && strcmp(paths[0], "--pack") == 0 && paths[1];
    g_autoptr(Pack) pack = load(given ? paths[1] : LOANLENS_BUILD_DATA);
    g_autoptr(GPtrArray) texts = read_all(paths + (given ? 2 : 0));
    measure_each("match", texts, 1, match_one, pack);
    return EXIT_SUCCESS;
}

static void add_size(const void *data, size_t len, void *sum)
{
    *(uint64_t *)sum += len;
}

static void pack_finding(const Finding *finding, void *packer)
{
    packer_add(packer, finding);
}

// As an audit has it done: with the text and the units that its store keeps.
static int measure_analyse(char **paths)
{
    g_autoptr(Pack) pack = load(LOANLENS_BUILD_DATA);
    AnalyseOptions options = {
        .law = LAW_COUNT, .keep_text = true, .keep_units = true, .sink = pack_finding};
    double began = seconds();
    uint64_t read = 0, said = 0;
    for (; *paths; paths++) {
        g_autoptr(Packer) packer = packer_new(add_size, &said);
        options.to = packer;
        g_autoptr(GMappedFile) file = g_mapped_file_new(*paths, FALSE, NULL);
        g_autoptr(GBytes) bytes = file ? g_mapped_file_get_bytes(file) : g_bytes_new(NULL, 0);
        g_autoptr(Report) report = analyse_bytes(*paths, "", bytes, pack, &options);
        if (report->units)
            report->packed_units = unit_pack(report->units);
        answer_end(packer, report, add_size, &said);
        read += g_bytes_get_size(bytes);
    }
    printf("analyse\t%.3f\t%.3f\t%" G_GUINT64_FORMAT "\n", (double)read / 1e6, seconds() - began,
           said);
    return EXIT_SUCCESS;
}

static GPtrArray *compile_all(const Pack *pack)
{
    g_autoptr(GPtrArray) all = expressions(pack);
    GPtrArray *codes = g_ptr_array_new_with_free_func((GDestroyNotify)pcre2_code_free_8);
    for (unsigned i = 0; i < all->len; i++) {
        int code = 0;
        size_t at = 0;
        pcre2_code *one = pcre2_compile(all->pdata[i], PCRE2_ZERO_TERMINATED,
                                        PCRE2_UTF | PCRE2_CASELESS, &code, &at, NULL);
        if (!one)
            g_error("error %d at %zu of %s", code, at, (const char *)all->pdata[i]);
        pcre2_jit_compile(one, PCRE2_JIT_COMPLETE);
        g_ptr_array_add(codes, one);
    }
    return codes;
}

// PCRE2's own way: each expression over the whole text.
typedef struct {
    GPtrArray *codes;
    pcre2_match_data *data;
    pcre2_match_context *context;
} Single;

static size_t find_all(const Single *single, const pcre2_code *code, const Text *text)
{
    size_t count = 0, at = 0;
    while (pcre2_match(code, (PCRE2_SPTR)text->str, text->len, at,
                       PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK, single->data, single->context) > 0) {
        at = pcre2_get_ovector_pointer(single->data)[1];
        count++;
    }
    return count;
}

static size_t single_one(const Made *made, void *data)
{
    const Single *single = data;
    size_t count = 0;
    for (unsigned i = 0; i < single->codes->len; i++)
        count += find_all(single, single->codes->pdata[i], made->text);
    return count;
}

static int measure_single(char **paths)
{
    g_autoptr(Pack) pack = load(LOANLENS_BUILD_DATA);
    g_autoptr(GPtrArray) codes = compile_all(pack);
    g_autoptr(GPtrArray) texts = read_all(paths);
    Single single = {codes, pcre2_match_data_create(64, NULL), pcre2_match_context_create(NULL)};
    pcre2_jit_stack *stack = pcre2_jit_stack_create(32768, 1 << 20, NULL);
    pcre2_jit_stack_assign(single.context, NULL, stack);
    measure_each("single", texts, 1, single_one, &single);
    pcre2_jit_stack_free(stack);
    pcre2_match_context_free(single.context);
    pcre2_match_data_free(single.data);
    return EXIT_SUCCESS;
}

static size_t fold_one(const Made *made, void *data)
{
    const GString *text = made->doc->text;
    Fold fold;
    fold_init(&fold, text->str, text->len, true);
    fold_range(&fold, 0, text->len);
    size_t given = fold.len;
    fold_clear(&fold);
    return given;
}

static size_t normalize_one(const Made *made, void *data)
{
    const GString *text = made->doc->text;
    g_autofree char *normal =
        g_utf8_normalize(text->str, (gssize)text->len, G_NORMALIZE_ALL_COMPOSE);
    return strlen(normal);
}

static int measure_fold(char **paths)
{
    g_autoptr(GPtrArray) texts = read_all(paths);
    measure_each("fold", texts, 7, fold_one, NULL);
    measure_each("normalize", texts, 7, normalize_one, NULL);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "patterns") == 0)
        return print_patterns(argv[2]);
    if (strcmp(what, "match") == 0)
        return measure_match(argv + 2);
    if (strcmp(what, "single") == 0)
        return measure_single(argv + 2);
    if (strcmp(what, "analyse") == 0)
        return measure_analyse(argv + 2);
    if (strcmp(what, "fold") == 0)
        return measure_fold(argv + 2);
    fputs("usage: measure patterns [MOST] | match [--pack FOLDER] FILE... | single FILE... | "
          "analyse FILE... | fold FILE...\n",
          stderr);
    return EXIT_FAILURE;
}
