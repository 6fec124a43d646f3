// SPDX-License-Identifier: GPL-3.0-or-later
// Joining lines: hints of the format first, then signs and words at the break, then the lengths of
// the lines around.
#include "text/join.h"

#include <string.h>

#include "text/enumerator.h"
#include "text/fold.h"
#include "text/pairs.h"
#include "text/sign.h"
#include "text/text.h"
#include "text/utf8.h"

enum {
    WIDEST = 240,      // columns; no typesetter wraps later
    FINISHED_MOST = 4, // characters of a word of CUES_FINISHED
};

struct Joiner {
    const Document *doc;
    const Cues *cues;
    unsigned width;             // columns at which the document's lines are wrapped, or 0
    unsigned count;             // lines of words
    unsigned wider[WIDEST + 1]; // how many of them are at least so many columns wide
    Pairs *pairs;               // of the characters beside each line end
    GHashTable *words; // words with a hyphen and words without, lower case; made when first needed
};

static gunichar last_char(const char *start, const char *end)
{
    return end > start ? utf8_get(utf8_prev(end)) : 0;
}

static bool is_sign(gunichar c, unsigned sign)
{
    return (sign_of(c) & sign) != 0;
}

static bool is_blank(gunichar c)
{
    return is_sign(c, SIGN_BLANK);
}

size_t join_line_end(const Document *doc, const Line *line)
{
    const char *start = doc->text->str + line->start, *end = doc->text->str + line->end;
    while (end > start && is_blank(last_char(start, end)))
        end = utf8_prev(end);
    return (size_t)(end - doc->text->str);
}

size_t join_line_start(const Document *doc, const Line *line)
{
    const char *at = doc->text->str + line->start, *end = doc->text->str + line->end;
    while (at < end && is_blank(utf8_get(at)))
        at = utf8_next(at);
    return (size_t)(at - doc->text->str);
}

bool join_skips(const Document *doc, const Line *line)
{
    return line->kind == LINE_RUNNING || line->kind == LINE_WATERMARK ||
           join_line_start(doc, line) >= line->end;
}

static unsigned columns(const char *at, const char *end)
{
    unsigned n = 0;
    while (at < end) {
        uint64_t ascii;
        if (end - at >= 8 && memcpy(&ascii, at, 8) && !(ascii & 0x8080808080808080u)) {
            n += 8;
            at += 8;
            continue;
        }
        unsigned char c = (unsigned char)*at;
        bool wide = c >= 0xE4 && (c <= 0xE9 || fold_is_wide(utf8_get(at)));
        n += c < 0x80 ? 1 : wide || (c == 0xE3 && fold_is_wide(utf8_get(at))) ? 2 : 1;
        at = utf8_next(at);
    }
    return n;
}

// The width a document is wrapped at: many lines end just below the longest, but for a few that
// no typesetter could break. `lines` says how many lines have each width; the last holds all that
// are wider.
static unsigned wrap_width(const unsigned lines[WIDEST + 1], unsigned n)
{
    unsigned longer = 0, near = 0, top = WIDEST;
    for (; top > 0 && longer + lines[top] <= n / 33; top--)
        longer += lines[top];
    for (unsigned width = top * 88 / 100; width <= MIN(top + 4, WIDEST); width++)
        near += lines[width];
    return n >= 5 && top >= 24 && top < WIDEST && near * 4 >= n ? top : 0;
}

Joiner *joiner_new(const Document *doc, const Cues *cues)
{
    Joiner *joiner = g_new0(Joiner, 1);
    unsigned lines[WIDEST + 1] = {0};
    joiner->doc = doc;
    joiner->cues = cues;
    joiner->pairs = pairs_new();
    gunichar before = 0;
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        if (line->kind != LINE_BODY || join_skips(doc, line))
            continue;
        const char *start = doc->text->str + line->start;
        if (line->before == BREAK_UNKNOWN)
            pairs_want(joiner->pairs, before,
                       utf8_get(doc->text->str + join_line_start(doc, line)));
        before = last_char(start, doc->text->str + join_line_end(doc, line));
        unsigned width = line->end - line->start > WIDEST * 3
                             ? WIDEST
                             : columns(start, doc->text->str + join_line_end(doc, line));
        lines[MIN(width, WIDEST)]++;
        joiner->count++;
    }
    joiner->width = wrap_width(lines, joiner->count);
    for (unsigned width = WIDEST + 1, n = 0; width-- > 0;)
        joiner->wider[width] = n += lines[width];
    pairs_read(joiner->pairs, doc->text->str, doc->text->len);
    return joiner;
}

void joiner_free(Joiner *joiner)
{
    if (joiner->words)
        g_hash_table_unref(joiner->words);
    pairs_free(joiner->pairs);
    g_free(joiner);
}

