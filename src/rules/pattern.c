// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows PCRE2.
//
// Two callouts carry what an expression cannot say: (?C1) to (?C4) after a party letter ask whether
// that letter is the lender, borrower, platform or guarantor in this document, and the last (?C9)
// sends a match that ends within the stems back for a longer one.
#include "pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>
#include <time.h>

#include "rules/codes.h"
#include "rules/lexicon.h"
#include "text/fault.h"

enum {
    MATCH_LIMIT = 1000000, // far above what any rule of ours needs on a page-long sentence
    // Nanoseconds: machine code takes half a millisecond to make. A process that has matched little
    // may soon be done; then it is not worth it.
    SPENT_MOST = 250000,
    SPENT_FIRST = 1000000, // of one expression, while all have not yet taken
    SPENT_LITTLE = 20000000,
    STEPS_INTERPRETED = 20000, // of one try: some dear ones are cheaper than machine code
    STACK_LEAST = 32768,       // bytes of JIT stack
    STACK_MOST = 1 << 20,
    PAIRS = 64, // groups a match keeps
    CALLOUT_END = 9,
};

typedef struct {
    pcre2_code *code; // NULL until compiled
    bool anchored;    // tried at one place at a time
    bool machine;     // has machine code, as far as there is any
    int64_t spent;    // nanoseconds of interpreting it
} Code;

struct Pattern {
    unsigned holders;
    char *source;
    Lexicon *lexicon;     // or NULL
    char *expression;     // NULL until compiled plainly
    Code plain;           // of the expression as it is
    Code quick;           // hastened, and anchored where it is known where matches begin
    unsigned number;      // in its rule set, from 1; 0: none
    bool named;           // the groups are
    uint8_t names[PAIRS]; // group number → 1 + Group; 0: none of them
};

// The working memory of all searches. `subject` is there while one goes on.
static struct {
    pcre2_match_data *data;
    pcre2_match_context *context, *brief; // brief: of a try that is interpreted
    pcre2_jit_stack *stack;
    const Subject *subject;
    int64_t spent; // nanoseconds of interpreting
} work;

const char *group_name(Group group)
{
    static const char *const names[] = {"actor", "data", "recipient", "purpose", "verb", "name"};
    g_assert((unsigned)group < GROUP_COUNT);
    return names[group];
}

const char *party_name(Party party)
{
    static const char *const names[] = {"lender", "borrower", "platform", "guarantor"};
    g_assert((unsigned)party < PARTY_COUNT);
    return names[party];
}

int party_letter(const char *str, size_t len)
{
    static const char letters[] = "甲乙丙丁戊己庚辛壬癸";
    for (size_t i = 0; i < PARTY_LETTERS && len >= 3; i++)
        if (memcmp(str, letters + 3 * i, 3) == 0)
            return (int)i;
    return -1;
}

bool pattern_names_party(const char *str, size_t len)
{
    static const char side[] = "方";
    const char *end = str + len, *at = str;
    while ((at = memmem(at, (size_t)(end - at), side, sizeof side - 1))) {
        if (at - str >= 3 && party_letter(at - 3, 3) >= 0)
            return true;
        at += sizeof side - 1;
    }
    return false;
}

// Whether the letter of "X方" that ends at `at` may stand for the party.
static bool is_party(const Subject *subject, size_t at, Party party)
{
    if (!subject->parties || at < 6)
        return true;
    int letter = party_letter(subject->str + at - 6, 6);
    return letter < 0 || (subject->parties[letter] & (1U << party));
}

static int callout(pcre2_callout_block *block, void *unused)
{
    size_t at = block->current_position;
    if (block->callout_number == CALLOUT_END)
        return at > work.subject->own ? 0 : 1;
    return is_party(work.subject, at, (Party)(block->callout_number - 1)) ? 0 : 1;
}

