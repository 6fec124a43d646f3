// SPDX-License-Identifier: GPL-3.0-or-later
// Cutting blocks into units, with a stack of the clauses and lists that are open.
#include "text/units.h"

#include <string.h>

#include "text/enumerator.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/sentence.h"
#include "text/utf8.h"

enum {
    LEVELS_MOST = 16,
    STEMS_MOST = 6,        // a chain of stems longer than this is a form, not a sentence
    LANGUAGE_SURE = 60,    // bytes of a block whose own language counts
    LANGUAGE_SAMPLE = 200, // bytes of it that are looked at
    LABEL_MOST = 8,        // characters, colon included
    INLINE_DEEPEST = 3,    // lists inside items of lists inside one paragraph
};

// Marks of bullets that stand in the format, not in the text: beyond all characters.
static const gunichar FORMAT_BULLET = 0x110000;

// A clause, or a list that is open: its last item, and the words its own items are read after.
typedef struct {
    Enumerator number; // NONE: a lead-in without a number, or a heading
    int unit;          // of the item, or of the lead-in
    int lead;          // the unit that its items have as stem, or NO_UNIT
    bool plain;        // its items are paragraphs without numbers
    bool title;        // its lead is only a title that has a stem itself
} Level;

// A block, or a part of one that begins with an item of a list that goes on in other blocks.
typedef struct {
    Block block;
    guint of; // index of the block
    Enumerator number;
    size_t words; // where its words begin; 0 when it has no number
} Part;

typedef struct {
    const Document *doc;
    const Text *text;
    GArray *units;
    GArray *parts; // Part
    Level levels[LEVELS_MOST];
    int depth;   // levels in use
    int heading; // unit
    int title;   // unit of the last heading without a number
    int head;    // unit of the title row of the table at hand
    uint32_t table;
    bool finished; // the last block ended in a full stop
} Cutter;

static const Part *part_at(const Cutter *cutter, guint i)
{
    return &g_array_index(cutter->parts, Part, i);
}

static Unit *unit_at(const Cutter *cutter, int i)
{
    return &g_array_index(cutter->units, Unit, i);
}

static int last_unit(const Cutter *cutter)
{
    return (int)cutter->units->len - 1;
}

static Level *top(Cutter *cutter)
{
    return cutter->depth ? &cutter->levels[cutter->depth - 1] : NULL;
}

static void push(Cutter *cutter, Level level)
{
    if (cutter->depth == LEVELS_MOST)
        cutter->depth--;
    cutter->levels[cutter->depth++] = level;
}

// The unit of the innermost numbered item or heading.
static int clause_of(const Cutter *cutter, int depth)
{
    for (int i = depth - 1; i >= 0; i--)
        if (cutter->levels[i].number.sort != ENUMERATOR_NONE)
            return cutter->levels[i].unit;
    return cutter->title;
}

static uint8_t numbered_depth(const Cutter *cutter, int depth)
{
    uint8_t n = 0;
    for (int i = 0; i < depth; i++)
        n += cutter->levels[i].number.sort != ENUMERATOR_NONE;
    return n;
}

static int chain_length(const Cutter *cutter, int unit)
{
    int n = 0;
    for (; unit != NO_UNIT; unit = unit_at(cutter, unit)->stem)
        n++;
    return n;
}

// The stem of what stands below `depth` levels.
static int stem_of(const Cutter *cutter, int depth)
{
    int stem = depth ? cutter->levels[depth - 1].lead : NO_UNIT;
    return stem != NO_UNIT && chain_length(cutter, stem) < STEMS_MOST ? stem : NO_UNIT;
}

static int add_unit(Cutter *cutter, UnitKind kind, size_t start, size_t words, size_t end,
                    int depth, int stem)
{
    Unit unit = {.start = (uint32_t)start,
                 .end = (uint32_t)end,
                 .words = (uint32_t)words,
                 .kind = kind,
                 .clause = clause_of(cutter, depth),
                 .stem = stem,
                 .heading = cutter->heading,
                 .depth = numbered_depth(cutter, depth),
                 .language = "und"};
    g_array_append_val(cutter->units, unit);
    return last_unit(cutter);
}

