// SPDX-License-Identifier: GPL-3.0-or-later
// Cutting blocks into units, inside the clauses and lists that are open.
#include "text/units.h"

#include <string.h>

#include "text/cutter.h"
#include "text/marks.h"
#include "text/parts.h"
#include "text/passages.h"
#include "text/sentence.h"
#include "text/titles.h"

enum {
    LABEL_MOST = 8,     // characters, colon included
    INLINE_DEEPEST = 3, // lists inside items of lists inside one paragraph
};

// Whether the unit announces what follows it: it ends in a colon, or says "the following" before a
// list.
static bool is_lead(const Cutter *cutter, const Unit *unit, bool list_follows)
{
    const char *str = cutter->text->str + unit->words;
    size_t len = unit->end - unit->words;
    if (sentence_is_preamble(cutter->cues, str, len))
        return false;
    return sentence_announces(cutter->cues, str, len) ||
           (list_follows && sentence_refers_below(cutter->cues, str, len) &&
            !sentence_is_warning(cutter->cues, str, len));
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
    const Unit *unit = levels_last(&cutter->levels);
    const char *str = cutter->text->str + unit->words;
    size_t len = unit->end - unit->words;
    if (len == 0 || str[len - 1] != ';')
        return NO_UNIT;
    const char *colon = memrchr(str, ':', len);
    bool lead = colon && sentence_refers_below(cutter->cues, str, (size_t)(colon + 1 - str));
    return lead ? levels_as_stem(&cutter->levels, levels_last_unit(&cutter->levels), stem) : stem;
}

// Whether a sentence in an item says nothing without the words that lead to it: "Names and numbers
// in your phone book." after "Contacts." Chinese items do not go on so.
static bool goes_on(const Cutter *cutter, size_t at, size_t end)
{
    const char *str = cutter->text->str + at;
    return end > at && (unsigned char)*str < 0x80 &&
           sentence_is_fragment(cutter->cues, str, end - at) &&
           !sentence_has_subject(cutter->cues, str, end - at);
}

// Cuts a stretch into sentences. The first has the stem; so have those after a semicolon, and in an
// item those that say nothing without it.
static void cut_sentences(Cutter *cutter, Stretch stretch)
{
    const char *str = cutter->text->str;
    bool own = stretch.kind == UNIT_ITEM || stretch.kind == UNIT_HEADING;
    int depth = cutter->levels.depth - (own && cutter->levels.depth > 0);
    int lead = stretch.kind == UNIT_ITEM ? stretch.stem : NO_UNIT;
    for (size_t at = stretch.start; at < stretch.end;) {
        size_t words = MAX(at, stretch.words);
        size_t stop = sentence_end(cutter->cues, str, words, stretch.end), shown = stop;
        while (shown > at && str[shown - 1] == ' ')
            shown--;
        bool leans = at > stretch.start && sentence_leans(cutter->cues, str + at, shown - at);
        if (at > stretch.start && stretch.stem == NO_UNIT && goes_on(cutter, at, shown))
            stretch.stem = lead;
        int stem =
            leans ? levels_as_stem(&cutter->levels, levels_last_unit(&cutter->levels), stretch.stem)
                  : stretch.stem;
        if (shown > at)
            // An enumerator with nothing but blanks after it has no words.
            levels_add(&cutter->levels, stretch.kind, at, MIN(words, shown), shown, depth, stem);
        if (shown > at)
            stretch.stem = next_stem(cutter, stretch.stem);
        stretch.kind = UNIT_SENTENCE;
        depth = cutter->levels.depth;
        for (at = stop; at < stretch.end && str[at] == ' ';)
            at++;
    }
}

static void cut_stretch(Cutter *cutter, Stretch stretch, int nested);

// The stem of the items of a list in a paragraph: the last sentence before it, unless that is
// complete and announces nothing.
static int inline_lead(const Cutter *cutter, int before, int stem)
{
    if (levels_last_unit(&cutter->levels) == before)
        return stem;
    const Unit *unit = levels_last(&cutter->levels);
    const char *str = cutter->text->str + unit->words;
    size_t len = unit->end - unit->words;
    bool open = !sentence_is_finished(str, len) || sentence_refers_below(cutter->cues, str, len);
    return open ? levels_as_stem(&cutter->levels, levels_last_unit(&cutter->levels), NO_UNIT)
                : NO_UNIT;
}

