// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "breaks.h"
#include "run.h"
#include "shipped_cues.h"
#include "text/units.h"

// The units of a text: sort (Heading, Item, Sentence, Row, T for a title row), number, words, and
// after "<" the own words of the stem. To add a case, add a line.
static const struct {
    const char *raw, *units;
} rows[] = {
    {"我们会读取通讯录。您可以拒绝。", "S  我们会读取通讯录。\n"
                                       "S  您可以拒绝。\n"},
    {"我们将收集以下信息：\n①通讯录；\n②短信记录。", "S  我们将收集以下信息:\n"
                                                     "I ① 1通讯录; < 我们将收集以下信息:\n"
                                                     "I ② 2短信记录。 < 我们将收集以下信息:\n"},
    {"我们将收集以下信息：（1）通讯录；（2）短信记录。您可以拒绝。",
     "S  我们将收集以下信息:\n"
     "I （1） (1)通讯录; < 我们将收集以下信息:\n"
     "I （2） (2)短信记录。 < 我们将收集以下信息:\n"
     "S （2） 您可以拒绝。\n"},
    {"We keep your data to:\n\n• send letters\n• count visits\n\nWho sees it\n\nWe show your data "
     "to:\n\n• banks\n• insurers",
     "S  We keep your data to:\n"
     "I • • send letters < We keep your data to:\n"
     "I • • count visits < We keep your data to:\n"
     "S  Who sees it\n"
     "S  We show your data to:\n"
     "I • • banks < We show your data to:\n"
     "I • • insurers < We show your data to:\n"},
    {"附录：名词解释\n设备标识\n附表1 权限列表\n位置信息\n通讯录",
     "H  附录:名词解释\nS  设备标识\nH  附表1权限列表\nS  位置信息\nS  通讯录\n"},
    {"附录：名词解释\n附表C "
     "组件目录（安卓端，以实际为准）\n位置信息\n附件1中的信息\n附件二\n通讯录",
     "H  附录:名词解释\nH  附表C组件目录(安卓端,以实际为准)\nS  位置信息\nS  附件1中的信息\n"
     "H  附件二\nS  通讯录\n"},
    {"我们会收集：\n• 姓名\n• 电话\n我们不会收集：\n• 短信\n我们会共享给：\n• 银行\n- 总行\n• 商户",
     "S  我们会收集:\n"
     "I • •姓名 < 我们会收集:\n"
     "I • •电话 < 我们会收集:\n"
     "S  我们不会收集:\n"
     "I • •短信 < 我们不会收集:\n"
     "S  我们会共享给:\n"
     "I • •银行 < 我们会共享给:\n"
     "I • › - -总行 < •银行\n"
     "I • •商户 < 我们会共享给:\n"},
    {"我们会收集：\n1. 姓名\n2. 电话\n您享有以下权利：\n1. 查询\n（1）本人账户\n2. 更正",
     "S  我们会收集:\n"
     "I 1 1.姓名 < 我们会收集:\n"
     "I 2 2.电话 < 我们会收集:\n"
     "S  您享有以下权利:\n"
     "I 1 1.查询 < 您享有以下权利:\n"
     "I 1 › （1） (1)本人账户 < 1.查询\n"
     "I 2 2.更正 < 您享有以下权利:\n"},
    {"乙方同意甲方：\n1、读取通讯录；\n（1）姓名；\n①姓；\n（2）号码；\n2、读取短信；\n3、甲方有权"
     "查询征信。",
     "S  乙方同意甲方:\n"
     "I 1 1、读取通讯录; < 乙方同意甲方:\n"
     "I 1 › （1） (1)姓名; < 1、读取通讯录;\n"
     "I 1 › （1） › ① 1姓; < (1)姓名;\n"
     "I 1 › （2） (2)号码; < 1、读取通讯录;\n"
     "I 2 2、读取短信; < 乙方同意甲方:\n"
     "I 3 3、甲方有权查询征信。\n"},
    {"我们将：\n• 读取位置\n• 读取相册\n五、附则\n本协议一式两份", "S  我们将:\n"
                                                                   "I • •读取位置 < 我们将:\n"
                                                                   "I • •读取相册 < 我们将:\n"
                                                                   "H 五 五、附则\n"
                                                                   "S 五 本协议一式两份\n"},
    {"双方达成如下约定，共同遵守。\n一、借款用途为经营。\n若您不接受以下约定，请勿使用。\n（一）借"
     "款期限为一年。",
     "S  双方达成如下约定,共同遵守。\n"
     "I 一 一、借款用途为经营。\n"
     "S 一 若您不接受以下约定,请勿使用。\n"
     "I 一 › （一） (一)借款期限为一年。\n"},
    {"3. Those who receive data\na. Partners\nb. Agencies\n4. Components\nMap SDK: location\n5. "
     "Costs\nNone.",
     "H 3 3. Those who receive data\n"
     "I 3 › a a. Partners\n"
     "I 3 › b b. Agencies\n"
     "H 4 4. Components\n"
     "S 4 Map SDK: location\n"
     "H 5 5. Costs\n"
     "S 5 None.\n"},
    {"3. We may do the following\n• call your family\n• show your name\nOther rights follow here.",
     "I 3 3. We may do the following\n"
     "I 3 › • • call your family < 3. We may do the following\n"
     "I 3 › • • show your name < 3. We may do the following\n"
     "S 3 Other rights follow here.\n"},
    {"The lender pays by:\nbank transfer\n1. REPAYMENT TERMS\n1.1 Schedule\nIn case of default we "
     "may:\n"
     "1. ask a bureau\n2. READ SMS\n1.2 Costs\nNone.\n2. OTHER MATTERS\n2.1 Law\nLocal law "
     "applies.",
     "S  The lender pays by:\n"
     "S  bank transfer < The lender pays by:\n"
     "H 1 1. REPAYMENT TERMS\n"
     "H 1 › 1.1 1.1 Schedule\n"
     "S 1 › 1.1 In case of default we may:\n"
     "I 1 › 1.1 › 1 1. ask a bureau < In case of default we may:\n"
     "I 1 › 1.1 › 2 2. READ SMS < In case of default we may:\n"
     "H 1 › 1.2 1.2 Costs\n"
     "S 1 › 1.2 None.\n"
     "H 2 2. OTHER MATTERS\n"
     "H 2 › 2.1 2.1 Law\n"
     "S 2 › 2.1 Local law applies.\n"},
    {"第五条 信息收集\n5.1 我们收集下列信息：\n①通讯录\n②短信\n5.2 您可以撤回同意。",
     "H 第五条 第五条信息收集\n"
     "I 第五条 › 5.1 5.1我们收集下列信息:\n"
     "I 第五条 › 5.1 › ① 1通讯录 < 5.1我们收集下列信息:\n"
     "I 第五条 › 5.1 › ② 2短信 < 5.1我们收集下列信息:\n"
     "I 第五条 › 5.2 5.2您可以撤回同意。\n"},
    {"一、隐私保护\n除下列情形外，我们不会向第三方提供您的信息。\n（一）关联公司。\n（二）合作机构"
     "。\n"
     "二、其他\n本协议自签署之日起生效。",
     "H 一 一、隐私保护\n"
     "S 一 除下列情形外,我们不会向第三方提供您的信息。\n"
     "I 一 › （一） (一)关联公司。 < 除下列情形外,我们不会向第三方提供您的信息。\n"
     "I 一 › （二） (二)合作机构。 < 除下列情形外,我们不会向第三方提供您的信息。\n"
     "H 二 二、其他\n"
     "S 二 本协议自签署之日起生效。\n"},
    {"4、信息的分享\n我们在下列情况下共享您的信息：\n4.1 维护平台权益；\n4.2 建立信用体系。\n5、"
     "其他\n您可以撤回同意。",
     "H 4 4、信息的分享\n"
     "S 4 我们在下列情况下共享您的信息:\n"
     "I 4 › 4.1 4.1维护平台权益; < 我们在下列情况下共享您的信息:\n"
     "I 4 › 4.2 4.2建立信用体系。 < 我们在下列情况下共享您的信息:\n"
     "H 5 5、其他\n"
     "S 5 您可以撤回同意。\n"},
    {"4、信息的分享\n我们共享：\n（1）姓名；\n（2）电话。\n4.1 您可以撤回同意。",
     "H 4 4、信息的分享\n"
     "S 4 我们共享:\n"
     "I 4 › （1） (1)姓名; < 我们共享:\n"
     "I 4 › （2） (2)电话。 < 我们共享:\n"
     "I 4 › 4.1 4.1您可以撤回同意。\n"},
    {"我们收集以下信息：\n通讯录\n短信记录\n通话记录。\n您可以随时撤回上述授权。",
     "S  我们收集以下信息:\n"
     "S  通讯录 < 我们收集以下信息:\n"
     "S  短信记录 < 我们收集以下信息:\n"
     "S  通话记录。 < 我们收集以下信息:\n"
     "S  您可以随时撤回上述授权。\n"},
    {"Uses\n\n- to match you\n- to call you\n\nWe share them with banks.\n\nWe share them with:\n- "
     "firms",
     "H  Uses\n"
     "I - - to match you\n"
     "I - - to call you\n"
     "S  We share them with banks.\n"
     "S  We share them with:\n"
     "I - - firms < We share them with:\n"},
    {"We get data from banks. This includes:\n- your pay\n- your debts",
     "S  We get data from banks.\n"
     "S  This includes: < We get data from banks.\n"
     "I - - your pay < This includes:\n"
     "I - - your debts < This includes:\n"},
    {"We collect:\n- Your place. GPS.\n- Names. We keep them safe.",
     "S  We collect:\n"
     "I - - Your place. < We collect:\n"
     "S - GPS. < We collect:\n"
     "I - - Names. < We collect:\n"
     "S - We keep them safe.\n"},
    {"Kami mengakses perangkat. Data ini meliputi:\n- kontak",
     "S  Kami mengakses perangkat.\n"
     "S  Data ini meliputi: < Kami mengakses perangkat.\n"
     "I - - kontak < Data ini meliputi:\n"},
    {"We get data from banks. We also note:\n- your pay", "S  We get data from banks.\n"
                                                          "S  We also note:\n"
                                                          "I - - your pay < We also note:\n"},
    {"We get from banks:\nYour pay\nYour debts\nAlso, for shops, we may ask a bureau.\nSales\nIf "
     "you sell, we note:\nthe date",
     "S  We get from banks:\n"
     "S  Your pay < We get from banks:\n"
     "S  Your debts < We get from banks:\n"
     "S  Also, for shops, we may ask a bureau.\n"
     "S  Sales\n"
     "S  If you sell, we note:\n"
     "S  the date < If you sell, we note:\n"},
    {"Data may go to:\nThird parties that we choose under our own rules and the rules of the land, "
     "as "
     "is usual.\nThird parties that help you in many ways whenever you are not able to help "
     "yourself, "
     "too.\nLoans are repaid each month.",
     "S  Data may go to:\n"
     "S  Third parties that we choose under our own rules and the rules of the land, as is usual. "
     "< "
     "Data may go to:\n"
     "S  Third parties that help you in many ways whenever you are not able to help yourself, too. "
     "< "
     "Data may go to:\n"
     "S  Loans are repaid each month.\n"},
    {"We promise:\n- to be fair\n- to be open\n1. Data\nWe collect:\n- your name",
     "S  We promise:\n"
     "I - - to be fair < We promise:\n"
     "I - - to be open < We promise:\n"
     "H 1 1. Data\n"
     "S 1 We collect:\n"
     "I 1 › - - your name < We collect:\n"},
    {"We collect:\n- your name\n- files of a bureau\nIf you visit the site, we note the time.",
     "S  We collect:\n"
     "I - - your name < We collect:\n"
     "I - - files of a bureau < We collect:\n"
     "S  If you visit the site, we note the time.\n"},
    {"No. | Permission | Shared with\n1 | Contacts | Nobody",
     "T  No.\tPermission\tShared with\nR  1\tContacts\tNobody < No.\tPermission\tShared with\n"},
    {"权限 | 目的\n通讯录 | 用于风险控制\n短信 | 用于验证", "T  权限\t目的\n"
                                                            "R  通讯录\t用于风险控制 < 权限\t目的\n"
                                                            "R  短信\t用于验证 < 权限\t目的\n"},
    {"第三方服务\n云帆地图\n云帆软件有限公司\n用于定位。\n星河推送\n星河网络有限责任公司\n用于发送"
     "通知。",
     "S  第三方服务\n"
     "S  云帆地图\n"
     "S  云帆软件有限公司\n"
     "S  用于定位。\n"
     "S  星河推送\n"
     "S  星河网络有限责任公司\n"
     "S  用于发送通知。\n"},
    {"我们有权将您的逾期信息报送征信机构；您同意我们为催收目的委托第三方机构联系您。",
     "S  我们有权将您的逾期信息报送征信机构;\n"
     "S  您同意我们为催收目的委托第三方机构联系您。\n"},
    {"包括姓名；电话；住址。", "S  包括姓名;电话;住址。\n"},
    {"平台（以下简称“甲方”。下同）有权读取通讯录。",
     "S  平台(以下简称\"甲方\"。下同)有权读取通讯录。\n"},
    {"We collect:\n(a) your contacts;\n(b) your call log.\nYou may refuse.",
     "S  We collect:\n"
     "I (a) (a) your contacts; < We collect:\n"
     "I (b) (b) your call log. < We collect:\n"
     "S  You may refuse.\n"},
    {"We share data with Acme Inc. and others. It is sold to PT. Contoh Sdn. Bhd. We may, e.g. "
     "Mondays, call you.",
     "S  We share data with Acme Inc. and others.\n"
     "S  It is sold to PT. Contoh Sdn. Bhd. We may, e.g. Mondays, call you.\n"},
    {"The rate is 3.5% per month. 1.5 times applies.", "S  The rate is 3.5% per month.\n"
                                                       "S  1.5 times applies.\n"},
    {"Article 5 Data\nWe use your contacts.\nArticle 6 Law\nThe law applies.",
     "H Article 5 Article 5 Data\n"
     "S Article 5 We use your contacts.\n"
     "H Article 6 Article 6 Law\n"
     "S Article 6 The law applies.\n"},
    {"PRIMERA.- El cliente autoriza consultar sus contactos.\nSEGUNDA.- El cliente paga.",
     "I PRIMERA.- PRIMERA.- El cliente autoriza consultar sus contactos.\n"
     "I SEGUNDA.- SEGUNDA.- El cliente paga.\n"},
    {"We collect:\na) name;\nb) contacts;\nh) photos;\ni) call log;\nj) location.",
     "S  We collect:\n"
     "I a) a) name; < We collect:\n"
     "I b) b) contacts; < We collect:\n"
     "I h) h) photos; < We collect:\n"
     "I i) i) call log; < We collect:\n"
     "I j) j) location. < We collect:\n"},
    {"目录如下：\n一、收集\n二、共享\n一、收集\n我们收集通讯录。", "S  目录如下:\n"
                                                                   "I 一 一、收集 < 目录如下:\n"
                                                                   "I 二 二、共享 < 目录如下:\n"
                                                                   "H 一 一、收集\n"
                                                                   "S 一 我们收集通讯录。\n"},
    {"1. 我们收集以下信息：\n1. 通讯录；\n2. 短信。\n", "I 1 1.我们收集以下信息:\n"
                                                        "I 1 › 1 1.通讯录; < 1.我们收集以下信息:\n"
                                                        "I 1 › 2 2.短信。 < 1.我们收集以下信息:\n"},
    {"• 我们收集：\n• 通讯录\n• 短信", "I • •我们收集:\n"
                                       "I • › • •通讯录 < •我们收集:\n"
                                       "I • › • •短信 < •我们收集:\n"},
    {"我们会向下列机构共享：\n• 合作银行\n\n您应当按时还款。\n",
     "S  我们会向下列机构共享:\n"
     "I • •合作银行 < 我们会向下列机构共享:\n"
     "S • 您应当按时还款。\n"},
    {"我们会收集：\n• 设备信息\n\n型号和系统版本。\n", "S  我们会收集:\n"
                                                       "I • •设备信息 < 我们会收集:\n"
                                                       "S • 型号和系统版本。 < •设备信息\n"},
    {"三、我们如何使用\n1、为提供服务，我们会：\n（1）读取通讯录；\n（2）向下列主体提供：\n"
     "a. 合作机构；\nb. 催收机构。\n2、其他用途。",
     "H 三 三、我们如何使用\n"
     "I 三 › 1 1、为提供服务,我们会:\n"
     "I 三 › 1 › （1） (1)读取通讯录; < 1、为提供服务,我们会:\n"
     "I 三 › 1 › （2） (2)向下列主体提供: < 1、为提供服务,我们会:\n"
     "I 三 › 1 › （2） › a a.合作机构; < (2)向下列主体提供:\n"
     "I 三 › 1 › （2） › b b.催收机构。 < (2)向下列主体提供:\n"
     "I 三 › 2 2、其他用途。\n"},
    {"鉴于双方自愿，达成协议如下：\n一、授权\n\n甲方读取通讯录。", "S  鉴于双方自愿,达成协议如下:\n"
                                                                   "H 一 一、授权\n"
                                                                   "S 一 甲方读取通讯录。\n"},
    {"2.1 甲方读取通讯录。2.2 甲方上传短信。\n2.3 乙方同意。", "I 2.1 2.1甲方读取通讯录。\n"
                                                               "I 2.2 2.2甲方上传短信。\n"
                                                               "I 2.3 2.3乙方同意。\n"},
    {"我们不会提供，但以下情况除外：1、取得您的同意；\n2、合并或者收购。\n您可以拒绝。",
     "S  我们不会提供,但以下情况除外:\n"
     "I 1 1、取得您的同意; < 我们不会提供,但以下情况除外:\n"
     "I 2 2、合并或者收购。 < 我们不会提供,但以下情况除外:\n"
     "S  您可以拒绝。\n"},
    {"您授权我们处理，包括但不限于（1）委托催收；（2）公开信息。",
     "S  您授权我们处理,包括但不限于\n"
     "I （1） (1)委托催收; < 您授权我们处理,包括但不限于\n"
     "I （2） (2)公开信息。 < 您授权我们处理,包括但不限于\n"},
    {"按照第（1）项和第（2）项办理。", "S  按照第(1)项和第(2)项办理。\n"},
    {"您同意我们查询下列信息：您在平台提供的全部信息和数据；您在行政机关留存的任何信息和记录。",
     "S  您同意我们查询下列信息:您在平台提供的全部信息和数据;\n"
     "S  您在行政机关留存的任何信息和记录。 < "
     "您同意我们查询下列信息:您在平台提供的全部信息和数据;\n"},
    {"Kami bertukar data dengan: a. Otoritas; b. Mitra kami; dan c. Afiliasi.",
     "S  Kami bertukar data dengan:\n"
     "I a a. Otoritas; < Kami bertukar data dengan:\n"
     "I b b. Mitra kami; dan < Kami bertukar data dengan:\n"
     "I c c. Afiliasi. < Kami bertukar data dengan:\n"},
    {"4. Sharing\nWe share with no one, except:\n1. Banks\n2. Courts\n5. Rights\nYou may ask.",
     "H 4 4. Sharing\n"
     "S 4 We share with no one, except:\n"
     "I 4 › 1 1. Banks < We share with no one, except:\n"
     "I 4 › 2 2. Courts < We share with no one, except:\n"
     "H 5 5. Rights\n"
     "S 5 You may ask.\n"},
    {"We report to bureaus:\nPayment history\nDefaults\nPartners\nWe may share data with:\nLenders",
     "S  We report to bureaus:\n"
     "S  Payment history < We report to bureaus:\n"
     "S  Defaults < We report to bureaus:\n"
     "S  Partners\n"
     "S  We may share data with:\n"
     "S  Lenders < We may share data with:\n"},
    {"We may use (i) name, (ii) address and (iii) contacts to call you.",
     "S  We may use (i) name, (ii) address and (iii) contacts to call you.\n"},
};

