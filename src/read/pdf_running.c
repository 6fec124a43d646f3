// SPDX-License-Identifier: GPL-3.0-or-later
// Running: comparing pages with each other.
#include "read/pdf_running.h"

#include <math.h>
#include <string.h>

#include "read/pdf_piece.h"
#include "text/enumerator.h"

enum {
    EDGE_ROWS_MOST = 4,    // more that repeat are copies of a page, not headers
    INDENTED_LEAST = 3,    // paragraphs set in, for it to be a habit
    HEADING_LONGEST = 120, // bytes
};
static const float ZONE = 0.15F;         // share of the page's height where headers stand
static const float COUNTED_ZONE = 0.25F; // what repeats down to here is a copy, not a header
static const float NUMBER_ZONE = 0.1F;   // where a lone number is the page's
static const float APART = 1.5F;         // of the usual distance of lines
static const float BUCKET = 6;           // points: lines within a bucket or next to it are level
static const float HEADING = 1.15F;      // of the usual size
static const float NOTE = 0.88F;
static const float NOTE_ZONE = 0.6F; // share of the page's height below which notes stand
static const float MARK_LARGE = 1.8F;
static const float MARK_LIGHT = 0.6F; // luminance
static const float SAME_SIZE = 0.12F; // share by which sizes may differ
static const float SIDE = 6;          // points: columns of a table on two pages

// How many pages hold a line, and which was the last, from 1.
typedef struct {
    guint pages, last;
} Seen;

typedef struct {
    Document *doc;
    GArray *hints;
    float size;       // usual, points
    GHashTable *seen; // height and words of a line -> Seen
} Settling;

static Line *line_at(const Document *doc, guint i)
{
    return &g_array_index(doc->lines, Line, i);
}

static LineHint *hint_at(const Settling *settling, guint i)
{
    return &g_array_index(settling->hints, LineHint, i);
}

static const Page *page_of(const Document *doc, const Line *line)
{
    return &g_array_index(doc->pages, Page, line->page);
}

// A page's lines: [first, end).
typedef struct {
    guint first, end;
    uint16_t turn; // of most of its text
} PageLines;

static GArray *pages_of(const Document *doc)
{
    GArray *pages = g_array_new(FALSE, TRUE, sizeof(PageLines));
    g_array_set_size(pages, doc->pages->len);
    guint i = 0;
    for (guint p = 0; p < pages->len; p++) {
        PageLines *page = &g_array_index(pages, PageLines, p);
        size_t most = 0;
        page->first = i;
        for (; i < doc->lines->len && line_at(doc, i)->page == p; i++)
            if (line_at(doc, i)->end - line_at(doc, i)->start > most) {
                most = line_at(doc, i)->end - line_at(doc, i)->start;
                page->turn = line_at(doc, i)->turn;
            }
        page->end = i;
    }
    return pages;
}

// Where a line's middle lies on its page as read: 0 at the top, 1 at the bottom.
static float height_of(const Document *doc, const Line *line, uint16_t turn)
{
    const Page *page = page_of(doc, line);
    Box all = piece_turned((Box){0, 0, page->width, page->height}, turn);
    Box box = piece_turned(line->box, turn);
    return ((box.y0 + box.y1) / 2 - all.y0) / MAX(all.y1 - all.y0, 1);
}

static bool counts(gunichar code)
{
    static const char *const han = "〇零一二三四五六七八九十百";
    return g_unichar_isdigit(code) || g_utf8_strchr(han, -1, code) != NULL;
}

// The words of a line without blanks, every number as one '#'.
static char *masked(const Document *doc, const Line *line)
{
    GString *words = g_string_new(NULL);
    const char *text = doc->text->str;
    for (const char *at = text + line->start; at < text + line->end; at = g_utf8_next_char(at)) {
        gunichar code = g_utf8_get_char(at);
        if (g_unichar_isspace(code))
            continue;
        if (!counts(code))
            g_string_append_unichar(words, code);
        else if (!words->len || words->str[words->len - 1] != '#')
            g_string_append_c(words, '#');
    }
    return g_string_free(words, FALSE);
}

