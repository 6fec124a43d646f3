// SPDX-License-Identifier: GPL-3.0-or-later
// A unit without stems is read where it stands; only one with stems is put together.
#include "unit_words.h"

#include <string.h>

#include "text/sentence.h"

enum { AFTER_MOST = 4 }; // cells of a row that follow a name

void unit_words_begin(UnitWords *words, const Text *text, const GArray *units)
{
    *words = (UnitWords){.text = text, .units = units, .buffer = g_string_new(NULL)};
}

void unit_words_end(UnitWords *words)
{
    g_string_free(words->buffer, TRUE);
    g_free(words->context);
}

static const Unit *unit_at(const UnitWords *words, int32_t index)
{
    return &g_array_index(words->units, Unit, index);
}

static UnitPiece *add_words(UnitWords *words, uint32_t start, uint32_t end)
{
    UnitPiece *piece = &words->pieces[words->piece_count++];
    *piece = (UnitPiece){.at = words->buffer->len, .plain = start, .len = end - start};
    g_string_append_len(words->buffer, words->text->str + start, end - start);
    return piece;
}

static unsigned stems_of(const UnitWords *words, const Unit *unit,
                         const Unit *stems[UNIT_STEMS_MOST])
{
    unsigned count = 0;
    for (int32_t i = unit->stem; i != NO_UNIT && count < UNIT_STEMS_MOST;
         i = unit_at(words, i)->stem)
        stems[count++] = unit_at(words, i);
    return count;
}

// Where a stem ends for the next one: one that leans on it goes on with its sentence.
static uint32_t stem_end(const UnitWords *words, const Unit *stem, const Unit *next)
{
    const char *str = words->text->str;
    bool stops = stem->end > stem->words && str[stem->end - 1] == '.';
    return stem->end -
           (stops && next &&
            sentence_leans(words->text->cues, str + next->words, next->end - next->words));
}

// Puts the words of the stems into the buffer, outermost first, each with what stands between it
// and the next; a table's head is divided from its row as its cells are from each other.
static void add_stems(UnitWords *words, const Unit *const *stems, unsigned count)
{
    words->piece_count = 0;
    g_string_truncate(words->buffer, 0);
    while (count-- > 0) {
        add_words(words, stems[count]->words,
                  stem_end(words, stems[count], count ? stems[count - 1] : NULL));
        if (stems[count]->kind == UNIT_HEAD)
            g_string_append_c(words->buffer, '\t');
        else if (words->spaced)
            g_string_append_c(words->buffer, ' ');
    }
}

void unit_words_take(UnitWords *words, const Unit *unit, bool spaced)
{
    const Unit *stems[UNIT_STEMS_MOST];
    unsigned count = stems_of(words, unit, stems);
    words->unit = unit;
    words->spaced = spaced;
    words->piece_count = 0;
    words->subject = (Subject){0};
    g_clear_pointer(&words->context, g_free);
    if (count == 0) {
        words->pieces[words->piece_count++] =
            (UnitPiece){.plain = unit->words, .len = unit->end - unit->words};
        words->subject.str = words->text->str + unit->words;
        words->subject.len = unit->end - unit->words;
        return;
    }
    add_stems(words, stems, count);
    add_words(words, unit->words, unit->end);
    words->subject.str = words->buffer->str;
    words->subject.len = words->buffer->len;
    words->subject.own = words->pieces[words->piece_count - 1].at;
}

static void add_meanings(UnitWords *words, const Definition *definition, PlainSpan used)
{
    for (unsigned i = 0; i < definition->count; i++) {
        if (i)
            g_string_append(words->buffer, "、");
        PlainSpan meaning = definition->meanings[i];
        UnitPiece *piece = add_words(words, meaning.start, meaning.end);
        piece->defined = definition;
        piece->used = used;
    }
}

bool unit_words_define(UnitWords *words, const GArray *definitions)
{
    const Unit *unit = words->unit;
    uint32_t index = (uint32_t)(unit - unit_at(words, 0)), from = unit->words, at = 0;
    const Definition *next =
        definitions_next(definitions, words->text, index, from, unit->end, &at);
    if (!next)
        return false;
    const Unit *stems[UNIT_STEMS_MOST];
    unsigned count = stems_of(words, unit, stems);
    add_stems(words, stems, count);
    size_t own = words->buffer->len;
    while (next && words->piece_count + MEANINGS_MOST + 2 <= UNIT_PIECES_MOST) {
        PlainSpan used = {at, at + next->name.end - next->name.start};
        add_words(words, from, at);
        add_meanings(words, next, used);
        from = used.end;
        next = definitions_next(definitions, words->text, index, from, unit->end, &at);
    }
    add_words(words, from, unit->end);
    words->subject.str = words->buffer->str;
    words->subject.len = words->buffer->len;
    words->subject.own = own;
    return true;
}

bool unit_words_title(UnitWords *words)
{
    const Unit *unit = words->unit;
    if (!unit->titled || unit->heading == NO_UNIT)
        return false;
    const Unit *heading = unit_at(words, unit->heading);
    uint32_t end = heading->end;
    while (end > heading->words && strchr("?: ", words->text->str[end - 1]))
        end--; // its items answer what it asks
    words->piece_count = 0;
    g_string_truncate(words->buffer, 0);
    add_words(words, heading->words, end);
    g_string_append(words->buffer, words->spaced ? ": " : ":");
    add_words(words, unit->words, unit->end);
    words->subject.str = words->buffer->str;
    words->subject.len = words->buffer->len;
    words->subject.own = words->pieces[1].at;
    return true;
}

