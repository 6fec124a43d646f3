// SPDX-License-Identifier: GPL-3.0-or-later
// Flow: paragraphs, items and tables into lines.
#include "read/flow.h"

#include <string.h>

enum {
    TABLES_DEEPEST = 64, // nested deeper they are laid out as their parent
    COLUMNS_MOST = 1000,
    CELL_LONGEST = 4000, // bytes; a longer cell holds a page, not a datum
    HEAD_LONGEST = 60,   // bytes of a header cell: 20 Han
};

// A change of style inside the line being written.
typedef struct {
    gsize at;
    FlowStyle style;
} Change;

// What is remembered of a line already in the document.
typedef struct {
    uint32_t table; // number of the table it stands in, or 0
    bool bold;      // all of it
    bool head_row;  // the format marks its whole row
} Mark;

typedef struct {
    uint32_t number;
    guint first_line;
    uint32_t first_row; // 0 before the first
    unsigned column, columns;
    unsigned span;   // columns of the open cell
    GArray *covered; // unsigned: for each column, rows still covered from above
    bool open_cell, head_row, head_cell;
    bool layout; // another table stands in it
} Table;

struct Flow {
    Document *doc;
    GString *line;
    GArray *changes; // Change
    GArray *marks;   // Mark, one a line of the document
    GArray *tables;  // Table, the innermost last
    unsigned too_deep;
    uint32_t table_count, row;
    FlowStyle style;
    LineBreak before;
    LineKind kind;
    uint8_t depth;
};

static void table_clear(Table *table)
{
    g_array_unref(table->covered);
}

Flow *flow_new(Document *doc)
{
    Flow *flow = g_new0(Flow, 1);
    flow->doc = doc;
    flow->line = g_string_new(NULL);
    flow->changes = g_array_new(FALSE, FALSE, sizeof(Change));
    flow->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    flow->tables = g_array_new(FALSE, TRUE, sizeof(Table));
    g_array_set_clear_func(flow->tables, (GDestroyNotify)table_clear);
    flow->before = BREAK_PARAGRAPH;
    document_begin_page(doc, 0, 0);
    return flow;
}

void flow_free(Flow *flow)
{
    if (!flow)
        return;
    flow_break(flow, BREAK_PARAGRAPH);
    while (flow->tables->len)
        flow_table_end(flow);
    g_string_free(flow->line, TRUE);
    g_array_unref(flow->changes);
    g_array_unref(flow->marks);
    g_array_unref(flow->tables);
    g_free(flow);
}

static Table *innermost(Flow *flow)
{
    return flow->tables->len ? &g_array_index(flow->tables, Table, flow->tables->len - 1) : NULL;
}

void flow_style(Flow *flow, const FlowStyle *style)
{
    flow->style = *style;
}

static bool same_style(const FlowStyle *a, const FlowStyle *b)
{
    return a->size == b->size && a->color == b->color && a->concealed == b->concealed &&
           a->bold == b->bold;
}

