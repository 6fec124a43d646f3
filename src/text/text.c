// SPDX-License-Identifier: GPL-3.0-or-later
// Text: the document's lines joined, folded, and cut into blocks.
#include "text/text.h"

#include <string.h>

#include "text/enumerator.h"
#include "text/fold.h"
#include "text/join.h"
#include "text/utf8.h"

struct TextMap {
    const Document *doc;
    FoldRun *runs; // ascending
    size_t count;
    GArray *gaps; // FoldGap, ascending
    size_t end;   // raw byte after the last character
    size_t last;  // the run found last: most questions are asked in order
};

size_t text_bytes_most = UINT32_MAX - 1;

typedef struct {
    const Document *doc;
    Joiner *joiner;
    Fold fold;
    GArray *blocks;
    uint32_t table; // number of the last table
    bool full;
} Maker;

static Line *line_at(const Document *doc, guint i)
{
    return &g_array_index(doc->lines, Line, i);
}

// Where the next cell of a plain-text table row begins: after a tab or " | "; NULL in the last.
static const char *cell_end(const char *at, const char *end, size_t *sign)
{
    for (; at < end; at++) {
        bool bar = *at == '|' && at[-1] == ' ' && (at + 1 == end || at[1] == ' ');
        if (*at == '\t' || bar) {
            *sign = 1;
            return at;
        }
    }
    return NULL;
}

static unsigned count_cells(const Document *doc, const Line *line)
{
    const char *at = doc->text->str + join_line_start(doc, line);
    const char *end = doc->text->str + join_line_end(doc, line);
    if (at >= end || !(memchr(at, '\t', (size_t)(end - at)) || memchr(at, '|', (size_t)(end - at))))
        return 1;
    Enumerator enumerator;
    if (enumerator_read(at, (size_t)(end - at), &enumerator) && enumerator.len > 0)
        at += MIN(enumerator.len, (size_t)(end - at)); // "1.<tab>We collect ..." is no row
    unsigned n = 1;
    size_t sign;
    const char *cut;
    while (at < end && (cut = cell_end(at + 1, end, &sign))) {
        n++;
        for (at = cut; at + 1 < end && (at[1] == '\t' || at[1] == ' '); at++)
            ;
    }
    return n;
}

// Whether a line of plain text is a row of a table: several cells, in a neighbour too.
static bool is_plain_row(const Document *doc, guint i)
{
    const Line *line = line_at(doc, i);
    if (line->kind != LINE_BODY || join_skips(doc, line))
        return false;
    unsigned cells = count_cells(doc, line);
    if (cells < 2)
        return false;
    bool near = (i > 0 && count_cells(doc, line_at(doc, i - 1)) > 1) ||
                (i + 1 < doc->lines->len && count_cells(doc, line_at(doc, i + 1)) > 1);
    return near || cells > 2;
}

static void fold_plain_row(Maker *maker, const Line *line)
{
    const Document *doc = maker->doc;
    const char *at = doc->text->str + join_line_start(doc, line);
    const char *end = doc->text->str + join_line_end(doc, line), *cut;
    size_t sign = 0;
    while (at < end && (cut = cell_end(at + 1, end, &sign))) {
        fold_range(&maker->fold, (size_t)(at - doc->text->str), (size_t)(cut - doc->text->str));
        fold_mark(&maker->fold, '\t', (size_t)(cut - doc->text->str));
        at = cut + sign;
    }
    fold_range(&maker->fold, (size_t)(at - doc->text->str), (size_t)(end - doc->text->str));
}

static void begin_block(Maker *maker, guint i, bool row)
{
    const Line *line = line_at(maker->doc, i);
    Block block = {.start = (uint32_t)maker->fold.len,
                   .line = i,
                   .kind = row ? LINE_CELL : line->kind,
                   .depth = line->depth};
    if (block.kind == LINE_CELL) {
        const Block *last = maker->blocks->len
                                ? &g_array_index(maker->blocks, Block, maker->blocks->len - 1)
                                : NULL;
        bool same = last && last->kind == LINE_CELL && (!line->head || last->head);
        block.head = line->head;
        block.table = same ? last->table : ++maker->table;
    }
    g_array_append_val(maker->blocks, block);
}

static void end_block(Maker *maker, const Line *line)
{
    if (maker->blocks->len == 0)
        return;
    Block *block = &g_array_index(maker->blocks, Block, maker->blocks->len - 1);
    block->end = (uint32_t)maker->fold.len;
    if (block->end == block->start) { // nothing but signs without width
        g_array_set_size(maker->blocks, maker->blocks->len - 1);
        return;
    }
    fold_mark(&maker->fold, '\n', line->end);
}

static void join_next(Maker *maker, Join join, const Line *last)
{
    size_t at = join_line_end(maker->doc, last);
    if (join == JOIN_CELL)
        fold_mark(&maker->fold, '\t', last->end);
    else if (join == JOIN_BLANK)
        fold_blank(&maker->fold, last->end);
    else if (join == JOIN_HYPHEN)
        fold_unhyphen(&maker->fold,
                      (size_t)(utf8_prev(maker->doc->text->str + at) - maker->doc->text->str));
}

