// SPDX-License-Identifier: GPL-3.0-or-later
// Words: the table, and the rows that enums and names pick from it.
#include "report/words.h"

#include <stdarg.h>
#include <string.h>

static const char *const words[W_COUNT][LANG_COUNT] = {
#define WORD(NAME, en, zh) [W_##NAME] = {[LANG_EN] = en, [LANG_ZH] = zh},
#include "words.def"
#undef WORD
};

// Rows picked by an enum must be as many as the enum has values.
G_STATIC_ASSERT(W_LEVEL_UNKNOWN - W_LEVEL_NONE + 1 == LEVEL_COUNT);
G_STATIC_ASSERT(W_VERDICT_UNKNOWN - W_VERDICT_NONE + 1 == LEVEL_COUNT);
G_STATIC_ASSERT(W_STATUS_NOT_ANALYSED - W_STATUS_COMPLETE + 1 == STATUS_COUNT);
G_STATIC_ASSERT(W_QUESTION_CAN_WITHDRAW - W_QUESTION_TAKES_CONTACTS + 1 == QUESTION_COUNT);
G_STATIC_ASSERT(W_CAN_WITHDRAW_NOT_READABLE - W_TAKES_CONTACTS_YES + 1 ==
                QUESTION_COUNT * ANSWER_COUNT);
G_STATIC_ASSERT(W_COUNTRY_EU - W_COUNTRY_NONE + 1 == LAW_COUNT);
G_STATIC_ASSERT(W_FAULT_STYLES_MISSING - W_FAULT_USAGE + 1 == FAULT_COUNT);
G_STATIC_ASSERT(W_CURE_STYLES_MISSING - W_CURE_USAGE + 1 == FAULT_COUNT);

// Words with numbers are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

const char *word(Word id, Lang lang)
{
    g_assert((unsigned)id < W_COUNT && (unsigned)lang < LANG_COUNT);
    return words[id][lang];
}

// Whether the last number before `at` is one.
static bool follows_one(const char *start, const char *at)
{
    while (at > start && !g_ascii_isdigit(at[-1]))
        at--;
    return at > start && at[-1] == '1' && (at - 1 == start || !g_ascii_isdigit(at[-2]));
}

char *word_counts(Word id, Lang lang, ...)
{
    va_list numbers;
    va_start(numbers, lang);
    g_autofree char *said = g_strdup_vprintf(word(id, lang), numbers);
    va_end(numbers);
    GString *fitting = g_string_new(NULL);
    const char *at = said;
    for (const char *open; (open = strchr(at, '[')); at = strchr(at, ']') + 1) {
        const char *many = strchr(open, '|') + 1;
        g_string_append_len(fitting, at, open - at);
        if (follows_one(said, open))
            g_string_append_len(fitting, open + 1, many - open - 2);
        else
            g_string_append_len(fitting, many, strchr(many, ']') - many);
    }
    g_string_append(fitting, at);
    return g_string_free(fitting, FALSE);
}

