// SPDX-License-Identifier: GPL-3.0-or-later
// The fast way to match gives what the plain one gives, which runs every pattern on every unit: on
// texts, and with --make BYTES on documents put together from their lines and the rules' examples.
//
// usage: test_same_hits [--make BYTES] FILE...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "read/reader.h"
#include "rules/rule.h"
#include "shipped.h"

enum { DOCUMENT = 40000 }; // bytes of a document that is made

static void put_span(GString *out, const char *what, PlainSpan span)
{
    g_string_append_printf(out, " %s %u-%u", what, span.start, span.end);
}

static void put_hit(GString *out, const Hit *hit)
{
    g_string_append_printf(out, "%s %s unit %u severity %d confidence %d", hit->rule->id,
                           hit->type->key, hit->unit, hit->severity, (int)hit->confidence);
    put_span(out, "span", hit->span);
    put_span(out, "stem", hit->stem);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        put_span(out, slot_name(i), hit->slots[i]);
    for (const char **why = hit->reasons; why && *why; why++)
        g_string_append_printf(out, " %s", *why);
    g_string_append_c(out, '\n');
}

// All that was found, written out.
static char *written(const Pack *pack, const Made *made, bool plain)
{
    MatchOptions options = {
        .law = LAW_CN, .kind = {"loan_agreement", true}, .complete = true, .plain = plain};
    g_autoptr(Matches) matches = match_run(pack, made->doc, made->text, made->units, &options);
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < matches->hits->len; i++)
        put_hit(out, matches->hits->pdata[i]);
    for (unsigned i = 0; i < matches->absent->len; i++)
        g_string_append_printf(out, "absent %s\n",
                               ((const RuleInfo *)matches->absent->pdata[i])->id);
    for (unsigned i = 0; i < matches->reasons->len; i++)
        g_string_append_printf(out, "%s\n", ((const Reason *)matches->reasons->pdata[i])->message);
    return g_string_free(out, FALSE);
}

typedef struct {
    const Pack *pack;
    size_t documents, bytes, hits, wrong;
} Trial;

// Takes the document.
static void try_document(Trial *trial, const char *name, Document *doc)
{
    g_auto(Made) made = made_from(doc);
    g_autofree char *fast = written(trial->pack, &made, false);
    g_autofree char *plain = written(trial->pack, &made, true);
    trial->documents++;
    trial->bytes += made.text->len;
    for (const char *at = plain; (at = strchr(at, '\n')); at++)
        trial->hits++;
    if (strcmp(fast, plain) == 0)
        return;
    size_t same = 0;
    while (fast[same] && fast[same] == plain[same])
        same++;
    while (same > 0 && plain[same - 1] != '\n')
        same--;
    printf("%s:\n  fast  %.*s\n  plain %.*s\n", name, (int)strcspn(fast + same, "\n"), fast + same,
           (int)strcspn(plain + same, "\n"), plain + same);
    trial->wrong++;
}

static void try_file(Trial *trial, const char *path, GPtrArray *lines)
{
    char *data = NULL;
    size_t len = 0;
    if (!g_file_get_contents(path, &data, &len, NULL))
        return;
    g_autoptr(GBytes) bytes = g_bytes_new_take(data, len);
    ReadOptions options = {0};
    g_autoptr(Document) doc = reader_read(bytes, path, &options, NULL);
    if (!doc)
        return;
    if (!lines)
        try_document(trial, path, g_steal_pointer(&doc));
    for (unsigned i = 0; doc && i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        g_ptr_array_add(lines, g_strndup(doc->text->str + line->start, line->end - line->start));
    }
}

static void add_examples(const Pack *pack, GPtrArray *lines)
{
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const GArray *examples = pack_rule(pack, i)->examples;
        for (unsigned k = 0; k < examples->len; k++)
            g_ptr_array_add(lines, g_strdup(g_array_index(examples, Example, k).text));
    }
}

// The same numbers in every run.
static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(*state >> 33);
}

// A line, or the first half of one and the second of another.
static char *some_line(const GPtrArray *lines, uint64_t *state)
{
    const char *one = lines->pdata[next_random(state) % lines->len];
    const char *other = lines->pdata[next_random(state) % lines->len];
    if (next_random(state) % 4)
        return g_strdup(one);
    long half = g_utf8_strlen(one, -1) / 2, rest = g_utf8_strlen(other, -1) / 2;
    g_autofree char *first = g_utf8_substring(one, 0, half);
    return g_strconcat(first, g_utf8_offset_to_pointer(other, rest), NULL);
}

static void try_made(Trial *trial, const GPtrArray *lines, size_t bytes)
{
    uint64_t state = 1;
    while (trial->bytes < bytes) {
        g_autofree char *name = g_strdup_printf("made document %zu", trial->documents);
        Document *doc = document_new("text");
        document_begin_page(doc, 0, 0);
        while (doc->text->len < DOCUMENT) {
            g_autofree char *line = some_line(lines, &state);
            g_auto(GStrv) parts = g_strsplit(line, "\n", -1);
            for (unsigned i = 0; parts[i]; i++)
                document_add_line(doc, parts[i], strlen(parts[i]));
        }
        try_document(trial, name, doc);
    }
}

int main(int argc, char **argv)
{
    bool made = argc > 3 && strcmp(argv[1], "--make") == 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pack) pack = pack_load((const char *const[]){LOANLENS_BUILD_DATA, NULL}, &error);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    if (!pack)
        g_error("%s", error->message);
    Trial trial = {.pack = pack};
    for (int i = made ? 3 : 1; i < argc; i++)
        try_file(&trial, argv[i], made ? lines : NULL);
    if (made) {
        add_examples(pack, lines);
        try_made(&trial, lines, strtoul(argv[2], NULL, 10));
    }
    printf("%zu documents, %.1f MB, %zu lines of what was found, %zu documents differ\n",
           trial.documents, (double)trial.bytes / 1e6, trial.hits, trial.wrong);
    return trial.wrong || trial.hits == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
