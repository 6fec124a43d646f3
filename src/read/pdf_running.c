// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_running.h"

#include <math.h>
#include <string.h>

#include "read/pdf_piece.h"

enum { EDGE_ROWS_MOST = 4 };             // more that repeat are copies of a page, not headers
static const float ZONE = 0.15F;         // share of the page's height where headers stand
static const float COUNTED_ZONE = 0.25F; // what repeats down to here is a copy, not a header
static const float NUMBER_ZONE = 0.1F;   // where a lone number is the page's
static const float APART = 1.5F;         // of the usual distance of lines
static const float BUCKET = 6;           // points: lines within a bucket or next to it are level
static const float MARK_LARGE = 1.8F;
static const float MARK_LIGHT = 0.6F; // luminance

// How many pages hold a line, and which was the last, from 1.
typedef struct {
    guint pages, last;
} Seen;

typedef struct {
    const Whole *whole;
    Document *doc;    // of it
    GHashTable *seen; // height and words of a line -> Seen
} Running;

static Line *line_at(const Document *doc, guint i)
{
    return &g_array_index(doc->lines, Line, i);
}

static const Page *page_of(const Document *doc, const Line *line)
{
    return &g_array_index(doc->pages, Page, line->page);
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
    return (int)(whole_height(doc, line, turn) * page_of(doc, line)->height / BUCKET);
}

// How many pages hold the same words at the same height.
static guint repeats_of(const Running *running, const char *words, int bucket)
{
    guint pages = 0;
    for (int b = bucket - 1; b <= bucket + 1; b++) {
        g_autofree char *key = g_strdup_printf("%d %s", b, words);
        const Seen *seen = g_hash_table_lookup(running->seen, key);
        pages += seen ? seen->pages : 0;
    }
    return pages;
}

static bool in_zone(const Document *doc, const Line *line, uint16_t turn)
{
    float height = whole_height(doc, line, turn);
    return height < ZONE || height > 1 - ZONE;
}

// Whether a line looks like a mark over the page: turned, light or large.
static bool looks_odd(const Running *running, guint i, uint16_t turn)
{
    const Line *line = whole_line(running->whole, i);
    const Style *style = document_style_at(running->doc, line->start);
    uint32_t c = style ? style->color : 0;
    float light =
        0.3F * (float)(c >> 16) + 0.59F * (float)(c >> 8 & 255) + 0.11F * (float)(c & 255);
    return line->turn != turn || light > MARK_LIGHT * 255 ||
           whole_hint(running->whole, i)->size > MARK_LARGE * running->whole->size;
}

static bool in_counted_zone(const Document *doc, const Line *line, uint16_t turn)
{
    float height = whole_height(doc, line, turn);
    return height < COUNTED_ZONE || height > 1 - COUNTED_ZONE;
}

static void count_lines(Running *running)
{
    const GArray *pages = running->whole->pages;
    for (guint p = 0; p < pages->len; p++) {
        const PageLines *page = &g_array_index(pages, PageLines, p);
        for (guint i = page->first; i < page->end; i++) {
            const Line *line = whole_line(running->whole, i);
            if (!in_counted_zone(running->doc, line, page->turn) &&
                !looks_odd(running, i, page->turn))
                continue;
            g_autofree char *words = masked(running->doc, line);
            char *key = g_strdup_printf("%d %s", bucket_of(running->doc, line, page->turn), words);
            Seen *seen = g_hash_table_lookup(running->seen, key);
            if (seen) {
                g_free(key);
            } else {
                seen = g_new0(Seen, 1);
                g_hash_table_insert(running->seen, key, seen);
            }
            seen->pages += seen->last != p + 1;
            seen->last = p + 1;
        }
    }
}

static guint pages_enough(const Running *running)
{
    return running->doc->pages->len <= 3 ? 2 : 3;
}

// On how many pages a line stands, at least the page's own number on all.
static guint repeats(const Running *running, guint i, uint16_t turn)
{
    const Document *doc = running->doc;
    g_autofree char *words = masked(doc, line_at(doc, i));
    float height = whole_height(doc, line_at(doc, i), turn);
    if (is_page_number(words) && (height < NUMBER_ZONE || height > 1 - NUMBER_ZONE))
        return doc->pages->len + 1;
    int bucket = bucket_of(doc, line_at(doc, i), turn);
    return *words ? repeats_of(running, words, bucket) : 0;
}

