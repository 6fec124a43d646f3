// SPDX-License-Identifier: GPL-3.0-or-later
// Hits: where they stand, what is made of several, what limits say, what is absent; kinds and laws.
#include <check.h>
#include <string.h>
#include <time.h>

#include "files.h"
#include "rules/hits.h"
#include "rules/prefilter.h"
#include "rules/rule.h"
#include "run.h"
#include "shipped.h"

static Pack *try_pack, *shipped_pack;

static void begin(void)
{
    try_pack = shipped_load("pack_match");
    shipped_pack = shipped_load(NULL);
}

static void end(void)
{
    pack_free(try_pack);
    pack_free(shipped_pack);
}

// A document and what was found in it.
typedef struct {
    Made made;
    Matches *matches;
} Tried;

static Tried try_words(const char *words, const char *rule, bool complete)
{
    Tried tried = {.made = made_of(words)};
    const Made *made = &tried.made;
    MatchOptions options = {.law = LAW_CN, .kind = {"privacy_policy", true}, .complete = complete};
    size_t i = 0;
    while (rule && strcmp(pack_rule_info(try_pack, i)->id, rule) != 0)
        i++;
    tried.matches = rule ? match_rule(try_pack, i, made->doc, made->text, made->units, &options)
                         : match_run(try_pack, made->doc, made->text, made->units, &options);
    return tried;
}

static void tried_clear(Tried *tried)
{
    matches_free(tried->matches);
    made_clear(&tried->made);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tried, tried_clear)

static char *slice(const Text *text, PlainSpan span)
{
    return g_strndup(text->str + span.start, span.end - span.start);
}

// One hit written out: TYPE SEVERITY CONFIDENCE [stem|]words {data} reasons
static void write_hit(const Text *text, const Hit *hit, GString *out)
{
    g_autofree char *words = slice(text, hit->span), *stem = slice(text, hit->stem),
                    *data = slice(text, hit->slots[SLOT_DATA]);
    g_string_append_printf(out, "%s%s %d %s ", out->len ? "; " : "", hit->type->id, hit->severity,
                           confidence_name(hit->confidence));
    g_string_append_printf(out, "%s%s%s", stem, *stem ? "|" : "", words);
    if (*data)
        g_string_append_printf(out, " {%s}", data);
    for (const char **why = hit->reasons; why && *why; why++)
        g_string_append_printf(out, " %s", *why);
}

