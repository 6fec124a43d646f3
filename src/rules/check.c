// SPDX-License-Identifier: GPL-3.0-or-later
// An example is a whole small document of its own.
#include "check.h"

#include <string.h>

#include "rules/match.h"
#include "rules/rule.h"

void complaint_free(Complaint *complaint)
{
    g_free(complaint->message);
    g_free(complaint);
}

static Document *document_of(const char *words)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (unsigned i = 0; lines[i]; i++)
        document_add_line(doc, lines[i], strlen(lines[i]));
    return doc;
}

static bool has_type(const Matches *matches, const Type *type)
{
    for (unsigned i = 0; type && i < matches->hits->len; i++)
        if (((const Hit *)matches->hits->pdata[i])->type == type)
            return true;
    return false;
}

// Whether the rule does with the words what the example says.
static bool holds(const Pack *pack, const Rule *rule, ExampleKind kind, const char *words)
{
    g_autoptr(Document) doc = document_of(words);
    g_autoptr(Text) text = text_new(doc);
    g_autoptr(GArray) units = units_new(doc, text);
    MatchOptions options = {.law = LAW_NONE, .kind = {"other", true}};
    g_autoptr(Matches) matches = match_rule(pack, rule->index, doc, text, units, &options);
    if (kind == EXAMPLE_DENIED)
        return has_type(matches, rule->denied_as);
    return has_type(matches, rule->info.type) == (kind == EXAMPLE_MATCH);
}

static void complain(GPtrArray *complaints, const Rule *rule, const Example *example)
{
    Complaint *complaint = g_new0(Complaint, 1);
    complaint->file = rule->info.file;
    complaint->line = example->line;
    complaint->message = g_strdup_printf("%s: %s example fails: %s", rule->info.id,
                                         example_name(example->kind), example->text);
    g_ptr_array_add(complaints, complaint);
}

unsigned check_examples(const Pack *pack, size_t index, GPtrArray *complaints)
{
    const Rule *rule = pack_rule(pack, index);
    for (unsigned i = 0; i < rule->examples->len; i++) {
        const Example *example = &g_array_index(rule->examples, Example, i);
        if (!holds(pack, rule, example->kind, example->text))
            complain(complaints, rule, example);
    }
    return rule->examples->len;
}

bool check_pack(const Pack *pack, unsigned folder, GError **error)
{
    g_autoptr(GPtrArray) complaints =
        g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
    for (size_t i = 0; i < pack_rule_count(pack) && complaints->len == 0; i++)
        if (pack_rule(pack, i)->folder >= folder)
            check_examples(pack, i, complaints);
    if (complaints->len == 0)
        return true;
    const Complaint *first = complaints->pdata[0];
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", first->file, first->line,
                first->message);
    return false;
}