static bool is_word_char(gunichar c)
{
    return g_unichar_isalpha(c) && c < 0x2E80;
}

// Collects words of the document that stand inside a line: "interest", "co-borrower".
static void collect_words(Joiner *joiner)
{
    joiner->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const Document *doc = joiner->doc;
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        const char *end = doc->text->str + line->end;
        for (const char *at = doc->text->str + line->start; at < end;) {
            const char *from = at;
            while (at < end && (is_word_char(utf8_get(at)) || (*at == '-' && at > from)))
                at = utf8_next(at);
            if (at - from > 3 && at < end && at[-1] != '-')
                g_hash_table_add(joiner->words, g_utf8_strdown(from, at - from));
            if (at == from)
                at = utf8_next(at);
        }
    }
}

static char *word_before(const char *start, const char *end)
{
    const char *at = end;
    while (at > start && is_word_char(utf8_get(utf8_prev(at))))
        at = utf8_prev(at);
    return g_utf8_strdown(at, end - at);
}

static char *word_after(const char *start, const char *end)
{
    const char *at = start;
    while (at < end && is_word_char(utf8_get(at)))
        at = utf8_next(at);
    return g_utf8_strdown(start, at - start);
}

// Indonesian doubles words, and divides none of them after a hyphen: undang-undang, sebaik-baiknya.
static bool is_reduplication(const char *before, const char *after)
{
    size_t n = strlen(before), most = MIN(n, strlen(after));
    for (size_t k = most; k >= 3; k--)
        if (strncmp(before + n - k, after, k) == 0)
            return true;
    return false;
}

// Whether a word that a line end divides after its own hyphen keeps that.
static bool is_compound(const Cues *cues, const char *before, const char *after)
{
    return (cues_hold(cues, CUES_FIRST_HALF, before) && cues_hold(cues, CUES_SECOND_HALF, after)) ||
           (cues_hold(cues, CUES_PREFIX, before) && strlen(after) >= 5);
}

static Join join_at_hyphen(Joiner *joiner, const char *start, const char *hyphen, const char *next,
                           const char *end)
{
    g_autofree char *before = word_before(start, hyphen);
    g_autofree char *after = word_after(next, end);
    gunichar left = last_char(start, hyphen), right = utf8_get(next);
    if (is_blank(left))
        return JOIN_BLANK;
    if (!g_unichar_islower(left) || !g_unichar_islower(right))
        return JOIN_CLOSE;
    if (cues_hold(joiner->cues, CUES_HANGING, after))
        return JOIN_BLANK;
    if (!joiner->words)
        collect_words(joiner);
    g_autofree char *whole = g_strconcat(before, after, NULL);
    g_autofree char *hyphened = g_strconcat(before, "-", after, NULL);
    if (g_hash_table_contains(joiner->words, whole))
        return JOIN_HYPHEN;
    bool stays = g_hash_table_contains(joiner->words, hyphened) ||
                 is_compound(joiner->cues, before, after) || is_reduplication(before, after);
    return stays ? JOIN_CLOSE : JOIN_HYPHEN;
}

// How two lines known to be of one paragraph are joined.
static Join join_wrapped(Joiner *joiner, const char *start, const char *last, const char *next,
                         const char *end)
{
    gunichar c = last_char(start, last);
    if (c == '-' || c == 0x2010 || c == 0xAD)
        return c == 0xAD ? JOIN_CLOSE : join_at_hyphen(joiner, start, utf8_prev(last), next, end);
    bool tight = c == '/' || c == 0x2013 || c == 0x2014;
    gunichar before = last - start > 1 ? last_char(start, utf8_prev(last)) : ' ';
    return tight && !is_blank(before) ? JOIN_CLOSE : JOIN_BLANK;
}

static bool is_abbreviation(const Cues *cues, const char *start, const char *dot)
{
    g_autofree char *written = word_before(start, dot);
    g_autofree char *word = text_fold(written, strlen(written));
    return strlen(word) == 1 || cues_hold(cues, CUES_ABBREVIATION, word) ||
           cues_hold(cues, CUES_LINE_ABBREVIATION, word);
}

// Whether the words of a line come to an end with it.
static bool is_finished(const Cues *cues, const char *start, const char *last, const char *next)
{
    const char *at = last;
    while (at > start && is_sign(last_char(start, at), SIGN_CLOSING))
        at = utf8_prev(at);
    gunichar c = last_char(start, at);
    if (is_sign(c, SIGN_TERMINAL))
        return true;
    if (c != '.')
        return false;
    gunichar first = utf8_get(next);
    return !g_unichar_islower(first) && !is_abbreviation(cues, start, at - 1);
}