// The piece that holds the byte at `at`; a blank between two belongs to the second.
static const UnitPiece *piece_from(const UnitWords *words, size_t at)
{
    unsigned i = 0;
    while (i + 1 < words->piece_count && words->pieces[i].at + words->pieces[i].len <= at)
        i++;
    return &words->pieces[i];
}

// The piece that holds the byte before `end`; a blank between two belongs to the first.
static const UnitPiece *piece_to(const UnitWords *words, size_t end)
{
    unsigned i = words->piece_count - 1;
    while (i > 0 && words->pieces[i].at >= end)
        i--;
    return &words->pieces[i];
}

static uint32_t start_in(const UnitPiece *piece, size_t at)
{
    return piece->plain + (uint32_t)(at > piece->at ? at - piece->at : 0);
}

static uint32_t end_in(const UnitPiece *piece, size_t end)
{
    return piece->plain + (uint32_t)MIN(end - piece->at, piece->len);
}

PlainSpan unit_words_plain(const UnitWords *words, size_t start, size_t end)
{
    const char *str = words->subject.str;
    while (start < end && g_ascii_isspace(str[start]))
        start++;
    while (end > start && g_ascii_isspace(str[end - 1]))
        end--;
    if (start >= end)
        return (PlainSpan){0, 0};
    const UnitPiece *first = piece_from(words, start), *last = piece_to(words, end);
    bool apart = first != last; // a meaning that is left or entered
    return (PlainSpan){apart && first->defined ? first->used.start : start_in(first, start),
                       apart && last->defined ? last->used.end : end_in(last, end)};
}

PlainSpan unit_words_stem(const UnitWords *words, size_t start)
{
    size_t own = words->subject.own;
    const UnitPiece *end = words->pieces + words->piece_count;
    for (const UnitPiece *piece = piece_from(words, start); piece + 1 < end; piece++) {
        const UnitPiece *next = piece + 1;
        if (next->at >= own || piece->defined || next->defined)
            break;
        if (next->plain > piece->plain + piece->len + STEM_GAP)
            return unit_words_plain(words, start, piece->at + piece->len);
    }
    return unit_words_plain(words, start, own);
}

const Definition *unit_words_defined(const UnitWords *words, size_t start, size_t end,
                                     PlainSpan *meaning)
{
    const Definition *found = NULL;
    bool itself = false; // words of the unit take part
    for (unsigned i = 0; i < words->piece_count; i++) {
        const UnitPiece *piece = &words->pieces[i];
        if (MAX(start, piece->at) >= MIN(end, piece->at + piece->len))
            continue;
        itself = itself || !piece->defined;
        if (!piece->defined || (found && found != piece->defined))
            continue; // of several terms the first is shown
        found = piece->defined;
        *meaning = (PlainSpan){found->start, end_in(piece, end)};
    }
    return itself ? found : NULL;
}

static void add_context(const UnitWords *words, GString *context, int32_t index)
{
    const Unit *unit = unit_at(words, index);
    if (unit == words->unit)
        return;
    g_string_append_len(context, words->text->str + unit->words, unit->end - unit->words);
    g_string_append_c(context, '\n');
}

const char *unit_words_context(UnitWords *words)
{
    if (words->context)
        return words->context;
    GString *context = g_string_new(NULL);
    int left = UNIT_STEMS_MOST;
    const Unit *numbered = NULL; // the last one taken that has a number
    for (int32_t i = words->unit->heading; i != NO_UNIT && left > 0;
         i = unit_at(words, i)->heading) {
        const Unit *heading = unit_at(words, i);
        bool has_number = heading->words > heading->start;
        if (numbered && has_number && heading->depth >= numbered->depth)
            continue; // stands beside it, not above
        add_context(words, context, i);
        if (has_number)
            numbered = heading;
        left--;
    }
    for (int32_t i = words->unit->clause; i != NO_UNIT && left-- > 0; i = unit_at(words, i)->clause)
        add_context(words, context, i);
    words->context = g_string_free(context, FALSE);
    return words->context;
}

const char *unit_words_before(const UnitWords *words, size_t *len)
{
    if (words->unit == unit_at(words, 0))
        return NULL;
    const Unit *last = words->unit - 1;
    *len = last->end - last->words;
    bool sentence = last->kind == UNIT_ITEM || last->kind == UNIT_SENTENCE;
    return sentence ? words->text->str + last->words : NULL;
}

char *unit_words_under(const UnitWords *words)
{
    GString *under = g_string_new(NULL);
    int left = UNIT_STEMS_MOST;
    if (words->unit->heading != NO_UNIT)
        add_context(words, under, words->unit->heading);
    for (int32_t i = words->unit->clause; i != NO_UNIT && left-- > 0; i = unit_at(words, i)->clause)
        add_context(words, under, i);
    return g_string_free(under, FALSE);
}

char *unit_words_around(const UnitWords *words)
{
    int32_t here = (int32_t)(words->unit - unit_at(words, 0));
    int32_t last = MIN(here + AFTER_MOST, (int32_t)words->units->len - 1);
    GString *around = g_string_new(NULL);
    for (int32_t i = MAX(here - 1, 0); i <= last; i++)
        add_context(words, around, i);
    return g_string_free(around, FALSE);
}
