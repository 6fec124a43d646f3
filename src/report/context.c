// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/context.h"

#include <string.h>

#include "report/phrases.h"
#include "text/enumerator.h"

enum { WIDTH_MOST = 120 }; // a wide character counts three, others one

typedef enum { GOES_ON, ENDS_CLAUSE, ENDS_SENTENCE } Ends;

// What ends with the character at `at`; the points and commas within numbers and addresses end
// nothing, nor does the comma of a Chinese list.
static Ends ends(const char *at)
{
    static const char clause[] = "，,：:", sentence[] = "。；！？;.!?\n\r\f\t";
    gunichar c = g_utf8_get_char(at);
    bool within = strchr(".,:", *at) && g_ascii_isalnum(at[1]);
    if (within)
        return GOES_ON;
    if (g_utf8_strchr(sentence, -1, c))
        return ENDS_SENTENCE;
    return g_utf8_strchr(clause, -1, c) ? ENDS_CLAUSE : GOES_ON;
}

static bool is_text(char c)
{
    return !strchr("\n\r\f\t", c); // which holds the end of a string, too
}

// Whether the line that begins at `at` is the last one of a page, where page numbers stand.
static bool is_foot(const Report *report, const char *at)
{
    at += strcspn(at, "\n\f");
    at += strspn(at, "\n\r");
    return *at == '\f' || (*at == '\0' && report->document.pages > 0);
}

// Whether the line that ends before `at` is the first one of a page.
static bool is_head(const Report *report, const char *at)
{
    while (at > report->text && at[-1] != '\n' && at[-1] != '\f')
        at--;
    return at > report->text ? at[-1] == '\f' : report->document.pages > 0;
}

// Behind the line end at `at`, if the next line goes on with the text; else `at`.
static const char *behind_wrap(const Report *report, const char *at)
{
    const char *end = at + (*at == '\r');
    return *end == '\n' && is_text(end[1]) && !is_foot(report, end + 1) ? end + 1 : at;
}

// Before the line end that ends at `at`, if the line before goes on there; else `at`.
static const char *before_wrap(const Report *report, const char *at)
{
    const char *start = at;
    if (start > report->text && start[-1] == '\n')
        start--;
    if (start < at && start > report->text && start[-1] == '\r')
        start--;
    bool wraps = start < at && start > report->text && is_text(start[-1]);
    return wraps && !is_head(report, start) ? start : at;
}

// The unit of a stem is not known, and with it not which line ends only wrap its words: such a line
// is at least as long as the next one, which begins with no number.
static const char *before_stem_wrap(const Report *report, const char *at)
{
    const char *end = before_wrap(report, at), *start = end;
    if (end == at)
        return at;
    while (start > report->text && is_text(start[-1]))
        start--;
    size_t next = strcspn(at, "\r\n\f");
    bool numbered = g_ascii_isdigit(*at) || g_str_has_prefix(at, "第") || *at == '(' ||
                    g_str_has_prefix(at, "（");
    return !numbered && (size_t)(end - start) >= next ? end : at;
}

// Whether a page ends at `at`, or all of it but its last line.
static bool ends_page(const Report *report, const char *at)
{
    return *at == '\f' || (*at == '\n' && (at[1] == '\f' || is_foot(report, at + 1)));
}

static bool begins_page(const Report *report, const char *at)
{
    return at > report->text && (at[-1] == '\f' || (at[-1] == '\n' && is_head(report, at - 1)));
}

static int width(gunichar c)
{
    return g_unichar_iswide(c) ? 3 : 1;
}

static bool is_word(gunichar c)
{
    return g_unichar_isalnum(c) && !g_unichar_iswide(c);
}

// Whether a cut between the two would be in a word.
static bool in_word(gunichar a, gunichar b)
{
    return is_word(a) && is_word(b);
}

// Behind the number of a clause ("5.2 ", "（三）"), if the words begin with one.
static const char *behind_number(const char *start, const char *end)
{
    Enumerator number;
    bool numbered = enumerator_read(start, (size_t)(end - start), &number);
    return numbered ? start + number.len : start;
}

