// SPDX-License-Identifier: GPL-3.0-or-later
// A pack made by hand, so that reports and writers are tested without rule files.
#include "fake_pack.h"

#include <string.h>

#include "rules/match.h"

struct Pack {
    int unused;
};

static const char *const no_basis[] = {NULL};
static const char *const contacts_basis[] = {"CN-PIPL-6", "CN-CC-1035", "CN-GB35273", "CN-BANK-1",
                                             "CN-MEMORY", "IN-DL-12i",  "GP-LOAN",    NULL};
static const char *const others_basis[] = {"CN-CC-1035", "CN-BANK-1", "CN-SELF", NULL};

#define SAME(n)                               \
    {                                         \
        n, n, n, n, n, n, n, n, n, n, n, n, n \
    }
#define UNSAID     \
    {NULL, NULL},  \
    {              \
        NULL, NULL \
    } // of its absence
static const Type types[] = {
    {"C01",
     "contacts_read",
     "C",
     POLARITY_RISK,
     {"读取通讯录", "Contact-list read"},
     {"平台读取手机通讯录。", "Reads the phone book."},
     {"这一条写着：平台可以拿走您手机里所有人的电话（{CN-PIPL-6}）。",
      "This clause lets the lender copy every number in your phone ({CN-PIPL-6})."},
     {"在系统设置里关闭通讯录权限。{?CN:可以拨打{hotline:12378}。}", "Turn the permission off."},
     contacts_basis,
     SAME(5),
     0,
     UNSAID,
     MATTER_TAKEN},
    {"C07",
     "emergency_contact",
     "C",
     POLARITY_RISK,
     {"紧急联系人", "Emergency contacts"},
     {"", ""},
     {"要您填写亲友的电话。", "Asks for relatives' numbers."},
     {"只填一位。", "Give one."},
     no_basis,
     SAME(2),
     1,
     UNSAID,
     MATTER_TAKEN},
    {"S01",
     "contact_third_persons",
     "S",
     POLARITY_RISK,
     {"联系第三人", "Contacting other people"},
     {"", ""},
     {"可以打电话给您的亲友。", "They may call your family."},
     {"书面要求停止。", "Ask them in writing to stop."},
     others_basis,
     SAME(5),
     2,
     UNSAID,
     MATTER_GIVEN},
    {"S05",
     "share_partners",
     "S",
     POLARITY_RISK,
     {"提供给合作方", "Sharing with partners"},
     {"", ""},
     {"资料会给别的公司。", "Others get your data."},
     {"要求说明接收方。", "Ask who."},
     no_basis,
     SAME(4),
     3,
     UNSAID,
     MATTER_GIVEN},
    {"A01",
     "blanket_authorisation",
     "A",
     POLARITY_RISK,
     {"概括授权", "Blanket authorisation"},
     {"", ""},
     {"授权没有边界。", "No bounds."},
     {"可以撤回。", "You can withdraw."},
     no_basis,
     SAME(4),
     4,
     UNSAID,
     MATTER_OTHER},
    {"P01",
     "no_collect_promise",
     "P",
     POLARITY_PROTECTIVE,
     {"不读取承诺", "Promise not to collect"},
     {"", ""},
     {"写明不读取。", "Says it will not read."},
     {"留存。", "Keep it."},
     no_basis,
     SAME(0),
     5,
     UNSAID,
     MATTER_PROMISED},
    {"P02",
     "no_share_promise",
     "P",
     POLARITY_PROTECTIVE,
     {"不提供承诺", "Promise not to share"},
     {"", ""},
     {"写明不提供。", "Says it will not share."},
     {"留存。", "Keep it."},
     no_basis,
     SAME(0),
     6,
     UNSAID,
     MATTER_PROMISED},
    {"P05",
     "withdrawal_route",
     "P",
     POLARITY_PROTECTIVE,
     {"撤回同意的途径", "A way to withdraw"},
     {"", ""},
     {"写明怎样撤回。", "Says how to withdraw."},
     {"照此办理。", "Use it."},
     no_basis,
     SAME(0),
     7,
     {"没有写怎样撤回。", "It says nothing about withdrawing."},
     {"书面询问。", "Ask in writing."},
     MATTER_PROMISED},
};