// Cuts a stretch that holds a list.
static void cut_inline(Cutter *cutter, const GArray *marks, Stretch stretch, int nested)
{
    int before = levels_last_unit(&cutter->levels), depth = cutter->levels.depth;
    Stretch intro = stretch;
    intro.end = g_array_index(marks, Mark, 0).at;
    if (intro.end > intro.start)
        cut_sentences(cutter, intro);
    int lead = inline_lead(cutter, before, stretch.stem);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        size_t end = i + 1 < marks->len ? g_array_index(marks, Mark, i + 1).at : stretch.end;
        cutter->levels.depth = depth;
        levels_push(&cutter->levels,
                    (Level){mark->number, (int)cutter->levels.units->len, NO_UNIT, false, false});
        cut_stretch(cutter, (Stretch){UNIT_ITEM, mark->at, mark->words, end, lead}, nested + 1);
    }
    cutter->levels.depth = depth;
}

static void cut_stretch(Cutter *cutter, Stretch stretch, int nested)
{
    g_autoptr(GArray) marks =
        nested < INLINE_DEEPEST ? marks_list(cutter->doc, cutter->text, stretch.words, stretch.end)
                                : NULL;
    if (marks)
        cut_inline(cutter, marks, stretch, nested);
    else
        cut_sentences(cutter, stretch);
}

static void cut_heading(Cutter *cutter, const Block *block, size_t words, Enumerator number)
{
    if (number.sort == ENUMERATOR_NONE) {
        cutter->levels.depth = 0;
        cutter->levels.title = NO_UNIT;
    }
    int unit = (int)cutter->levels.units->len;
    levels_push(&cutter->levels, (Level){number, unit, NO_UNIT, false, false});
    levels_add(&cutter->levels, UNIT_HEADING, block->start, words, block->end,
               cutter->levels.depth - 1, NO_UNIT);
    cutter->levels.heading = unit;
    if (number.sort == ENUMERATOR_NONE) {
        cutter->levels.title = unit;
        cutter->levels.depth = 0;
    }
}

// Whether it is a bullet right after another of its list: one of several things named, not the
// title of what follows it.
static bool is_one_of_bullets(const Cutter *cutter, guint i)
{
    const Part *part = cutter_part(cutter, i);
    return part->number.sort == ENUMERATOR_BULLET && part->words > 0 && i > 0 &&
           cutter_part(cutter, i - 1)->words > 0 &&
           enumerator_same_list(&cutter_part(cutter, i - 1)->number, &part->number);
}

// Whether a paragraph begins there that says something by itself: a bullet before it is one thing
// named, not its title.
static bool is_statement(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len || cutter_part(cutter, i)->words > 0)
        return false;
    const Block *block = &cutter_part(cutter, i)->block;
    const char *str = cutter->text->str + block->start;
    size_t len = block->end - block->start;
    return block->kind != LINE_ITEM && block->kind != LINE_CELL && sentence_is_finished(str, len) &&
           !sentence_is_fragment(cutter->cues, str, len);
}

// Whether an item with a stem that comes to no full stop stands before the first item of a new
// list, which tells what it holds: "1、读取通讯录；" before "（1）姓名；".
static bool leads_inner(const Cutter *cutter, guint i, const Unit *last)
{
    if (i + 1 >= cutter->parts->len || last->stem == NO_UNIT)
        return false;
    Enumerator next = cutter_number(cutter, i + 1);
    if (cutter_number(cutter, i).sort == ENUMERATOR_BULLET && next.sort != ENUMERATOR_BULLET)
        return false;
    return next.sort > ENUMERATOR_ARTICLE && next.value <= 1 && next.sort != ENUMERATOR_DOTTED &&
           !levels_is_open(&cutter->levels, &next) &&
           !sentence_is_finished(cutter->text->str + last->start, last->end - last->start);
}

// Whether an item without a stem says nothing of its own and stands straight below the title of
// what is taken: "1、通讯录" below "二、我们收集的信息".
static bool is_titled(const Cutter *cutter, int stem, const char *str, size_t len)
{
    const Level *open = levels_top((Levels *)&cutter->levels);
    int parent = open ? open->unit : cutter->levels.title;
    if (stem != NO_UNIT || parent == NO_UNIT || parent != cutter->levels.heading)
        return false;
    const Unit *title = levels_unit(&cutter->levels, parent);
    return sentence_is_fragment(cutter->cues, str, len) &&
           sentence_titles_taking(cutter->cues, cutter->text->str + title->words,
                                  title->end - title->words);
}

