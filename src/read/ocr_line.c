// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/ocr_line.h"

#if HAVE_OCR
#include <string.h>

#include "read/pdf_layout.h"

// A line being put together from symbols.
typedef struct {
    GArray *glyphs; // Glyph
    OcrBox box;
} Run;

// Some symbols are several code points: they share its width.
static void run_append(Run *run, const char *utf8, int from, int to)
{
    glong n = g_utf8_strlen(utf8, -1);
    float width = (float)(to - from) / (float)MAX(n, 1), at = (float)from;
    for (; *utf8; utf8 = g_utf8_next_char(utf8), at += width) {
        Glyph glyph = {.box = {at, (float)run->box.top, at + width, (float)run->box.bottom},
                       .code = g_utf8_get_char(utf8),
                       .size = (float)(run->box.bottom - run->box.top),
                       .apart = run->glyphs->len == 0,
                       .source = SOURCE_OCR};
        g_array_append_val(run->glyphs, glyph);
    }
}

static bool is_wide(gunichar c)
{
    return c >= 0x2E80 || c == 0x201C || c == 0x201D || c == 0x2026 || c == 0x2014;
}

static Glyph *glyph_at(const Run *run, guint i)
{
    return &g_array_index(run->glyphs, Glyph, i);
}

// The recogniser puts blanks between Han; there are none. A wide gap is left to the layout, which
// tells columns by it.
static bool wants_space(const Run *run, const char *next, int gap)
{
    return run->glyphs->len && gap < run->box.bottom - run->box.top &&
           !is_wide(glyph_at(run, run->glyphs->len - 1)->code) && !is_wide(g_utf8_get_char(next));
}

// Marks between Han are full-width; the recogniser writes some as the narrow ones.
static void widen_marks(const Run *run)
{
    static const char narrow[] = ",;:?!()";
    static const gunichar wide[] = {0xFF0C, 0xFF1B, 0xFF1A, 0xFF1F, 0xFF01, 0xFF08, 0xFF09};
    for (guint i = 0; i < run->glyphs->len; i++) {
        Glyph *glyph = glyph_at(run, i);
        const char *found = glyph->code < 0x80 ? strchr(narrow, (int)glyph->code) : NULL;
        bool after = i && is_wide(glyph_at(run, i - 1)->code);
        bool before = i + 1 < run->glyphs->len && is_wide(glyph_at(run, i + 1)->code);
        bool opens = glyph->code == '(';
        if (found && *found && (opens ? before : after))
            glyph->code = wide[found - narrow];
    }
}

static bool is_comma(const Run *run, guint i)
{
    return i < run->glyphs->len &&
           (glyph_at(run, i)->code == ',' || glyph_at(run, i)->code == 0xFF0C);
}

// The stop behind an item's number is read as a comma, or with one: no line begins with "3，".
static void mend_number(const Run *run)
{
    guint digits = 0, most = run->glyphs->len;
    while (digits < most && g_unichar_isdigit(glyph_at(run, digits)->code))
        digits++;
    if (digits == 0 || digits > 2 || digits + 1 >= most)
        return;
    if (is_comma(run, digits) && !g_unichar_isdigit(glyph_at(run, digits + 1)->code))
        glyph_at(run, digits)->code = '.';
    else if (glyph_at(run, digits)->code == '.' && is_comma(run, digits + 1))
        glyph_at(run, digits + 1)->code = ' ';
}

// The recogniser takes full-width brackets for angle brackets; their partners tell.
static void mend_brackets(const Run *run)
{
    Glyph *open = NULL;
    for (guint i = 0; i < run->glyphs->len; i++) {
        Glyph *glyph = glyph_at(run, i);
        bool round = glyph->code == ')' || glyph->code == 0xFF09, angle = glyph->code == 0x3009;
        if (round && open && open->code == 0x3008)
            open->code = 0xFF08;
        if (angle && open && open->code != 0x3008)
            glyph->code = 0xFF09;
        if (glyph->code == '(' || glyph->code == 0xFF08 || glyph->code == 0x3008)
            open = glyph;
        else if (round || angle)
            open = NULL;
    }
}

