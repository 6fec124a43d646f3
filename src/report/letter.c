// SPDX-License-Identifier: GPL-3.0-or-later
// Letter: the steps and requests, and which clauses and provisions each request rests on.
#include "report/letter.h"

#include <string.h>

#include "report/context.h"
#include "report/groups.h"
#include "report/legal.h"
#include "report/phrases.h"
#include "text/fault.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum { CLAUSES_MOST = 6, BASIS_MOST = 4, TYPES_MOST = 12, IDS_MOST = 12 };

// A request: groups of types ("C") or types by name whose clauses it quotes, and the provisions
// that give the right; those that may not be printed under the document's law are left out.
static const struct {
    Word words;
    const char *types[TYPES_MOST];
    const char *basis[IDS_MOST];
} requests[] = {
    {W_LETTER_WITHDRAW,
     {"C", "share_partners", "share_marketing", "data_sale", "skip_tracing",
      "blanket_authorisation", "deemed_consent", "outreach_consent"},
     {"CN-PIPL-15", "EU-GDPR-7", "IN-DL-12ii", "ID-PDP-20", "MX-LFPDPPP-2025", "PH-NPC-2202"}},
    {W_LETTER_DELETE,
     {"C", "retention"},
     {"CN-PIPL-47", "CN-PIPL-19", "IN-DL-12ii", "IN-DL-12i", "ID-SEOJK19", "PH-NPC-2001"}},
    {W_LETTER_RECIPIENTS,
     {"share_partners", "share_collector", "share_marketing", "data_sale", "claim_assignment",
      "external_data_fetch", "skip_tracing"},
     {"CN-PIPL-17", "CN-PIPL-23", "IN-DL-12iv", "ID-POJK22-2023", "TW-PDPA-20"}},
    {W_LETTER_STOP,
     {"contact_third_persons", "public_exposure", "emergency_contact", "consent_for_others",
      "contacts_read"},
     {"CN-CC-1032", "CN-CC-1033", "CN-CC-1035", "US-1692cb", "PH-SEC18-1h", "MX-COBRANZA",
      "CO-2300", "KE-DCP-2022", "NG-DEON-2025", "IN-RA-2022", "ID-SEOJK19", "TW-COLLECT"}},
};

typedef struct {
    const Report *report;
    const Pack *pack;
    Lang lang;
    GPtrArray *items;
    const Places *places; // of the text, or NULL
} Draft;

static void item_free(LetterItem *item)
{
    g_free(item->text);
    g_free(item);
}

// Takes the text; an empty one is no item.
static void add(const Draft *draft, LetterKind kind, char *text)
{
    if (!*text) {
        g_free(text);
        return;
    }
    LetterItem *item = g_new0(LetterItem, 1);
    item->kind = kind;
    item->text = text;
    g_ptr_array_add(draft->items, item);
}

static void add_word(const Draft *draft, LetterKind kind, Word id)
{
    add(draft, kind,
        pack_expand(draft->pack, word(id, draft->lang), draft->lang, draft->report->document.law));
}

static bool concerns(const Type *type, const char *const *names)
{
    for (int i = 0; i < TYPES_MOST && names[i]; i++)
        if (strcmp(type->key, names[i]) == 0 || strcmp(type->group, names[i]) == 0)
            return true;
    return false;
}

static void add_clause(const Draft *draft, const Finding *finding)
{
    g_autofree char *where = phrase_where(finding, draft->lang);
    g_autofree char *quote = context_quote(draft->report, draft->places, finding);
    add(draft, LETTER_CLAUSE, g_strdup_printf(word(W_LETTER_CLAUSE, draft->lang), where, quote));
}

// The clauses a request rests on, worst first; the worst of each type, then the others.
static GPtrArray *clauses_for(const GPtrArray *groups, const char *const *types)
{
    GPtrArray *clauses = g_ptr_array_new();
    for (guint round = 0; round < CLAUSES_MOST; round++)
        for (guint i = 0; i < groups->len && clauses->len < CLAUSES_MOST; i++) {
            const Group *group = g_ptr_array_index(groups, i);
            if (!group->unsure && round < group->findings->len && concerns(group->type, types))
                g_ptr_array_add(clauses, g_ptr_array_index(group->findings, round));
        }
    return clauses;
}