static const struct {
    const char *rule, *words, *hits;
} rows[] = {
    {"try.contacts", "我们读取您的通讯录。", "C01 5 high 读取您的通讯录 {通讯录}"},
    {"try.contacts", "我们读取通讯录用于催收。", "C01 4 high 读取通讯录 {通讯录} milder_for_test"},
    {"try.contacts", "我们可能读取通讯录。", "C01 5 medium 读取通讯录 {通讯录}"},
    {"try.contacts", "我们读取通讯录，仅用系统选择器。", ""},
    {"try.contacts", "我们不会读取通讯录。", "P01 0 high 我们不会读取通讯录 {通讯录}"},
    {"try.contacts", "读取通讯录，也读取电话簿。", "C01 5 high 读取通讯录 {通讯录}"},
    {"try.contacts", "读取通讯录。读取电话簿。",
     "C01 5 high 读取通讯录 {通讯录}; C01 5 high 读取电话簿 {电话簿}"},
    // A match that begins in a stem: the words are the unit's, the rest is the stem's.
    {"try.contacts", "我们将收集以下信息：\n（1）姓名；\n（2）您的通讯录；",
     "C01 5 high 收集以下信息:|您的通讯录 {通讯录}"},
    // A match wholly in the stem belongs to the stem's unit, once.
    {"try.contacts", "我们读取您的通讯录，包括：\n（1）姓名；\n（2）号码；",
     "C01 5 high 读取您的通讯录 {通讯录}"},
    {"try.contacts.strong", "我们收集通讯录并永久保存。", "C01 4 low 收集通讯录 {通讯录} forever"},
    {"try.contacts.title", "一、通讯录\n1. 全部姓名将被保存。", "C01 5 high 全部姓名 {姓名}"},
    {"try.contacts.title", "一、其他\n1. 全部姓名将被保存。", ""},
    {"try.contacts.before", "我们查看通讯录。全部号码将被保存。", "C01 5 high 全部号码"},
    {"try.contacts.before", "我们查看通讯录。有时如此。全部号码将被保存。", ""},
    {"try.contacts.before", "通讯录\n全部号码将被保存。", ""},
    {"try.contacts.before", "全部号码将被保存。", ""},
    {"try.contacts.elsewhere", "一、名词解释\n1. 全部头像将被保存。", ""},
    {"try.contacts.elsewhere", "一、名词解释\n1. 如下。\n二、其他\n1. 全部头像将被保存。",
     "C01 5 high 全部头像"},
    {"try.contacts.elsewhere", "全部头像将被保存。", "C01 5 high 全部头像"},
    {"try.contacts.around", "一、清单\n1. 全部地址。\n2. 其他。\n3. 用途是催收。",
     "C01 5 high 全部地址 {地址}"},
    {"try.contacts.around", "用途如下。全部地址。", "C01 5 high 全部地址 {地址}"},
    {"try.contacts.around", "用途如下。其次。全部地址。", ""},
    {"try.contacts.around", "全部地址。一。二。三。四。用途。", ""},
    {"try.contacts.around", "全部地址和用途。", ""},
    {"try.contacts.without", "可查看企业通讯录。", ""},
    {"try.contacts.without", "可查看企业通讯录，也可查看手机通讯录。",
     "C01 5 high 查看手机通讯录 {通讯录}"},
    {"try.contacts.without", "企业可查看手机通讯录。", "C01 5 high 查看手机通讯录 {通讯录}"},
    {"try.contacts.own", "收集手机：\n（1）号码簿；", ""},
    {"try.contacts.own", "收集：\n（1）手机号码簿；", "C01 5 high 手机号码簿 {号码簿}"},
    // A table's head is divided from its row as cells are.
    {"try.contacts.cells", "名称\t是否收集信息\n号码簿\t收集",
     "C01 5 high 名称\t是否收集信息|号码簿 {号码簿}"},
    // A condition of consent counts once, whoever grades it.
    {"try.contacts.consent", "经您单独同意后，我们读取联系人。",
     "C01 4 high 读取联系人 {联系人} separate_consent"},
    // What would make it worse does not count where it is denied, in whatever group the type is;
    // what makes it milder is not asked; and a grade may say otherwise of itself.
    {"try.grades", "我们保留全部照片，并会转卖。", "R03 4 high 保留全部照片 sold"},
    {"try.grades", "我们保留全部照片，但不会转卖。", "R03 3 high 保留全部照片"},
    {"try.grades", "我们保留全部照片，但不会删除。", "R03 4 high 保留全部照片 undeleted"},
    {"try.grades", "我们保留全部照片，并会告知您。", "R03 2 high 保留全部照片 told"},
    {"try.grades", "我们保留全部照片，但不会告知您。", "R03 3 high 保留全部照片"},
    {"try.grades", "我们保留全部照片，但不会催收。", "R03 2 high 保留全部照片 milder_for_test"},
    // A term is read with the meaning that another clause gives it, which then is the stem.
    {"try.contacts", "“风控数据”指手机里的通讯录和短信。\n借款按月偿还。\n出借人可收集风控数据。",
     "C01 5 medium \"风控数据\"指手机里的通讯录|收集风控数据 {通讯录} defined_term"},
    {"try.contacts", "出借人可收集风控数据。\n本协议所称风控数据，是指手机里的通讯录。",
     "C01 5 medium 风控数据,是指手机里的通讯录|收集风控数据 {通讯录} defined_term"},
    {"try.contacts",
     "“授权资料”包括：\n（1）姓名；\n（2）手机通讯录；\n第二条 出借人可收集授权资料。",
     "C01 5 medium \"授权资料\"包括:\n(1)姓名;\n(2)手机通讯录|收集授权资料 {通讯录} "
     "defined_term"},
    {"try.contacts", "“风控数据”指通讯录。\n我们不会收集风控数据。",
     "P01 0 medium \"风控数据\"指通讯录|我们不会收集风控数据 {通讯录} defined_term"},
    // The word is not used, or its use takes nothing.
    {"try.contacts", "“风控数据”指手机里的通讯录。\n您应妥善保管风控数据。", ""},
    // A meaning that holds the whole match says nothing of its use; it does where somebody takes.
    {"try.contacts", "“名册数据”是指读取通讯录所得的记录。\n本合同不提及名册数据。",
     "C01 5 high 读取通讯录 {通讯录}"},
    {"try.contacts", "读取权限是指查看通讯录的权限。\n请您谨慎开启读取权限。", ""},
    // What statutes define as widely as can be is not read into every use.
    {"try.contacts", "个人信息是指姓名、通讯录等各种信息。\n我们收集您的个人信息。", ""},
    // One found without the meaning is not found again with it.
    {"try.contacts", "“风控数据”指通讯录。\n我们收集通讯录等风控数据。",
     "C01 5 high 收集通讯录 {通讯录}"},
    // A few words straight below the title of what is taken are read with it, and nothing else is.
    {"try.contacts", "隐私政策\n一、我们收集的信息\n1、姓名\n2、通讯录\n二、其他\n本政策有效。",
     "C01 5 medium 收集的信息|通讯录 {通讯录} below_heading"},
    {"try.contacts", "隐私政策\n一、我们不收集的信息\n1、姓名\n2、通讯录\n二、其他\n本政策有效。",
     "P01 0 medium 收集的信息|通讯录 {通讯录} below_heading"},
    {"try.contacts",
     "隐私政策\n一、如何查询我们收集的信息\n1、姓名\n2、通讯录\n二、其他\n本政策有效。", ""},
    {"try.contacts",
     "隐私政策\n一、我们收集的信息\n1、姓名\n2、您可自行整理手机上的通讯录。\n二、其他\n本政策有效"
     "。",
     ""},
};