static void describe(GString *out, const GArray *units, const Text *text, const Document *doc,
                     guint i)
{
    const Unit *unit = &g_array_index(units, Unit, i);
    g_autofree char *number = units_number(units, text, doc, i);
    g_string_append_printf(out, "%c %s %.*s", "HISRT"[unit->kind], number ? number : "",
                           (int)(unit->end - unit->start), text->str + unit->start);
    if (unit->stem != NO_UNIT) {
        const Unit *stem = &g_array_index(units, Unit, unit->stem);
        g_string_append_printf(out, " < %.*s", (int)(stem->end - stem->start),
                               text->str + stem->start);
    }
    g_string_append_c(out, '\n');
}

START_TEST(cuts)
{
    g_autoptr(Document) doc = breaks_document(rows[_i].raw);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < units->len; i++)
        describe(out, units, text, doc, i);
    ck_assert_str_eq(out->str, rows[_i].units);
}
END_TEST

// What units promise, for any text.
static void check_units(const Text *text, const GArray *units)
{
    uint32_t last = 0;
    for (guint i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        ck_assert_uint_ge(unit->start, last);
        ck_assert_uint_lt(unit->start, unit->end);
        ck_assert_uint_le(unit->end, text->len);
        ck_assert_uint_ge(unit->words, unit->start);
        ck_assert_uint_le(unit->words, unit->end);
        ck_assert_int_lt(unit->stem, (int)i);
        ck_assert_int_lt(unit->clause, (int)i);
        ck_assert_int_lt(unit->heading, (int)i);
        ck_assert((text->str[unit->start] & 0xC0) != 0x80 && (text->str[unit->end] & 0xC0) != 0x80);
        ck_assert_uint_le(g_utf8_strlen(text->str + unit->start, unit->end - unit->start), 4200);
        ck_assert(unit->language != NULL);
        last = unit->end;
    }
}

