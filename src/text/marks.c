// SPDX-License-Identifier: GPL-3.0-or-later
// An item may begin only where a sign divides it from what stands before; what looks like an
// enumerator there is read from the document, where it is not folded yet.
#include "text/marks.h"

#include <string.h>

// Plain byte where the words after an enumerator begin.
static size_t words_after(const Text *text, size_t start, size_t end, size_t raw)
{
    while (start < end && text_origin(text, start) < raw)
        start++;
    return start;
}

size_t marks_read(const Document *doc, const Text *text, size_t at, size_t end, Enumerator *found)
{
    size_t raw = text_origin(text, at);
    size_t len = text_origin_end(text, end) - raw;
    if (!enumerator_read(doc->text->str + raw, len, found) || found->len > len)
        return 0;
    return words_after(text, at, end, raw + found->len);
}

static bool may_be_inline(EnumeratorSort sort)
{
    switch (sort) {
    case ENUMERATOR_HAN_BRACKET:
    case ENUMERATOR_NUMBER:
    case ENUMERATOR_NUMBER_COMMA:
    case ENUMERATOR_NUMBER_BRACKET:
    case ENUMERATOR_NUMBER_CLOSE:
    case ENUMERATOR_CIRCLED:
    case ENUMERATOR_ROMAN_BRACKET:
    case ENUMERATOR_ROMAN_CLOSE:
    case ENUMERATOR_LETTER:
    case ENUMERATOR_LETTER_BRACKET:
    case ENUMERATOR_LETTER_CLOSE:
        return true;
    default:
        return false;
    }
}

// Whether plain byte `at` may begin an item inside a paragraph; a quick no for nearly all text.
static bool may_be_item(const char *str, size_t at, size_t end)
{
    if (str[at] == '(')
        return true;
    if (!g_ascii_isalnum(str[at]))
        return false;
    size_t i = at;
    while (i < end && i < at + 4 && g_ascii_isalnum(str[i]))
        i++;
    if (g_ascii_isdigit(str[at])) // "①" has become a digit: no sign need follow
        return i < end && (strchr(".) ", str[i]) || (str[i] & 0x80));
    return i < end && (str[i] == ')' || (str[i] == '.' && i == at + 1));
}

// Whether an enumerator may stand at `at`: after a sign that divides.
static bool is_inline_place(const char *str, size_t start, size_t at)
{
    size_t before = at;
    while (before > start && str[before - 1] == ' ')
        before--;
    if (before == start)
        return false;
    if (strchr(":;,.!?", str[before - 1]))
        return true;
    bool han = before - start >= 3;
    bool stop =
        han && (memcmp(str + before - 3, "。", 3) == 0 || memcmp(str + before - 3, "、", 3) == 0);
    // "包括但不限于（1）...；（2）..." but not "第（1）项"
    bool bracket = str[at] == '(' && han && memcmp(str + before - 3, "第", 3) != 0;
    return stop || bracket || before < at;
}

// Whether the item before `at` is closed by more than a comma; "and" or "or" may stand between.
static bool closes_item(const Text *text, size_t start, size_t at)
{
    const char *str = text->str, *from = str + start;
    while (at > start && str[at - 1] == ' ')
        at--;
    for (const char *const *word = cues_of(text->cues, CUES_JOINING); *word; word++) {
        size_t n = strlen(*word);
        if (at - start > n && memcmp(str + at - n, *word, n) == 0) {
            at -= n;
            break;
        }
    }
    while (at > start && str[at - 1] == ' ')
        at--;
    return at > start && (strchr(";.:!?", str[at - 1]) ||
                          (at - start >= 3 && memcmp(from + (at - start) - 3, "。", 3) == 0));
}

// Whether most items of a list are closed as such: "(i) name, (ii) address" is one enumeration.
static bool is_divided_list(const Text *text, const GArray *marks)
{
    unsigned closed = 0;
    for (guint i = 1; i < marks->len; i++)
        closed += closes_item(text, g_array_index(marks, Mark, i - 1).words,
                              g_array_index(marks, Mark, i).at);
    return closed * 2 >= marks->len - 1;
}

GArray *marks_chain(const Document *doc, const Text *text, size_t start, size_t end)
{
    const char *str = text->str;
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    for (size_t at = start; at < end; at++) {
        if ((str[at] & 0x80) || (at > start && g_ascii_isalnum(str[at - 1])) ||
            !may_be_item(str, at, end) || !is_inline_place(str, start, at))
            continue;
        Mark mark = {.at = at};
        mark.words = marks_read(doc, text, at, end, &mark.number);
        if (!mark.words || !may_be_inline(mark.number.sort))
            continue;
        const Mark *last = marks->len ? &g_array_index(marks, Mark, marks->len - 1) : NULL;
        if (last ? enumerator_same_list(&last->number, &mark.number) &&
                       mark.number.value == last->number.value + 1
                 : mark.number.value == 1)
            g_array_append_val(marks, mark);
    }
    return marks;
}

GArray *marks_list(const Document *doc, const Text *text, size_t start, size_t end)
{
    GArray *marks = marks_chain(doc, text, start, end);
    if (marks->len >= 2 && is_divided_list(text, marks))
        return marks;
    g_array_unref(marks);
    return NULL;
}