static void prepare(void)
{
    if (work.data)
        return;
    work.data = pcre2_match_data_create(PAIRS, NULL);
    work.context = pcre2_match_context_create(NULL);
    work.brief = pcre2_match_context_create(NULL);
    work.stack = pcre2_jit_stack_create(STACK_LEAST, STACK_MOST, NULL);
    g_assert(work.data && work.context && work.brief && work.stack);
    pcre2_jit_stack_assign(work.context, NULL, work.stack);
    pcre2_set_match_limit(work.context, MATCH_LIMIT);
    pcre2_set_callout(work.context, callout, NULL);
    pcre2_set_match_limit(work.brief, STEPS_INTERPRETED);
    pcre2_set_callout(work.brief, callout, NULL);
}

Pattern *pattern_new(const char *source, Lexicon *lexicon)
{
    Pattern *pattern = g_new0(Pattern, 1);
    pattern->holders = 1;
    pattern->source = g_strdup(source);
    pattern->lexicon = lexicon;
    return pattern;
}

Pattern *pattern_ref(Pattern *pattern)
{
    pattern->holders++;
    return pattern;
}

void pattern_rest(Pattern *pattern)
{
    pcre2_code_free(pattern->plain.code);
    pcre2_code_free(pattern->quick.code);
    pattern->plain = pattern->quick = (Code){0};
}

void pattern_free(Pattern *pattern)
{
    if (!pattern || --pattern->holders)
        return;
    pattern_rest(pattern);
    g_free(pattern->expression);
    g_free(pattern->source);
    g_free(pattern);
}

void pattern_set_number(Pattern *pattern, unsigned number)
{
    pattern->number = number + 1;
}

const char *pattern_source(const Pattern *pattern)
{
    return pattern->source;
}

const char *pattern_expression(const Pattern *pattern)
{
    return pattern->expression;
}

static bool refuse(const char *expression, size_t at, GError **error, const char *what)
{
    size_t len = strlen(expression), from = MIN(at, len);
    while (from > 0 && (at - from < 12 || ((unsigned char)expression[from] & 0xC0) == 0x80))
        from--;
    size_t to = MIN(at, len);
    while (to < len && (to - at < 12 || ((unsigned char)expression[to] & 0xC0) == 0x80))
        to++;
    g_autofree char *near = g_strndup(expression + from, to - from);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "bad pattern: %s, near '%s'", what, near);
    return false;
}

static void name_groups(Pattern *pattern, const pcre2_code *code)
{
    uint32_t count = 0, size = 0;
    const unsigned char *table = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
    for (uint32_t i = 0; i < count; i++, table += size) {
        unsigned number = (unsigned)table[0] << 8 | table[1];
        for (unsigned g = 0; g < GROUP_COUNT; g++)
            if (number < PAIRS && strcmp((const char *)table + 2, group_name(g)) == 0)
                pattern->names[number] = (uint8_t)(g + 1);
    }
    pattern->named = true;
}

static pcre2_code *code_of(const char *expression, uint32_t more, GError **error)
{
    g_autofree char *whole = g_strdup_printf("(?:%s)(?C%d)", expression, CALLOUT_END);
    int fault = 0;
    size_t at = 0;
    uint32_t options = PCRE2_UTF | PCRE2_CASELESS | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C | more;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)whole, PCRE2_ZERO_TERMINATED, options, &fault, &at, NULL);
    if (!code) {
        char message[256];
        pcre2_get_error_message(fault, (PCRE2_UCHAR *)message, sizeof message);
        refuse(expression, at > 3 ? at - 3 : 0, error, message);
        return NULL;
    }
    uint32_t groups = 0;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= PAIRS) {
        refuse(expression, 0, error, "more than 63 groups with a name; write it as several");
        g_clear_pointer(&code, pcre2_code_free);
    }
    return code;
}

static bool compile(Pattern *pattern, Code *code, const char *expression, uint32_t more,
                    GError **error)
{
    if (!code->code)
        code->code = code_of(expression, more, error);
    if (!code->code)
        return false;
    if (!pattern->named)
        name_groups(pattern, code->code);
    return true;
}

bool pattern_compile(Pattern *pattern, GError **error)
{
    if (!pattern->expression)
        pattern->expression = lexicon_expand(pattern->lexicon, pattern->source, error);
    return pattern->expression && compile(pattern, &pattern->plain, pattern->expression, 0, error);
}