static void fold_lines(Maker *maker)
{
    const Document *doc = maker->doc;
    const Line *last = NULL;
    bool was_row = false;
    for (guint i = 0, before = 0; i < doc->lines->len && !maker->full; i++) {
        const Line *line = line_at(doc, i);
        if (join_skips(doc, line))
            continue;
        bool row = is_plain_row(doc, i);
        Join join = last && !row && !was_row ? join_lines(maker->joiner, before, i) : JOIN_APART;
        if (join == JOIN_APART && last)
            end_block(maker, last);
        if (join == JOIN_APART)
            begin_block(maker, i, row);
        else
            join_next(maker, join, last);
        if (row)
            fold_plain_row(maker, line);
        else
            fold_range(&maker->fold, join_line_start(doc, line), join_line_end(doc, line));
        last = line;
        was_row = row;
        before = i;
        maker->full = maker->fold.len >= text_bytes_most; // a line end is due
    }
    if (last)
        end_block(maker, last);
}

// Whether the cell holds a word that titles of columns are made of.
static bool is_title(const Cues *cues, const char *cell)
{
    g_autofree char *small = g_ascii_strdown(cell, -1);
    return cues_within(cues, CUES_COLUMN, small, strlen(small));
}

// Whether the cell begins as titles do beside others; by themselves these words say nothing.
static bool begins_as_title(const Cues *cues, const char *cell)
{
    while (*cell == ' ' || g_str_has_prefix(cell, "\u00BF"))
        cell = utf8_next(cell);
    for (const char *const *word = cues_of(cues, CUES_COLUMN_OPENING); *word; word++) {
        size_t len = strlen(*word);
        bool stem = (*word)[len - 1] == '-';
        if (g_ascii_strncasecmp(cell, *word, len - stem) == 0 &&
            (stem || !g_ascii_isalpha(cell[len])))
            return true;
    }
    return false;
}

// Whether the cell numbers rows: its title tells nothing.
static bool is_number_title(const Cues *cues, const char *cell)
{
    g_autofree char *small = g_ascii_strdown(cell, -1);
    return cues_hold(cues, CUES_COLUMN_NUMBER, small);
}

// Whether the cell is too long for a title, or a sentence. A question is none.
static bool is_prose(const char *cell, glong most)
{
    size_t len = strlen(cell);
    bool asks = len > 1 && cell[len - 1] == '?';
    return g_utf8_strlen(cell, -1) > most || strcspn(cell, ".;!?0123456789") < len - asks ||
           strstr(cell, "\u3002");
}

// Whether a row looks like column titles: short cells, half of them words that titles are made of,
// all of them where a cell is longer.
static bool is_title_row(const Cues *cues, const char *str, size_t len)
{
    enum { SHORT = 24, LONG = 44 };
    unsigned cells = 0, known = 0, begun = 0;
    bool longer = false;
    g_autofree char *row = g_strndup(str, len);
    g_auto(GStrv) parts = g_strsplit(row, "\t", -1);
    for (char **part = parts; *part; part++) {
        if (!**part || is_number_title(cues, *part))
            continue;
        if (is_prose(*part, LONG))
            return false;
        longer |= is_prose(*part, SHORT);
        cells++;
        bool title = is_title(cues, *part);
        known += title;
        begun += !title && begins_as_title(cues, *part);
    }
    return cells > 1 &&
           (known + begun == cells || (known > 0 && !longer && (known + begun) * 2 >= cells));
}

// Marks the title rows of tables whose format does not.
static void find_heads(Text *text)
{
    for (guint i = 0; i < text->blocks->len; i++) {
        Block *block = &g_array_index(text->blocks, Block, i);
        const Block *last = i ? block - 1 : NULL;
        const Block *next = i + 1 < text->blocks->len ? block + 1 : NULL;
        bool first = block->table && (!last || last->table != block->table);
        if (first && !block->head && next && next->table == block->table)
            block->head =
                is_title_row(text->cues, text->str + block->start, block->end - block->start);
    }
}

Text *text_new(const Document *doc, const Cues *cues)
{
    g_assert(doc->text->len < UINT32_MAX);
    g_autoptr(Joiner) joiner = joiner_new(doc, cues);
    Maker maker = {.doc = doc, .joiner = joiner};
    maker.blocks = g_array_new(FALSE, FALSE, sizeof(Block));
    fold_init(&maker.fold, doc->text->str, doc->text->len, true);
    fold_lines(&maker);
    fold_spelling(&maker.fold);
    if (maker.full) {
        maker.fold.len = maker.fold.run_count = 0;
        g_array_set_size(maker.blocks, 0);
    }

    Text *text = g_new0(Text, 1);
    text->cues = cues;
    text->full = maker.full;
    text->len = maker.fold.len;
    text->str = g_realloc(maker.fold.str, text->len + 1);
    text->str[text->len] = '\0';
    text->blocks = maker.blocks;
    text->map = g_new0(struct TextMap, 1);
    *text->map =
        (struct TextMap){doc, maker.fold.runs, maker.fold.run_count, maker.fold.gaps, 0, 0};
    text->map->end = text->len ? text_origin(text, text->len - 1) : 0;
    find_heads(text);
    return text;
}

