// SPDX-License-Identifier: GPL-3.0-or-later
// What a finding means for the verdict and for the four questions of a borrower.
#include "report/judge.h"

#include <string.h>

#include "report/groups.h"

// Whether a finding weighs in the verdict and the answers.
static bool counts_for_verdict(const Finding *finding)
{
    return finding->placed && !finding->suppressed_reason &&
           finding->confidence >= CONFIDENCE_MEDIUM;
}

// How a clause type bears on one of the four questions. The first matching word in this order
// answers: YES, LIMITED, PROMISED_NOT. A risk milder than `least` is only a limited yes.
typedef struct {
    Question question;
    const char *type;
    Answer answer;
    int least;
} Bearing;

static const Bearing bearings[] = {
    {QUESTION_TAKES_CONTACTS, "contacts_read", ANSWER_YES, 4},
    {QUESTION_TAKES_CONTACTS, "emergency_contact", ANSWER_LIMITED, 0},
    {QUESTION_TAKES_CONTACTS, "no_collect_promise", ANSWER_PROMISED_NOT, 0},
    {QUESTION_CONTACTS_OTHERS, "contact_third_persons", ANSWER_YES, 3},
    {QUESTION_CONTACTS_OTHERS, "public_exposure", ANSWER_YES, 3},
    {QUESTION_CONTACTS_OTHERS, "no_third_contact_promise", ANSWER_PROMISED_NOT, 0},
    {QUESTION_SHARES_DATA, "data_sale", ANSWER_YES, 0},
    {QUESTION_SHARES_DATA, "share_partners", ANSWER_YES, 3},
    {QUESTION_SHARES_DATA, "share_marketing", ANSWER_YES, 3},
    {QUESTION_SHARES_DATA, "public_exposure", ANSWER_YES, 3},
    {QUESTION_SHARES_DATA, "share_collector", ANSWER_LIMITED, 0},
    {QUESTION_SHARES_DATA, "share_credit_bureau", ANSWER_LIMITED, 0},
    {QUESTION_SHARES_DATA, "claim_assignment", ANSWER_LIMITED, 0},
    {QUESTION_SHARES_DATA, "no_share_promise", ANSWER_PROMISED_NOT, 0},
    {QUESTION_CAN_WITHDRAW, "withdrawal_route", ANSWER_YES, 0},
    {QUESTION_CAN_WITHDRAW, "blanket_authorisation", ANSWER_PROMISED_NOT, 0},
};

// Words for a phone book in the languages of the rules: a promise about text messages is no answer
// to the question about contacts.
static const char *const contact_words[] = {
    "通讯录",  "通訊錄",     "电话簿",       "電話簿",    "联系人", "聯絡人",       "聯繫人",
    "contact", "phone book", "address book", "phonebook", "kontak", "buku telepon", "agenda",
};

static const char *const irrevocable_words[] = {
    "不可撤销",
    "不可撤銷",
    "不可撤回",
    "不得撤销",
    "不得撤銷",
    "不得撤回",
    "irrevoca",
    "tidak dapat ditarik",
    "tidak dapat dicabut",
};

// Words for taking a consent back, or for stopping what it allows: a route for complaints alone is
// no answer to the question about consent.
static const char *const withdrawal_words[] = {
    "撤回",      "撤销",      "撤銷",      "取消",     "关闭",      "關閉",     "停用",
    "停止",      "退订",      "退訂",      "解除",     "注销",      "註銷",     "拒绝",
    "拒絕",      "删除",      "刪除",      "终止",     "終止",      "解绑",     "回复td",
    "withdraw",  "revo",      "opt out",   "opt-out",  "unsubscri", "turn off", "turning off",
    "disabl",    "switch",    "deactiv",   "delet",    "cancel",    "stop",     "object",
    "settings",  "uninstall", "tarik",     "menarik",  "cabut",     "batal",    "nonaktif",
    "hapus",     "berhenti",  "keberatan", "retir",    "oponer",    "oposici",  "arco",
    "设置",      "設置",      "設定",      "limit",    "tolak",     "rechaz",   "musnah",
    "penutupan", "wish",      "baja",      "desactiv", "elimin",
};

static bool holds_any(const char *text, const char *const *words, size_t count)
{
    g_autofree char *folded = text ? g_utf8_strdown(text, -1) : NULL;
    for (size_t i = 0; folded && i < count; i++)
        if (strstr(folded, words[i]))
            return true;
    return false;
}

static bool says_any(const Finding *finding, const char *const *words, size_t count)
{
    return holds_any(finding->shown, words, count) ||
           holds_any(finding->stem_quote, words, count) ||
           holds_any(finding->slots[SLOT_DATA], words, count);
}