static bool is_page_number(const char *words)
{
    static const char *const forms[] = {"#",
                                        "-#-",
                                        "—#—",
                                        "第#页",
                                        "第#頁",
                                        "第#页共#页",
                                        "第#頁共#頁",
                                        "第#页/共#页",
                                        "#/#",
                                        "Page#",
                                        "Page#of#",
                                        "第#页,共#页",
                                        "第#页，共#页",
                                        "P.#",
                                        "·#·",
                                        "页码#/#",
                                        "#of#",
                                        "Halaman#",
                                        "Página#",
                                        "Página#de#",
                                        "Halaman#dari#",
                                        "Hal.#",
                                        "Page#/#",
                                        "Pg.#",
                                        "Pág.#",
                                        "Pág.#de#",
                                        "P.#/#",
                                        "第#頁/共#頁",
                                        "頁#",
                                        "頁次#/#"};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
        if (g_ascii_strcasecmp(words, forms[i]) == 0)
            return true;
    return false;
}

static int bucket_of(const Document *doc, const Line *line, uint16_t turn)
{
    return (int)(height_of(doc, line, turn) * page_of(doc, line)->height / BUCKET);
}

// How many pages hold the same words at the same height.
static guint repeats_of(const Settling *settling, const char *words, int bucket)
{
    guint pages = 0;
    for (int b = bucket - 1; b <= bucket + 1; b++) {
        g_autofree char *key = g_strdup_printf("%d %s", b, words);
        const Seen *seen = g_hash_table_lookup(settling->seen, key);
        pages += seen ? seen->pages : 0;
    }
    return pages;
}

static bool in_zone(const Document *doc, const Line *line, uint16_t turn)
{
    float height = height_of(doc, line, turn);
    return height < ZONE || height > 1 - ZONE;
}

// Whether a line looks like a mark over the page: turned, light or large.
static bool looks_odd(const Settling *settling, guint i, uint16_t turn)
{
    const Line *line = line_at(settling->doc, i);
    const Style *style = document_style_at(settling->doc, line->start);
    uint32_t c = style ? style->color : 0;
    float light =
        0.3F * (float)(c >> 16) + 0.59F * (float)(c >> 8 & 255) + 0.11F * (float)(c & 255);
    return line->turn != turn || light > MARK_LIGHT * 255 ||
           hint_at(settling, i)->size > MARK_LARGE * settling->size;
}

static bool in_counted_zone(const Document *doc, const Line *line, uint16_t turn)
{
    float height = height_of(doc, line, turn);
    return height < COUNTED_ZONE || height > 1 - COUNTED_ZONE;
}

static void count_lines(Settling *settling, const GArray *pages)
{
    for (guint p = 0; p < pages->len; p++) {
        const PageLines *page = &g_array_index(pages, PageLines, p);
        for (guint i = page->first; i < page->end; i++) {
            const Line *line = line_at(settling->doc, i);
            if (!in_counted_zone(settling->doc, line, page->turn) &&
                !looks_odd(settling, i, page->turn))
                continue;
            g_autofree char *words = masked(settling->doc, line);
            char *key = g_strdup_printf("%d %s", bucket_of(settling->doc, line, page->turn), words);
            Seen *seen = g_hash_table_lookup(settling->seen, key);
            if (seen) {
                g_free(key);
            } else {
                seen = g_new0(Seen, 1);
                g_hash_table_insert(settling->seen, key, seen);
            }
            seen->pages += seen->last != p + 1;
            seen->last = p + 1;
        }
    }
}

static guint pages_enough(const Settling *settling)
{
    return settling->doc->pages->len <= 3 ? 2 : 3;
}

// On how many pages a line stands, at least the page's own number on all.
static guint repeats(const Settling *settling, guint i, uint16_t turn)
{
    const Document *doc = settling->doc;
    g_autofree char *words = masked(doc, line_at(doc, i));
    float height = height_of(doc, line_at(doc, i), turn);
    if (is_page_number(words) && (height < NUMBER_ZONE || height > 1 - NUMBER_ZONE))
        return doc->pages->len + 1;
    int bucket = bucket_of(doc, line_at(doc, i), turn);
    return *words ? repeats_of(settling, words, bucket) : 0;
}