// Everything but blanks belongs to a unit.
static void check_cover(const Text *text, const GArray *units)
{
    size_t at = 0;
    for (guint i = 0; i <= units->len; i++) {
        const Unit *unit = i < units->len ? &g_array_index(units, Unit, i) : NULL;
        for (size_t stop = unit ? unit->start : text->len; at < stop; at++)
            ck_assert_msg(strchr(" \n\t", text->str[at]) != NULL, "left out: %s", text->str + at);
        at = unit ? unit->end : at;
    }
}

static const char *const words[] = {"\n",
                                    "\n",
                                    "\n",
                                    "第一条 ",
                                    "一、",
                                    "（一）",
                                    "1. ",
                                    "1.1 ",
                                    "①",
                                    "②",
                                    "(1) ",
                                    "(2)",
                                    "a)",
                                    "i)",
                                    "• ",
                                    "：",
                                    "；",
                                    "。",
                                    "，",
                                    ". ",
                                    "; ",
                                    ": ",
                                    " | ",
                                    "\t",
                                    "（",
                                    "）",
                                    "“",
                                    "”",
                                    "通讯录",
                                    "我们",
                                    "收集",
                                    "以下",
                                    "We",
                                    "the",
                                    "following",
                                    "2.",
                                    "二、",
                                    "第二条",
                                    "\n\n",
                                    "Article 3 ",
                                    "3.5%",
                                    "（二）",
                                    "您同意向第三方提供您的个人信息"};