START_TEST(hits)
{
    g_auto(Tried) tried = try_words(rows[_i].words, rows[_i].rule, true);
    g_autoptr(GString) out = g_string_new(NULL);
    for (unsigned i = 0; i < tried.matches->hits->len; i++)
        write_hit(tried.made.text, tried.matches->hits->pdata[i], out);
    ck_assert_str_eq(out->str, rows[_i].hits);
}
END_TEST

// Several rules of a type in one unit are one hit, named by the most severe.
START_TEST(folds_rules)
{
    g_auto(Tried) tried = try_words("我们可能收集您的通讯录并永久保存。", NULL, true);
    const Hit *hit = tried.matches->hits->pdata[0];
    ck_assert_str_eq(hit->type->id, "C01");
    ck_assert_int_eq(hit->severity, 5);
    for (unsigned i = 1; i < tried.matches->hits->len; i++)
        ck_assert_ptr_ne(((Hit *)tried.matches->hits->pdata[i])->type, hit->type);
}
END_TEST

static Hit *hit_in(const Type *type, uint32_t unit, int32_t defined)
{
    Hit *hit = g_new0(Hit, 1);
    hit->type = type;
    hit->unit = unit;
    hit->defined = defined;
    hit->span = (PlainSpan){unit, unit + 1};
    return hit;
}

// In a chain of definitions the last use stays and what it needs goes, which frees what that
// needed. Comparing each hit with each took longer than reading the document.
START_TEST(drops_definitions_in_use)
{
    enum { CHAINS = 40000 };
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)hit_free);
    const Type *type = pack_rule_info(try_pack, 0)->type;
    for (uint32_t unit = 0; unit < 3 * CHAINS; unit++)
        g_ptr_array_add(found, hit_in(type, unit, unit % 3 ? (int32_t)unit - 1 : NO_UNIT));
    clock_t began = clock();
    hits_finish(found);
    ck_assert_int_lt((clock() - began) / CLOCKS_PER_SEC, 3);
    ck_assert_uint_eq(found->len, 2 * (size_t)CHAINS);
    for (uint32_t i = 0; i < found->len; i++)
        ck_assert_uint_eq(((Hit *)found->pdata[i])->unit, i / 2 * 3 + (i % 2 ? 2 : 0));
}
END_TEST

