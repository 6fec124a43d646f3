// SPDX-License-Identifier: GPL-3.0-or-later
// Denials, exceptions, hedges and the borrower's own duties in four languages: each row is a text,
// a rule of tests/pack_resolve, and the type its hit comes to, or none.
#include <check.h>
#include <string.h>

#include "run.h"
#include "shipped.h"

#define C01 "contacts_read"
#define P01 "no_collect_promise"
#define S05 "share_partners"
#define P02 "no_share_promise"

static const struct {
    const char *rule, *type, *text;
} rows[] = {
    // Plain grants and denials.
    {"try.zh.contacts", C01, "您同意我们读取您的通讯录。"},
    {"try.zh.contacts", P01, "我们不会读取您的通讯录。"},
    {"try.zh.named", C01, "为防止资金被他人获取，我们将收集您的通讯录。"},
    {"try.zh.contacts", P01, "平台不得收集、存储或上传您的通讯录。"},
    {"try.zh.contacts", P01, "我们绝不会以任何方式读取您的通讯录。"},
    {"try.zh.contacts", P01, "本应用从不访问通讯录。"},
    {"try.zh.contacts", P01, "我们不读取您的通讯录。"},
    {"try.zh.contacts", P01, "您的通讯录我们不会上传。"},
    {"try.zh.contacts", P01, "您的通讯录，我们承诺不读取。"},
    {"try.zh.contacts", P01, "我们禁止员工查看您的通讯录。"},
    {"try.zh.contacts", P01, "我们不会收集您的短信、相册、通讯录。"},
    {"try.zh.contacts", P01, "我们承諾不會讀取您的通訊錄。"},
    {"try.zh.contacts", P01, "本平台无权获取您的通讯录。"},
    {"try.zh.contacts", P01, "我们不会在任何情况下，读取您的通讯录。"},
    {"try.zh.contacts", P01, "我们不会出于任何目的，收集您的通讯录。"},
    {"try.zh.contacts", P01, "我们承诺不会：\n①读取您的通讯录；\n②上传您的相册。"},
    // Double negatives and look-alikes are grants.
    {"try.zh.contacts", C01, "为完成审核，我们不得不读取您的通讯录。"},
    {"try.zh.contacts", C01, "我们不仅收集设备信息，还读取您的通讯录。"},
    {"try.zh.contacts", C01, "我们不但读取通讯录，而且读取短信。"},
    {"try.zh.contacts", C01, "本服务将无法避免地访问您的通讯录。"},
    {"try.zh.contacts", C01, "您不可撤销地授权我们读取您的通讯录。"},
    {"try.zh.contacts", C01, "我们收集的信息包括但不限于位置；我们也收集通讯录。"},
    {"try.zh.contacts", C01, "您不得拒绝我们读取您的通讯录。"},
    {"try.zh.contacts", C01, "平台将不定期读取您的通讯录。"},
    {"try.zh.contacts", C01, "您不能按时还款的，平台有权读取您的通讯录。"},
    {"try.zh.contacts", C01, "如您未按约还款，我们将读取您的通讯录。"},
    {"try.zh.contacts", C01, "无需另行通知，平台可读取您的通讯录。"},
    {"try.zh.contacts", C01, "平台无须您同意即可读取您的通讯录。"},
    {"try.zh.contacts", C01, "我们不会影响您的使用，但会读取您的通讯录。"},
    {"try.zh.contacts", C01, "我们不会出售您的信息，但是会收集您的通讯录。"},
    {"try.zh.contacts", C01, "我们不会泄露您的隐私。我们会读取您的通讯录。"},
    {"try.zh.contacts", C01, "我们不会向他人出售您的信息，我们有权读取您的通讯录。"},
    {"try.zh.contacts", C01, "借款人不得提供虚假资料，平台可访问其通讯录核实。"},
    {"try.zh.contacts", C01, "您不再使用本服务前，我们可以读取您的通讯录。"},
    // A verb denied before "but" is not the verb of what stands behind it.
    {"try.zh.named", C01, "我们不会收集您的短信，但我们会收集您的通讯录。"},
    {"try.zh.named", C01, "平台不会收集您的照片，而是收集您的通讯录。"},
    {"try.zh.contacts", C01, "我们不会读取您的短信，但我们会读取您的通讯录。"},
    {"try.zh.named", P01, "我们不会收集您的短信，也不会收集您的通讯录。"},
    {"try.zh.named", NULL, "我们不会收集您的短信，但仍保留您的通讯录。"},
    {"try.zh.named", P01, "我们不会收集您的短信，但也不会收集您的通讯录。"},
    // Neither.
    {"try.zh.contacts", NULL, "未经您同意，我们不会读取您的通讯录。"},
    {"try.zh.contacts", NULL, "我们原则上不会读取您的通讯录。"},
    {"try.zh.contacts", NULL, "我们尽量不收集您的通讯录。"},
    {"try.zh.contacts", NULL, "您可以拒绝我们读取您的通讯录。"},
    {"try.zh.contacts", P01, "未经您单独同意，我们不会读取您的通讯录。"},
    // Sharing: exceptions.
    {"try.zh.share", S05, "我们可能向合作机构提供您的信息。"},
    {"try.zh.share", P02, "我们不会向任何第三方提供您的信息。"},
    {"try.zh.share", P02, "我们不会将您的信息提供给第三方。"},
    {"try.zh.share", P02, "除法律法规另有规定外，我们不会向第三方提供您的信息。"},
    {"try.zh.share", P02, "我们不会向第三方披露您的信息，法律法规要求的除外。"},
    {"try.zh.share", S05, "除关联公司、合作金融机构外，我们不向任何第三方提供您的信息。"},
    {"try.zh.share", S05, "我们不会向第三方提供您的信息，但业务需要的合作伙伴除外。"},
    {"try.zh.share", NULL, "除本协议另有约定外，我们不会向第三方提供您的信息。"},
    {"try.zh.share", NULL, "未经您同意，我们不会向第三方提供您的信息。"},
    {"try.zh.share", NULL, "未经授权，我们不会与您无关的第三方披露。"},
    {"try.zh.share", P02, "除下列情形外，我们不会向第三方提供您的信息："},
    {"try.zh.share", S05,
     "除下列情形外，我们不会对外提供您的信息：\n1. 我们会向关联公司提供您的信息；"},
    {"try.zh.share", P02, "我们不会把您的信息（例如号码，它能找到您）提供给合作方。"},
    {"try.zh.share", S05, "我们将您的资料（不含交易资料）提供给合作机构。"},
    {"try.zh.share", P02, "我们不会将您的信息提供给第三方，也不会用于营销。"},
    // The borrower's own duty.
    {"try.zh.share", NULL, "借款人不得向任何第三方披露本合同内容。"},
    {"try.zh.share", NULL, "任何一方不得向第三方披露对方的商业秘密。"},
    {"try.zh.share", NULL, "您应当妥善保管密码，不得向第三人提供。"},
    {"try.zh.share", S05, "逾期后拒绝沟通或拒不承认欠款的，平台有权向第三方披露其逾期情况。"},
    {"try.zh.share", NULL, "如您不同意我们向合作方提供您的信息，请停止使用。"},
    {"try.zh.share", S05, "用户承诺还款，逾期的，本网站有权向第三方披露其逾期情况。"},
    {"try.zh.share", S05, "借款人应按时还款，出借人有权向第三方披露其逾期情况。"},
    {"try.zh.share", S05, "您同意并授权我们向合作机构提供您的资料。"},
    {"try.zh.share", NULL,
     "甲方（出借人）：某某公司\n乙方（借款人）：某甲\n乙方不得向第三方披露本协议。"},
    {"try.zh.share", P02,
     "甲方（出借人）：某某公司\n乙方（借款人）：某甲\n甲方不得向第三方披露乙方信息。"},
    {"try.zh.share", S05, "甲方（出借人）：某某公司\n乙方（借款人）：某甲\n甲方有权转给他人。"},
    {"try.zh.share", NULL, "甲方（出借人）：某某公司\n乙方（借款人）：某甲\n乙方有权转给他人。"},
    {"try.zh.share", S05, "出借人（以下简称甲方）与借款人（以下简称乙方）约定：甲方可转给他人。"},
    // What a party does for another, or to whom it then owes, does not make it that other.
    {"try.zh.share", NULL,
     "甲方（借款人）：某甲\n乙方（平台）：某某公司\n"
     "债权转让后，甲方即向新的债权人还款。\n甲方应向第三方如实披露资料。"},
    {"try.zh.share", S05,
     "甲方（出借人）：某甲\n乙方（平台）：某某公司\n"
     "甲方为借款人提供资金。\n乙方应催促，甲方应向第三方披露欠款。"},
    {"try.zh.share", S05, "甲方（理财人）：某甲\n乙方（融资人）：某乙\n甲方有权转给他人。"},
    {"try.zh.share", NULL, "甲方（理财人）：某甲\n乙方（融资人）：某乙\n乙方有权转给他人。"},
    // Other ways of saying who is who.
    {"try.zh.share", NULL,
     "借款人[甲方]：某甲\n贷款人【乙方】：某某公司\n甲方须向第三方披露婚姻状况。"},
    {"try.zh.share", S05, "借款人[甲方]：某甲\n贷款人【乙方】：某某公司\n乙方须向第三方披露欠款。"},
    {"try.zh.share", NULL, "甲方指向乙方申请贷款的自然人。\n甲方应当向第三方披露婚姻状况。"},
    {"try.zh.share", NULL,
     "甲方系依法设立的小额贷款公司；\n乙方因消费向甲方申请借款。\n乙方应当向第三方披露婚姻状况。"},
    {"try.zh.share", S05,
     "甲方系依法设立的小额贷款公司；\n乙方因消费向甲方申请借款。\n甲方应当向第三方披露欠款。"},
    {"try.zh.share", NULL,
     "甲方：某某公司\n乙方：某甲\n甲方向乙方发放借款。\n乙方应当向第三方披露婚姻状况。"},
    {"try.zh.share", S05,
     "甲方：某甲\n乙方：某某公司\n乙方向甲方提供贷款一万元。\n乙方应当向第三方披露欠款。"},
    {"try.zh.share", NULL,
     "甲方 Party A（贷款人）：某某公司\n乙方 Party "
     "B（借款人）：某甲\n乙方须向第三方披露婚姻状况。"},
    {"try.zh.share", NULL,
     "甲方（平台）：某某公司\n乙方（用户）：某甲\n乙方可以向第三方披露本人欠款。"},
    {"try.zh.share", NULL, "您可以自行向第三方提供您的信息。"},
    {"try.zh.share", S05, "您同意我们可以向第三方提供您的信息。"},
    // Letters that nothing explains: either may be the lender.
    {"try.zh.share", S05, "甲方可以向第三方披露欠款。"},
    {"try.zh.share", NULL, "借款人、出借人应如实向第三方支付公司提供资料。"},
    {"try.zh.share", NULL, "借款人承诺向出借人及第三方如实提供资料。"},
    {"try.zh.share", S05, "借款人应按时还款，否则出借人、平台有权向第三方披露其逾期情况。"},
    // English.
    {"try.en.contacts", C01, "You agree that we may access your contact list."},
    {"try.en.contacts", P01, "We do not access your contact list."},
    {"try.en.contacts", P01, "We will never read, collect or upload your contacts."},
    {"try.en.contacts", P01, "We don’t collect your SMS, photos or contacts."},
    {"try.en.contacts", P01, "The app cannot access your contacts."},
    {"try.en.contacts", P01, "Lenders must desist from accessing your contact list."},
    {"try.en.contacts", P01, "The app works without accessing your contacts."},
    {"try.en.contacts", C01, "We not only collect your location but also access your contacts."},
    {"try.en.contacts", C01, "We do not sell your data, but we access your contact list."},
    {"try.en.contacts", C01, "If you do not repay, we will access your contact list."},
    {"try.en.contacts", C01, "We may access your contacts without prior notice."},
    {"try.en.contacts", C01, "Nothing in this policy prevents us from accessing your contacts. "},
    {"try.en.contacts", NULL, "We will not access your contacts without your consent."},
    {"try.en.contacts", NULL, "We generally do not access your contact list."},
    // What a refusal costs is no grant of it, nor a denial of what comes after the comma.
    {"try.en.contacts", NULL, "If you do not grant access to your contact list, the app stops."},
    {"try.en.share", S05, "If you refuse access, we may share your data with third parties."},
    {"try.en.share", S05, "The lender may share your data with third parties."},
    {"try.en.share", P02,
     "The lender will not sell, trade, or transfer personal information to third parties."},
    {"try.en.share", P02, "We will never share your data with anyone."},
    {"try.en.share", NULL, "We will not share your data with third parties without your consent."},
    {"try.en.share", NULL,
     "We do not share your data with third parties except as described in this policy."},
    {"try.en.share", P02,
     "We do not share your data with third parties except where the law requires it."},
    {"try.en.share", S05,
     "We do not share your data with third parties other than our affiliates."},
    {"try.en.share", NULL, "You shall not disclose this agreement to third parties."},
    {"try.en.share", S05, "We do not sell your data. We may share it with affiliates."},
    {"try.en.share", NULL,
     "We protect your data from being unlawfully disclosed to third parties."},
    // Indonesian.
    {"try.id.contacts", C01, "Kami dapat mengakses daftar kontak Anda."},
    {"try.id.contacts", P01, "Kami tidak akan mengakses daftar kontak Anda."},
    {"try.id.contacts", P01, "Penyelenggara dilarang mengakses daftar kontak."},
    {"try.id.contacts", P01, "Kami tidak pernah membaca atau mengunggah daftar kontak Anda."},
    {"try.id.contacts", C01,
     "Kami tidak hanya mengakses lokasi, tetapi juga membaca daftar kontak Anda."},
    {"try.id.contacts", C01, "Jika Anda tidak membayar, kami akan mengakses daftar kontak Anda."},
    {"try.id.contacts", NULL, "Kami tidak akan mengakses daftar kontak tanpa persetujuan Anda."},
    {"try.id.share", S05, "Kami dapat memberikan data Anda kepada mitra."},
    {"try.id.share", P02,
     "Koperasi tidak memberikan atau menjual data anggota kepada pihak ketiga."},
    {"try.id.share", NULL, "Peminjam dilarang mengungkapkan perjanjian kepada pihak ketiga."},
    // Spanish.
    {"try.es.contacts", C01, "Podremos acceder a su lista de contactos."},
    {"try.es.contacts", P01, "No accedemos a su lista de contactos."},
    {"try.es.contacts", P01, "Nunca leeremos ni almacenaremos su lista de contactos."},
    {"try.es.contacts", C01, "No solo recopilamos su ubicación, también accedemos a su agenda."},
    {"try.es.contacts", C01, "Si usted no paga, accederemos a su lista de contactos."},
    {"try.es.contacts", NULL, "No accederemos a su agenda sin su consentimiento."},
    {"try.es.share", S05, "Compartiremos sus datos con terceros."},
    {"try.es.share", P02, "No compartimos sus datos personales con terceros."},
    {"try.es.share", P02, "No venderemos, cederemos ni transferiremos sus datos a terceros."},
    {"try.es.share", S05, "No compartimos sus datos con terceros, salvo con nuestras filiales."},
    {"try.es.share", NULL, "El cliente no podrá divulgar este contrato a terceros."},
};