static int by_float(gconstpointer a, gconstpointer b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

static int by_height(gconstpointer a, gconstpointer b, gpointer data)
{
    const Settling *settling = data;
    const Line *one = line_at(settling->doc, *(const guint *)a),
               *other = line_at(settling->doc, *(const guint *)b);
    float up = height_of(settling->doc, one, one->turn),
          down = height_of(settling->doc, other, other->turn);
    return (up > down) - (up < down);
}

// The lines of a page near one edge that are read like most of it, from the edge inwards.
static GArray *edge_lines(Settling *settling, const PageLines *page, bool bottom)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = page->first; i < page->end; i++) {
        const Line *line = line_at(settling->doc, i);
        float height = height_of(settling->doc, line, page->turn);
        if (line->turn == page->turn && line->kind != LINE_WATERMARK &&
            (bottom ? height > 1 - COUNTED_ZONE : height < COUNTED_ZONE))
            g_array_append_val(lines, i);
    }
    g_array_sort_with_data(lines, by_height, settling);
    for (guint a = 0, b = lines->len; bottom && a + 1 < b; a++, b--) {
        guint other = g_array_index(lines, guint, a);
        g_array_index(lines, guint, a) = g_array_index(lines, guint, b - 1);
        g_array_index(lines, guint, b - 1) = other;
    }
    return lines;
}

static bool level(const Document *doc, guint a, guint b, uint16_t turn)
{
    return fabsf(height_of(doc, line_at(doc, a), turn) - height_of(doc, line_at(doc, b), turn)) *
               page_of(doc, line_at(doc, a))->height <
           BUCKET / 2;
}

// The end of the row of lines that begins at `first`, and on how many pages all of it stands.
static guint row_end(const Settling *settling, const GArray *lines, guint first, uint16_t turn,
                     guint *pages)
{
    guint end = first;
    for (*pages = G_MAXUINT; end < lines->len; end++) {
        guint i = g_array_index(lines, guint, end);
        if (!level(settling->doc, g_array_index(lines, guint, first), i, turn))
            break;
        *pages = MIN(*pages, repeats(settling, i, turn));
    }
    return end;
}

// The usual distance of a page's lines, as a share of its height.
static float usual_step(const Settling *settling, const PageLines *page)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = page->first + 1; i < page->end; i++) {
        float step = height_of(settling->doc, line_at(settling->doc, i), page->turn) -
                     height_of(settling->doc, line_at(settling->doc, i - 1), page->turn);
        if (step > 0)
            g_array_append_val(steps, step);
    }
    g_array_sort(steps, by_float);
    return steps->len ? g_array_index(steps, float, steps->len / 2) : 0;
}

static bool numbers_page(const Settling *settling, guint i)
{
    g_autofree char *words = masked(settling->doc, line_at(settling->doc, i));
    return is_page_number(words);
}

// Whether more than the usual white stands between the row that ends at `next` and the one after
// it: a sentence of the text may by chance stand at the same height on a few pages.
static bool stands_apart(const Settling *settling, const GArray *lines, guint next,
                         const PageLines *page, float step)
{
    if (next >= lines->len)
        return true;
    const Line *outer = line_at(settling->doc, g_array_index(lines, guint, next - 1));
    const Line *inner = line_at(settling->doc, g_array_index(lines, guint, next));
    return fabsf(height_of(settling->doc, outer, page->turn) -
                 height_of(settling->doc, inner, page->turn)) > APART * step;
}

// Marks the rows at one edge of a page, from outside in, for as long as they repeat. Where the text
// behind them repeats as well, the pages are copies: all but the page's number is text.
static void mark_edge(Settling *settling, const PageLines *page, bool bottom)
{
    g_autoptr(GArray) lines = edge_lines(settling, page, bottom);
    float step = usual_step(settling, page);
    guint rows = 0, end = 0, sure = 0, on = 0;
    bool copies = false;
    while (end < lines->len && rows <= EDGE_ROWS_MOST) {
        guint next = row_end(settling, lines, end, page->turn, &on);
        if (on < pages_enough(settling))
            break;
        const Line *line = line_at(settling->doc, g_array_index(lines, guint, end));
        copies = copies || !in_zone(settling->doc, line, page->turn);
        rows++;
        if (on * 2 >= settling->doc->pages->len || stands_apart(settling, lines, next, page, step))
            sure = next;
        end = next;
    }
    copies = copies || rows > EDGE_ROWS_MOST;
    for (guint k = 0; k < sure; k++) {
        guint i = g_array_index(lines, guint, k);
        if (!copies || numbers_page(settling, i))
            line_at(settling->doc, i)->kind = LINE_RUNNING;
    }
}

