// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_settle.h"

#include <math.h>
#include <string.h>

#include "read/pdf_piece.h"
#include "read/pdf_running.h"
#include "text/enumerator.h"

enum {
    INDENTED_LEAST = 3,    // paragraphs set in, for it to be a habit
    HEADING_LONGEST = 120, // bytes
};
static const float HEADING = 1.15F; // of the usual size
static const float NOTE = 0.88F;
static const float NOTE_ZONE = 0.6F;  // share of the page's height below which notes stand
static const float SAME_SIZE = 0.12F; // share by which sizes may differ
static const float SIDE = 24;         // points: columns of a table on two pages

static bool read_on(const Line *line)
{
    return line->kind != LINE_RUNNING && line->kind != LINE_WATERMARK;
}

static bool same_words(const Document *doc, const Line *a, const Line *b)
{
    return a->end - a->start == b->end - b->start &&
           memcmp(doc->text->str + a->start, doc->text->str + b->start, a->end - a->start) == 0;
}

// The lines of one table on one page: [first, end), with its first row's end.
typedef struct {
    guint first, end;
    int columns;
} TableLines;

static TableLines table_at(const Whole *whole, guint first)
{
    TableLines table = {.first = first};
    uint32_t number = whole_hint(whole, first)->table;
    for (table.end = first; table.end < whole->hints->len; table.end++) {
        if (whole_hint(whole, table.end)->table != number)
            break;
        table.columns = MAX(table.columns, whole_line(whole, table.end)->column + 1);
    }
    return table;
}

// The first line of a column of a table, or NULL.
static const Line *column_line(const Whole *whole, const TableLines *table, int column)
{
    for (guint i = table->first; i < table->end; i++)
        if (whole_line(whole, i)->column == column)
            return whole_line(whole, i);
    return NULL;
}

static bool same_columns(const Whole *whole, const TableLines *a, const TableLines *b)
{
    if (a->columns != b->columns)
        return false;
    for (int c = 0; c < a->columns; c++) {
        const Line *one = column_line(whole, a, c), *other = column_line(whole, b, c);
        if (one && other && one->turn == other->turn &&
            fabsf(piece_turned(one->box, one->turn).x0 - piece_turned(other->box, other->turn).x0) >
                SIDE)
            return false;
    }
    return true;
}

// Whether the first row of `next` says again what the first row of `table` said.
static guint repeated_head(const Whole *whole, const TableLines *table, const TableLines *next)
{
    guint n = 0;
    uint32_t row = whole_line(whole, next->first)->row,
             above = whole_line(whole, table->first)->row;
    for (; next->first + n < next->end && whole_line(whole, next->first + n)->row == row; n++) {
        if (table->first + n >= table->end || whole_line(whole, table->first + n)->row != above ||
            !same_words(whole->doc, whole_line(whole, table->first + n),
                        whole_line(whole, next->first + n)))
            return 0;
    }
    return n;
}

// Goes on with a table on the next page: the header said again is not read twice, and a row whose
// first cell is empty is the rest of the last row.
static void join_tables(const Whole *whole, const TableLines *table, TableLines *next)
{
    guint head = repeated_head(whole, table, next);
    for (guint i = 0; i < head; i++)
        whole_line(whole, next->first + i)->kind = LINE_RUNNING;
    guint first = next->first + head;
    if (first >= next->end)
        return;
    for (guint i = first; i < next->end; i++)
        whole_line(whole, i)->head = false;
    uint32_t row = whole_line(whole, first)->row, last = whole_line(whole, table->end - 1)->row;
    if (whole_line(whole, first)->column > 0)
        for (guint i = first; i < next->end && whole_line(whole, i)->row == row; i++)
            whole_line(whole, i)->row = last;
}

static void settle_tables(const Whole *whole)
{
    Document *doc = whole->doc;
    TableLines table = {0}, next;
    bool open = false; // nothing but running lines since the table
    for (guint i = 0; i < doc->lines->len; i++) {
        if (whole_hint(whole, i)->table == 0) {
            open = open && !read_on(whole_line(whole, i));
            continue;
        }
        next = table_at(whole, i);
        if (open &&
            whole_line(whole, next.first)->page == whole_line(whole, table.first)->page + 1 &&
            same_columns(whole, &table, &next))
            join_tables(whole, &table, &next);
        table = next;
        open = true;
        i = next.end - 1;
    }
}

static bool stops(const Document *doc, const Line *line)
{
    static const char *const ends = "。；：！？.;:!?";
    const char *text = doc->text->str;
    const char *last = g_utf8_find_prev_char(text + line->start, text + line->end);
    return !last || g_utf8_strchr(ends, -1, g_utf8_get_char(last));
}

// Whether a line begins with the number or bullet of an item, which no stop need stand before.
static bool numbered(const Document *doc, const Line *line)
{
    Enumerator found;
    return enumerator_read(doc->text->str + line->start, line->end - line->start, &found);
}

