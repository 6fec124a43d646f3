// SPDX-License-Identifier: GPL-3.0-or-later
// Legal: order and marks of provisions. Only verified ones get here (provision_printable()).
#include "report/legal.h"

#include <string.h>

#include "report/words.h"

// Natures that are no law, and the word that says so.
static const struct {
    const char *nature;
    Word mark;
} soft[] = {
    {"standard", W_LAW_STANDARD}, {"industry", W_LAW_INDUSTRY}, {"draft", W_LAW_DRAFT},
    {"store", W_LAW_STORE},       {"guidance", W_LAW_GUIDANCE}, {"case", W_LAW_CASE},
};

static const struct {
    const char *binds;
    Word condition;
} lenders[] = {
    {"bank", W_LAW_IF_BANK},
    {"consumer_finance", W_LAW_IF_CONSUMER_FINANCE},
    {"micro_lender", W_LAW_IF_MICRO_LENDER},
    {"card", W_LAW_IF_CARD},
    {"collector", W_LAW_IF_COLLECTOR},
    {"lending_company", W_LAW_IF_LENDING_COMPANY},
    {"bank_insurer", W_LAW_IF_BANK_INSURER},
    {"money_lender", W_LAW_IF_MONEY_LENDER},
};

static Word soft_mark(const Provision *provision)
{
    for (size_t i = 0; provision->nature && i < G_N_ELEMENTS(soft); i++)
        if (strcmp(provision->nature, soft[i].nature) == 0)
            return soft[i].mark;
    return W_COUNT;
}

static bool binds_all(const Provision *provision)
{
    return !provision->binds || !*provision->binds || strcmp(provision->binds, "any") == 0;
}

bool legal_is_hard(const Provision *provision)
{
    return soft_mark(provision) == W_COUNT;
}

static int rank(const Provision *provision)
{
    if (!legal_is_hard(provision))
        return 2;
    return binds_all(provision) ? 0 : 1;
}

GPtrArray *legal_basis(const Pack *pack, const Type *type, Law law)
{
    GPtrArray *basis = g_ptr_array_new();
    for (int wanted = 0; wanted <= 2; wanted++)
        for (size_t i = 0; type->basis && type->basis[i]; i++) {
            const Provision *provision = pack_provision(pack, type->basis[i]);
            if (provision && provision_printable(provision, law) && rank(provision) == wanted)
                g_ptr_array_add(basis, (gpointer)provision);
        }
    return basis;
}

static const char *condition(const Provision *provision, Lang lang)
{
    if (binds_all(provision))
        return "";
    for (size_t i = 0; i < G_N_ELEMENTS(lenders); i++)
        if (strcmp(provision->binds, lenders[i].binds) == 0)
            return word(lenders[i].condition, lang);
    return word(W_LAW_IF_CERTAIN, lang);
}

char *legal_line(const Provision *provision, Lang lang)
{
    Word mark = soft_mark(provision);
    const char *gist = provision->gist[lang];
    bool said = gist && *gist;
    return g_strconcat(condition(provision, lang), provision->provision[lang],
                       mark == W_COUNT ? "" : word(mark, lang), said ? word(W_COLON, lang) : "",
                       said ? gist : "", NULL);
}

static char *expand(const Pack *pack, const char *text, Law law, Lang lang)
{
    return pack_expand(pack, text ? text : "", lang, law);
}

char *legal_explanation(const Pack *pack, const Type *type, Law law, Lang lang)
{
    return expand(pack, type->explanation[lang], law, lang);
}

char *legal_advice(const Pack *pack, const Type *type, Law law, Lang lang)
{
    return expand(pack, type->advice[lang], law, lang);
}

char *legal_lack(const Pack *pack, const Type *type, Law law, Lang lang)
{
    return expand(pack, type->lack[lang], law, lang);
}

char *legal_lack_advice(const Pack *pack, const Type *type, Law law, Lang lang)
{
    return expand(pack, type->lack_advice[lang], law, lang);
}