static bool marks(const Settling *settling, guint i, uint16_t turn)
{
    const Line *line = line_at(settling->doc, i);
    return line->kind == LINE_BODY && !(in_zone(settling->doc, line, turn) && line->turn == turn) &&
           looks_odd(settling, i, turn) && repeats(settling, i, turn) >= pages_enough(settling);
}

static void mark_repeats(Settling *settling, const GArray *pages)
{
    for (guint p = 0; p < pages->len; p++) {
        const PageLines *page = &g_array_index(pages, PageLines, p);
        mark_edge(settling, page, false);
        mark_edge(settling, page, true);
        for (guint i = page->first; i < page->end; i++)
            if (marks(settling, i, page->turn))
                line_at(settling->doc, i)->kind = LINE_WATERMARK;
    }
}

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

static TableLines table_at(const Settling *settling, guint first)
{
    TableLines table = {.first = first};
    uint32_t number = hint_at(settling, first)->table;
    for (table.end = first; table.end < settling->hints->len; table.end++) {
        if (hint_at(settling, table.end)->table != number)
            break;
        table.columns = MAX(table.columns, line_at(settling->doc, table.end)->column + 1);
    }
    return table;
}

// The first line of a column of a table, or NULL.
static const Line *column_line(const Document *doc, const TableLines *table, int column)
{
    for (guint i = table->first; i < table->end; i++)
        if (line_at(doc, i)->column == column)
            return line_at(doc, i);
    return NULL;
}

static bool same_columns(const Document *doc, const TableLines *a, const TableLines *b)
{
    if (a->columns != b->columns)
        return false;
    for (int c = 0; c < a->columns; c++) {
        const Line *one = column_line(doc, a, c), *other = column_line(doc, b, c);
        if (one && other && one->turn == other->turn &&
            fabsf(piece_turned(one->box, one->turn).x0 - piece_turned(other->box, other->turn).x0) >
                SIDE * 4)
            return false;
    }
    return true;
}

// Whether the first row of `next` says again what the first row of `table` said.
static guint repeated_head(const Document *doc, const TableLines *table, const TableLines *next)
{
    guint n = 0;
    uint32_t row = line_at(doc, next->first)->row, above = line_at(doc, table->first)->row;
    for (; next->first + n < next->end && line_at(doc, next->first + n)->row == row; n++) {
        if (table->first + n >= table->end || line_at(doc, table->first + n)->row != above ||
            !same_words(doc, line_at(doc, table->first + n), line_at(doc, next->first + n)))
            return 0;
    }
    return n;
}

// Goes on with a table on the next page: the header said again is not read twice, and a row whose
// first cell is empty is the rest of the last row.
static void join_tables(Settling *settling, const TableLines *table, TableLines *next)
{
    Document *doc = settling->doc;
    guint head = repeated_head(doc, table, next);
    for (guint i = 0; i < head; i++)
        line_at(doc, next->first + i)->kind = LINE_RUNNING;
    guint first = next->first + head;
    if (first >= next->end)
        return;
    for (guint i = first; i < next->end; i++)
        line_at(doc, i)->head = false;
    uint32_t row = line_at(doc, first)->row, last = line_at(doc, table->end - 1)->row;
    if (line_at(doc, first)->column > 0)
        for (guint i = first; i < next->end && line_at(doc, i)->row == row; i++)
            line_at(doc, i)->row = last;
}