static void cut_item(Cutter *cutter, guint i, size_t words, Enumerator number)
{
    const Block *block = &cutter_part(cutter, i)->block;
    bool lead = sentence_announces(cutter->cues, cutter->text->str + words, block->end - words);
    levels_place(&cutter->levels, &number, lead);
    if (titles_has(cutter, i, &number, words)) {
        cut_heading(cutter, block, words, number);
        return;
    }
    int stem = levels_stem(&cutter->levels, cutter->levels.depth);
    if (sentence_states(cutter->cues, cutter->text->str + words, block->end - words))
        stem = NO_UNIT;
    int first = (int)cutter->levels.units->len;
    bool titled = is_titled(cutter, stem, cutter->text->str + words, block->end - words);
    levels_push(&cutter->levels,
                (Level){number, (int)cutter->levels.units->len, NO_UNIT, false, false});
    cut_stretch(cutter, (Stretch){UNIT_ITEM, block->start, words, block->end, stem}, 0);
    if (titled && first <= levels_last_unit(&cutter->levels))
        levels_unit(&cutter->levels, first)->titled = true;
    const Unit *last = levels_last(&cutter->levels);
    bool title = last->stem != NO_UNIT &&
                 levels_last_unit(&cutter->levels) == levels_top(&cutter->levels)->unit &&
                 !is_one_of_bullets(cutter, i) &&
                 !(number.sort == ENUMERATOR_BULLET && is_statement(cutter, i + 1)) &&
                 sentence_is_title(cutter->cues, cutter->text->str + words, block->end - words);
    title = title || leads_inner(cutter, i, last);
    if (title || is_lead(cutter, last, cutter_starts_item(cutter, i + 1)))
        levels_top(&cutter->levels)->lead = levels_last_unit(&cutter->levels);
    levels_top(&cutter->levels)->title = title;
}

// Whether a list of paragraphs goes on after one that ended in a full stop: with a noun or a
// phrase, as in a table whose cells have become lines, not with a sentence of its own.
static bool is_fragment(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len)
        return false;
    const Block *block = &cutter_part(cutter, i)->block;
    return sentence_is_fragment(cutter->cues, cutter->text->str + block->start,
                                block->end - block->start);
}

static bool has_subject(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len || cutter_part(cutter, i)->words > 0)
        return false;
    const Block *block = &cutter_part(cutter, i)->block;
    return block->kind != LINE_CELL && block->kind != LINE_ITEM &&
           sentence_has_subject(cutter->cues, cutter->text->str + block->start,
                                block->end - block->start);
}

// Whether a list of plain lines is over before this line: at a sentence with a subject of its own
// ("Payment history" / "We also obtain your file."), or at the title of one.
static bool begins_anew(const Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    size_t len = block->end - block->start;
    if (has_subject(cutter, i))
        return true;
    if (!has_subject(cutter, i + 1))
        return false;
    const Block *next = &cutter_part(cutter, i + 1)->block;
    return !sentence_adds(cutter->cues, cutter->text->str + next->start, next->end - next->start) &&
           sentence_is_title(cutter->cues, cutter->text->str + block->start, len);
}

// Whether a list of bullets is over before this paragraph, though its last item had no full stop:
// at a sentence with one, or where a list of plain lines would be.
static bool ends_bullets(const Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    const char *str = cutter->text->str + block->start;
    return levels_bare_bullet(&cutter->levels) && block->kind != LINE_ITEM &&
           block->kind != LINE_CELL && g_ascii_isupper(*str) &&
           (sentence_is_finished(str, block->end - block->start) || begins_anew(cutter, i));
}

// Whether the paragraph begins with the two words that the one before it begins with, as items of
// one list do.
static bool is_parallel(const Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    const Block *last = i > 0 ? &cutter_part(cutter, i - 1)->block : NULL;
    size_t n = sentence_two_words(cutter->text->str + block->start, block->end - block->start);
    return n > 0 && last && last->end - last->start > n &&
           memcmp(cutter->text->str + last->start, cutter->text->str + block->start, n + 1) == 0;
}

// Whether the paragraph announces a list of its own and says of what: "您享有以下权利：".
static bool is_own_lead(const Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    return !is_fragment(cutter, i) && cutter_starts_item(cutter, i + 1) &&
           sentence_announces(cutter->cues, cutter->text->str + block->start,
                              block->end - block->start);
}

// Whether the paragraph below the title of an item stands by itself.
static bool is_apart(const Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    return is_own_lead(cutter, i) || sentence_states(cutter->cues, cutter->text->str + block->start,
                                                     block->end - block->start);
}