static void take_groups(const Pattern *pattern, int pairs, PatternMatch *match)
{
    const size_t *ovector = pcre2_get_ovector_pointer(work.data);
    memset(match, 0, sizeof *match);
    match->whole = (PatternRange){ovector[0], ovector[1]};
    bool caught[GROUP_COUNT] = {false};
    for (size_t number = 1; number < (size_t)pairs; number++) {
        unsigned name = pattern->names[number];
        if (!name || caught[name - 1] || ovector[2 * number] == PCRE2_UNSET)
            continue;
        match->groups[name - 1] = (PatternRange){ovector[2 * number], ovector[2 * number + 1]};
        caught[name - 1] = true;
    }
}

static bool sleeps(const Pattern *pattern, const Subject *subject)
{
    unsigned number = pattern->number - 1;
    return subject->awake && pattern->number && !(subject->awake[number / 64] >> number % 64 & 1);
}

static void refuse_trusted(const GError *error)
{
    g_error("a trusted pack holds a bad pattern: %s", error->message);
}

static void make_plain(Pattern *pattern)
{
    g_autoptr(GError) error = NULL;
    prepare();
    if (!pattern_compile(pattern, &error))
        refuse_trusted(error);
}

static uint32_t quick_options(bool anchored)
{
    return anchored ? PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE : 0;
}

GBytes *pattern_code(const char *hastened, bool anchored)
{
    pcre2_code *code = code_of(hastened, quick_options(anchored), NULL);
    uint8_t *bytes = NULL;
    size_t size = 0;
    bool fine =
        code && pcre2_serialize_encode((const pcre2_code **)&code, 1, &bytes, &size, NULL) == 1;
    GBytes *made = fine ? g_bytes_new(bytes, size) : NULL;
    pcre2_serialize_free(bytes);
    pcre2_code_free(code);
    return made;
}

// As the build compiled it, if it did, and this is the same PCRE2.
static void take_code(Pattern *pattern, const StartsTable *table)
{
    uint32_t place = table->codes ? table->code_places[pattern->number - 1] : CODES_NONE;
    if (place == CODES_NONE)
        return;
    g_autofree uint8_t *bytes = codes_at(table->codes, place);
    if (pcre2_serialize_decode(&pattern->quick.code, 1, bytes, NULL) != 1)
        pattern->quick.code = NULL;
}

static void make_quick(Pattern *pattern, const StartsTable *table, bool anchored)
{
    take_code(pattern, table);
    pattern->quick.anchored = anchored;
    g_autoptr(GError) error = NULL;
    g_autofree char *hastened = NULL;
    prepare();
    if (!pattern->quick.code)
        hastened = lexicon_hasten(pattern->lexicon, pattern->source, &error);
    if ((pattern->quick.code || hastened) &&
        compile(pattern, &pattern->quick, hastened, quick_options(anchored), &error))
        return;
    // With its guards it may be too large for PCRE2 where as written it is not.
    g_clear_error(&error);
    if (!pattern_compile(pattern, &error) ||
        !compile(pattern, &pattern->quick, pattern->expression, quick_options(anchored), &error))
        refuse_trusted(error);
}

static int match_within(const Code *code, const Subject *subject, size_t at,
                        pcre2_match_context *limits)
{
    return pcre2_match(code->code, (PCRE2_SPTR)subject->str, subject->len, at,
                       PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK, work.data, limits);
}

static int64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Interprets while it is cheap: false when it was not, and nothing is known.
static bool interpret(Code *code, const Subject *subject, size_t at, int *rc)
{
    int64_t began = nanoseconds();
    if (code->spent > (work.spent < SPENT_LITTLE ? SPENT_FIRST : SPENT_MOST))
        return false;
    *rc = match_within(code, subject, at, work.brief);
    int64_t spent = nanoseconds() - began;
    code->spent += spent;
    work.spent += spent;
    return *rc >= PCRE2_ERROR_NOMATCH;
}

static int match_at(Code *code, const Subject *subject, size_t at)
{
    int rc = 0;
    if (!code->machine && pattern_jit()) {
        if (interpret(code, subject, at, &rc))
            return rc;
        pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE);
        code->machine = true;
    }
    return match_within(code, subject, at, work.context);
}

