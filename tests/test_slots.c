// SPDX-License-Identifier: GPL-3.0-or-later
// Who, what, to whom and what for, as the shipped rules fill them in.
#include <check.h>
#include <locale.h>
#include <string.h>

#include "run.h"
#include "shipped.h"

static Pack *pack;

static void load(void)
{
    pack = shipped_load(NULL);
}

static void unload(void)
{
    pack_free(pack);
}

static const struct {
    const char *language, *type, *sentence, *slots;
} rows[] = {
    // a word that the rule caught half of
    {"zh", "claim_assignment", "甲方可以将本合同项下的债权转让给任何第三方。",
     "甲方|债权|任何第三方|"},
    {"zh", "share_partners", "我们会将您的身份证号码提供给合作机构。",
     "我们|您的身份证号码|合作机构|"},
    // the work given out is nobody, nor is how it is given out
    {"zh", "share_collector", "貴行得將債務催收作業委外處理。", "贵行|||"},
    {"es", "share_collector", "La Empresa podrá realizar la cobranza de manera interna o externa.",
     "La Empresa|||"},
    // a list of data that has no common name
    {"zh", "share_partners", "我们会向保险公司提供您的姓名、性别、职业和地址。",
     "我们|您的姓名、性别、职业和地址|保险公司|"},
    // a pronoun stands for who was named before
    {"zh", "share_partners", "为便于该类合作伙伴核对身份，我们还需向其提供您的手机号码。",
     "我们|您的手机号码|该类合作伙伴|便于该类合作伙伴核对身份"},
    {"zh", "share_partners", "我们需向其提供您的手机号码。", "我们|您的手机号码|其|"},
    // what for
    {"zh", "share_partners", "因逾期处置需要，我们可能向合作机构提供您的个人信息。",
     "我们|您的个人信息|合作机构|逾期处置"},
    {"zh", "share_partners", "我们会与合作伙伴共享您的个人信息，以提供更好的服务。",
     "我们|您的个人信息|合作伙伴|提供更好的服务"},
    {"zh", "share_partners", "基于前述目的，我们会与合作伙伴共享您的个人信息。",
     "我们|您的个人信息|合作伙伴|"},
    // a firm by its own name
    {"zh", "share_partners", "青竹出行可能需要和合作机构共享您的个人信息。",
     "青竹出行|您的个人信息|合作机构|"},
    {"zh", "share_partners", "本人授权青竹清风科技有限公司将本人的个人信息提供给合作机构。",
     "青竹清风科技有限公司|本人的个人信息|合作机构|"},
    // who they are stands behind the word for strangers, and the kind of data beside it is nobody
    {"zh", "share_partners", "我们会将您的身份证号码提供给第三方核验机构，以辅助您开户。",
     "我们|您的身份证号码|第三方核验机构|辅助您开户"},
    {"zh", "share_marketing", "我们会以短信或其他方式向您推荐合作方的产品。", "我们||合作方|推荐"},
    // what they are for ends before what is needed for it, and 适用于 says no purpose
    {"zh", "share_partners", "我们会向保险公司提供为了办理理赔所必要的个人信息。",
     "我们|必要的个人信息|保险公司|办理理赔"},
    {"zh", "share_partners", "我们会向保险公司提供您的手机号码（仅适用于车主）。",
     "我们|您的手机号码(仅适用于车主)|保险公司|"},
    // whoever is only named beside the one who acts
    {"zh", "share_partners", "本平台委托第三方合作伙伴运维，并将您的个人信息提供给保险公司。",
     "本平台|您的个人信息|保险公司|"},
    {"en", "contacts_read", "During the application process we will upload your contact list.",
     "we|contact list||"},
    {"en", "share_partners", "The information we collect may be shared with our affiliates.",
     "we|The information|affiliates|"},
    {"en", "share_partners",
     "We can share your personal details with third parties for "
     "running the services.",
     "We|your personal details|third parties|running the services"},
    {"id", "share_partners",
     "Data pribadi Anda tidak hanya kami simpan, tetapi dapat kami bagikan "
     "kepada pihak ketiga.",
     "kami|Data pribadi|pihak ketiga|"},
    // what comes from elsewhere: the source acts, and the lender, who receives, is not named again
    {"zh", "external_data_fetch", "授权贷款人向运营商查询本人的通话记录与在网信息。",
     "运营商|信息||"},
    {"en", "external_data_fetch", "We may obtain your records from third party data providers.",
     "third party|your records||"},
    {"id", "external_data_fetch", "Kami dapat memperoleh data Anda dari operator telekomunikasi.",
     "operator telekomunikasi|data||"},
    {"es", "external_data_fetch", "Podemos obtener sus datos de operadores de telefonía.",
     "operadores de telefonia|sus datos||"},
};

// The slots of the type's first hit, between bars.
static char *slots_of(const Made *made, const Matches *matches, const char *type)
{
    for (unsigned i = 0; i < matches->hits->len; i++) {
        const Hit *hit = matches->hits->pdata[i];
        if (strcmp(hit->type->key, type) != 0)
            continue;
        GString *out = g_string_new(NULL);
        for (unsigned k = 0; k < SLOT_COUNT; k++) {
            PlainSpan span = hit->slots[k];
            g_string_append(out, k ? "|" : "");
            g_string_append_len(out, made->text->str + span.start, span.end - span.start);
        }
        return g_string_free(out, FALSE);
    }
    return g_strdup("no hit");
}

START_TEST(slots)
{
    g_auto(Made) made = made_of(rows[_i].sentence);
    MatchOptions options = {.law = LAW_CN, .language = rows[_i].language, .kind = {"other", true}};
    g_autoptr(Matches) matches = match_run(pack, made.doc, made.text, made.units, &options);
    g_autofree char *found = slots_of(&made, matches, rows[_i].type);
    ck_assert_str_eq(found, rows[_i].slots);
}
END_TEST

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    TCase *cases = tcase_create("rows");
    tcase_add_unchecked_fixture(cases, load, unload);
    tcase_add_loop_test(cases, slots, 0, G_N_ELEMENTS(rows));
    return run_cases("slots", cases);
}