static unsigned reasons_of(const Matches *matches, Fault code)
{
    unsigned count = 0;
    for (unsigned i = 0; i < matches->reasons->len; i++)
        count += ((const Reason *)matches->reasons->pdata[i])->code == code;
    return count;
}

START_TEST(says_match_limit)
{
    g_autoptr(GString) words = g_string_new("开头。\n");
    for (unsigned i = 0; i < 2000; i++)
        g_string_append(words, "甲");
    g_string_append(words, "。\n");
    g_auto(Tried) tried = try_words(words->str, "try.slow", true);
    ck_assert_uint_eq(reasons_of(tried.matches, FAULT_MATCH_LIMIT), 1);
    const Reason *reason = tried.matches->reasons->pdata[0];
    ck_assert_str_eq(reason->rule, "try.slow");
    ck_assert_int_eq(reason->page, 1);
}
END_TEST

START_TEST(says_hit_limit)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (unsigned i = 0; i < 11000; i++)
        g_string_append(words, "丁。\n");
    g_auto(Tried) tried = try_words(words->str, "try.many", true);
    ck_assert_uint_eq(reasons_of(tried.matches, FAULT_HIT_LIMIT), 1);
    ck_assert_uint_eq(tried.matches->hits->len, 10001);
}
END_TEST

START_TEST(says_what_is_absent)
{
    static const struct {
        const char *words;
        bool complete, absent;
    } cases[] = {
        {"我们读取您的通讯录。", true, true},
        {"我们读取您的通讯录。", false, false}, // not read whole
        {"我们保护您的信息。", true, false},    // no occasion
    };
    for (unsigned c = 0; c < G_N_ELEMENTS(cases); c++) {
        g_auto(Tried) tried = try_words(cases[c].words, NULL, cases[c].complete);
        bool absent = false;
        for (unsigned i = 0; i < tried.matches->absent->len; i++) {
            const RuleInfo *rule = tried.matches->absent->pdata[i];
            absent |= strcmp(rule->id, "try.absent") == 0;
        }
        ck_assert_msg(absent == cases[c].absent, "%s", cases[c].words);
    }
}
END_TEST

START_TEST(says_unread_languages)
{
    g_auto(Tried) tried = try_words("我们读取您的通讯录。\n"
                                    "Bên vay đồng ý cung cấp thông tin của người vay cho các bên "
                                    "thứ ba trong trường hợp không trả được nợ theo hợp đồng này "
                                    "và cho phép bên cho vay liên hệ với người thân của mình.\n",
                                    NULL, true);
    ck_assert_uint_eq(reasons_of(tried.matches, FAULT_NO_PACK), 1);
    ck_assert_uint_ge(tried.matches->hits->len, 1);
}
END_TEST

// Garbage looks like any language: what there are no rules for is told by a page that can be read.
START_TEST(says_no_language_of_garbage)
{
    static const char words[] =
        "O contrato é celebrado entre as partes, que se obrigam a cumprir as cláusulas que seguem.";
    static const MatchOptions options = {.law = LAW_CN};
    Document *doc = document_new("pdf");
    for (unsigned i = 0; i < 2; i++) {
        document_begin_page(doc, 595, 842);
        document_add_line(doc, words, strlen(words));
    }
    g_auto(Tried) tried = {.made = made_from(doc)};
    const Made *made = &tried.made;
    for (int garbled = 0; garbled <= 2; garbled++) {
        if (garbled)
            document_add_reason(doc, FAULT_GARBLED, garbled, "no map");
        g_clear_pointer(&tried.matches, matches_free);
        tried.matches = match_run(try_pack, doc, made->text, made->units, &options);
        ck_assert(tried.matches->unruled);
        ck_assert_uint_eq(tried.matches->reasons->len, garbled < 2);
        if (garbled < 2)
            ck_assert_int_eq(((Reason *)tried.matches->reasons->pdata[0])->page, garbled + 1);
    }
}
END_TEST

