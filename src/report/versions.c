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

// The findings in the governing language, by their place among all: guint.
typedef struct {
    const GPtrArray *findings;
    GHashTable *types;   // type → GArray of those of it
    GHashTable *clauses; // type and number → GArray of those of both
    GHashTable *passed;  // the same and a language → how many of the latter have a twin in it
} Governed;

// What findings of one type in one clause have alike; NULL without a number.
static char *clause_key(const Finding *finding)
{
    ClauseNumber clause = clause_number(finding->unit_number);
    if (!clause.count)
        return NULL;
    GString *key = g_string_new(finding->type);
    for (unsigned i = 0; i < clause.count; i++)
        g_string_append_printf(key, " %u", clause.number[i]);
    return g_string_free(key, FALSE);
}

static void list(GHashTable *lists, const char *key, guint place)
{
    GArray *places = g_hash_table_lookup(lists, key);
    if (!places) {
        places = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(lists, g_strdup(key), places);
    }
    g_array_append_val(places, place);
}

static Governed governed_new(const GPtrArray *findings, const char *language)
{
    Governed governed = {.findings = findings};
    GDestroyNotify unref = (GDestroyNotify)g_array_unref;
    governed.types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref);
    governed.clauses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref);
    governed.passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        if (!finding->placed || strcmp(language, finding->language) != 0)
            continue;
        g_autofree char *key = clause_key(finding);
        list(governed.types, finding->type, i);
        if (key)
            list(governed.clauses, key, i);
    }
    return governed;
}

static void governed_clear(Governed *governed)
{
    g_hash_table_unref(governed->types);
    g_hash_table_unref(governed->clauses);
    g_hash_table_unref(governed->passed);
}

static Finding *governed_at(const Governed *governed, const GArray *places, guint i)
{
    return g_ptr_array_index(governed->findings, g_array_index(places, guint, i));
}

static bool has_twin(const Finding *finding, const char *language)
{
    for (guint i = 0; i < finding->also->len; i++) {
        const Also *also = g_ptr_array_index(finding->also, i);
        if (strcmp(also->language, language) == 0)
            return true;
    }
    return false;
}

// The first of the same number without a twin, or G_MAXUINT. A twin stays: none is asked twice.
static guint first_numbered(const Governed *governed, const Finding *other)
{
    g_autofree char *key = clause_key(other);
    const GArray *places = key ? g_hash_table_lookup(governed->clauses, key) : NULL;
    if (!places)
        return G_MAXUINT;
    g_autofree char *asked = g_strdup_printf("%s %s", key, other->language);
    guint i = GPOINTER_TO_UINT(g_hash_table_lookup(governed->passed, asked));
    while (i < places->len && has_twin(governed_at(governed, places, i), other->language))
        i++;
    g_hash_table_insert(governed->passed, g_steal_pointer(&asked), GUINT_TO_POINTER(i));
    return i < places->len ? g_array_index(places, guint, i) : G_MAXUINT;
}

// The first near it without a twin, or G_MAXUINT. Units are in order.
static guint first_near(const Governed *governed, const Finding *other)
{
    const GArray *places = g_hash_table_lookup(governed->types, other->type);
    guint low = 0, high = places ? places->len : 0;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (governed_at(governed, places, middle)->unit.end + NEAR < other->unit.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint i = low; places && i < places->len; i++) {
        const Finding *finding = governed_at(governed, places, i);
        if (finding->unit.start > other->unit.end + NEAR)
            break;
        if (!has_twin(finding, other->language) && same_clause(finding, other))
            return g_array_index(places, guint, i);
    }
    return G_MAXUINT;
}

// The finding in the governing language that says what `other` says, and has no twin yet.
static Finding *twin(const Governed *governed, const Finding *other)
{
    guint place = MIN(first_numbered(governed, other), first_near(governed, other));
    return place == G_MAXUINT ? NULL : g_ptr_array_index(governed->findings, place);
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
    if (!language)
        return;
    GPtrArray *kept = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    Governed governed = governed_new(report->findings, language);
    for (guint i = 0; i < report->findings->len; i++) {
        Finding *finding = g_ptr_array_index(report->findings, i);
        bool other = finding->placed && strcmp(language, finding->language) != 0;
        Finding *to = other ? twin(&governed, finding) : NULL;
        if (to)
            add_also(to, finding);
        g_ptr_array_add(to ? folded : kept, finding);
    }
    governed_clear(&governed);
    g_ptr_array_set_free_func(report->findings, NULL);
    g_ptr_array_unref(report->findings);
    report->findings = kept;
}