static const Provision provisions[] = {
    {"CN-PIPL-6",
     LAW_CN,
     {"个人信息保护法 第六条", "Personal Information Protection Law, art. 6"},
     {"收集限最小范围", "collect the minimum"},
     "VERIFIED-P",
     "2026-03-01",
     "statute",
     "any"},
    {"CN-CC-1035",
     LAW_CN,
     {"民法典 第一千零三十五条", "Civil Code, art. 1035"},
     {"须征得该自然人同意", "the person's own consent"},
     "VERIFIED-P",
     "2026-03-01",
     "statute",
     "any"},
    {"CN-GB35273",
     LAW_CN,
     {"GB/T 35273-2020", "GB/T 35273-2020"},
     {"最小必要", "minimum necessary"},
     "VERIFIED-S",
     "2026-03-01",
     "standard",
     "any"},
    {"CN-BANK-1",
     LAW_CN,
     {"信用卡业务监督管理办法 第六十八条", "Credit card measures, art. 68"},
     {"不得向无关第三人催收", "no collection from others"},
     "VERIFIED-S",
     "2026-03-01",
     "regulation",
     "bank"},
    {"CN-SELF",
     LAW_CN,
     {"协会自律公约", "Industry pledge"},
     {"不得骚扰", "no harassment"},
     "VERIFIED-S",
     "2026-03-01",
     "industry",
     "any"},
    {"CN-MEMORY",
     LAW_CN,
     {"未核对的规定", "unchecked"},
     {"无", "none"},
     "FROM MEMORY",
     "2026-03-01",
     "statute",
     "any"},
    {"IN-DL-12i",
     LAW_IN,
     {"印度数字借贷指引", "Digital Lending Directions, 12(i)"},
     {"不得读取通讯录", "no access to contacts"},
     "VERIFIED-S",
     "2026-03-01",
     "regulation",
     "any"},
    {"GP-LOAN",
     LAW_NONE,
     {"谷歌商店个人贷款政策", "Google Play personal loans policy"},
     {"不得读取联系人", "no access to contacts"},
     "VERIFIED-P",
     "2026-03-01",
     "store",
     "any"},
};

static const RuleInfo rules[] = {
    {"zh.withdrawal_route.absent", "zh", &types[7], "fake.yaml", 1, true, 2},
};

static Pack fake;

const Pack *fake_pack(void)
{
    return &fake;
}

const RuleInfo *fake_absent_rule(void)
{
    return &rules[0];
}

const char *polarity_name(Polarity polarity)
{
    static const char *const names[] = {"risk", "protective", "absent"};
    return names[polarity];
}

const char *confidence_name(Confidence confidence)
{
    static const char *const names[] = {"low", "medium", "high"};
    return names[confidence];
}

static const char *const laws[] = {"none", "CN", "TW", "HK", "IN", "ID", "PH",
                                   "KE",   "NG", "MX", "CO", "US", "EU"};

const char *law_name(Law law)
{
    return laws[law];
}

Law law_named(const char *name)
{
    unsigned i = 0;
    while (i < LAW_COUNT && strcmp(laws[i], name) != 0)
        i++;
    return (Law)i;
}

const char *slot_name(unsigned slot)
{
    static const char *const names[] = {"actor", "data", "recipient", "purpose"};
    return names[slot];
}

void pack_free(Pack *pack)
{
    (void)pack;
}

const char *pack_sha256(const Pack *pack)
{
    return "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
}

bool pack_has_language(const Pack *pack, const char *language)
{
    return !strcmp(language, "zh") || !strcmp(language, "en");
}

size_t pack_type_count(const Pack *pack)
{
    return G_N_ELEMENTS(types);
}

const Type *pack_type_at(const Pack *pack, size_t index)
{
    return &types[index];
}

const Type *pack_type(const Pack *pack, const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (!strcmp(types[i].key, key) || !strcmp(types[i].id, key))
            return &types[i];
    return NULL;
}

const Provision *pack_provision(const Pack *pack, const char *id)
{
    for (size_t i = 0; i < G_N_ELEMENTS(provisions); i++)
        if (!strcmp(provisions[i].id, id))
            return &provisions[i];
    return NULL;
}

const Hotline *pack_hotline(const Pack *pack, const char *id)
{
    return NULL;
}

const char *pack_law_checked(const Pack *pack)
{
    return "2026-03-01";
}

bool provision_printable(const Provision *provision, Law law)
{
    return g_str_has_prefix(provision->status, "VERIFIED") &&
           (provision->law == law || provision->law == LAW_NONE);
}

// Enough for the sentences above: references are left out with their brackets.
char *pack_expand(const Pack *pack, const char *text, Lang lang, Law law)
{
    GString *out = g_string_new(NULL);
    int depth = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '{')
            depth++;
        else if (*at == '}')
            depth--;
        else if (!depth)
            g_string_append_c(out, *at);
    }
    g_string_replace(out, "（）", "", 0);
    g_string_replace(out, " ()", "", 0);
    return g_string_free(out, FALSE);
}

size_t pack_rule_count(const Pack *pack)
{
    return G_N_ELEMENTS(rules);
}

const RuleInfo *pack_rule_info(const Pack *pack, size_t index)
{
    return &rules[index];
}