START_TEST(names_references)
{
    g_auto(Tried) tried =
        try_words("详见《隐私政策》及《个人征信授权书》。依据《中华人民共和国民法典》，"
                  "请阅读《隐私政策》。并再次阅读《隐私政策》、《个人征信授权书》和《隐私政策》。",
                  NULL, true);
    ck_assert_uint_eq(tried.matches->references->len, 2);
    ck_assert_str_eq(tried.matches->references->pdata[0], "隐私政策");
    ck_assert_str_eq(tried.matches->references->pdata[1], "个人征信授权书");
}
END_TEST

// The name of a document in Latin letters ends with its last capital.
START_TEST(names_references_to_their_end)
{
    static const struct {
        const char *words, *name;
    } titles[] = {
        {"Penggunaan data diatur dalam Kebijakan Privasi kami yang dapat dibaca di aplikasi.",
         "Kebijakan Privasi"},
        {"Biaya pinjaman sesuai dengan Syarat dan Ketentuan Umum yang berlaku sejak hari ini.",
         "Syarat dan Ketentuan Umum"},
        {"How we use your data is described in our Privacy Policy that you find on the website.",
         "Privacy Policy"},
        {"The loan is governed by the Terms of Use and by the law of the place where you live.",
         "Terms of Use"},
        {"Consulte nuestro Aviso de Privacidad para saber lo que hacemos con los datos de usted.",
         "Aviso de Privacidad"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_auto(Tried) tried = try_words(titles[i].words, NULL, true);
        ck_assert_uint_eq(tried.matches->references->len, 1);
        ck_assert_str_eq(tried.matches->references->pdata[0], titles[i].name);
    }
}
END_TEST

static const struct {
    const char *words, *kind;
    bool loan;
    Law law;
    const char *from;
} documents[] = {
    {"借款合同\n甲方（出借人）：某某\n借款人应按期还款。", "loan_agreement", true, LAW_CN,
     "language"},
    {"某某平台隐私政策\n我们重视您的个人信息。", "privacy_policy", false, LAW_CN, "language"},
    {"某某贷隐私政策\n您申请贷款时，借款人应提供资料。", "privacy_policy", true, LAW_CN,
     "language"},
    {"个人信息查询及使用授权书\n本人授权贵行查询。", "authorization", false, LAW_CN, "language"},
    {"用户服务协议\n欢迎注册。", "user_agreement", false, LAW_CN, "language"},
    {"保证合同\n保证人承担连带责任。", "guarantee", true, LAW_CN, "language"},
    {"今天天气很好。\n我们去公园。", "other", false, LAW_CN, "language"},
    {"貸款契約\n借款人同意貴行將資料提供財團法人金融聯合徵信中心，金額為新臺幣。", "loan_agreement",
     true, LAW_TW, "vocabulary"},
    {"私隱政策聲明\n本公司按香港個人資料（私隱）條例處理閣下的資料，以港幣計算。", "privacy_policy",
     false, LAW_HK, "vocabulary"},
    {"Privacy Policy\nWe respect your privacy. This app is for borrowers in Nairobi, Kenya, and "
     "loans are paid by M-PESA.",
     "privacy_policy", true, LAW_KE, "text"},
    {"Terms and Conditions\nWelcome to our service and the rules that you agree to.", "terms",
     false, LAW_NONE, "none"},
    {"Loan Agreement\nThe Borrower shall repay the Lender in Philippine pesos under the rules of "
     "the National Privacy Commission.",
     "loan_agreement", true, LAW_PH, "text"},
    {"Perjanjian Pinjaman\nPeminjam setuju untuk membayar kepada Pemberi Pinjaman dengan bunga.",
     "loan_agreement", true, LAW_ID, "language"},
    {"Aviso de Privacidad\nLa empresa tratará sus datos conforme a la Ley Federal de Protección de "
     "Datos Personales en México.",
     "privacy_policy", false, LAW_MX, "text"},
    {"Privacy Policy\nYou can ask us for a copy of the information that we have of you for 20 €.",
     "privacy_policy", false, LAW_EU, "text"},
    {"Privacy Policy\nYou can ask us for a copy of the €nformation that we have of you.",
     "privacy_policy", false, LAW_NONE, "none"},
    {"q€zx vw GDPR kk€l mmn\n20 € xq", "other", false, LAW_NONE, "none"},
};

// A page that is garbled looks like any language, and like any law.
START_TEST(asks_no_law_of_garbled_pages)
{
    g_autoptr(Document) doc = document_new("pdf");
    static const char *const pages[] = {
        "De la GDPR o que los 20 € en el por las de un con para su es no lo al se",
        "You agree that the lender may charge you as set out by this agreement."};
    for (unsigned i = 0; i < G_N_ELEMENTS(pages); i++) {
        document_begin_page(doc, 595, 842);
        document_add_line(doc, pages[i], strlen(pages[i]));
    }
    g_autoptr(Text) text = text_new(doc, pack_cues(shipped_pack));
    g_autoptr(GArray) units = units_new(doc, text);
    const char *from = NULL;
    ck_assert_int_eq(match_law(shipped_pack, doc, text, units, &from), LAW_EU);
    document_add_reason(doc, FAULT_GARBLED, 1, "garbage");
    ck_assert_int_eq(match_law(shipped_pack, doc, text, units, &from), LAW_NONE);
    ck_assert_str_eq(from, "none");
}
END_TEST

START_TEST(tells_kinds_and_laws)
{
    g_auto(Made) made = made_of(documents[_i].words);
    const char *from = NULL;
    Kind kind = match_kind(shipped_pack, made.doc, made.text);
    Law law = match_law(shipped_pack, made.doc, made.text, made.units, &from);
    ck_assert_str_eq(kind.kind, documents[_i].kind);
    ck_assert_int_eq(kind.loan, documents[_i].loan);
    ck_assert_str_eq(law_name(law), law_name(documents[_i].law));
    ck_assert_str_eq(from, documents[_i].from);
}
END_TEST

static void write_all(const Made *made, bool plain, GString *out)
{
    MatchOptions options = {
        .law = LAW_CN, .kind = {"other", true}, .complete = true, .plain = plain};
    g_autoptr(Matches) matches =
        match_run(shipped_pack, made->doc, made->text, made->units, &options);
    for (unsigned i = 0; i < matches->hits->len; i++) {
        const Hit *hit = matches->hits->pdata[i];
        g_string_append_printf(out, "%s %u ", hit->rule->id, hit->span.start);
        write_hit(made->text, hit, out);
    }
}

// The prefilter leaves out no hit, on all agreements of our own.
START_TEST(finds_the_same_without_prefilter)
{
    g_autofree char *corpus = source_path("corpus");
    g_autoptr(GDir) dir = g_dir_open(corpus, 0, NULL);
    unsigned seen = 0;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *folder = g_build_filename(corpus, name, NULL);
        g_autoptr(GDir) inner = g_dir_open(folder, 0, NULL);
        for (const char *file = inner ? g_dir_read_name(inner) : NULL; file;
             file = g_dir_read_name(inner)) {
            g_autofree char *path = g_build_filename(folder, file, NULL), *words = NULL;
            if (!g_str_has_suffix(file, ".txt") || !g_file_get_contents(path, &words, NULL, NULL) ||
                !g_utf8_validate(words, -1, NULL))
                continue;
            g_auto(Made) made = made_of(words);
            g_autoptr(GString) some = g_string_new(NULL);
            g_autoptr(GString) all = g_string_new(NULL);
            write_all(&made, false, some);
            write_all(&made, true, all);
            ck_assert_msg(strcmp(some->str, all->str) == 0, "%s", path);
            seen++;
        }
    }
    ck_assert_uint_ge(seen, 20);
}
END_TEST