void flow_text(Flow *flow, const char *utf8, size_t len)
{
    if (len == 0)
        return;
    GArray *changes = flow->changes;
    Change change = {flow->line->len, flow->style};
    if (changes->len == 0 ||
        !same_style(&g_array_index(changes, Change, changes->len - 1).style, &flow->style))
        g_array_append_val(changes, change);
    gsize from = flow->line->len;
    g_string_append_len(flow->line, utf8, (gssize)len);
    for (char *at = flow->line->str + from; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\f')
            *at = ' ';
}

gunichar flow_last(const Flow *flow)
{
    const GString *line = flow->line;
    return line->len ? g_utf8_get_char_validated(g_utf8_prev_char(line->str + line->len), -1) : 0;
}

// Writes the line with its styles; they begin where the line does, not at the line end before it.
static void write_pieces(Flow *flow, gsize len)
{
    for (guint i = 0; i < flow->changes->len; i++) {
        const Change *change = &g_array_index(flow->changes, Change, i);
        gsize end = i + 1 < flow->changes->len ? (change + 1)->at : len;
        if (change->at >= len)
            break;
        document_set_style(flow->doc, change->style.size, change->style.color,
                           change->style.concealed);
        document_append(flow->doc, flow->line->str + change->at, MIN(end, len) - change->at);
    }
}

static bool is_bold(const Flow *flow, gsize len)
{
    for (guint i = 0; i < flow->changes->len; i++) {
        const Change *change = &g_array_index(flow->changes, Change, i);
        if (change->at < len && !change->style.bold)
            return false;
    }
    return true;
}

static void place_line(Flow *flow, Line *line)
{
    const Table *table = innermost(flow);
    line->before = flow->before;
    line->kind = flow->kind;
    line->depth = flow->depth;
    if (!table || !table->open_cell)
        return;
    line->kind = LINE_CELL;
    line->depth = 0;
    line->row = flow->row;
    line->column = (uint16_t)table->column;
    line->head = table->head_row || table->head_cell;
}

static void write_line(Flow *flow, gsize len)
{
    Document *doc = flow->doc;
    const Table *table = innermost(flow);
    const Page *page = &g_array_index(doc->pages, Page, 0);
    if (doc->text->len > page->start)
        document_append(doc, "\n", 1);
    size_t start = doc->text->len;
    write_pieces(flow, len);
    place_line(flow, document_mark_line(doc, start, doc->text->len));
    Mark mark = {.bold = is_bold(flow, len)};
    if (table && table->open_cell) {
        mark.table = table->number;
        mark.head_row = table->head_row;
    }
    g_array_append_val(flow->marks, mark);
}

void flow_break(Flow *flow, LineBreak before)
{
    gsize len = flow->line->len;
    while (len && flow->line->str[len - 1] == ' ')
        len--;
    bool wrote = len > 0;
    if (wrote)
        write_line(flow, len);
    g_string_truncate(flow->line, 0);
    g_array_set_size(flow->changes, 0);
    if (wrote || before == BREAK_PARAGRAPH)
        flow->before = before;
}

void flow_kind(Flow *flow, LineKind kind, unsigned depth)
{
    flow->kind = kind;
    flow->depth = (uint8_t)MIN(depth, UINT8_MAX);
}

void flow_table_begin(Flow *flow)
{
    flow_break(flow, BREAK_PARAGRAPH);
    Table *outer = innermost(flow);
    if (outer && outer->open_cell)
        outer->layout = true;
    if (flow->tables->len == TABLES_DEEPEST) {
        flow->too_deep++;
        return;
    }
    Table table = {.number = ++flow->table_count,
                   .first_line = flow->doc->lines->len,
                   .covered = g_array_new(FALSE, TRUE, sizeof(unsigned))};
    g_array_append_val(flow->tables, table);
}

void flow_row_begin(Flow *flow, bool head)
{
    flow_cell_end(flow);
    Table *table = innermost(flow);
    if (!table || flow->too_deep)
        return;
    flow->row++;
    if (!table->first_row)
        table->first_row = flow->row;
    table->column = 0;
    table->span = 0;
    table->head_row = head;
    for (guint i = 0; i < table->covered->len; i++) {
        unsigned *left = &g_array_index(table->covered, unsigned, i);
        *left -= *left > 0;
    }
}

static bool is_covered(const Table *table, unsigned column)
{
    return column < table->covered->len && g_array_index(table->covered, unsigned, column) > 0;
}

void flow_cell_begin(Flow *flow, unsigned columns, unsigned rows, bool head)
{
    flow_cell_end(flow);
    Table *table = innermost(flow);
    if (!table || flow->too_deep)
        return;
    if (!table->first_row)
        flow_row_begin(flow, false);
    table->column += table->span;
    while (is_covered(table, table->column))
        table->column++;
    table->column = MIN(table->column, COLUMNS_MOST);
    table->span = CLAMP(columns, 1, COLUMNS_MOST);
    unsigned end = MIN(table->column + table->span, COLUMNS_MOST);
    if (rows > 1 && table->covered->len < end)
        g_array_set_size(table->covered, end);
    for (unsigned i = table->column; rows > 1 && i < end; i++)
        g_array_index(table->covered, unsigned, i) = rows; // this row counts: one is taken off next
    table->columns = MAX(table->columns, table->column + 1);
    table->head_cell = head;
    table->open_cell = true;
}

void flow_cell_end(Flow *flow)
{
    flow_break(flow, BREAK_PARAGRAPH);
    Table *table = innermost(flow);
    if (table && !flow->too_deep)
        table->open_cell = table->head_cell = false;
}

static bool is_of(const Flow *flow, const Table *table, guint line)
{
    return g_array_index(flow->marks, Mark, line).table == table->number;
}

// What the first row and the others look like.
typedef struct {
    bool marked, all_marked, bold, others_bold, short_names;
    size_t longest_cell;
    unsigned rows;
} Shape;

static bool is_name(const char *cell, gsize len)
{
    static const char *const marks[] = {"。", "，", "；", "：", "___", ". ", ": ", "; ", "¥", "￥"};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (memmem(cell, len, marks[i], strlen(marks[i])))
            return false;
    return len <= HEAD_LONGEST;
}

static Shape shape_of(const Flow *flow, const Table *table)
{
    Shape shape = {.all_marked = true, .bold = true, .others_bold = true, .short_names = true};
    uint32_t last = 0;
    size_t cell = 0;
    for (guint i = table->first_line; i < flow->doc->lines->len; i++) {
        const Line *line = &g_array_index(flow->doc->lines, Line, i);
        const char *text = flow->doc->text->str + line->start;
        gsize len = line->end - line->start;
        if (!is_of(flow, table, i))
            continue;
        bool bold = g_array_index(flow->marks, Mark, i).bold;
        bool same =
            i > table->first_line && line->row == last && (line - 1)->column == line->column;
        cell = same ? cell + len : len;
        shape.longest_cell = MAX(shape.longest_cell, cell);
        shape.rows += line->row != last;
        last = line->row;
        shape.marked |= line->head;
        if (line->row != table->first_row) {
            shape.others_bold &= bold;
            continue;
        }
        shape.all_marked &= line->head;
        shape.bold &= bold;
        shape.short_names &= is_name(text, len);
    }
    return shape;
}

// Row headings (th in a later row or not across the first) are no header row. A row that only its
// words show to be one is text.h's to find.
static void mark_head(const Flow *flow, const Table *table, const Shape *shape)
{
    bool first = shape->marked
                     ? shape->all_marked
                     : shape->short_names && shape->rows > 1 && shape->bold && !shape->others_bold;
    for (guint i = table->first_line; i < flow->doc->lines->len; i++) {
        Line *line = &g_array_index(flow->doc->lines, Line, i);
        if (is_of(flow, table, i))
            line->head = line->row == table->first_row
                             ? first
                             : first && g_array_index(flow->marks, Mark, i).head_row;
    }
}

void flow_table_end(Flow *flow)
{
    flow_cell_end(flow);
    if (flow->too_deep) {
        flow->too_deep--;
        return;
    }
    const Table *table = innermost(flow);
    if (!table)
        return;
    Shape shape = shape_of(flow, table);
    bool layout = table->layout || table->columns < 2 || shape.longest_cell > CELL_LONGEST;
    for (guint i = table->first_line; layout && i < flow->doc->lines->len; i++) {
        Line *line = &g_array_index(flow->doc->lines, Line, i);
        if (!is_of(flow, table, i))
            continue;
        line->kind = LINE_BODY;
        line->row = line->column = 0;
        line->head = false;
    }
    if (!layout)
        mark_head(flow, table, &shape);
    g_array_set_size(flow->tables, flow->tables->len - 1);
}
