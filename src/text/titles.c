// SPDX-License-Identifier: GPL-3.0-or-later
// A title is told by its words, by its number and by what follows it.
#include "text/titles.h"

#include <string.h>

#include "text/sentence.h"

// Whether a numbered title is that of a section though a lead-in is still open before it: it is in
// capitals, and its own sections follow, or only lines without a number stand below the lead-in.
static bool is_section(Cutter *cutter, guint i, const Enumerator *number, size_t words)
{
    const Block *block = &cutter_part(cutter, i)->block;
    const Enumerator *next = &cutter_part(cutter, i + 1)->number;
    const Level *open = levels_top(&cutter->levels);
    return number->sort == ENUMERATOR_NUMBER &&
           sentence_is_capitals(cutter->text->str + words, block->end - words) &&
           ((open && open->plain) ||
            (next->sort == ENUMERATOR_DOTTED && next->values[0] == number->value));
}

// Whether it is the last of a list whose others are items, and nothing stands below it: the next
// number is of a list further out.
static bool is_last_item(const Cutter *cutter, guint i, const Enumerator *number)
{
    const Part *before = i > 0 ? cutter_part(cutter, i - 1) : NULL;
    const Part *next = cutter_part(cutter, i + 1);
    return before && before->words > 0 && enumerator_same_list(&before->number, number) &&
           before->number.value + 1 == number->value &&
           levels_last(&cutter->levels)->kind != UNIT_HEADING && next->words > 0 &&
           next->number.value > 1 && levels_is_open(&cutter->levels, &next->number);
}

// Whether a line without a number names a thing and says something of it: "Map SDK: location".
static bool is_labelled(const char *str, size_t len)
{
    return memchr(str, ':', len) != NULL;
}

bool titles_has(Cutter *cutter, guint i, const Enumerator *number, size_t words)
{
    const Block *block = &cutter_part(cutter, i)->block;
    const char *str = cutter->text->str;
    bool last = i + 1 == cutter->parts->len;
    if (number->sort == ENUMERATOR_NONE && !last && block->kind != LINE_CELL &&
        sentence_names_document(cutter->cues, str + words, block->end - words, i == 0))
        return true;
    if (!last && sentence_is_appendix(cutter->cues, str + words, block->end - words))
        return true;
    if (!sentence_is_title(cutter->cues, str + words, block->end - words))
        return false;
    if (block->kind == LINE_HEADING)
        return true;
    if (last || cutter->doc->lines->len < 2)
        return false;
    const Block *next = &cutter_part(cutter, i + 1)->block;
    const Enumerator follows = cutter_part(cutter, i + 1)->number;
    bool item_next = cutter_part(cutter, i + 1)->words > 0;
    if (cutter_starts_item(cutter, i + 1) &&
        sentence_announces(cutter->cues, str + words, block->end - words))
        return false; // "3. We may do the following" above its items
    if (number->sort != ENUMERATOR_NONE && number->sort <= ENUMERATOR_ARTICLE)
        return true;
    if (is_section(cutter, i, number, words))
        return true;
    if (number->sort != ENUMERATOR_NONE && is_last_item(cutter, i, number))
        return false;
    if (number->sort != ENUMERATOR_NONE)
        return levels_stem(&cutter->levels, cutter->levels.depth) == NO_UNIT &&
               !(item_next && enumerator_same_list(&follows, number)) &&
               number->sort != ENUMERATOR_BULLET;
    // Without a number it is a title only above a paragraph or a list, not among short lines.
    return levels_stem(&cutter->levels, cutter->levels.depth) == NO_UNIT &&
           next->kind != LINE_CELL &&
           (item_next
                ? cutter_starts_item(cutter, i + 1) || !is_labelled(str + words, block->end - words)
                : sentence_is_finished(str + next->start, next->end - next->start));
}