START_TEST(cuts_random_text)
{
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i + 100);
    for (int n = 0; n < 200; n++) {
        g_autoptr(GString) raw = g_string_new(NULL);
        for (int k = g_rand_int_range(random, 0, 60); k > 0; k--)
            g_string_append(raw, words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
        g_autoptr(Document) doc = breaks_document(raw->str);
        g_autoptr(Text) text = text_new(doc, shipped_cues());
        g_autoptr(GArray) units = units_new(doc, text);
        check_units(text, units);
        check_cover(text, units);
    }
}
END_TEST

START_TEST(caps_long_units)
{
    g_autoptr(GString) raw = g_string_new(NULL);
    for (int i = 0; i < 5000; i++)
        g_string_append(raw, "通讯录，");
    g_autoptr(Document) doc = breaks_document(raw->str);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text);
    ck_assert_uint_gt(units->len, 3);
    check_units(text, units);
    check_cover(text, units);
}
END_TEST

static void add_line(Document *doc, const char *line, LineKind kind, uint8_t depth)
{
    Line *added = document_add_line(doc, line, strlen(line));
    added->kind = kind;
    added->depth = depth;
    added->before = BREAK_PARAGRAPH;
}

START_TEST(follows_the_lists_of_the_format)
{
    g_autoptr(Document) doc = document_new("html");
    document_begin_page(doc, 0, 0);
    add_line(doc, "信息收集", LINE_HEADING, 1);
    add_line(doc, "我们收集：", LINE_BODY, 0);
    add_line(doc, "以下联系信息：", LINE_ITEM, 0);
    add_line(doc, "通讯录", LINE_ITEM, 1);
    add_line(doc, "短信", LINE_ITEM, 0);
    add_line(doc, "其他", LINE_HEADING, 1);
    add_line(doc, "您可以拒绝。", LINE_BODY, 0);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < units->len; i++)
        describe(out, units, text, doc, i);
    ck_assert_str_eq(out->str, "H  信息收集\n"
                               "S  我们收集:\n"
                               "I  以下联系信息: < 我们收集:\n"
                               "I  通讯录 < 以下联系信息:\n"
                               "I  短信 < 我们收集:\n"
                               "H  其他\n"
                               "S  您可以拒绝。\n");
}
END_TEST

