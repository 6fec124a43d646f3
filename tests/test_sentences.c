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

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    TCase *cases = tcase_create("files");
    tcase_add_test(cases, sentences);
    return run_cases("sentences", cases);
}