static void close_same(Cutter *cutter, guint i)
{
    Enumerator number = cutter_number(cutter, i);
    levels_close_same(&cutter->levels, &number);
}

// A paragraph without a number: an item of a list of such, or prose that ends the list before it.
static void cut_paragraph(Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    Enumerator none = {0};
    if (block->kind == LINE_HEADING && titles_has(cutter, i, &none, block->start)) {
        cut_heading(cutter, block, block->start, none);
        return;
    }
    if (is_own_lead(cutter, i))
        close_same(cutter, i + 1);
    Level *open = levels_top(&cutter->levels);
    bool fresh = open && open->lead != NO_UNIT &&
                 (open->plain || levels_last_unit(&cutter->levels) == open->lead);
    int stem = NO_UNIT;
    if (fresh && open->plain ? begins_anew(cutter, i) : fresh && open->title && is_apart(cutter, i))
        fresh = false;
    if (fresh &&
        (!open->plain || !cutter->finished || is_fragment(cutter, i) || is_parallel(cutter, i))) {
        open->plain = true;
        stem = levels_stem(&cutter->levels, cutter->levels.depth);
    } else if (cutter->finished || (open && open->plain) || ends_bullets(cutter, i)) {
        levels_close_list(&cutter->levels);
    }
    if (stem == NO_UNIT && titles_has(cutter, i, &none, block->start)) {
        cut_heading(cutter, block, block->start, none);
        return;
    }
    cut_stretch(cutter, (Stretch){UNIT_SENTENCE, block->start, block->start, block->end, stem}, 0);
    const Unit *last = levels_last(&cutter->levels);
    bool item_next = cutter_starts_item(cutter, i + 1);
    if (!is_lead(cutter, last, item_next) || (!item_next && is_label(cutter, last)))
        return;
    if (stem != NO_UNIT && cutter->levels.depth &&
        levels_top(&cutter->levels)->number.sort == ENUMERATOR_NONE &&
        levels_top(&cutter->levels)->plain)
        cutter->levels.depth--; // one lead-in after another: the later one counts
    levels_push(&cutter->levels, (Level){none, levels_last_unit(&cutter->levels),
                                         levels_last_unit(&cutter->levels), false, false});
}

static void cut_row(Cutter *cutter, const Block *block)
{
    if (block->table != cutter->table)
        cutter->head = NO_UNIT;
    cutter->table = block->table;
    int stem =
        cutter->head != NO_UNIT ? cutter->head : levels_stem(&cutter->levels, cutter->levels.depth);
    UnitKind kind = block->head ? UNIT_HEAD : UNIT_ROW;
    if (block->head)
        stem = levels_stem(&cutter->levels, cutter->levels.depth);
    size_t end = block->end;
    for (size_t at = block->start; at < end;) {
        size_t stop = sentence_cap(cutter->text->str, at, end);
        levels_add(&cutter->levels, kind, at, at, stop, cutter->levels.depth, stem);
        at = stop;
    }
    if (block->head)
        cutter->head = levels_last_unit(&cutter->levels);
}

static void cut_block(Cutter *cutter, guint i)
{
    const Block *block = &cutter_part(cutter, i)->block;
    if (block->kind == LINE_CELL) {
        cut_row(cutter, block);
        cutter->finished = true;
        return;
    }
    size_t words = cutter_part(cutter, i)->words;
    if (!words && block->kind == LINE_ITEM)
        words = block->start;
    if (words)
        cut_item(cutter, i, words, cutter_number(cutter, i));
    else
        cut_paragraph(cutter, i);
    cutter->finished =
        sentence_is_finished(cutter->text->str + block->start, block->end - block->start);
}

GArray *units_new(const Document *doc, const Text *text)
{
    g_autofree const char **languages = passages_languages(text);
    g_autoptr(GArray) parts = parts_new(doc, text);
    Cutter cutter = {.doc = doc, .text = text, .cues = text->cues, .parts = parts, .head = NO_UNIT};
    GArray *units = g_array_new(FALSE, FALSE, sizeof(Unit));
    cutter.levels = (Levels){.units = units, .heading = NO_UNIT, .title = NO_UNIT};
    for (guint i = 0; i < parts->len; i++) {
        guint first = units->len;
        cut_block(&cutter, i);
        for (guint k = first; k < units->len; k++)
            g_array_index(units, Unit, k).language = languages[cutter_part(&cutter, i)->of];
    }
    return units;
}