START_TEST(knows_the_heading)
{
    g_autoptr(Document) doc =
        breaks_document("借款协议\n\n一、信息 收集\n我们收集通讯录。\n我们上传通讯录。");
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text);
    g_autofree char *heading = units_heading(units, text, doc, units->len - 1);
    ck_assert_str_eq(heading, "一、信息 收集");
    ck_assert_ptr_null(units_heading(units, text, doc, 0));
}
END_TEST

static UnitKind kind_above(const char *line, const char *below)
{
    g_autofree char *raw = g_strconcat(line, "\n\n", below, "\n", NULL);
    g_autoptr(Document) doc = breaks_document(raw);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text);
    return g_array_index(units, Unit, 0).kind;
}

// Ends the test at the first line that is another kind of unit when it stands above `below`.
static void all_are(UnitKind kind, const char *const *lines, size_t count, const char *below)
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(kind_above(lines[i], below) == kind, "%s", lines[i]);
}

// The name of a document says nothing itself, however long; a sentence that ends likewise does.
START_TEST(knows_the_names_of_documents)
{
    static const char below[] = "尊敬的客户：\n请您阅读。\n本行提供贷款。";
    static const char *const titles[] = {
        "关于向某某征信有限公司及其他合作机构查询、提供个人信息并委托催收机构催收的综合授权书",
        "借款人关于同意将个人信息共享给第三方合作机构用于共同营销推广的授权同意书(2024年版)",
        "某某商業銀行股份有限公司線上申請個人房屋貸款業務之共同行銷同意事項 版號:1",
        "关于某某平台向合作机构提供个人信息用于贷前审查和贷后管理等业务的第三方信息共享协议"};
    static const char *const sentences[] = {
        "您在提交借款申请时即同意我们将您的通讯录提供给某某合作机构用于贷后管理，并已签署本授权书",
        "点击下一步即同意某某平台读取手机通讯录并提供给催收机构用于贷后管理且视为签署本授权书",
        "借款人勾选后平台可以读取其手机通讯录并提供给合作机构用于贷后管理的范围见授权书"};
    all_are(UNIT_HEADING, titles, G_N_ELEMENTS(titles), below);
    all_are(UNIT_SENTENCE, sentences, G_N_ELEMENTS(sentences), below);
}
END_TEST