static int by_float(gconstpointer a, gconstpointer b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

static int by_height(gconstpointer a, gconstpointer b, gpointer data)
{
    const Running *running = data;
    const Line *one = whole_line(running->whole, *(const guint *)a),
               *other = whole_line(running->whole, *(const guint *)b);
    float up = whole_height(running->doc, one, one->turn),
          down = whole_height(running->doc, other, other->turn);
    return (up > down) - (up < down);
}

// The lines of a page near one edge that are read like most of it, from the edge inwards.
static GArray *edge_lines(Running *running, const PageLines *page, bool bottom)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = page->first; i < page->end; i++) {
        const Line *line = whole_line(running->whole, i);
        float height = whole_height(running->doc, line, page->turn);
        if (line->turn == page->turn && line->kind != LINE_WATERMARK &&
            (bottom ? height > 1 - COUNTED_ZONE : height < COUNTED_ZONE))
            g_array_append_val(lines, i);
    }
    g_array_sort_with_data(lines, by_height, running);
    for (guint a = 0, b = lines->len; bottom && a + 1 < b; a++, b--) {
        guint other = g_array_index(lines, guint, a);
        g_array_index(lines, guint, a) = g_array_index(lines, guint, b - 1);
        g_array_index(lines, guint, b - 1) = other;
    }
    return lines;
}

static bool level(const Document *doc, guint a, guint b, uint16_t turn)
{
    return fabsf(whole_height(doc, line_at(doc, a), turn) -
                 whole_height(doc, line_at(doc, b), turn)) *
               page_of(doc, line_at(doc, a))->height <
           BUCKET / 2;
}

// The end of the row of lines that begins at `first`, and on how many pages all of it stands.
static guint row_end(const Running *running, const GArray *lines, guint first, uint16_t turn,
                     guint *pages)
{
    guint end = first;
    for (*pages = G_MAXUINT; end < lines->len; end++) {
        guint i = g_array_index(lines, guint, end);
        if (!level(running->doc, g_array_index(lines, guint, first), i, turn))
            break;
        *pages = MIN(*pages, repeats(running, i, turn));
    }
    return end;
}

// The usual distance of a page's lines, as a share of its height.
static float usual_step(const Running *running, const PageLines *page)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = page->first + 1; i < page->end; i++) {
        float step = whole_height(running->doc, whole_line(running->whole, i), page->turn) -
                     whole_height(running->doc, whole_line(running->whole, i - 1), page->turn);
        if (step > 0)
            g_array_append_val(steps, step);
    }
    g_array_sort(steps, by_float);
    return steps->len ? g_array_index(steps, float, steps->len / 2) : 0;
}

static bool numbers_page(const Running *running, guint i)
{
    g_autofree char *words = masked(running->doc, whole_line(running->whole, i));
    return is_page_number(words);
}

// Whether more than the usual white stands between the row that ends at `next` and the one after
// it: a sentence of the text may by chance stand at the same height on a few pages.
static bool stands_apart(const Running *running, const GArray *lines, guint next,
                         const PageLines *page, float step)
{
    if (next >= lines->len)
        return true;
    const Line *outer = whole_line(running->whole, g_array_index(lines, guint, next - 1));
    const Line *inner = whole_line(running->whole, g_array_index(lines, guint, next));
    return fabsf(whole_height(running->doc, outer, page->turn) -
                 whole_height(running->doc, inner, page->turn)) > APART * step;
}

// Marks the rows at one edge of a page, from outside in, for as long as they repeat. Where the text
// behind them repeats as well, the pages are copies: all but the page's number is text.
static void mark_edge(Running *running, const PageLines *page, bool bottom)
{
    g_autoptr(GArray) lines = edge_lines(running, page, bottom);
    float step = usual_step(running, page);
    guint rows = 0, end = 0, sure = 0, on = 0;
    bool copies = false;
    while (end < lines->len && rows <= EDGE_ROWS_MOST) {
        guint next = row_end(running, lines, end, page->turn, &on);
        if (on < pages_enough(running))
            break;
        const Line *line = whole_line(running->whole, g_array_index(lines, guint, end));
        copies = copies || !in_zone(running->doc, line, page->turn);
        rows++;
        if (on * 2 >= running->doc->pages->len || stands_apart(running, lines, next, page, step))
            sure = next;
        end = next;
    }
    copies = copies || rows > EDGE_ROWS_MOST;
    for (guint k = 0; k < sure; k++) {
        guint i = g_array_index(lines, guint, k);
        if (!copies || numbers_page(running, i))
            whole_line(running->whole, i)->kind = LINE_RUNNING;
    }
}

static bool marks(const Running *running, guint i, uint16_t turn)
{
    const Line *line = whole_line(running->whole, i);
    return line->kind == LINE_BODY && !(in_zone(running->doc, line, turn) && line->turn == turn) &&
           looks_odd(running, i, turn) && repeats(running, i, turn) >= pages_enough(running);
}

static void mark_repeats(Running *running)
{
    const GArray *pages = running->whole->pages;
    for (guint p = 0; p < pages->len; p++) {
        const PageLines *page = &g_array_index(pages, PageLines, p);
        mark_edge(running, page, false);
        mark_edge(running, page, true);
        for (guint i = page->first; i < page->end; i++)
            if (marks(running, i, page->turn))
                whole_line(running->whole, i)->kind = LINE_WATERMARK;
    }
}

void running_mark(const Whole *whole)
{
    Running running = {whole, whole->doc,
                       g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    count_lines(&running);
    mark_repeats(&running);
    g_hash_table_unref(running.seen);
}
