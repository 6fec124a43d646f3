// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of our own, half of them near misses, through the whole pack: sentences/*.tsv with the
// cells type, match or no_match, sentence, and in a fourth cell `known` where it is known to be
// read wrongly; that word has to go once it is read rightly. \n and \t in a sentence are a line end
// and a tab. A file is read in the language its name begins with, since a sentence by itself is
// often too short to tell.
#include <check.h>
#include <locale.h>
#include <string.h>

#include "files.h"
#include "run.h"
#include "shipped.h"

static bool found(const Pack *pack, const char *language, const char *type, const char *sentence)
{
    g_auto(Made) made = made_of(sentence);
    MatchOptions options = {.law = LAW_CN, .language = language, .kind = {"other", true}};
    g_autoptr(Matches) matches = match_run(pack, made.doc, made.text, made.units, &options);
    for (unsigned i = 0; i < matches->hits->len; i++)
        if (strcmp(((const Hit *)matches->hits->pdata[i])->type->key, type) == 0)
            return true;
    return false;
}

// The number of lines read otherwise than written down; each is printed.
static unsigned try_file(const Pack *pack, const char *path, const char *name)
{
    g_autofree char *table = NULL;
    ck_assert(g_file_get_contents(path, &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    g_autofree char *language = g_strndup(name, strcspn(name, "-"));
    unsigned wrong = 0;
    for (unsigned i = 0; lines[i]; i++) {
        if (!*lines[i] || *lines[i] == '#')
            continue;
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 4);
        ck_assert_msg(g_strv_length(cells) >= 3 && pack_type(pack, cells[0]), "%s:%u", name, i + 1);
        g_autofree char *sentence = g_strcompress(cells[2]);
        bool right = found(pack, language, cells[0], sentence) == (strcmp(cells[1], "match") == 0);
        bool known = cells[3] && strcmp(cells[3], "known") == 0;
        wrong += right == known;
        if (right == known)
            g_printerr("%s:%u: %s: %s\n", name, i + 1, right ? "no longer read wrongly" : cells[1],
                       cells[2]);
    }
    return wrong;
}

START_TEST(sentences)
{
    g_autofree char *folder = source_path("tests/sentences");
    g_autoptr(Pack) pack = shipped_load(NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    ck_assert(dir);
    unsigned files = 0, wrong = 0;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        wrong += try_file(pack, path, name);
        files++;
    }
    ck_assert_uint_gt(files, 0);
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

// A phrase that changes nothing, put before each sentence of a language or behind it.
typedef struct {
    bool before;
    const char *phrase;
    unsigned most; // of a thousand sentences may be read otherwise with it
} Joint;

static char *joined(const Joint *joint, const char *sentence)
{
    if (joint->before)
        return g_strconcat(joint->phrase, sentence, NULL);
    size_t len = strlen(sentence);
    if (g_str_has_suffix(sentence, "。") || g_str_has_suffix(sentence, "；"))
        len -= strlen("。");
    else if (len > 0 && strchr(".;", sentence[len - 1]))
        len--;
    return g_strdup_printf("%.*s%s", (int)len, sentence, joint->phrase);
}

// Adds the sentences of a file that were tried, and those read otherwise, each of which is printed.
static void try_joint(const Pack *pack, const char *path, const char *language, const Joint *joint,
                      unsigned *tried, unsigned *wrong)
{
    g_autofree char *table = NULL;
    ck_assert(g_file_get_contents(path, &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    for (unsigned i = 0; lines[i]; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 4);
        bool known = g_strv_length(cells) > 3 && strcmp(cells[3], "known") == 0;
        if (*lines[i] == '#' || g_strv_length(cells) < 3 || known || strchr(cells[2], '\\'))
            continue;
        g_autofree char *sentence = joined(joint, cells[2]);
        (*tried)++;
        if (found(pack, language, cells[0], sentence) == (strcmp(cells[1], "match") == 0))
            continue;
        (*wrong)++;
        g_printerr("%s: %s: %s\n", cells[0], cells[1], sentence);
    }
}

static unsigned per_thousand(const Pack *pack, const char *language, const Joint *joint)
{
    g_autofree char *folder = source_path("tests/sentences");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    unsigned tried = 0, wrong = 0;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (strncmp(name, language, strlen(language)) == 0)
            try_joint(pack, path, language, joint, &tried, &wrong);
    }
    ck_assert_uint_gt(tried, 0);
    g_print("%s %s %u of %u sentences read otherwise\n", language, joint->phrase, wrong, tried);
    return (wrong * 1000 + tried - 1) / tried;
}

// joined/LANGUAGE.tsv: before or behind, the phrase, how many of a thousand may be read otherwise.
START_TEST(joined_sentences)
{
    static const char *const languages[] = {"zh", "en"};
    const char *language = languages[_i];
    g_autofree char *path = g_strdup_printf("tests/joined/%s.tsv", language);
    g_autofree char *file = source_path(path), *table = NULL;
    ck_assert(g_file_get_contents(file, &table, NULL, NULL));
    g_autoptr(Pack) pack = shipped_load(NULL);
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    for (unsigned i = 0; lines[i]; i++) {
        if (!*lines[i] || *lines[i] == '#')
            continue;
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 3);
        ck_assert_msg(g_strv_length(cells) == 3, "%s:%u", path, i + 1);
        Joint joint = {strcmp(cells[0], "before") == 0, cells[1],
                       (unsigned)g_ascii_strtoull(cells[2], NULL, 10)};
        ck_assert_msg(per_thousand(pack, language, &joint) <= joint.most, "%s:%u: %s", path, i + 1,
                      joint.phrase);
    }
}
END_TEST

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    TCase *cases = tcase_create("files");
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, sentences);
    tcase_add_loop_test(cases, joined_sentences, 0, 2);
    return run_cases("sentences", cases);
}
