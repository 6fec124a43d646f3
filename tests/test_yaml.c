// SPDX-License-Identifier: GPL-3.0-or-later
// What the loader's YAML takes and refuses, with the line it names.
#include <check.h>
#include <string.h>

#include "rules/yaml.h"
#include "run.h"

// A tree written out: maps {key:value,}, lists [item,], texts as they are.
static void write_node(const YamlNode *node, GString *out)
{
    if (node->kind == YAML_TEXT) {
        g_string_append(out, yaml_text(node));
        return;
    }
    g_string_append_c(out, node->kind == YAML_MAP ? '{' : '[');
    for (unsigned i = 0; i < node->count; i++) {
        if (node->kind == YAML_MAP)
            g_string_append_printf(out, "%s:", yaml_text(yaml_key(node, i)));
        write_node(yaml_item(node, i), out);
        g_string_append_c(out, ',');
    }
    g_string_append_c(out, node->kind == YAML_MAP ? '}' : ']');
}

static const struct {
    const char *yaml, *tree;
} good[] = {
    {"", "{}"},
    {"# only a comment\n", "{}"},
    {"a: b", "{a:b,}"},
    {"a: 1\nb: yes\nc: ~\nd:\n", "{a:1,b:yes,c:~,d:,}"},
    {"- a\n- [b, c]\n", "[a,[b,c,],]"},
    {"a: {b: +1, c: =3}\n", "{a:{b:+1,c:=3,},}"},
    {"a: '[^。；\\n]{0,4}'\n", "{a:[^。；\\n]{0,4},}"},
    {"a: \"x\\ny\"\n", "{a:x\ny,}"},
    {"a: |\n  x\n  y\n", "{a:x\ny\n,}"},
    {"---\na: b\n...\n", "{a:b,}"},
    {"a: &x b\n", "{a:b,}"}, // an anchor nobody uses is harmless
};

START_TEST(reads)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YamlNode) root = yaml_parse("f.yaml", good[_i].yaml, strlen(good[_i].yaml), &error);
    ck_assert_msg(root, "%s", error ? error->message : "");
    g_autoptr(GString) tree = g_string_new(NULL);
    write_node(root, tree);
    ck_assert_str_eq(tree->str, good[_i].tree);
}
END_TEST

static const struct {
    const char *yaml;
    size_t len; // 0: strlen
    const char *message;
} bad[] = {
    {"a: b\na: c\n", 0, "f.yaml:2: key given twice: a"},
    {"a: &x b\nc: *x\n", 0, "f.yaml:2: aliases are not allowed"},
    {"a: b\n---\nc: d\n", 0, "f.yaml:2: a second document"},
    {"a: [b\nc: d\n", 0, "f.yaml:2: "},
    {"a: 'b\n", 0, "f.yaml:"},
    {"a: b: c\n", 0, "f.yaml:1: "},
    {"\ta: b\n", 0, "f.yaml:1: "},
    {"{[a]: b}\n", 0, "f.yaml:1: a key must be a word"},
    {"a: \"x\\0y\"\n", 0, "f.yaml:1: text holds a NUL"},
    {"a: \xff\n", 0, "f.yaml:1: not UTF-8"},
    {"a: \0b\n", 7, "f.yaml:1: "},
    {"%FOO\n", 0, "f.yaml:"},
    {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 0, "f.yaml:1: nested too deeply"},
};

START_TEST(refuses)
{
    g_autoptr(GError) error = NULL;
    size_t len = bad[_i].len ? bad[_i].len : strlen(bad[_i].yaml);
    g_autoptr(YamlNode) root = yaml_parse("f.yaml", bad[_i].yaml, len, &error);
    ck_assert_ptr_null(root);
    ck_assert_msg(g_str_has_prefix(error->message, bad[_i].message), "%s", error->message);
}
END_TEST

START_TEST(knows_lines)
{
    const char *text = "a:\n  - b\n  - c: d\n    e: f\n";
    g_autoptr(YamlNode) root = yaml_parse("f.yaml", text, strlen(text), NULL);
    const YamlNode *list = yaml_at(root, "a");
    ck_assert_int_eq(yaml_item(list, 0)->line, 2);
    ck_assert_int_eq(yaml_item(list, 1)->line, 3);
    ck_assert_int_eq(yaml_at(yaml_item(list, 1), "e")->line, 4);
    ck_assert_ptr_null(yaml_at(root, "b"));
    ck_assert_ptr_null(yaml_at(NULL, "b"));
}
END_TEST

START_TEST(asks)
{
    const char *text = "a: b\nlist: [c]\nempty: ''\n";
    g_autoptr(YamlNode) root = yaml_parse("f.yaml", text, strlen(text), NULL);
    g_autoptr(GError) error = NULL;
    ck_assert_str_eq(yaml_need(root, "a", NULL), "b");
    ck_assert_ptr_null(yaml_need(root, "list", &error));
    ck_assert_str_eq(error->message, "f.yaml:2: a text is expected here, not a list");
    g_clear_error(&error);
    ck_assert_ptr_null(yaml_need(root, "empty", &error));
    ck_assert_str_eq(error->message, "f.yaml:3: empty is empty");
    g_clear_error(&error);
    ck_assert_ptr_null(yaml_need(root, "none", &error));
    ck_assert_str_eq(error->message, "f.yaml:1: key missing: none");
    g_clear_error(&error);
    ck_assert(!yaml_only(root, (const char *const[]){"a", "list", NULL}, &error));
    ck_assert_str_eq(error->message, "f.yaml:3: no such key: empty");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, reads, 0, G_N_ELEMENTS(good));
    tcase_add_loop_test(cases, refuses, 0, G_N_ELEMENTS(bad));
    tcase_add_test(cases, knows_lines);
    tcase_add_test(cases, asks);
    return run_cases("yaml", cases);
}