static int find_plainly(Pattern *pattern, const Subject *subject, size_t from)
{
    if (!pattern->plain.code || !work.data)
        make_plain(pattern);
    return match_at(&pattern->plain, subject, from);
}

// Where a pattern is tried.
typedef struct {
    const Subject *subject;
    const Starts *starts; // NULL: it may begin with anything
    uint64_t pieces;      // of the scanned text
    size_t before;        // the bytes of that before the subject's
    unsigned shift;
} Places;

static Places places_of(const Pattern *pattern, const Subject *subject)
{
    uint32_t number = pattern->number - 1, starts = subject->starts->numbers[number];
    Places places = {.subject = subject,
                     .starts = starts ? &subject->starts->all[starts - 1] : NULL,
                     .pieces = UINT64_MAX,
                     .shift = reach_shift(subject->len)};
    if (subject->awake) {
        places.before = (size_t)(subject->str - subject->reach->scanned);
        places.shift = subject->reach->shift;
        places.pieces = reach_pieces(subject->reach, number, places.before + subject->own);
    }
    return places;
}

// The first byte of a piece, of the subject's.
static size_t piece_start(const Places *places, unsigned piece)
{
    size_t at = (size_t)piece << places->shift;
    at = at > places->before ? at - places->before : 0;
    while (at < places->subject->len && ((unsigned char)places->subject->str[at] & 0xC0) == 0x80)
        at++;
    return at;
}

// The first place at or after byte `at` where a match can begin; the subject's length when there
// is none.
static size_t places_next(const Places *places, size_t at)
{
    const Subject *subject = places->subject;
    while (at < subject->len) {
        unsigned piece = (unsigned)((places->before + at) >> places->shift);
        uint64_t left = places->pieces & UINT64_MAX << piece;
        if (!left)
            return subject->len;
        unsigned next = (unsigned)__builtin_ctzll(left);
        uint64_t gaps = ~(left >> next);
        unsigned end = gaps ? next + (unsigned)__builtin_ctzll(gaps) : 64;
        at = next > piece ? piece_start(places, next) : at;
        size_t until = end < 64 ? MIN(piece_start(places, end), subject->len) : subject->len;
        if (places->starts)
            at = starts_next(places->starts, subject->str, subject->len, at, until);
        if (at < until)
            break;
    }
    return at;
}

// Tries only where a match can begin.
static int find_quickly(Pattern *pattern, const Subject *subject, size_t from)
{
    Places places = places_of(pattern, subject);
    size_t at = places_next(&places, from);
    if (at >= subject->len)
        return PCRE2_ERROR_NOMATCH;
    if (!pattern->quick.code)
        make_quick(pattern, subject->starts, places.starts != NULL);
    int rc = match_at(&pattern->quick, subject, at);
    while (places.starts && rc == PCRE2_ERROR_NOMATCH) {
        at = (size_t)(g_utf8_next_char(subject->str + at) - subject->str);
        at = places_next(&places, at);
        if (at >= subject->len)
            break;
        rc = match_at(&pattern->quick, subject, at);
    }
    return rc;
}

PatternResult pattern_find(Pattern *pattern, const Subject *subject, size_t from,
                           PatternMatch *match)
{
    if (sleeps(pattern, subject))
        return PATTERN_NO;
    bool quick = subject->starts && pattern->number;
    work.subject = subject;
    int rc = quick ? find_quickly(pattern, subject, from) : find_plainly(pattern, subject, from);
    work.subject = NULL;
    if (rc == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO;
    if (rc < 0)
        return PATTERN_UNDECIDED;
    take_groups(pattern, rc == 0 ? PAIRS : rc, match);
    return PATTERN_YES;
}

PatternResult pattern_in(Pattern *pattern, const char *str, size_t len)
{
    Subject subject = {.str = str, .len = len};
    PatternMatch match;
    return pattern_find(pattern, &subject, 0, &match);
}

const char *pattern_version(void)
{
    static char version[64];
    if (!*version)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    return version;
}

bool pattern_jit(void)
{
    static int jit = -1;
    if (jit < 0) {
        uint32_t there = 0;
        pcre2_config(PCRE2_CONFIG_JIT, &there);
        jit = there == 1 && !g_getenv("LOANLENS_NO_JIT");
    }
    return jit;
}