// Whether the document sets its paragraphs in: then a full line goes on in one that is not.
static bool sets_in(const Whole *whole)
{
    guint begun = 0, indented = 0;
    for (guint i = 0; i < whole->hints->len; i++) {
        const Line *line = whole_line(whole, i);
        if (line->kind != LINE_BODY || line->before != BREAK_PARAGRAPH)
            continue;
        begun++;
        indented += whole_hint(whole, i)->indented;
    }
    return indented >= INDENTED_LEAST && indented * 3 >= begun;
}

// A break between columns or pages.
static void settle_fresh(const Whole *whole, const Line *up, Line *line)
{
    const Line *first = whole_line(whole, 0);
    const LineHint *hint = whole_hint(whole, (guint)(line - first));
    const LineHint *above = whole_hint(whole, (guint)(up - first));
    if (line->kind == LINE_CELL) {
        if (up->kind == LINE_CELL && up->row == line->row && up->column == line->column)
            line->before = BREAK_UNKNOWN;
    } else if (up->kind == LINE_CELL ||
               fabsf(above->size - hint->size) > SAME_SIZE * MAX(hint->size, 1)) {
        line->before = BREAK_PARAGRAPH;
    } else if ((above->full || above->room < hint->first_word) && !hint->indented) {
        line->before = BREAK_WRAPPED;
    }
}

// What the layout left for the words to decide: a full line goes on, unless what follows has a
// number of its own, or a stop stands before it and nothing sets paragraphs apart.
static void settle_breaks(const Whole *whole)
{
    Document *doc = whole->doc;
    const Line *up = NULL;
    bool set_in = sets_in(whole);
    for (guint i = 0; i < doc->lines->len; i++) {
        Line *line = whole_line(whole, i);
        if (line->kind != LINE_BODY && line->kind != LINE_CELL)
            continue;
        if (up && line->kind == LINE_BODY && i > 0 && !read_on(whole_line(whole, i - 1))) {
            line->before = BREAK_UNKNOWN; // the layout had measured from a header
            settle_fresh(whole, up, line);
        } else if (up && whole_hint(whole, i)->fresh)
            settle_fresh(whole, up, line);
        if (line->before == BREAK_WRAPPED && up &&
            (numbered(doc, line) || (!set_in && stops(doc, up))))
            line->before = BREAK_UNKNOWN;
        up = line;
    }
}

// ①, *, [1], 注, or a number that is not a clause's: "1 text", not "1.2 text".
static bool is_note_mark(const Document *doc, const Line *line)
{
    const char *at = doc->text->str + line->start;
    gunichar first = g_utf8_get_char(at);
    if (!g_unichar_isdigit(first))
        return first == '*' || first == '[' || first == 0x2020 || first == 0x2021 ||
               (first >= 0x2460 && first <= 0x2473) || first == 0x6CE8 || first == 0x203B; // 注 ※
    while (g_unichar_isdigit(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return *at == ' ' || g_unichar_isalpha(g_utf8_get_char(at));
}

// Small lines at the foot of a page that begin with a mark are notes.
static void settle_notes(const Whole *whole, const PageLines *page)
{
    Document *doc = whole->doc;
    guint first = page->end;
    for (guint i = page->end; i > page->first; i--) {
        const Line *line = whole_line(whole, i - 1);
        if (!read_on(line))
            continue;
        if (line->kind != LINE_BODY || whole_hint(whole, i - 1)->size > NOTE * whole->size ||
            whole_height(doc, line, page->turn) < NOTE_ZONE)
            break;
        if (is_note_mark(doc, line))
            first = i - 1;
    }
    for (guint i = first; i < page->end; i++)
        if (whole_line(whole, i)->kind == LINE_BODY)
            whole_line(whole, i)->kind = LINE_NOTE;
}

static void settle_headings(const Whole *whole)
{
    Document *doc = whole->doc;
    for (guint i = 0; i < doc->lines->len; i++) {
        Line *line = whole_line(whole, i);
        if (line->kind == LINE_BODY && whole_hint(whole, i)->size > HEADING * whole->size &&
            line->end - line->start <= HEADING_LONGEST && !stops(doc, line))
            line->kind = LINE_HEADING;
    }
}

void settle_lines(Document *doc, GArray *hints)
{
    g_assert(doc->lines->len == hints->len);
    if (!doc->lines->len)
        return;
    Whole whole;
    whole_init(&whole, doc, hints);
    running_mark(&whole);
    settle_tables(&whole);
    settle_breaks(&whole);
    for (guint p = 0; p < whole.pages->len; p++)
        settle_notes(&whole, &g_array_index(whole.pages, PageLines, p));
    settle_headings(&whole);
    whole_clear(&whole);
}