static void settle_tables(Settling *settling)
{
    Document *doc = settling->doc;
    TableLines table = {0}, next;
    bool open = false; // nothing but running lines since the table
    for (guint i = 0; i < doc->lines->len; i++) {
        if (hint_at(settling, i)->table == 0) {
            open = open && !read_on(line_at(doc, i));
            continue;
        }
        next = table_at(settling, i);
        if (open && line_at(doc, next.first)->page == line_at(doc, table.first)->page + 1 &&
            same_columns(doc, &table, &next))
            join_tables(settling, &table, &next);
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
static bool sets_in(const Settling *settling)
{
    guint begun = 0, indented = 0;
    for (guint i = 0; i < settling->hints->len; i++) {
        const Line *line = line_at(settling->doc, i);
        if (line->kind != LINE_BODY || line->before != BREAK_PARAGRAPH)
            continue;
        begun++;
        indented += hint_at(settling, i)->indented;
    }
    return indented >= INDENTED_LEAST && indented * 3 >= begun;
}

// A break between columns or pages.
static void settle_fresh(const Settling *settling, const Line *up, Line *line)
{
    const Line *first = line_at(settling->doc, 0);
    const LineHint *hint = hint_at(settling, (guint)(line - first));
    const LineHint *above = hint_at(settling, (guint)(up - first));
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
static void settle_breaks(Settling *settling)
{
    Document *doc = settling->doc;
    const Line *up = NULL;
    bool set_in = sets_in(settling);
    for (guint i = 0; i < doc->lines->len; i++) {
        Line *line = line_at(doc, i);
        if (line->kind != LINE_BODY && line->kind != LINE_CELL)
            continue;
        if (up && line->kind == LINE_BODY && i > 0 && !read_on(line_at(doc, i - 1))) {
            line->before = BREAK_UNKNOWN; // the layout had measured from a header
            settle_fresh(settling, up, line);
        } else if (up && hint_at(settling, i)->fresh)
            settle_fresh(settling, up, line);
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
static void settle_notes(Settling *settling, const PageLines *page)
{
    Document *doc = settling->doc;
    guint first = page->end;
    for (guint i = page->end; i > page->first; i--) {
        const Line *line = line_at(doc, i - 1);
        if (!read_on(line))
            continue;
        if (line->kind != LINE_BODY || hint_at(settling, i - 1)->size > NOTE * settling->size ||
            height_of(doc, line, page->turn) < NOTE_ZONE)
            break;
        if (is_note_mark(doc, line))
            first = i - 1;
    }
    for (guint i = first; i < page->end; i++)
        if (line_at(doc, i)->kind == LINE_BODY)
            line_at(doc, i)->kind = LINE_NOTE;
}

static void settle_headings(Settling *settling)
{
    Document *doc = settling->doc;
    for (guint i = 0; i < doc->lines->len; i++) {
        Line *line = line_at(doc, i);
        if (line->kind == LINE_BODY && hint_at(settling, i)->size > HEADING * settling->size &&
            line->end - line->start <= HEADING_LONGEST && !stops(doc, line))
            line->kind = LINE_HEADING;
    }
}

// The size of most of the text, in steps of half a point.
static float usual_size(const Settling *settling)
{
    enum { STEPS = 200 };
    size_t bytes[STEPS] = {0}, best = 0;
    for (guint i = 0; i < settling->hints->len; i++) {
        const Line *line = line_at(settling->doc, i);
        float step = hint_at(settling, i)->size * 2;
        bytes[CLAMP((int)step, 0, STEPS - 1)] += line->end - line->start;
    }
    for (size_t i = 1; i < STEPS; i++)
        if (bytes[i] > bytes[best])
            best = i;
    return (float)best / 2;
}

void running_settle(Document *doc, GArray *hints)
{
    g_assert(doc->lines->len == hints->len);
    if (!doc->lines->len)
        return;
    Settling settling = {doc, hints, 0,
                         g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    g_autoptr(GArray) pages = pages_of(doc);
    settling.size = usual_size(&settling);
    count_lines(&settling, pages);
    mark_repeats(&settling, pages);
    settle_tables(&settling);
    settle_breaks(&settling);
    for (guint p = 0; p < pages->len; p++)
        settle_notes(&settling, &g_array_index(pages, PageLines, p));
    settle_headings(&settling);
    g_hash_table_unref(settling.seen);
}