// 1 for an opening bracket or quote, -1 for a closing one.
static int bracket_of(gunichar c)
{
    switch (c) {
    case '(':
    case 0xFF08:
    case 0x300A: // 《
    case 0x3010: // 【
    case 0x3014: // 〔
    case 0x201C:
    case 0x300C: // 「
    case 0x300E: // 『
        return 1;
    case ')':
    case 0xFF09:
    case 0x300B:
    case 0x3011:
    case 0x3015:
    case 0x201D:
    case 0x300D:
    case 0x300F:
        return -1;
    default:
        return 0;
    }
}

static bool has_open_bracket(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at = utf8_next(at)) {
        depth += bracket_of(utf8_get(at));
        depth = MAX(depth, 0);
    }
    return depth > 0;
}

static bool ends_unfinished(const Cues *cues, const char *start, const char *last)
{
    g_autofree char *word = word_before(start, last);
    return cues_hold(cues, CUES_UNFINISHED, word);
}

// Whether a line ends in a web address that the next line does not go on with.
static bool is_address(const char *start, const char *last, const char *next, const char *end)
{
    const char *at = last;
    while (at > start && !is_blank(last_char(start, at)) && !fold_is_wide(last_char(start, at)))
        at = utf8_prev(at);
    if (!g_strstr_len(at, last - at, "://") && !g_strstr_len(at, last - at, "www."))
        return false;
    while (next < end && g_ascii_isalnum(*next))
        next++;
    return next < end && (*next == ',' || fold_is_wide(utf8_get(next)));
}

static bool ends_finished(const Cues *cues, const char *start, const char *last)
{
    const char *word = last;
    for (unsigned n = 0; n < FINISHED_MOST && word > start; n++)
        word = utf8_prev(word);
    g_autofree char *folded = text_fold(word, (size_t)(last - word));
    return cues_end(cues, CUES_FINISHED, folded, strlen(folded));
}

// Whether a line that looks unfinished, or the next one, cannot stand alone.
static bool is_open(const Cues *cues, const char *start, const char *last, const char *next,
                    const char *end)
{
    gunichar c = last_char(start, last), first = utf8_get(next);
    // "无" alone is the cell of a table
    bool word = last - start > 3 && !(c == '/' && is_address(start, last, next, end));
    if (word && is_sign(c, SIGN_OPEN_END | SIGN_OPENING) && !ends_finished(cues, start, last))
        return true;
    if (is_sign(first, SIGN_NEVER_FIRST))
        return true;
    if (has_open_bracket(start, last))
        return true;
    if (c < 0x2E80 && g_unichar_islower(first) &&
        (g_unichar_isalnum(c) || c == ',' || c == ')' || c == '"'))
        return true;
    if (c == '-' || c == 0xAD || ends_unfinished(cues, start, last))
        return true;
    // Characters set one a line, and a tail of one or two before a full stop, are no paragraphs.
    return (last - start <= 3 && end - next <= 3 && fold_is_han(c) && fold_is_han(first)) ||
           (end - next <= 9 && (last_char(next, end) == 0x3002 || last_char(next, end) == 0xFF1B) &&
            fold_is_han(utf8_get(next)));
}

// "联系人：…" and "Email: …": a label begins a line of its own.
static bool begins_with_label(const char *at, const char *end)
{
    for (unsigned n = 0; at < end && n < 24; at = utf8_next(at)) {
        gunichar c = utf8_get(at);
        if (c == ':' || c == 0xFF1A)
            return true;
        n += fold_is_wide(c) ? 2 : 1;
        if (is_sign(c, SIGN_INNER | SIGN_TERMINAL | SIGN_OPENING) || c == '.')
            return false;
    }
    return false;
}

// Columns of what a typesetter would have had to put on the line before.
static unsigned first_chunk(const char *at, const char *end)
{
    const char *from = at;
    if (at < end && fold_is_wide(utf8_get(at)))
        return 2;
    while (at < end && !is_blank(utf8_get(at)) && !fold_is_wide(utf8_get(at)))
        at = utf8_next(at);
    return columns(from, at);
}

enum {
    PAIRS_CLAUSE = 1, // times a pair over a line end stands elsewhere that show a clause broken,
    PAIRS_PROSE = 2,  // other words,
    PAIRS_TITLE = 3,  // a numbered line short enough for a title
    TITLE_COLUMNS = 40,
    FEW_LINES = 3,  // a snippet: its lines are taken as one sentence unless a sign says no
    LONG_LINE = 50, // columns; a Chinese line this long without a full stop is a part of one
    MUCH_WIDER = 3, // lines twice as wide that show that it was not the margin that ended a line
};

static bool has_inner_sign(const char *at, const char *end)
{
    for (; at < end; at = utf8_next(at))
        if (is_sign(utf8_get(at), SIGN_INNER))
            return true;
    return false;
}