// Plain byte where the words after an enumerator begin.
static size_t words_after(const Cutter *cutter, size_t start, size_t end, size_t raw)
{
    while (start < end && text_origin(cutter->text, start) < raw)
        start++;
    return start;
}

// Reads the enumerator at plain byte `at`; returns where its words begin, or 0.
static size_t enumerator_at(const Cutter *cutter, size_t at, size_t end, Enumerator *found)
{
    size_t raw = text_origin(cutter->text, at);
    size_t len = text_origin_end(cutter->text, end) - raw;
    if (!enumerator_read(cutter->doc->text->str + raw, len, found) || found->len > len)
        return 0;
    return words_after(cutter, at, end, raw + found->len);
}

static bool is_numbered(const Level *level, const Enumerator *number)
{
    if (enumerator_same_list(&level->number, number))
        return true;
    return number->letter && level->number.sort == number->sort + 3 &&
           level->number.mark == number->mark && level->number.value + 1 == number->letter;
}

static void read_as_letter(Enumerator *number)
{
    number->sort += 3; // each Roman sort has its letter sort three on
    number->value = number->letter;
    number->letter = 0;
}

// Whether an item that could be the next of an open list rather begins a list inside it.
static bool begins_inner(const Cutter *cutter, int found, const Enumerator *number, bool lead)
{
    const Level *inner = &cutter->levels[cutter->depth - 1];
    if (inner->lead == NO_UNIT || inner->title)
        return false;
    const Level *level = &cutter->levels[found];
    if (number->sort == ENUMERATOR_BULLET) // a bullet of the format says its depth itself
        return found == cutter->depth - 1 && !lead && number->mark < FORMAT_BULLET;
    return number->value == 1 && level->number.value >= 1;
}

// Whether the innermost level is a bullet that announces nothing.
static bool is_bare_bullet(const Cutter *cutter)
{
    const Level *open = top((Cutter *)cutter);
    return open && open->number.sort == ENUMERATOR_BULLET && open->lead == NO_UNIT;
}

// Ends a list of bullets before a number: none of them announces it.
static void close_bullets(Cutter *cutter, const Enumerator *number)
{
    const Level *open = top(cutter);
    if (!open || number->sort == ENUMERATOR_BULLET || open->number.sort != ENUMERATOR_BULLET ||
        open->lead != NO_UNIT)
        return;
    cutter->depth--;
    if (cutter->depth && top(cutter)->number.sort == ENUMERATOR_NONE)
        cutter->depth--; // its lead-in
}

// Leaves only the levels that an item of this sort can stand below.
static void close_deeper(Cutter *cutter, const Enumerator *number)
{
    close_bullets(cutter, number);
    if (number->sort <= ENUMERATOR_ARTICLE) {
        while (cutter->depth && (top(cutter)->number.sort == ENUMERATOR_NONE ||
                                 top(cutter)->number.sort > number->sort))
            cutter->depth--;
        return;
    }
    if (number->sort != ENUMERATOR_DOTTED)
        return;
    for (int i = cutter->depth - 1; i >= 0; i--) {
        const Enumerator *above = &cutter->levels[i].number;
        bool parent = above->sort == ENUMERATOR_NUMBER || above->sort == ENUMERATOR_NUMBER_COMMA ||
                      (above->sort == ENUMERATOR_DOTTED && above->parts < number->parts);
        if (parent && above->value == number->values[above->parts - 1]) {
            cutter->depth = i + 1;
            return;
        }
    }
}

// Whether the item at level `i`, where the number would leave a gap, belongs rather to a list
// further out that it carries on: after "4. Sharing ... 1. 2. 3." a "5." is the next section.
static bool carries_on_outer(const Cutter *cutter, int i, const Enumerator *number)
{
    if (number->value == 1 || cutter->levels[i].number.value + 1 == number->value)
        return false;
    for (int k = i - 1; k >= 0; k--)
        if (enumerator_same_list(&cutter->levels[k].number, number) &&
            cutter->levels[k].number.value + 1 == number->value)
            return true;
    return false;
}

