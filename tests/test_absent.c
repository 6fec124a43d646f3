// SPDX-License-Identifier: GPL-3.0-or-later
// What the shipped pack says a document lacks: only where it owes it, was read whole and is no
// short form.
#include <check.h>
#include <locale.h>
#include <string.h>

#include "run.h"
#include "shipped.h"

#define SHARES "我们会将您的个人信息提供给合作机构用于风险评估。"
#define FILLER "我们采取加密措施保护信息安全，并对员工进行培训。"
#define ROUTE "您可以在“设置—隐私”中撤回授权。"

enum { LONG = 100, SHORT = 3 }; // sentences of filler

static const struct {
    const char *kind, *words;
    int filler;
    bool complete, absent; // whether the route of withdrawal is missed
} rows[] = {
    {"privacy_policy", SHARES, LONG, true, true},
    {"loan_agreement", SHARES, LONG, true, true},
    {"privacy_policy", SHARES ROUTE, LONG, true, false},         // it is there
    {"privacy_policy", SHARES, SHORT, true, false},              // a form of two pages
    {"privacy_policy", SHARES, LONG, false, false},              // not read whole
    {"other", SHARES, LONG, true, false},                        // owes nothing
    {"privacy_policy", "本公司成立于某年。", LONG, true, false}, // takes and gives nothing
};

static Made document(const char *words, int filler)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    document_add_line(doc, words, strlen(words));
    for (int i = 0; i < filler; i++)
        document_add_line(doc, FILLER, strlen(FILLER));
    return made_from(doc);
}

START_TEST(speaks)
{
    g_autoptr(Pack) pack = shipped_load(NULL);
    g_auto(Made) made = document(rows[_i].words, rows[_i].filler);
    MatchOptions options = {
        .law = LAW_CN, .kind = {rows[_i].kind, true}, .complete = rows[_i].complete};
    g_autoptr(Matches) matches = match_run(pack, made.doc, made.text, made.units, &options);
    bool absent = false;
    for (unsigned i = 0; i < matches->absent->len; i++) {
        const RuleInfo *rule = matches->absent->pdata[i];
        absent = absent || strcmp(rule->id, "zh.withdrawal_route.absent") == 0;
    }
    ck_assert_int_eq(absent, rows[_i].absent);
}
END_TEST

// The same in the other languages.
static const struct {
    const char *language, *shares, *route, *filler;
} tongues[] = {
    {"en", "We share your personal information with our business partners. ",
     "You may withdraw your consent at any time by writing to us. ",
     "We train our staff and keep our offices in good order. "},
    {"id", "Kami dapat membagikan data pribadi Anda kepada mitra kami. ",
     "Anda dapat menarik kembali persetujuan Anda kapan saja. ",
     "Kami melatih karyawan kami dan merawat kantor dengan baik. "},
    {"es", "Compartiremos sus datos personales con nuestros socios comerciales. ",
     "Usted puede revocar su consentimiento en cualquier momento. ",
     "Formamos a nuestro personal y cuidamos bien nuestras oficinas. "},
};

// Whether the rule on the lack of a route of withdrawal speaks in a text of those words.
static bool lacks_route(const char *language, const char *words, const char *filler, int times)
{
    g_autoptr(Pack) pack = shipped_load(NULL);
    g_autoptr(GString) text = g_string_new(words);
    for (int i = 0; i < times; i++)
        g_string_append(text, filler);
    g_auto(Made) made = made_of(text->str);
    MatchOptions options = {.law = LAW_NONE, .kind = {"privacy_policy", true}, .complete = true};
    g_autoptr(Matches) matches = match_run(pack, made.doc, made.text, made.units, &options);
    g_autofree char *id = g_strconcat(language, ".withdrawal_route.absent", NULL);
    for (unsigned i = 0; i < matches->absent->len; i++)
        if (strcmp(((const RuleInfo *)matches->absent->pdata[i])->id, id) == 0)
            return true;
    return false;
}

START_TEST(speaks_in_other_languages)
{
    const char *language = tongues[_i].language, *filler = tongues[_i].filler;
    g_autofree char *both = g_strconcat(tongues[_i].shares, tongues[_i].route, NULL);
    ck_assert(lacks_route(language, tongues[_i].shares, filler, LONG));
    ck_assert(!lacks_route(language, tongues[_i].shares, filler, SHORT));
    ck_assert(!lacks_route(language, both, filler, LONG));
    ck_assert(!lacks_route(language, filler, filler, LONG));
}
END_TEST

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, speaks, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(cases, speaks_in_other_languages, 0, G_N_ELEMENTS(tongues));
    return run_cases("absent", cases);
}