// A question is a title where it asks what the lender tells below it; what it asks of the borrower
// is a clause.
START_TEST(knows_questions_as_titles)
{
    static const char *const titles[] = {
        "Who do we share your data with?", "How long do we keep it?",
        "¿Con quien compartimos sus datos?", "Kepada siapa data Anda diberikan?"};
    static const char *const sentences[] = {"Do you agree that we call your employer?",
                                            "Sharing of data is allowed, is it not?"};
    all_are(UNIT_HEADING, titles, G_N_ELEMENTS(titles), "The lender tells it here.");
    all_are(UNIT_SENTENCE, sentences, G_N_ELEMENTS(sentences), "The lender tells it here.");
}
END_TEST

// What says who does what is a clause, though it is short and has no full stop.
START_TEST(knows_statements_from_titles)
{
    static const char below[] = "4、相机\n用于拍照。";
    static const char *const titles[] = {"我们会与谁共享您的信息", "我们将如何使用您的信息",
                                         "我们会收集的信息", "您的权利"};
    static const char *const sentences[] = {"我们会读取您的通讯录", "本公司有权联系您的亲友",
                                            "您同意平台上传手机联系人"};
    all_are(UNIT_HEADING, titles, G_N_ELEMENTS(titles), below);
    all_are(UNIT_SENTENCE, sentences, G_N_ELEMENTS(sentences), below);
}
END_TEST

