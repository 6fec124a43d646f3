// SPDX-License-Identifier: GPL-3.0-or-later
// The compiled pack says what the rule files say, and gives way to them when they change.
#include "rules/image.h"

#include <check.h>
#include <string.h>
#include <utime.h>

#include "config.h"
#include "files.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "run.h"

static const char *const shipped[] = {LOANLENS_BUILD_DATA, NULL};

static void check_same_node(const YamlNode *a, const YamlNode *b)
{
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_int_eq(a->line, b->line);
    ck_assert_uint_eq(a->count, b->count);
    if (a->kind == YAML_TEXT)
        ck_assert_str_eq(yaml_text(a), yaml_text(b));
    for (unsigned i = 0; a->kind != YAML_TEXT && i < a->count; i++)
        check_same_node(yaml_item(a, i), yaml_item(b, i));
    for (unsigned i = 0; a->kind == YAML_MAP && i < a->count; i++)
        check_same_node(yaml_key(a, i), yaml_key(b, i));
}

START_TEST(says_what_the_files_say)
{
    g_autoptr(Pack) files = pack_load_files(LOANLENS_BUILD_DATA, NULL);
    g_autoptr(Image) image = image_open(LOANLENS_BUILD_DATA);
    ck_assert(files && image && image_is_fresh(image, LOANLENS_BUILD_DATA));
    ck_assert_str_eq(image_sha256(image), pack_sha256(files));
    ck_assert_uint_eq(image_count(image), files->files->len);
    for (unsigned i = 0; i < files->files->len; i++) {
        const PackFile *file = files->files->pdata[i];
        const YamlNode *root = image_root(image, i, "name");
        ck_assert_str_eq(image_name(image, i), file->name);
        ck_assert_str_eq(yaml_file(root), "name");
        check_same_node(root, file->root);
    }
}
END_TEST

START_TEST(holds_the_prefilters)
{
    g_autoptr(Pack) files = pack_load_files(LOANLENS_BUILD_DATA, NULL);
    g_autoptr(Pack) mapped = pack_load(shipped, NULL);
    ck_assert(files && mapped && mapped->trusted && !files->trusted);
    pack_rest(mapped); // what is given back comes again
    for (unsigned i = 0; i < files->sets->len; i++) {
        const RuleSet *set = files->sets->pdata[i], *other = mapped->sets->pdata[i];
        Prefilter *made = prefilter_new(set, true);
        size_t size = 0, other_size = 0;
        const void *block = prefilter_block(made, &size);
        ck_assert_str_eq(set->language, other->language);
        ck_assert_ptr_nonnull(other->prefilter);
        const void *other_block = prefilter_block(other->prefilter, &other_size);
        ck_assert_uint_eq(size, other_size);
        ck_assert_mem_eq(block, other_block, size);
        prefilter_free(made);
    }
}
END_TEST

START_TEST(gives_the_same_pack)
{
    g_autoptr(Pack) files = pack_load_files(LOANLENS_BUILD_DATA, NULL);
    g_autoptr(Pack) mapped = pack_load(shipped, NULL);
    pack_rest(mapped);
    ck_assert_str_eq(pack_sha256(files), pack_sha256(mapped));
    ck_assert_uint_eq(pack_rule_count(files), pack_rule_count(mapped));
    ck_assert_uint_eq(pack_type_count(files), pack_type_count(mapped));
    for (size_t i = 0; i < pack_rule_count(files); i++) {
        const Rule *a = pack_rule(files, i), *b = pack_rule(mapped, i);
        ck_assert_str_eq(a->info.id, b->info.id);
        ck_assert_str_eq(a->info.file, b->info.file);
        ck_assert_int_eq(a->info.line, b->info.line);
        ck_assert_uint_eq(a->examples->len, b->examples->len);
        for (unsigned k = 0; k < a->examples->len; k++)
            ck_assert_str_eq(g_array_index(a->examples, Example, k).text,
                             g_array_index(b->examples, Example, k).text);
    }
}
END_TEST

// A small pack of its own, known as the installed one by LOANLENS_DATA.
static char *small_pack(void)
{
    char *folder = folder_new();
    folder_put(folder, "pack.list", "types.yaml\nen/t.yaml\n");
    folder_put(folder, "types.yaml",
               "types:\n  - {key: t, group: X, polarity: risk, severity: 3,\n"
               "     name: n, explanation: e}\n");
    folder_put(folder, "en/t.yaml", "type: t\nrules:\n  - {id: a, match: ['cat']}\n");
    g_setenv("LOANLENS_DATA", folder, TRUE);
    return folder;
}