// The words of the text from start to end, or NULL if there are none.
static char *joined_words(const char *text, const char *start, const char *end)
{
    gunichar last = start > text ? g_utf8_get_char(g_utf8_prev_char(start)) : 0;
    g_autofree char *joined =
        phrase_joined(last, start, (size_t)(end - start), *end ? g_utf8_get_char(end) : 0);
    return joined[strspn(joined, " ")] ? g_steal_pointer(&joined) : NULL;
}

static char *with_ellipsis(const char *first, char *said, const char *last)
{
    g_autofree char *own = said;
    return own ? g_strconcat(first, own, last, NULL) : NULL;
}

// Where the words go on to be read: away from the quote, up to `most`.
typedef struct {
    const char *end;    // of what is taken
    const char *clause; // the farthest end of a clause in it, or NULL
    int taken;
    gunichar last;
    bool cut; // by the limit or a page
} Reach;

// Takes the character at `at`; false when it is one too many.
static bool take(Reach *reach, const char *at, const char *end)
{
    gunichar c = g_utf8_get_char(at);
    reach->cut = reach->taken > WIDTH_MOST && !in_word(reach->last, c);
    reach->taken += width(c);
    reach->last = c;
    if (!reach->cut)
        reach->end = end;
    return !reach->cut;
}

// Where a sentence is cut, it is at the end of a clause if there is one.
static void settle(Reach *reach)
{
    if (reach->cut && reach->clause)
        reach->end = reach->clause;
}

char *context_before(const Report *report, const Places *places, const Finding *finding)
{
    if (!report->text || !finding->placed)
        return NULL;
    bool stem = finding->stem_quote != NULL;
    Range quote = stem ? finding->stem : finding->range;
    const char *least = report->text + (stem ? 0 : places_byte(places, finding->unit.start));
    const char *end = report->text + places_byte(places, quote.start);
    Reach reach = {.end = end, .last = ' '};
    while (reach.end > least) {
        const char *line =
            stem ? before_stem_wrap(report, reach.end) : before_wrap(report, reach.end);
        const char *before = g_utf8_prev_char(line);
        Ends what = ends(before);
        if (what == ENDS_SENTENCE) {
            reach.cut = begins_page(report, reach.end);
            break;
        }
        if (what == ENDS_CLAUSE)
            reach.clause = reach.end;
        if (!take(&reach, before, before))
            break;
    }
    settle(&reach);
    const char *start = reach.end;
    while (start < end && *start == ' ')
        start++;
    char *said = joined_words(report->text, behind_number(start, end), end);
    return with_ellipsis(reach.cut ? "…" : "", said, "");
}

char *context_after(const Report *report, const Places *places, const Finding *finding)
{
    if (!report->text || !finding->placed)
        return NULL;
    const char *start = report->text + places_byte(places, finding->range.end);
    const char *most = report->text + places_byte(places, finding->unit.end);
    Reach reach = {.end = start, .last = ' '};
    while (reach.end < most) {
        const char *line = behind_wrap(report, reach.end);
        Ends what = line < most ? ends(line) : ENDS_SENTENCE;
        if (what == ENDS_SENTENCE) {
            reach.cut = line < most && ends_page(report, line);
            break;
        }
        if (what == ENDS_CLAUSE)
            reach.clause = reach.end;
        if (!take(&reach, line, g_utf8_next_char(line)))
            break;
    }
    settle(&reach);
    return with_ellipsis("", joined_words(report->text, start, reach.end), reach.cut ? "…" : "");
}

char *context_quote(const Report *report, const Places *places, const Finding *finding)
{
    g_autofree char *before = context_before(report, places, finding);
    g_autofree char *after = context_after(report, places, finding);
    g_autofree char *words = phrase_quote(finding);
    return g_strconcat(before ? before : "", words, after ? after : "", NULL);
}