void text_free(Text *text)
{
    if (!text)
        return;
    g_free(text->str);
    g_array_unref(text->blocks);
    g_free(text->map->runs);
    g_array_unref(text->map->gaps);
    g_free(text->map);
    g_free(text);
}

char *text_fold(const char *utf8, size_t len)
{
    Fold fold;
    fold_init(&fold, utf8, len, false);
    fold.last = FOLD_NARROW; // a literal's own blanks at its ends are kept
    fold_range(&fold, 0, len);
    if (fold.blank && fold.last == FOLD_NARROW)
        fold.str[fold.len++] = ' ';
    fold_spelling(&fold);
    fold.str[fold.len] = '\0';
    return g_steal_pointer(&fold.str);
}

static const FoldRun *run_at(struct TextMap *map, size_t plain)
{
    size_t low = 0, high = map->count;
    if (map->runs[map->last].plain <= plain) {
        low = map->last;
        high = low + 8 < map->count && map->runs[low + 8].plain > plain ? low + 8 : map->count;
    }
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (map->runs[middle].plain <= plain)
            low = middle;
        else
            high = middle;
    }
    map->last = low;
    return &map->runs[low];
}

size_t text_origin(const Text *text, size_t at)
{
    struct TextMap *map = text->map;
    g_assert(at <= text->len);
    if (at == text->len && at > 0)
        return map->end;
    if (text->len == 0)
        return 0;
    const FoldRun *run = run_at(map, at);
    size_t raw = run->raw + (at - run->plain);
    while (raw > 0 && (map->doc->text->str[raw] & 0xC0) == 0x80)
        raw--;
    return raw;
}

size_t text_origin_end(const Text *text, size_t end)
{
    if (end == 0)
        return text_origin(text, 0);
    size_t raw = text_origin(text, end - 1), len = text->map->doc->text->len;
    const char *str = text->map->doc->text->str;
    if (raw >= len)
        return raw;
    const char *at = utf8_next(str + raw);
    while (at < str + len && g_unichar_type(utf8_get(at)) == G_UNICODE_NON_SPACING_MARK)
        at = utf8_next(at); // accents and variation selectors are part of the character
    return (size_t)(at - str);
}

// The plain byte that the character at raw byte `raw` became, or would stand before.
static size_t plain_of(const struct TextMap *map, size_t raw)
{
    size_t low = 0, high = map->count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (map->runs[middle].raw <= raw)
            low = middle;
        else
            high = middle;
    }
    size_t plain = map->runs[low].plain + (raw - MIN(raw, map->runs[low].raw));
    return high < map->count ? MIN(plain, map->runs[high].plain) : plain;
}

static void add_piece(GArray *pieces, size_t start, size_t end)
{
    Span span = {start, end};
    if (start < end)
        g_array_append_val(pieces, span);
}

// The first gap that ends after raw byte `at`.
static guint gap_after(const GArray *gaps, size_t at)
{
    guint low = 0, high = gaps->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(gaps, FoldGap, middle).end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The part of one line, without what was left out of it.
static void add_line_pieces(GArray *pieces, const GArray *gaps, size_t start, size_t end)
{
    for (guint i = gap_after(gaps, start); i < gaps->len; i++) {
        const FoldGap *gap = &g_array_index(gaps, FoldGap, i);
        if (gap->start >= end)
            break;
        add_piece(pieces, start, gap->start);
        start = gap->end;
    }
    add_piece(pieces, start, end);
}

GArray *text_pieces(const Text *text, const Document *doc, size_t start, size_t end)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Span));
    const Line *first = document_line_at(doc, start);
    guint at = first ? (guint)(first - line_at(doc, 0)) : 0;
    for (guint i = at; i < doc->lines->len && line_at(doc, i)->start < end; i++) {
        const Line *line = line_at(doc, i);
        if (!join_skips(doc, line))
            add_line_pieces(pieces, text->map->gaps, MAX(start, join_line_start(doc, line)),
                            MIN(end, join_line_end(doc, line)));
    }
    return pieces;
}

// Whether a blank stands in the plain text before the piece that begins at raw byte `start`.
static bool is_divided(const Text *text, size_t start)
{
    size_t plain = text->len ? plain_of(text->map, start) : 0;
    return plain > 0 && plain <= text->len && strchr(" \t\n", text->str[plain - 1]);
}

char *text_shown(const Text *text, const Document *doc, size_t start, size_t end)
{
    g_autoptr(GArray) pieces = text_pieces(text, doc, start, end);
    GString *shown = g_string_new(NULL);
    for (guint i = 0; i < pieces->len; i++) {
        const Span *piece = &g_array_index(pieces, Span, i);
        if (i > 0 && is_divided(text, piece->start))
            g_string_append_c(shown, ' ');
        g_string_append_len(shown, doc->text->str + piece->start,
                            (gssize)(piece->end - piece->start));
    }
    return g_string_free(shown, FALSE);
}