// Nor on any example of the shipped rules.
START_TEST(finds_the_same_in_examples)
{
    unsigned seen = 0;
    for (size_t i = 0; i < pack_rule_count(shipped_pack); i++) {
        const Rule *rule = pack_rule(shipped_pack, i);
        for (unsigned e = 0; e < rule->examples->len; e++, seen++) {
            const char *words = g_array_index(rule->examples, Example, e).text;
            g_auto(Made) made = made_of(words);
            g_autoptr(GString) some = g_string_new(NULL);
            g_autoptr(GString) all = g_string_new(NULL);
            write_all(&made, false, some);
            write_all(&made, true, all);
            ck_assert_msg(strcmp(some->str, all->str) == 0, "%s", words);
        }
    }
    ck_assert_uint_ge(seen, 1000);
}
END_TEST

START_TEST(forgets_what_was_compiled)
{
    const char *words = "我们将读取您的通讯录，并在您逾期时联系您的亲友。\n"
                        "We may read the contacts of your phone and call them.";
    Made made = made_of(words);
    g_autoptr(GString) before = g_string_new(NULL), after = g_string_new(NULL);
    write_all(&made, false, before);
    for (int i = 0; i < 400; i++) { // until there is machine code
        g_string_truncate(after, 0);
        write_all(&made, false, after);
    }
    pack_forget(shipped_pack);
    g_string_truncate(after, 0);
    write_all(&made, false, after);
    ck_assert_str_eq(before->str, after->str);
    ck_assert_uint_gt(before->len, 0);
    made_clear(&made);
}
END_TEST