START_TEST(knows_the_language_of_passages)
{
    g_autoptr(Document) doc = breaks_document(
        "我们会在您使用本服务的过程中读取您的手机通讯录和通话记录，用于风险控制和贷后管理。\n"
        "通讯录\n\n"
        "We will read the contact list and the call log of your phone when you use our service.\n"
        "Contacts");
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text);
    ck_assert_uint_eq(units->len, 4);
    static const char *const languages[] = {"zh", "zh", "en", "en"};
    for (guint i = 0; i < units->len; i++)
        ck_assert_str_eq(g_array_index(units, Unit, i).language, languages[i]);
}
END_TEST

// Most blocks hold no word in which Indonesian and Malay differ.
START_TEST(malay_or_indonesian_throughout)
{
    static const char *const texts[][2] = {{"Kami dan anda setuju atas perjanjian pinjaman ini "
                                            "serta setiap lampiran kepada pihak itu.\n\n"
                                            "Syarikat boleh menggunakan maklumat telefon, senarai "
                                            "dan sebarang akaun kerana pinjaman itu.",
                                            "ms"},
                                           {"Kami dan anda setuju atas perjanjian pinjaman ini "
                                            "serta setiap lampiran kepada pihak itu.\n\n"
                                            "Perusahaan dapat menggunakan informasi dari ponsel, "
                                            "dan nomor rekening karena pinjaman itu.",
                                            "id"}};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Document) doc = breaks_document(texts[i][0]);
        g_autoptr(Text) text = text_new(doc, shipped_cues());
        g_autoptr(GArray) units = units_new(doc, text);
        ck_assert_uint_ge(units->len, 2);
        for (guint k = 0; k < units->len; k++)
            ck_assert_str_eq(g_array_index(units, Unit, k).language, texts[i][1]);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("units");
    tcase_add_test(tests, malay_or_indonesian_throughout);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, cuts, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, cuts_random_text, 0, 8);
    tcase_add_test(tests, caps_long_units);
    tcase_add_test(tests, follows_the_lists_of_the_format);
    tcase_add_test(tests, knows_the_heading);
    tcase_add_test(tests, knows_questions_as_titles);
    tcase_add_test(tests, knows_statements_from_titles);
    tcase_add_test(tests, knows_the_names_of_documents);
    tcase_add_test(tests, knows_the_language_of_passages);
    return run_cases("units", tests);
}