// A type may say more than one thing; only some of it bears on the question.
static bool is_about(const Finding *finding, const Bearing *bearing)
{
    if (bearing->question == QUESTION_CAN_WITHDRAW && bearing->answer == ANSWER_YES)
        return says_any(finding, withdrawal_words, G_N_ELEMENTS(withdrawal_words));
    if (bearing->answer != ANSWER_PROMISED_NOT)
        return true;
    if (bearing->question == QUESTION_TAKES_CONTACTS)
        return says_any(finding, contact_words, G_N_ELEMENTS(contact_words));
    if (bearing->question == QUESTION_CAN_WITHDRAW)
        return says_any(finding, irrevocable_words, G_N_ELEMENTS(irrevocable_words));
    return true;
}

// The answer this finding alone gives, or ANSWER_COUNT when it does not bear on the question.
static Answer finding_answer(const Finding *finding, Question question)
{
    if (!counts_for_verdict(finding))
        return ANSWER_COUNT;
    for (size_t i = 0; i < G_N_ELEMENTS(bearings); i++) {
        const Bearing *bearing = &bearings[i];
        if (bearing->question != question || strcmp(bearing->type, finding->type) != 0 ||
            !is_about(finding, bearing))
            continue;
        bool mild = bearing->answer == ANSWER_YES && finding->severity < bearing->least;
        return mild ? ANSWER_LIMITED : bearing->answer;
    }
    return ANSWER_COUNT;
}

GPtrArray *report_answer_findings(const Report *report, Question question)
{
    GPtrArray *found = g_ptr_array_new();
    for (unsigned answer = ANSWER_YES; answer <= ANSWER_PROMISED_NOT; answer++) {
        g_autoptr(GPtrArray) some = g_ptr_array_new();
        for (guint i = 0; i < report->findings->len; i++) {
            Finding *finding = g_ptr_array_index(report->findings, i);
            if (finding_answer(finding, question) == (Answer)answer)
                g_ptr_array_add(some, finding);
        }
        g_ptr_array_sort(some, finding_compare_worst);
        g_ptr_array_extend(found, some, NULL, NULL);
    }
    return found;
}

static Answer judge_answer(const Report *report, Question question, const bool *seen)
{
    if (report->document.status == STATUS_NOT_ANALYSED)
        return ANSWER_NOT_READABLE;
    // A way back beside the word "irrevocable": the agreement says both.
    if (question == QUESTION_CAN_WITHDRAW && seen[ANSWER_YES] && seen[ANSWER_PROMISED_NOT])
        return ANSWER_LIMITED;
    for (unsigned answer = ANSWER_YES; answer <= ANSWER_PROMISED_NOT; answer++)
        if (seen[answer])
            return (Answer)answer;
    return report->document.status == STATUS_COMPLETE ? ANSWER_NOT_STATED : ANSWER_NOT_READABLE;
}

Judge judge_begin(Report *report, const Pack *pack)
{
    report->severity = 0;
    g_array_set_size(report->counts, 0);
    g_array_set_size(report->counts, (guint)pack_type_count(pack));
    g_ptr_array_set_size(report->absent, 0);
    return (Judge){.report = report, .pack = pack};
}

static void count(const Judge *judge, const Finding *finding)
{
    const Report *report = judge->report;
    const Type *type = pack_type(judge->pack, finding->type);
    g_assert(type);
    if (finding->suppressed_reason)
        return;
    if (finding->placed)
        g_array_index(report->counts, uint32_t, type->index)++;
    else if (!g_ptr_array_find_with_equal_func(report->absent, finding->type, g_str_equal, NULL))
        g_ptr_array_add(report->absent, g_strdup(finding->type));
}

void judge_add(Judge *judge, const Finding *finding)
{
    Report *report = judge->report;
    if (counts_for_verdict(finding) && finding->polarity == POLARITY_RISK)
        report->severity = MAX(report->severity, finding->severity);
    count(judge, finding);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        judge->seen[i][finding_answer(finding, (Question)i)] = true;
}

void judge_end(const Judge *judge)
{
    Report *report = judge->report;
    bool unknown = report->severity == 0 && report->document.status != STATUS_COMPLETE;
    report->level = unknown ? LEVEL_UNKNOWN : report->severity;
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        report->answers[i] = judge_answer(report, (Question)i, judge->seen[i]);
}

void report_judge(Report *report, const Pack *pack)
{
    Judge judge = judge_begin(report, pack);
    for (guint i = 0; i < report->findings->len; i++)
        judge_add(&judge, report->findings->pdata[i]);
    judge_end(&judge);
}