static void add_provision(GPtrArray *basis, const Provision *provision, Law law)
{
    if (provision && provision_printable(provision, law) && provision->law != LAW_NONE &&
        legal_is_hard(provision) && basis->len < BASIS_MOST &&
        !g_ptr_array_find(basis, provision, NULL))
        g_ptr_array_add(basis, (gpointer)provision);
}

// What gives the right, then what the clauses' own types rest on.
static void add_basis(const Draft *draft, const char *const *ids, const GPtrArray *clauses)
{
    Law law = draft->report->document.law;
    g_autoptr(GPtrArray) basis = g_ptr_array_new();
    for (int i = 0; i < IDS_MOST && ids[i]; i++)
        add_provision(basis, pack_provision(draft->pack, ids[i]), law);
    for (guint i = 0; !basis->len && i < clauses->len; i++) {
        const Finding *finding = g_ptr_array_index(clauses, i);
        for (guint k = 0; k < finding->basis->len; k++)
            add_provision(basis, pack_provision(draft->pack, g_ptr_array_index(finding->basis, k)),
                          law);
    }
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < basis->len; i++) {
        const Provision *provision = g_ptr_array_index(basis, i);
        g_string_append_printf(names, "%s%s", i ? word(W_LIST_COMMA, draft->lang) : "",
                               provision->provision[draft->lang]);
    }
    if (names->len)
        add(draft, LETTER_BASIS, g_strdup_printf(word(W_LETTER_BASIS, draft->lang), names->str));
}

static void add_requests(const Draft *draft)
{
    g_autoptr(GPtrArray) groups = groups_new(draft->report, draft->pack, POLARITY_RISK);
    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
        g_autoptr(GPtrArray) clauses = clauses_for(groups, requests[i].types);
        add_word(draft, LETTER_REQUEST, requests[i].words);
        for (guint k = 0; k < clauses->len; k++)
            add_clause(draft, g_ptr_array_index(clauses, k));
        if (!clauses->len)
            add_word(draft, LETTER_PARAGRAPH, W_LETTER_NO_CLAUSE);
        add_basis(draft, requests[i].basis, clauses);
    }
}

static void add_steps(const Draft *draft)
{
    add_word(draft, LETTER_HEADING, W_LETTER_FIRST);
    for (Word step = W_LETTER_STEP_1; step <= W_LETTER_STEP_8; step++)
        add_word(draft, LETTER_STEP, step);
}

static void add_opening(const Draft *draft)
{
    const DocumentInfo *info = &draft->report->document;
    g_autofree char *name =
        info->title && *info->title ? g_strdup(info->title) : g_path_get_basename(info->path);
    add(draft, LETTER_PARAGRAPH, g_strdup_printf(word(W_LETTER_OPENING, draft->lang), name));
}

GPtrArray *letter_new(const Report *report, const Pack *pack, Lang lang, GError **error)
{
    if (report->document.status == STATUS_NOT_ANALYSED) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "no letter: the document was not analysed, so there is no clause to name");
        return NULL;
    }
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
    g_autoptr(Places) places = report->text ? places_new(report->text, strlen(report->text)) : NULL;
    Draft draft = {report, pack, lang, items, places};
    add_steps(&draft);
    add_word(&draft, LETTER_HEADING, W_LETTER_TITLE);
    add_word(&draft, LETTER_NOTE, W_LETTER_FILL_IN);
    add_word(&draft, LETTER_LINE, W_LETTER_TO);
    add_word(&draft, LETTER_LINE, W_LETTER_FROM);
    add_word(&draft, LETTER_LINE, W_LETTER_DATE);
    add_word(&draft, LETTER_SUBJECT, W_LETTER_SUBJECT);
    add_opening(&draft);
    add_requests(&draft);
    add_word(&draft, LETTER_PARAGRAPH, W_LETTER_CLOSING);
    add_word(&draft, LETTER_LINE, W_LETTER_SIGNED);
    return items;
}