// Finds the place of a numbered item in the tree; afterwards the levels are those around it.
static void place_item(Cutter *cutter, Enumerator *number, bool lead)
{
    for (int i = cutter->depth - 1; i >= 0; i--) {
        if (!is_numbered(&cutter->levels[i], number) || carries_on_outer(cutter, i, number))
            continue;
        if (cutter->levels[i].number.sort != number->sort)
            read_as_letter(number);
        if (begins_inner(cutter, i, number, lead))
            return;
        bool again = number->value == 1 && cutter->levels[i].number.value > 1;
        cutter->depth = i;
        // A list that begins anew is not the one the lead-in announced: a table of contents was.
        if (again && i > 0 && cutter->levels[i - 1].number.sort == ENUMERATOR_NONE)
            cutter->depth--;
        return;
    }
    close_deeper(cutter, number);
}

static bool starts_item(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len)
        return false;
    const Part *next = part_at(cutter, i);
    return next->block.kind == LINE_ITEM || next->block.kind == LINE_CELL ||
           (next->words > 0 && next->number.value <= 1);
}

// Whether the unit announces what follows it: it ends in a colon, or says "the following" before a
// list.
static bool is_lead(const Cutter *cutter, const Unit *unit, bool list_follows)
{
    const char *str = cutter->text->str + unit->words;
    size_t len = unit->end - unit->words;
    if (sentence_is_preamble(str, len))
        return false;
    return sentence_announces(str, len) ||
           (list_follows && sentence_refers_below(str, len) && !sentence_is_warning(str, len));
}

// A stretch of plain text to be cut, inside the levels that are open.
typedef struct {
    UnitKind kind; // of its first unit
    size_t start, words, end;
    int stem;
} Stretch;

// Whether it is the label of a blank to fill in, such as "地址：".
static bool is_label(const Cutter *cutter, const Unit *unit)
{
    const char *str = cutter->text->str + unit->start;
    return g_utf8_strlen(str, unit->end - unit->start) <= LABEL_MOST;
}

// The stem of what follows the last unit in its paragraph: after a semicolon that unit itself when
// it holds the lead-in ("包括：甲；乙；丙"), else the stem it has; after a full stop none.
static int next_stem(const Cutter *cutter, int stem)
{
    const Unit *unit = unit_at(cutter, last_unit(cutter));
    const char *str = cutter->text->str + unit->words;
    size_t len = unit->end - unit->words;
    if (len == 0 || str[len - 1] != ';')
        return NO_UNIT;
    const char *colon = memrchr(str, ':', len);
    bool lead = colon && sentence_refers_below(str, (size_t)(colon + 1 - str));
    return lead && chain_length(cutter, last_unit(cutter)) < STEMS_MOST ? last_unit(cutter) : stem;
}

// Cuts a stretch into sentences. The first has the stem; so have those after a semicolon.
static void cut_sentences(Cutter *cutter, Stretch stretch)
{
    const char *str = cutter->text->str;
    bool own = stretch.kind == UNIT_ITEM || stretch.kind == UNIT_HEADING;
    int depth = cutter->depth - (own && cutter->depth > 0);
    for (size_t at = stretch.start; at < stretch.end;) {
        size_t words = MAX(at, stretch.words);
        size_t stop = sentence_end(str, words, stretch.end), shown = stop;
        while (shown > at && str[shown - 1] == ' ')
            shown--;
        if (shown > at)
            // An enumerator with nothing but blanks after it has no words.
            add_unit(cutter, stretch.kind, at, MIN(words, shown), shown, depth, stretch.stem);
        if (shown > at)
            stretch.stem = next_stem(cutter, stretch.stem);
        stretch.kind = UNIT_SENTENCE;
        depth = cutter->depth;
        for (at = stop; at < stretch.end && str[at] == ' ';)
            at++;
    }
}