// Where the last match of a pattern begins in the text; SIZE_MAX for none.
static size_t last_match(Pattern *pattern, const char *text)
{
    Subject subject = {.str = text, .len = strlen(text)};
    PatternMatch match;
    size_t last = SIZE_MAX;
    for (size_t at = 0; pattern_find(pattern, &subject, at, &match) == PATTERN_YES;) {
        last = match.whole.start;
        at = (size_t)(g_utf8_next_char(text + last) - text);
    }
    return last;
}

// The prefilter knows in which pieces of a text a match can begin. Each example is followed by half
// of itself, where its patterns begin and do not end.
START_TEST(knows_where_matches_begin)
{
    const RuleSet *set = pack_rules(shipped_pack, "zh");
    g_autoptr(GPtrArray) patterns = set_patterns(set, &(unsigned){0});
    unsigned matched = 0, cut = 0;
    for (unsigned i = 0; i < set->rules->len; i++) {
        const GArray *examples = ((const Rule *)set->rules->pdata[i])->examples;
        if (examples->len == 0)
            continue;
        const char *one = g_array_index(examples, Example, 0).text;
        g_autofree char *half = g_utf8_substring(one, 0, g_utf8_strlen(one, -1) / 2);
        g_autofree char *text = g_strconcat(one, "\n", half, NULL);
        size_t count = 0;
        const uint32_t *worth = prefilter_scan(prefilter_of(set), text, strlen(text), &count);
        const Reach *reach = prefilter_reach(prefilter_of(set));
        for (size_t k = 0; k < count; k++) {
            size_t last = last_match(patterns->pdata[worth[k]], text);
            uint64_t pieces = reach_pieces(reach, worth[k], 0);
            ck_assert_msg(last == SIZE_MAX || pieces >> (last >> reach->shift) & 1, "%s: %u", text,
                          worth[k]);
            matched += last != SIZE_MAX;
            cut += !(pieces >> (strlen(one) >> reach->shift));
        }
    }
    ck_assert_uint_ge(matched, 100);
    ck_assert_uint_ge(cut, 100);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_set_timeout(cases, 60);
    tcase_add_unchecked_fixture(cases, begin, end);
    tcase_add_loop_test(cases, hits, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, folds_rules);
    tcase_add_test(cases, drops_definitions_in_use);
    tcase_add_test(cases, says_match_limit);
    tcase_add_test(cases, says_hit_limit);
    tcase_add_test(cases, says_what_is_absent);
    tcase_add_test(cases, says_unread_languages);
    tcase_add_test(cases, says_no_language_of_garbage);
    tcase_add_test(cases, names_references);
    tcase_add_test(cases, names_references_to_their_end);
    tcase_add_test(cases, asks_no_law_of_garbled_pages);
    tcase_add_test(cases, forgets_what_was_compiled);
    tcase_add_test(cases, knows_where_matches_begin);
    tcase_add_loop_test(cases, tells_kinds_and_laws, 0, G_N_ELEMENTS(documents));
    TCase *longer = tcase_create("all documents");
    tcase_set_timeout(longer, 0);
    tcase_add_unchecked_fixture(longer, begin, end);
    tcase_add_test(longer, finds_the_same_without_prefilter);
    tcase_add_test(longer, finds_the_same_in_examples);
    return run_long_cases("match", cases, longer);
}