// How often a pair must stand elsewhere, by how much the line before it looks like a title.
static unsigned pairs_needed(const char *start, const char *last)
{
    Enumerator number;
    bool numbered = enumerator_read(start, (size_t)(last - start), &number);
    const char *words = numbered ? start + MIN(number.len, (size_t)(last - start)) : start;
    if (has_inner_sign(words, last))
        return PAIRS_CLAUSE;
    return numbered && columns(start, last) < TITLE_COLUMNS ? PAIRS_TITLE : PAIRS_PROSE;
}

// Whether the characters beside the line end are at home side by side in this document.
static bool is_phrase(Joiner *joiner, const char *start, const char *last, const char *next)
{
    gunichar a = last_char(start, last), b = utf8_get(next);
    if (!fold_is_han(a) || !fold_is_han(b))
        return false;
    return pairs_count(joiner->pairs, a, b) >= pairs_needed(start, last);
}

// Whether a line holds an enumerator and nothing else.
static bool is_bare_number(const char *start, const char *last)
{
    Enumerator number;
    return enumerator_read(start, (size_t)(last - start), &number) &&
           number.len >= (size_t)(last - start);
}

// Whether a line could have been longer: other lines of the document are twice as wide.
static bool has_room(const Joiner *joiner, unsigned width)
{
    unsigned wider = joiner->wider[MIN(2 * width, WIDEST)];
    return wider >= MUCH_WIDER && wider * 33 >= joiner->count;
}

// By the lengths of the lines alone.
static bool looks_wrapped(const Joiner *joiner, const Line *line, const char *start,
                          const char *last, const char *next, const char *end)
{
    unsigned width = columns(joiner->doc->text->str + line->start, last);
    if (joiner->width)
        return width + first_chunk(next, end) + 3 >= joiner->width;
    if (joiner->count <= FEW_LINES)
        return true;
    return fold_is_wide(last_char(start, last)) && width >= LONG_LINE && !has_room(joiner, width) &&
           !begins_with_label(next, end);
}

static bool has_blank_line(const Document *doc, guint last, guint next)
{
    const Line *a = &g_array_index(doc->lines, Line, last);
    const Line *b = &g_array_index(doc->lines, Line, next);
    if (a->page != b->page)
        return false; // a page ends where it is full
    for (guint i = last + 1; i < next; i++)
        if (g_array_index(doc->lines, Line, i).kind == LINE_BODY)
            return true;
    unsigned ends = 0;
    for (uint32_t at = a->end; at < b->start; at++)
        ends += doc->text->str[at] == '\n';
    return next == last + 1 && ends > 1;
}

static Join join_unknown(Joiner *joiner, guint last_line, guint next_line)
{
    const Document *doc = joiner->doc;
    const Line *a = &g_array_index(doc->lines, Line, last_line);
    const Line *b = &g_array_index(doc->lines, Line, next_line);
    const char *start = doc->text->str + join_line_start(doc, a);
    const char *last = doc->text->str + join_line_end(doc, a);
    const char *next = doc->text->str + join_line_start(doc, b);
    const char *end = doc->text->str + join_line_end(doc, b);
    Enumerator enumerator;
    if (has_blank_line(doc, last_line, next_line) ||
        enumerator_read(next, (size_t)(end - next), &enumerator))
        return JOIN_APART;
    if (is_bare_number(start, last))
        return JOIN_BLANK;
    if (is_finished(joiner->cues, start, last, next))
        return JOIN_APART;
    if (is_open(joiner->cues, start, last, next, end) ||
        looks_wrapped(joiner, a, start, last, next, end) || is_phrase(joiner, start, last, next))
        return join_wrapped(joiner, start, last, next, end);
    return JOIN_APART;
}

static Join join_known(Joiner *joiner, const Line *a, const Line *b)
{
    const char *str = joiner->doc->text->str;
    return join_wrapped(joiner, str + join_line_start(joiner->doc, a),
                        str + join_line_end(joiner->doc, a), str + join_line_start(joiner->doc, b),
                        str + join_line_end(joiner->doc, b));
}

Join join_lines(Joiner *joiner, guint last, guint next)
{
    const Line *a = &g_array_index(joiner->doc->lines, Line, last);
    const Line *b = &g_array_index(joiner->doc->lines, Line, next);
    if (a->kind == LINE_CELL && b->kind == LINE_CELL && a->row == b->row)
        return a->column == b->column ? join_known(joiner, a, b) : JOIN_CELL;
    if (b->before == BREAK_PARAGRAPH || (a->kind == LINE_CELL) != (b->kind == LINE_CELL))
        return JOIN_APART;
    if (b->before == BREAK_WRAPPED)
        return join_known(joiner, a, b);
    if (a->kind != b->kind || a->kind == LINE_CELL)
        return JOIN_APART;
    return join_unknown(joiner, last, next);
}