// What setlocale() would be asked for; it knows only the locales that are installed.
static const char *locale_wanted(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = g_getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

Lang lang_choose(const char *name)
{
    if (!name)
        name = locale_wanted();
    return name && g_ascii_strncasecmp(name, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

const char *word_level(int level, Lang lang)
{
    g_assert(level >= 0 && level < LEVEL_COUNT);
    return word((Word)(W_LEVEL_NONE + level), lang);
}

const char *word_verdict(int level, Lang lang)
{
    g_assert(level >= 0 && level < LEVEL_COUNT);
    return word((Word)(W_VERDICT_NONE + level), lang);
}

const char *word_status(int status, Lang lang)
{
    g_assert(status >= 0 && status < STATUS_COUNT);
    return word((Word)(W_STATUS_COMPLETE + status), lang);
}

const char *word_fault(Fault fault, Lang lang)
{
    g_assert((unsigned)fault < FAULT_COUNT);
    return word((Word)(W_FAULT_USAGE + (int)fault), lang);
}

const char *word_cure(Fault fault, Lang lang)
{
    g_assert((unsigned)fault < FAULT_COUNT);
    return word((Word)(W_CURE_USAGE + (int)fault), lang);
}

const char *word_question(Question question, Lang lang)
{
    g_assert((unsigned)question < QUESTION_COUNT);
    return word((Word)(W_QUESTION_TAKES_CONTACTS + (int)question), lang);
}

const char *word_answer_to(Question question, Answer answer, Lang lang)
{
    g_assert((unsigned)question < QUESTION_COUNT && (unsigned)answer < ANSWER_COUNT);
    return word((Word)(W_TAKES_CONTACTS_YES + (int)question * ANSWER_COUNT + (int)answer), lang);
}

const char *word_country(Law law, Lang lang)
{
    g_assert((unsigned)law < LAW_COUNT);
    return word((Word)(W_COUNTRY_NONE + (int)law), lang);
}

typedef struct {
    const char *name, *said[LANG_COUNT];
} Named;

// The name itself when the list does not have it: a researcher's own.
static const char *said(const Named *list, size_t count, const char *name, Lang lang)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return list[i].said[lang];
    return name;
}

#define NAMED(name, en, zh)                \
    {                                      \
        name,                              \
        {                                  \
            [LANG_EN] = en, [LANG_ZH] = zh \
        }                                  \
    }

// Words of `why:` in the rules' grades, and those the matcher gives.
static const Named reasons[] = {
    NAMED("all_messages", "every message", "读取全部短信"),
    NAMED("any_third_party", "any third party", "任何第三方"),
    NAMED("below_heading", "by the heading above it", "按上方标题"),
    NAMED("bundled_refusal", "service refused otherwise", "不同意就不能用"),
    NAMED("conditional", "under a condition", "附有条件"),
    NAMED("contacts", "about your contacts", "涉及您的联系人"),
    NAMED("contacts_passed_on", "your contacts are passed on", "把您的联系人提供给别人"),
    NAMED("continuous", "all the time", "持续进行"),
    NAMED("cookies_only", "cookies only", "仅限 Cookie"),
    NAMED("credentials", "passwords or codes", "涉及密码或验证码"),
    NAMED("credit_scoring", "for credit scoring", "用于信用评分"),
    NAMED("de_identified", "with what names you taken out", "已去除身份标识"),
    NAMED("defined_term", "by the meaning the text gives a word", "按文中对用词的定义"),
    NAMED("deletion_date", "a date of deletion is named", "写明删除日期"),
    NAMED("discloses_debt", "tells others of the debt", "向他人透露欠款"),
    NAMED("financial_only", "financial messages only", "仅限金融类短信"),
    NAMED("hedged", "hedged wording", "措辞留有余地"),
    NAMED("irrevocable", "irrevocable", "不可撤销"),
    NAMED("mandatory", "must be given", "必须提供"),
    NAMED("many_persons", "many people", "涉及多人"),
    NAMED("named_recipient", "the recipient is named", "写明接收方"),
    NAMED("on_device", "on your device only", "只在本机处理"),
    NAMED("one_off", "once only", "仅一次"),
    NAMED("only_unreachable", "only when you cannot be reached", "仅在联系不上您时"),
    NAMED("opt_out", "you can refuse", "可以拒绝"),
    NAMED("own_number_only", "your own number only", "仅您本人号码"),
    NAMED("passed_on", "passed on to others", "会提供给别人"),
    NAMED("picked_contact", "a contact you pick", "由您从通讯录中选取"),
    NAMED("purpose_collection", "for debt collection", "用于催收"),
    NAMED("purpose_scoring", "for scoring", "用于评分"),
    NAMED("relay_only", "only to pass on a message", "仅请其转告"),
    NAMED("self_given", "what you give yourself", "由您自己提供"),
    NAMED("separate_consent", "with a separate consent", "需单独同意"),
    NAMED("strict_limits", "within strict limits", "有严格限制"),
    NAMED("third_persons", "touches other people", "涉及其他人"),
    NAMED("unlimited", "without limit", "没有限制"),
    NAMED("unreachable_only", "only when you cannot be reached", "仅在联系不上您时"),
    NAMED("user_picked", "people you pick", "由您选定"),
    NAMED("waives_complaint", "gives up complaining", "放弃投诉"),
    NAMED("whole_inbox", "the whole inbox", "全部短信"),
    NAMED("whole_storage", "the whole storage", "整个存储空间"),
    NAMED("without_notice", "without telling you", "不通知您"),
};

const char *word_reason(const char *reason, Lang lang)
{
    return said(reasons, G_N_ELEMENTS(reasons), reason, lang);
}

static const struct {
    const char *name;
    Word word;
} kinds[] = {
    {"loan_agreement", W_KIND_LOAN_AGREEMENT},
    {"privacy_policy", W_KIND_PRIVACY_POLICY},
    {"user_agreement", W_KIND_USER_AGREEMENT},
    {"authorization", W_KIND_AUTHORIZATION},
    {"guarantee", W_KIND_GUARANTEE},
    {"terms", W_KIND_TERMS},
    {"notice", W_KIND_NOTICE},
    {"other", W_KIND_OTHER},
};

const char *word_kind(const char *kind, Lang lang)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].name, kind) == 0)
            return word(kinds[i].word, lang);
    return kind;
}