static Pack *pack;

static void load(void)
{
    pack = shipped_load("pack_resolve");
}

static void unload(void)
{
    pack_free(pack);
}

static size_t rule_named(const char *id)
{
    for (size_t i = 0; i < pack_rule_count(pack); i++)
        if (strcmp(pack_rule_info(pack, i)->id, id) == 0)
            return i;
    ck_abort_msg("no such rule: %s", id);
    return 0;
}

START_TEST(resolves)
{
    g_auto(Made) made = made_of(rows[_i].text);
    MatchOptions options = {.law = LAW_NONE, .kind = {"other", true}};
    g_autoptr(Matches) matches =
        match_rule(pack, rule_named(rows[_i].rule), made.doc, made.text, made.units, &options);
    const Hit *hit = matches->hits->len ? matches->hits->pdata[0] : NULL;
    ck_assert_msg(g_strcmp0(hit ? hit->type->key : NULL, rows[_i].type) == 0,
                  "%s: %s instead of %s", rows[_i].text, hit ? hit->type->key : "nothing",
                  rows[_i].type ? rows[_i].type : "nothing");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_unchecked_fixture(cases, load, unload);
    tcase_add_loop_test(cases, resolves, 0, G_N_ELEMENTS(rows));
    return run_cases("scene", cases);
}
