// SPDX-License-Identifier: GPL-3.0-or-later
// Pages: the report's, the letter's, the audit's and a comparison's, read by a parser of HTML, have
// exactly the elements and attributes that they have when no word of the document could be markup.
// And what goes to a terminal holds nothing that it would obey.
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "fuzz.h"
#include "report/diff.h"
#include "report/layout.h"
#include "report/writer.h"

// What may differ is only what is read: titles and labels.
static bool is_said(const char *attribute)
{
    static const char *const said[] = {"title", "aria-label", "value", "alt", NULL};
    return g_strv_contains(said, attribute) || g_str_has_prefix(attribute, "data-");
}

static void add_attributes(GString *out, const xmlNode *node)
{
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        xmlChar *value = xmlNodeListGetString(node->doc, at->children, 1);
        g_string_append_printf(out, " %s=", (const char *)at->name);
        if (!is_said((const char *)at->name) && value)
            g_string_append(out, (const char *)value);
        xmlFree(value);
    }
}

static void add_skeleton(GString *out, const xmlNode *node)
{
    for (; node; node = node->next) {
        g_assert(node->type != XML_COMMENT_NODE && node->type != XML_PI_NODE);
        if (node->type != XML_ELEMENT_NODE)
            continue;
        g_string_append_printf(out, "<%s", (const char *)node->name);
        add_attributes(out, node);
        g_string_append_c(out, '>');
        add_skeleton(out, node->children);
        g_string_append(out, "</>");
    }
}

static char *skeleton(const char *page, size_t len)
{
    g_assert(g_utf8_validate(page, (gssize)len, NULL));
    htmlDocPtr doc = htmlReadMemory(page, (int)len, NULL, "UTF-8",
                                    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    g_assert(doc);
    GString *out = g_string_new(NULL);
    add_skeleton(out, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    return g_string_free(out, FALSE);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The audit's page sorts clauses and platforms by their words.
static char *sorted(char *bones)
{
    g_autofree char *owned = bones;
    g_auto(GStrv) elements = g_strsplit(bones, "<", -1);
    qsort(elements, g_strv_length(elements), sizeof *elements, by_bytes);
    return g_strjoinv("<", elements);
}

static void compare(const char *what, const GString *page, const GString *tame)
{
    g_autofree char *one = sorted(skeleton(page->str, page->len));
    g_autofree char *other = sorted(skeleton(tame->str, tame->len));
    size_t at = 0;
    while (one[at] && one[at] == other[at])
        at++;
    if (one[at] || other[at])
        fuzz_die("%s: words of the document became markup: %.200s, not %.200s", what,
                 one + (at < 50 ? 0 : at - 50), other + (at < 50 ? 0 : at - 50));
}

static GString *written(const char *name, const Fields *fields, const Report *report)
{
    const WriteOptions options = {.lang = fields->choice % 2 ? LANG_EN : LANG_ZH,
                                  .columns = 20 + (int)fields->choice,
                                  .brief = fields->choice % 7 == 0};
    GString *out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    writer_named(name)->write(report, fields_pack(), &options, out, &error);
    g_assert_no_error(error);
    return out;
}

static void check_writer(const char *name, const Fields *const fields[2], Report *const reports[2])
{
    g_autoptr(GString) page = written(name, fields[0], reports[0]);
    g_autoptr(GString) tame = written(name, fields[1], reports[1]);
    compare(name, page, tame);
}

static GString *index_of(const Fields *fields, const Report *report)
{
    size_t len = 0;
    fields_write("index", fields, report);
    g_autofree char *page = fields_read("index.html", &len);
    return g_string_new_len(page, (gssize)len);
}

static void check_index(const Fields *const fields[2], Report *const reports[2])
{
    g_autoptr(GString) page = index_of(fields[0], reports[0]);
    g_autoptr(GString) tame = index_of(fields[1], reports[1]);
    compare("index", page, tame);
}

static void check_terminal(const char *name, const Fields *fields, const Report *report)
{
    g_autoptr(GString) out = written(name, fields, report);
    g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
    for (const char *at = out->str; *at; at = g_utf8_next_char(at))
        g_assert(*at == '\n' || !layout_is_unruly(g_utf8_get_char(at)));
}

// Old and new are the same document, so that no words are compared: they are split otherwise.
static void check_diff(const Fields *const fields[2], Report *const reports[2])
{
    GString *out[] = {g_string_new(NULL), g_string_new(NULL)};
    for (unsigned i = 0; i < 2; i++) {
        const WriteOptions options = {.lang = fields[0]->choice % 2 ? LANG_EN : LANG_ZH};
        g_autoptr(Report) none = report_new(fields[i]->words[FIELD_TITLE]);
        g_autoptr(Diff) diff = diff_new(none, reports[i], fields_pack());
        diff_to_html(diff, fields_pack(), &options, out[i]);
    }
    compare("diff", out[0], out[1]);
    g_string_free(out[0], TRUE);
    g_string_free(out[1], TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Fields) fields = fields_new(data, size);
    g_autoptr(Fields) tame = fields_tame(fields);
    g_autoptr(Report) report = fields_report(fields);
    g_autoptr(Report) other = fields_report(tame);
    const Fields *const both[] = {fields, tame};
    Report *const reports[] = {report, other};
    check_writer("html", both, reports);
    check_writer("letter", both, reports);
    check_index(both, reports);
    check_diff(both, reports);
    check_terminal("terminal", fields, report);
    check_terminal("letter_text", fields, report);
    return 0;
}
