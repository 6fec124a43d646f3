// SPDX-License-Identifier: GPL-3.0-or-later
// Versions: which language governs, and which findings say the same clause in another.
#include "report/versions.h"

#include <string.h>

enum { NUMBERS_MOST = 8, NEAR = 300, LOOK_BACK = 80 };
static const double VERSION_SHARE = 0.2;

// The numbers on the way to a clause: 第五条 › 5.2 › ① and Article 5 › 5.2 › (a) are both 5 5 2 1.
typedef struct {
    unsigned count;
    uint32_t number[NUMBERS_MOST];
} ClauseNumber;

static int han_digit(gunichar c)
{
    static const char digits[] = "零一二三四五六七八九";
    const char *at = g_utf8_strchr(digits, -1, c);
    return at ? (int)g_utf8_pointer_to_offset(digits, at) : -1;
}

// A Han numeral up to 99, as clauses are numbered. Moves *at past it; 0 when there is none.
static uint32_t han_number(const char **at)
{
    uint32_t value = 0, digit = 0;
    for (; **at; *at = g_utf8_next_char(*at)) {
        gunichar c = g_utf8_get_char(*at);
        int d = han_digit(c);
        if (d >= 0)
            digit = (uint32_t)d;
        else if (c == 0x5341) { // 十
            value += (digit ? digit : 1) * 10;
            digit = 0;
        } else
            break;
    }
    return value + digit;
}

static bool is_single_letter(const char *at, const char *begin)
{
    bool before = at > begin && g_ascii_isalpha(at[-1]);
    return g_ascii_islower(*at) && !before && !g_ascii_isalpha(at[1]);
}

static void add_number(ClauseNumber *clause, uint32_t number)
{
    if (clause->count < NUMBERS_MOST)
        clause->number[clause->count++] = number;
}

static ClauseNumber clause_number(const char *words)
{
    ClauseNumber clause = {0};
    for (const char *at = words; at && *at;) {
        gunichar c = g_utf8_get_char(at);
        if (g_ascii_isdigit(*at)) {
            char *end = NULL;
            add_number(&clause, (uint32_t)g_ascii_strtoull(at, &end, 10));
            at = end;
        } else if (c >= 0x2460 && c <= 0x2473) { // circled numbers
            add_number(&clause, c - 0x245F);
            at = g_utf8_next_char(at);
        } else if (han_digit(c) >= 0 || c == 0x5341) {
            add_number(&clause, han_number(&at));
        } else {
            if (is_single_letter(at, words))
                add_number(&clause, (uint32_t)(*at - 'a') + 1);
            at = g_utf8_next_char(at);
        }
    }
    return clause;
}

static bool same_clause(const Finding *a, const Finding *b)
{
    ClauseNumber x = clause_number(a->unit_number), y = clause_number(b->unit_number);
    if (x.count && y.count)
        return x.count == y.count && memcmp(x.number, y.number, x.count * sizeof(uint32_t)) == 0;
    const Finding *first = a->unit.start < b->unit.start ? a : b, *second = first == a ? b : a;
    return second->unit.start >= first->unit.end && second->unit.start - first->unit.end <= NEAR;
}

// Whether one of the words stands up to LOOK_BACK bytes before `at`.
static bool names_before(const char *text, const char *at, const char *word)
{
    const char *from = at - text > LOOK_BACK ? at - LOOK_BACK : text;
    return g_strstr_len(from, at - from, word) != NULL;
}

// The language of which the text says that its version prevails, or NULL.
static const char *language_said_to_prevail(const char *text)
{
    static const char *const saying[] = {"为准", "為準", "prevail", "shall govern"};
    static const struct {
        const char *name, *language;
    } names[] = {
        {"中文", "zh"}, {"英文", "en"}, {"Chinese version", "zh"}, {"English version", "en"}};
    for (size_t i = 0; i < G_N_ELEMENTS(saying); i++)
        for (const char *at = text; (at = strstr(at, saying[i])); at++)
            for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
                if (names_before(text, at, names[k].name))
                    return names[k].language;
    return NULL;
}

static bool speaks(const char *code, const char *language)
{
    size_t len = strlen(language);
    return strncmp(code, language, len) == 0 && (!code[len] || code[len] == '-');
}

// Whether a good part of the document is written in the language.
static bool is_version(const Report *report, const char *language)
{
    for (guint i = 0; language && i < report->document.languages->len; i++) {
        const LanguageShare *share = g_ptr_array_index(report->document.languages, i);
        if (share->share >= VERSION_SHARE && speaks(share->code, language))
            return true;
    }
    return false;
}

bool versions_are_several(const Report *report)
{
    const GPtrArray *languages = report->document.languages;
    unsigned versions = 0;
    for (guint i = 0; i < languages->len; i++)
        versions +=
            ((const LanguageShare *)g_ptr_array_index(languages, i))->share >= VERSION_SHARE;
    return versions > 1;
}

// The governing language of a document in several, or NULL when it is written in one.
static const char *governing(const Report *report, const ReportSources *sources)
{
    if (!versions_are_several(report))
        return NULL;
    const char *said = language_said_to_prevail(sources->doc->text->str);
    if (is_version(report, said))
        return said;
    for (guint i = 0; i < sources->units->len; i++) {
        const char *language = g_array_index(sources->units, Unit, i).language;
        if (is_version(report, language))
            return language;
    }
    return NULL;
}

// The finding in the governing language that says what `other` says, and has no twin yet.
static Finding *twin(const GPtrArray *findings, const Finding *other, const char *language)
{
    for (guint i = 0; i < findings->len; i++) {
        Finding *finding = g_ptr_array_index(findings, i);
        if (!finding->placed || strcmp(language, finding->language) != 0 ||
            strcmp(finding->type, other->type) != 0)
            continue;
        bool has = false;
        for (guint k = 0; k < finding->also->len; k++) {
            const Also *also = g_ptr_array_index(finding->also, k);
            has = has || strcmp(also->language, other->language) == 0;
        }
        if (!has && same_clause(finding, other))
            return finding;
    }
    return NULL;
}

static void add_also(Finding *to, const Finding *from)
{
    Also *also = g_new0(Also, 1);
    also->language = g_strdup(from->language);
    also->quote = g_strdup(from->quote);
    also->range = from->range;
    g_ptr_array_add(to->also, also);
}

void versions_fold(Report *report, const ReportSources *sources)
{
    const char *language = governing(report, sources);
    for (guint i = 0; language && i < report->findings->len;) {
        const Finding *finding = g_ptr_array_index(report->findings, i);
        Finding *to = finding->placed && strcmp(language, finding->language) != 0
                          ? twin(report->findings, finding, language)
                          : NULL;
        if (to) {
            add_also(to, finding);
            g_ptr_array_remove_index(report->findings, i);
        } else {
            i++;
        }
    }
}