typedef struct {
    size_t at, words;
    Enumerator number;
} Mark;

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
static bool closes_item(const char *str, size_t start, size_t at)
{
    static const char *const joining[] = {"and",  "or",  "以及", "及", "和", "或",
                                          "或者", "dan", "atau", "y",  "o",  NULL};
    const char *from = str + start;
    while (at > start && str[at - 1] == ' ')
        at--;
    for (unsigned i = 0; joining[i]; i++) {
        size_t n = strlen(joining[i]);
        if (at - start > n && memcmp(str + at - n, joining[i], n) == 0) {
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
static bool is_divided_list(const char *str, const GArray *marks)
{
    unsigned closed = 0;
    for (guint i = 1; i < marks->len; i++)
        closed += closes_item(str, g_array_index(marks, Mark, i - 1).words,
                              g_array_index(marks, Mark, i).at);
    return closed * 2 >= marks->len - 1;
}

// Numbers 1, 2, ... inside a paragraph. Mark array.
static GArray *inline_chain(const Cutter *cutter, size_t start, size_t end)
{
    const char *str = cutter->text->str;
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    for (size_t at = start; at < end; at++) {
        if ((str[at] & 0x80) || (at > start && g_ascii_isalnum(str[at - 1])) ||
            !may_be_item(str, at, end) || !is_inline_place(str, start, at))
            continue;
        Mark mark = {.at = at};
        mark.words = enumerator_at(cutter, at, end, &mark.number);
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

// The items of a list written inside one paragraph: at least numbers 1 and 2. Mark array or NULL.
static GArray *inline_marks(const Cutter *cutter, size_t start, size_t end)
{
    GArray *marks = inline_chain(cutter, start, end);
    if (marks->len >= 2 && is_divided_list(cutter->text->str, marks))
        return marks;
    g_array_unref(marks);
    return NULL;
}

static void cut_stretch(Cutter *cutter, Stretch stretch, int nested);

// The stem of the items of a list in a paragraph: the last sentence before it, unless that is
// complete and announces nothing.
static int inline_lead(const Cutter *cutter, int before, int stem)
{
    if (last_unit(cutter) == before)
        return stem;
    const Unit *unit = unit_at(cutter, last_unit(cutter));
    const char *str = cutter->text->str + unit->words;
    size_t len = unit->end - unit->words;
    bool open = !sentence_is_finished(str, len) || sentence_refers_below(str, len);
    return open && chain_length(cutter, last_unit(cutter)) < STEMS_MOST ? last_unit(cutter)
                                                                        : NO_UNIT;
}

// Cuts a stretch that holds a list.
static void cut_inline(Cutter *cutter, const GArray *marks, Stretch stretch, int nested)
{
    int before = last_unit(cutter), depth = cutter->depth;
    Stretch intro = stretch;
    intro.end = g_array_index(marks, Mark, 0).at;
    if (intro.end > intro.start)
        cut_sentences(cutter, intro);
    int lead = inline_lead(cutter, before, stretch.stem);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        size_t end = i + 1 < marks->len ? g_array_index(marks, Mark, i + 1).at : stretch.end;
        cutter->depth = depth;
        push(cutter, (Level){mark->number, (int)cutter->units->len, NO_UNIT, false, false});
        cut_stretch(cutter, (Stretch){UNIT_ITEM, mark->at, mark->words, end, lead}, nested + 1);
    }
    cutter->depth = depth;
}

static void cut_stretch(Cutter *cutter, Stretch stretch, int nested)
{
    g_autoptr(GArray) marks =
        nested < INLINE_DEEPEST ? inline_marks(cutter, stretch.words, stretch.end) : NULL;
    if (marks)
        cut_inline(cutter, marks, stretch, nested);
    else
        cut_sentences(cutter, stretch);
}

static bool is_heading(const Cutter *cutter, guint i, const Enumerator *number, size_t words)
{
    const Block *block = &part_at(cutter, i)->block;
    const char *str = cutter->text->str;
    bool last = i + 1 == cutter->parts->len;
    if (!sentence_is_title(str + words, block->end - words))
        return false;
    if (block->kind == LINE_HEADING)
        return true;
    if (last || cutter->doc->lines->len < 2)
        return false;
    const Block *next = &part_at(cutter, i + 1)->block;
    const Enumerator follows = part_at(cutter, i + 1)->number;
    bool item_next = part_at(cutter, i + 1)->words > 0;
    if (number->sort != ENUMERATOR_NONE && number->sort <= ENUMERATOR_ARTICLE)
        return true;
    if (number->sort != ENUMERATOR_NONE)
        return stem_of(cutter, cutter->depth) == NO_UNIT &&
               !(item_next && enumerator_same_list(&follows, number)) &&
               number->sort != ENUMERATOR_BULLET;
    // Without a number it is a title only above a paragraph or a list, not among short lines.
    return stem_of(cutter, cutter->depth) == NO_UNIT && next->kind != LINE_CELL &&
           (item_next || sentence_is_finished(str + next->start, next->end - next->start));
}

static void cut_heading(Cutter *cutter, const Block *block, size_t words, Enumerator number)
{
    if (number.sort == ENUMERATOR_NONE) {
        cutter->depth = 0;
        cutter->title = NO_UNIT;
    }
    int unit = (int)cutter->units->len;
    push(cutter, (Level){number, unit, NO_UNIT, false, false});
    add_unit(cutter, UNIT_HEADING, block->start, words, block->end, cutter->depth - 1, NO_UNIT);
    cutter->heading = unit;
    if (number.sort == ENUMERATOR_NONE) {
        cutter->title = unit;
        cutter->depth = 0;
    }
}

// Whether it is a bullet right after another of its list: one of several things named, not the
// title of what follows it.
static bool is_one_of_bullets(const Cutter *cutter, guint i)
{
    const Part *part = part_at(cutter, i);
    return part->number.sort == ENUMERATOR_BULLET && part->words > 0 && i > 0 &&
           part_at(cutter, i - 1)->words > 0 &&
           enumerator_same_list(&part_at(cutter, i - 1)->number, &part->number);
}

static void cut_item(Cutter *cutter, guint i, size_t words, Enumerator number)
{
    const Block *block = &part_at(cutter, i)->block;
    bool lead = sentence_announces(cutter->text->str + words, block->end - words);
    place_item(cutter, &number, lead);
    if (is_heading(cutter, i, &number, words)) {
        cut_heading(cutter, block, words, number);
        return;
    }
    int stem = stem_of(cutter, cutter->depth);
    push(cutter, (Level){number, (int)cutter->units->len, NO_UNIT, false, false});
    cut_stretch(cutter, (Stretch){UNIT_ITEM, block->start, words, block->end, stem}, 0);
    const Unit *last = unit_at(cutter, last_unit(cutter));
    bool title = last->stem != NO_UNIT && last_unit(cutter) == top(cutter)->unit &&
                 !is_one_of_bullets(cutter, i) &&
                 sentence_is_title(cutter->text->str + words, block->end - words);
    if (title || is_lead(cutter, last, starts_item(cutter, i + 1)))
        top(cutter)->lead = last_unit(cutter);
    top(cutter)->title = title;
}

// Whether a list of paragraphs goes on after one that ended in a full stop: with a noun or a
// phrase, as in a table whose cells have become lines, not with a sentence of its own.
static bool is_fragment(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len)
        return false;
    const Block *block = &part_at(cutter, i)->block;
    return sentence_is_fragment(cutter->text->str + block->start, block->end - block->start);
}

static bool has_subject(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len || part_at(cutter, i)->words > 0)
        return false;
    const Block *block = &part_at(cutter, i)->block;
    return block->kind != LINE_CELL && block->kind != LINE_ITEM &&
           sentence_has_subject(cutter->text->str + block->start, block->end - block->start);
}

// Whether a list of plain lines is over before this line: at a sentence with a subject of its own
// ("Payment history" / "We also obtain your file."), or at the title of one.
static bool begins_anew(const Cutter *cutter, guint i)
{
    const Block *block = &part_at(cutter, i)->block;
    size_t len = block->end - block->start;
    return has_subject(cutter, i) ||
           (has_subject(cutter, i + 1) && sentence_is_title(cutter->text->str + block->start, len));
}

// Whether a list of bullets is over before this paragraph, though its last item had no full stop:
// at a sentence with one.
static bool ends_bullets(const Cutter *cutter, guint i)
{
    const Block *block = &part_at(cutter, i)->block;
    const char *str = cutter->text->str + block->start;
    return is_bare_bullet(cutter) && block->kind != LINE_ITEM && block->kind != LINE_CELL &&
           g_ascii_isupper(*str) && sentence_is_finished(str, block->end - block->start);
}

// Ends the list at hand: the levels of its items, and its lead-in.
static void close_list(Cutter *cutter)
{
    while (cutter->depth &&
           (top(cutter)->number.sort == ENUMERATOR_NONE || is_bare_bullet(cutter) ||
            (cutter->depth > 1 && top(cutter)[-1].lead != NO_UNIT)))
        cutter->depth--;
    if (cutter->depth && top(cutter)->plain) {
        top(cutter)->plain = false;
        top(cutter)->lead = NO_UNIT;
    }
}

// A paragraph without a number: an item of a list of such, or prose that ends the list before it.
static void cut_paragraph(Cutter *cutter, guint i)
{
    const Block *block = &part_at(cutter, i)->block;
    Enumerator none = {0};
    if (block->kind == LINE_HEADING && is_heading(cutter, i, &none, block->start)) {
        cut_heading(cutter, block, block->start, none);
        return;
    }
    Level *open = top(cutter);
    bool fresh = open && open->lead != NO_UNIT && (open->plain || last_unit(cutter) == open->lead);
    int stem = NO_UNIT;
    if (fresh && open->plain && begins_anew(cutter, i))
        fresh = false;
    if (fresh && (!open->plain || !cutter->finished || is_fragment(cutter, i))) {
        open->plain = true;
        stem = stem_of(cutter, cutter->depth);
    } else if (cutter->finished || (open && open->plain) || ends_bullets(cutter, i)) {
        close_list(cutter);
    }
    if (stem == NO_UNIT && is_heading(cutter, i, &none, block->start)) {
        cut_heading(cutter, block, block->start, none);
        return;
    }
    cut_stretch(cutter, (Stretch){UNIT_SENTENCE, block->start, block->start, block->end, stem}, 0);
    const Unit *last = unit_at(cutter, last_unit(cutter));
    bool item_next = starts_item(cutter, i + 1);
    if (!is_lead(cutter, last, item_next) || (!item_next && is_label(cutter, last)))
        return;
    if (stem != NO_UNIT && cutter->depth && top(cutter)->number.sort == ENUMERATOR_NONE &&
        top(cutter)->plain)
        cutter->depth--; // one lead-in after another: the later one counts
    push(cutter, (Level){none, last_unit(cutter), last_unit(cutter), false, false});
}

static void cut_row(Cutter *cutter, const Block *block)
{
    if (block->table != cutter->table)
        cutter->head = NO_UNIT;
    cutter->table = block->table;
    int stem = cutter->head != NO_UNIT ? cutter->head : stem_of(cutter, cutter->depth);
    UnitKind kind = block->head ? UNIT_HEAD : UNIT_ROW;
    if (block->head)
        stem = stem_of(cutter, cutter->depth);
    size_t end = block->end;
    for (size_t at = block->start; at < end;) {
        size_t stop = sentence_cap(cutter->text->str, at, end);
        add_unit(cutter, kind, at, at, stop, cutter->depth, stem);
        at = stop;
    }
    if (block->head)
        cutter->head = last_unit(cutter);
}

// Whether `next` is the number after `last` in the same list.
static bool follows_on(const Enumerator *last, const Enumerator *next)
{
    for (int i = 0; i < last->parts - 1; i++)
        if (last->values[i] != next->values[i])
            return false;
    return enumerator_same_list(last, next) && next->value == last->value + 1 && next->value > 1;
}

// Whether an item of a list in other blocks may begin at `at`: behind the end of a sentence.
static bool is_sibling_place(const char *str, size_t start, size_t at)
{
    while (at > start && str[at - 1] == ' ')
        at--;
    return at > start + 3 && (strchr(";.!?", str[at - 1]) || memcmp(str + at - 3, "。", 3) == 0);
}

static void add_part(Cutter *cutter, guint of, size_t start, size_t end, size_t words,
                     const Enumerator *number)
{
    Part part = {.block = g_array_index(cutter->text->blocks, Block, of), .of = of};
    const char *str = cutter->text->str;
    while (end > start && str[end - 1] == ' ')
        end--;
    if (start >= end)
        return;
    part.block.start = (uint32_t)start;
    part.block.end = (uint32_t)end;
    part.words = words;
    part.number = *number;
    g_array_append_val(cutter->parts, part);
}

// Cuts a block whose next items stand in it too: "2.1 ... 2.2 ...". Returns where the rest begins.
static size_t add_siblings(Cutter *cutter, guint of, Mark *own, size_t end)
{
    const char *str = cutter->text->str;
    size_t start = own->at;
    for (size_t at = own->words; at < end; at++) {
        if ((str[at] & 0xC0) == 0x80 || (at > 0 && g_ascii_isalnum(str[at - 1])) ||
            !is_sibling_place(str, own->words, at))
            continue;
        Mark next = {.at = at};
        next.words = enumerator_at(cutter, at, end, &next.number);
        if (!next.words || !follows_on(&own->number, &next.number))
            continue;
        add_part(cutter, of, start, at, own->words, &own->number);
        *own = next;
        start = at;
        at = next.words;
    }
    return start;
}

// Cuts a block that ends in a list which the next block carries on: "...: 1. ..." before "2. ...".
static bool add_begun_list(Cutter *cutter, guint of, const Mark *own, size_t start, size_t end)
{
    const GArray *blocks = cutter->text->blocks;
    const Block *next = of + 1 < blocks->len ? &g_array_index(blocks, Block, of + 1) : NULL;
    Enumerator follows;
    if (!next || next->kind == LINE_CELL ||
        !enumerator_at(cutter, next->start, next->end, &follows) || follows.value < 2)
        return false;
    g_autoptr(GArray) marks = inline_chain(cutter, MAX(start, own->words), end);
    if (marks->len == 0 ||
        !follows_on(&g_array_index(marks, Mark, marks->len - 1).number, &follows))
        return false;
    const Mark *first = &g_array_index(marks, Mark, 0);
    add_part(cutter, of, start, first->at, own->words, &own->number);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        size_t stop = i + 1 < marks->len ? mark[1].at : end;
        add_part(cutter, of, mark->at, stop, mark->words, &mark->number);
    }
    return true;
}

static void add_parts(Cutter *cutter, guint of)
{
    const Block *block = &g_array_index(cutter->text->blocks, Block, of);
    Mark own = {.at = block->start};
    size_t start = block->start;
    if (block->kind != LINE_CELL)
        own.words = enumerator_at(cutter, block->start, block->end, &own.number);
    if (own.words && own.number.sort != ENUMERATOR_BULLET)
        start = add_siblings(cutter, of, &own, block->end);
    if (block->kind == LINE_CELL || !add_begun_list(cutter, of, &own, start, block->end))
        add_part(cutter, of, start, block->end, own.words, &own.number);
}

// Enough of a block to tell its language by.
static const char *language_of_block(const char *str, size_t len)
{
    size_t most = MIN(len, (size_t)LANGUAGE_SAMPLE);
    while (most < len && (str[most] & 0xC0) == 0x80)
        most++;
    const char *language = language_of(str, most);
    return most < len && strcmp(language, "und") == 0 ? language_of(str, len) : language;
}

// Whether a block is long enough to tell its own language. Han text is told by its script, so a
// sentence of it will do, but for kanji among Japanese.
static bool tells(const Block *block, const char *own, const char *last)
{
    size_t len = block->end - block->start;
    if (len >= LANGUAGE_SURE)
        return strcmp(own, "und") != 0;
    return len >= 15 && strcmp(own, "zh") == 0 && g_strcmp0(last, "ja") != 0;
}

// The language of each block, short ones taking that of their neighbours.
static const char **languages_of(const Text *text)
{
    const char **languages = g_new0(const char *, text->blocks->len + 1);
    const char *last = NULL;
    for (guint i = 0; i < text->blocks->len; i++) {
        const Block *block = &g_array_index(text->blocks, Block, i);
        const char *own = language_of_block(text->str + block->start, block->end - block->start);
        languages[i] = tells(block, own, last) ? own : last;
        last = languages[i];
    }
    const char *next = last ? last : language_of(text->str, text->len);
    for (guint i = text->blocks->len; i-- > 0;) {
        languages[i] = languages[i] ? languages[i] : next;
        next = languages[i];
    }
    return languages;
}

static void cut_block(Cutter *cutter, guint i)
{
    const Block *block = &part_at(cutter, i)->block;
    if (block->kind == LINE_CELL) {
        cut_row(cutter, block);
        cutter->finished = true;
        return;
    }
    Enumerator number = part_at(cutter, i)->number;
    size_t words = part_at(cutter, i)->words;
    if (!words && block->kind == LINE_ITEM) {
        number = (Enumerator){.sort = ENUMERATOR_BULLET, .mark = FORMAT_BULLET + block->depth};
        words = block->start;
    }
    if (words)
        cut_item(cutter, i, words, number);
    else
        cut_paragraph(cutter, i);
    cutter->finished =
        sentence_is_finished(cutter->text->str + block->start, block->end - block->start);
}

GArray *units_new(const Document *doc, const Text *text)
{
    Cutter cutter = {
        .doc = doc, .text = text, .heading = NO_UNIT, .title = NO_UNIT, .head = NO_UNIT};
    cutter.units = g_array_new(FALSE, FALSE, sizeof(Unit));
    g_autofree const char **languages = languages_of(text);
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
    cutter.parts = parts;
    for (guint i = 0; i < text->blocks->len; i++)
        add_parts(&cutter, i);
    for (guint i = 0; i < parts->len; i++) {
        guint first = cutter.units->len;
        cut_block(&cutter, i);
        for (guint k = first; k < cutter.units->len; k++)
            unit_at(&cutter, (int)k)->language = languages[part_at(&cutter, i)->of];
    }
    return cutter.units;
}

static char *shown_range(const Text *text, const Document *doc, size_t start, size_t end)
{
    if (start >= end)
        return g_strdup("");
    return text_shown(text, doc, text_origin(text, start), text_origin_end(text, end));
}

// An enumerator without the sign that only divides it from its words.
static char *bare_number(char *number)
{
    static const char signs[] = "、.．:： \t,，　";
    char *end = number + strlen(number);
    while (end > number && g_utf8_strchr(signs, -1, utf8_get(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    *end = '\0';
    return g_strchug(number);
}

char *units_number(const GArray *units, const Text *text, const Document *doc, size_t unit)
{
    GString *path = g_string_new(NULL);
    for (int i = (int)unit; i != NO_UNIT; i = g_array_index(units, Unit, i).clause) {
        const Unit *at = &g_array_index(units, Unit, i);
        if (at->words == at->start)
            continue;
        g_autofree char *number = bare_number(shown_range(text, doc, at->start, at->words));
        if (path->len)
            g_string_prepend(path, " › ");
        g_string_prepend(path, number);
    }
    return path->len ? g_string_free(path, FALSE) : g_string_free(path, TRUE);
}

char *units_heading(const GArray *units, const Text *text, const Document *doc, size_t unit)
{
    int heading = g_array_index(units, Unit, unit).heading;
    if (heading == NO_UNIT)
        return NULL;
    const Unit *at = &g_array_index(units, Unit, heading);
    return shown_range(text, doc, at->start, at->end);
}