// Boxes are of the ink; the room between neighbours is theirs, as in type, unless it is a gap.
static void close_gaps(const Run *run)
{
    float most = (float)(run->box.bottom - run->box.top) * 0.9F;
    for (guint i = 1; i < run->glyphs->len; i++) {
        Glyph *one = glyph_at(run, i - 1), *other = glyph_at(run, i);
        float middle = (one->box.x1 + other->box.x0) / 2;
        if (other->box.x0 - one->box.x1 < most)
            one->box.x1 = other->box.x0 = middle;
    }
}

// The recogniser's own blanks, and the rules of tables, which are read as bars.
static bool is_sign(const char *symbol)
{
    return symbol && *symbol && !strchr(" |", *symbol) && g_utf8_validate(symbol, -1, NULL);
}

static void add_symbol(OcrLine *line, TessResultIterator *at)
{
    const TessPageIterator *page = ocr_late.TessResultIteratorGetPageIteratorConst(at);
    char *utf8 = ocr_late.TessResultIteratorGetUTF8Text(at, RIL_SYMBOL);
    OcrSymbol symbol = {.confidence = ocr_late.TessResultIteratorConfidence(at, RIL_SYMBOL),
                        .begins_word =
                            ocr_late.TessPageIteratorIsAtBeginningOf(page, RIL_WORD) != 0};
    OcrBox *box = &symbol.box;
    if (is_sign(utf8) && strlen(utf8) < sizeof symbol.utf8 &&
        ocr_late.TessPageIteratorBoundingBox(page, RIL_SYMBOL, &box->left, &box->top, &box->right,
                                             &box->bottom)) {
        g_strlcpy(symbol.utf8, utf8, sizeof symbol.utf8);
        g_array_append_val(line->symbols, symbol);
    }
    ocr_late.TessDeleteText(utf8);
}

// Reads the line at the iterator, and leaves the iterator on its last symbol. NULL when it has no
// place.
static OcrLine *line_read(TessResultIterator *at)
{
    const TessPageIterator *page = ocr_late.TessResultIteratorGetPageIteratorConst(at);
    OcrLine *line = g_new0(OcrLine, 1);
    OcrBox *box = &line->box;
    line->symbols = g_array_new(FALSE, FALSE, sizeof(OcrSymbol));
    line->confidence = ocr_late.TessResultIteratorConfidence(at, RIL_TEXTLINE);
    bool placed = ocr_late.TessPageIteratorBoundingBox(page, RIL_TEXTLINE, &box->left, &box->top,
                                                       &box->right, &box->bottom);
    do
        add_symbol(line, at);
    while (!ocr_late.TessPageIteratorIsAtFinalElement(page, RIL_TEXTLINE, RIL_SYMBOL) &&
           ocr_late.TessResultIteratorNext(at, RIL_SYMBOL));
    if (!placed)
        g_clear_pointer(&line, ocr_line_free);
    return line;
}

void ocr_line_free(OcrLine *line)
{
    g_array_unref(line->symbols);
    g_free(line);
}

GPtrArray *ocr_line_read_all(TessBaseAPI *api)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)ocr_line_free);
    TessResultIterator *at = ocr_late.TessBaseAPIGetIterator(api);
    if (!at)
        return lines;
    do {
        OcrLine *line = line_read(at);
        if (line)
            g_ptr_array_add(lines, line);
    } while (ocr_late.TessResultIteratorNext(at, RIL_SYMBOL));
    ocr_late.TessResultIteratorDelete(at);
    return lines;
}

void ocr_line_append(const OcrLine *line, GArray *glyphs)
{
    Run run = {.glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph)), .box = line->box};
    int last_right = line->box.left;
    for (guint i = 0; i < line->symbols->len; i++) {
        const OcrSymbol *symbol = &g_array_index(line->symbols, OcrSymbol, i);
        int left = MAX(symbol->box.left, last_right), right = MAX(symbol->box.right, left);
        if (symbol->begins_word && wants_space(&run, symbol->utf8, left - last_right))
            run_append(&run, " ", last_right, left);
        run_append(&run, symbol->utf8, left, right);
        last_right = right;
    }
    widen_marks(&run);
    mend_number(&run);
    mend_brackets(&run);
    close_gaps(&run);
    g_array_append_vals(glyphs, run.glyphs->data, run.glyphs->len);
    g_array_unref(run.glyphs);
}
#endif