static void compile(const char *folder)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, "compiled.pack", NULL);
    g_autoptr(Pack) pack = pack_load_files(folder, &error);
    ck_assert_msg(pack && image_write(path, pack, &error), "%s", error ? error->message : "");
}

static void remove_pack(char *folder)
{
    g_unsetenv("LOANLENS_DATA");
    folder_free(folder);
}

static void age(const char *folder, const char *name, int seconds)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct utimbuf times = {1000000 + seconds, 1000000 + seconds};
    ck_assert_int_eq(utime(path, &times), 0);
}

// What is changed, how, and whether the image is still taken without reading the files.
static const struct {
    const char *name, *contents; // contents: NULL: only its time
    int seconds;                 // of its time before (below 0) or after the image's
    bool fresh;
} changes[] = {
    {"en/t.yaml", NULL, -5, true},
    {"en/t.yaml", NULL, 0, true}, // as in a package, where all times are the same
    {"en/t.yaml", NULL, 5, false},
    {"pack.list", NULL, 5, false},
    {"types.yaml", NULL, 5, false},
    {"en/t.yaml", "type: t\nrules:\n  - {id: a, match: ['goat']}\n", -5, false},
    {"pack.list", "types.yaml\n", -5, false},
};

START_TEST(gives_way_to_changed_files)
{
    char *folder = small_pack();
    compile(folder);
    static const char *const names[] = {"pack.list", "types.yaml", "en/t.yaml", "compiled.pack"};
    if (changes[_i].contents)
        folder_put(folder, changes[_i].name, changes[_i].contents);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        age(folder, names[i], 0);
    age(folder, changes[_i].name, changes[_i].seconds);
    g_autoptr(Image) image = image_open(folder);
    ck_assert_ptr_nonnull(image);
    ck_assert(image_is_fresh(image, folder) == changes[_i].fresh);
    const char *const folders[] = {folder, NULL};
    g_autoptr(Pack) pack = pack_load(folders, NULL);
    g_autoptr(Pack) files = pack_load_files(folder, NULL);
    ck_assert_ptr_nonnull(pack);
    ck_assert_str_eq(pack_sha256(pack), pack_sha256(files));
    ck_assert(pack->trusted == (changes[_i].contents == NULL)); // the hash is the image's
    remove_pack(folder);
}
END_TEST

// Damaged and foreign images are as none.
static const struct {
    size_t at; // byte that is changed
    long cut;  // bytes kept; -1: all
} damages[] = {
    {0, -1},   {8, -1},   {12, -1}, {16, -1},  {32, -1},
    {0, 0},    {0, 50},   {0, 400}, {113, -1}, {118, -1}, // how many files and prefilters
    {368, -1}, {371, -1}, // where the block of a file stands: aligned, and inside
    {520, -1}, {523, -1}, // and that of a prefilter
};

START_TEST(refuses_what_is_no_image)
{
    char *folder = small_pack();
    compile(folder);
    g_autofree char *path = g_build_filename(folder, "compiled.pack", NULL);
    g_autofree char *bytes = NULL;
    size_t len = 0;
    ck_assert(g_file_get_contents(path, &bytes, &len, NULL));
    if (damages[_i].cut < 0)
        bytes[damages[_i].at] ^= 0x55;
    g_file_set_contents(path, bytes, damages[_i].cut < 0 ? (gssize)len : damages[_i].cut, NULL);
    g_autoptr(Image) image = image_open(folder);
    ck_assert_ptr_null(image);
    const char *const folders[] = {folder, NULL};
    g_autoptr(Pack) pack = pack_load(folders, NULL);
    ck_assert(pack && !pack->trusted && pack_rule_count(pack) == 1);
    remove_pack(folder);
}
END_TEST

START_TEST(is_not_looked_for_elsewhere)
{
    char *folder = small_pack();
    compile(folder);
    g_unsetenv("LOANLENS_DATA"); // now a folder like any other
    g_autoptr(Image) image = image_open(folder);
    ck_assert_ptr_null(image);
    remove_pack(folder);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("image");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, says_what_the_files_say);
    tcase_add_test(cases, holds_the_prefilters);
    tcase_add_test(cases, gives_the_same_pack);
    tcase_add_loop_test(cases, gives_way_to_changed_files, 0, G_N_ELEMENTS(changes));
    tcase_add_loop_test(cases, refuses_what_is_no_image, 0, G_N_ELEMENTS(damages));
    tcase_add_test(cases, is_not_looked_for_elsewhere);
    return run_cases("image", cases);
}
