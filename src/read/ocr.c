// SPDX-License-Identifier: GPL-3.0-or-later
// OCR through tesseract's C API; leptonica decodes the picture files.
#include "read/ocr.h"

#include "config.h"
#include "text/fault.h"

#if HAVE_OCR
#include <dlfcn.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#include "read/pdf_layout.h"
#define LATE_LIST "read/ocr.def"
#include "text/late.h"

enum {
    PIXELS_MOST = 120 * 1000 * 1000, // a photo has 12 to 50 million
    LOWEST = 26,                     // pixels of a line that is read as it is
    HIGHEST = 60,
    BEST = 42,
    STRIP_LEAST = 300, // pixels
    SURE = 70,         // per cent: no second language is tried
    LEAD = 2,          // per cent by which traditional must be surer
    UNSURE = 55,       // per cent: the page is garbled
    NOISE = 25,        // per cent: a line that is no writing
};
static const float EDGE_UNIT = 32;
static const double DPI_DEFAULT = 72;

// Recognisers stay loaded: each takes a tenth of a second and reads files the sandbox may forbid.
// Each alone: Chinese data reads the Latin words among Chinese ones, and together with English it
// takes every third Chinese line for garbled English.
enum { SIMPLIFIED, TRADITIONAL, ENGLISH };
static const char *const languages[] = {"chi_sim", "chi_tra", "eng"};
static TessBaseAPI *recognisers[G_N_ELEMENTS(languages)];

// One thread: workers run side by side already, and libgomp reads OMP_THREAD_LIMIT before main().
static void one_thread(void)
{
    void (*set_levels)(int) = NULL;
    *(void **)&set_levels = dlsym(RTLD_DEFAULT, "omp_set_max_active_levels");
    if (set_levels)
        set_levels(0);
}

static TessBaseAPI *recogniser(size_t language)
{
    if (recognisers[language])
        return recognisers[language];
    if (!late_here())
        return NULL;
    one_thread();
    late.setMsgSeverity(L_SEVERITY_NONE);
    TessBaseAPI *api = late.TessBaseAPICreate();
    late.TessBaseAPISetVariable(api, "debug_file", "/dev/null");
    if (late.TessBaseAPIInit3(api, NULL, languages[language]) != 0) {
        late.TessBaseAPIDelete(api);
        return NULL;
    }
    late.TessBaseAPISetPageSegMode(api, PSM_AUTO);
    return recognisers[language] = api;
}

void ocr_warm(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
        recogniser(i);
}

bool ocr_available(GError **error)
{
    if (recogniser(SIMPLIFIED) && recogniser(TRADITIONAL) && recogniser(ENGLISH))
        return true;
    g_set_error(error, FAULT_DOMAIN, FAULT_NO_TEXT,
                "reading pictures needs: apt-get install libtesseract5 tesseract-ocr-eng "
                "tesseract-ocr-chi-sim tesseract-ocr-chi-tra");
    return false;
}

// A line being put together from symbols, in pixels of the recognised picture.
typedef struct {
    GArray *glyphs; // Glyph
    int left, top, right, bottom;
} Run;

// Some symbols are several code points: they share its width.
static void run_append(Run *run, const char *utf8, int from, int to)
{
    glong n = g_utf8_strlen(utf8, -1);
    float width = (float)(to - from) / (float)MAX(n, 1), at = (float)from;
    for (; *utf8; utf8 = g_utf8_next_char(utf8), at += width) {
        Glyph glyph = {.box = {at, (float)run->top, at + width, (float)run->bottom},
                       .code = g_utf8_get_char(utf8),
                       .size = (float)(run->bottom - run->top),
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
    return run->glyphs->len && gap < run->bottom - run->top &&
           !is_wide(glyph_at(run, run->glyphs->len - 1)->code) && !is_wide(g_utf8_get_char(next));
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
    float most = (float)(run->bottom - run->top) * 0.9F;
    for (guint i = 1; i < run->glyphs->len; i++) {
        Glyph *one = glyph_at(run, i - 1), *other = glyph_at(run, i);
        float middle = (one->box.x1 + other->box.x0) / 2;
        if (other->box.x0 - one->box.x1 < most)
            one->box.x1 = other->box.x0 = middle;
    }
}

// Reads to the end of the line the iterator is on.
static void run_read(Run *run, TessResultIterator *at)
{
    const TessPageIterator *page = late.TessResultIteratorGetPageIteratorConst(at);
    int last_right = run->left;
    do {
        char *symbol = late.TessResultIteratorGetUTF8Text(at, RIL_SYMBOL);
        int left, top, right, bottom;
        // The rules of tables are read as bars.
        if (symbol && *symbol && !strchr(" |", *symbol) && g_utf8_validate(symbol, -1, NULL) &&
            late.TessPageIteratorBoundingBox(page, RIL_SYMBOL, &left, &top, &right, &bottom)) {
            left = MAX(left, last_right);
            right = MAX(right, left);
            if (late.TessPageIteratorIsAtBeginningOf(page, RIL_WORD) &&
                wants_space(run, symbol, left - last_right))
                run_append(run, " ", last_right, left);
            run_append(run, symbol, left, right);
            last_right = right;
        }
        late.TessDeleteText(symbol);
    } while (!late.TessPageIteratorIsAtFinalElement(page, RIL_TEXTLINE, RIL_SYMBOL) &&
             late.TessResultIteratorNext(at, RIL_SYMBOL));
}

// Reads the line at the iterator, and leaves the iterator on its last symbol.
static void add_line(GArray *glyphs, TessResultIterator *at)
{
    const TessPageIterator *page = late.TessResultIteratorGetPageIteratorConst(at);
    Run run = {.glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph))};
    float confidence = late.TessResultIteratorConfidence(at, RIL_TEXTLINE);
    bool placed = late.TessPageIteratorBoundingBox(page, RIL_TEXTLINE, &run.left, &run.top,
                                                   &run.right, &run.bottom);
    run_read(&run, at);
    if (placed && run.glyphs->len && confidence >= NOISE) { // rules are read as empty lines
        mend_brackets(&run);
        close_gaps(&run);
        g_array_append_vals(glyphs, run.glyphs->data, run.glyphs->len);
    }
    g_array_unref(run.glyphs);
}

static void add_lines(GArray *glyphs, TessBaseAPI *api)
{
    TessResultIterator *at = late.TessBaseAPIGetIterator(api);
    if (!at)
        return;
    do
        add_line(glyphs, at);
    while (late.TessResultIteratorNext(at, RIL_SYMBOL));
    late.TessResultIteratorDelete(at);
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// The size of most of the page's glyphs, or 0.
static float usual_size(const GArray *glyphs)
{
    g_autofree float *sizes = g_new(float, glyphs->len + 1);
    for (guint i = 0; i < glyphs->len; i++)
        sizes[i] = g_array_index(glyphs, Glyph, i).size;
    qsort(sizes, glyphs->len, sizeof *sizes, by_size);
    return glyphs->len ? sizes[glyphs->len / 2] : 0;
}

// The ink of a line is as high as its highest letter: lines of nearly one size are of one size.
// Then pixels become points.
static void settle_sizes(GArray *glyphs, float scale)
{
    float usual = usual_size(glyphs);
    for (guint i = 0; i < glyphs->len; i++) {
        Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        float size =
            glyph->size > usual * 0.6F && glyph->size < usual * 1.35F ? usual : glyph->size;
        float middle = (glyph->box.y0 + glyph->box.y1) / 2;
        glyph->box = (Box){glyph->box.x0 * scale, (middle - size / 2) * scale,
                           glyph->box.x1 * scale, (middle + size / 2) * scale};
        glyph->size = size * scale;
    }
}

static uint16_t edge_at(const Box *box, float x)
{
    return (uint16_t)CLAMP(lroundf((x - box->x0) * EDGE_UNIT), 0, UINT16_MAX);
}

static void append_line(Document *doc, const Layout *layout, const LayoutLine *from, uint32_t rows)
{
    g_autoptr(GString) text = g_string_new(NULL);
    uint32_t edges = doc->edges->len;
    for (uint32_t i = 0; i < from->count; i++) {
        const Glyph *glyph = &g_array_index(layout->glyphs, Glyph, from->first + i);
        Edge edge = {edge_at(&from->box, glyph->box.x0), edge_at(&from->box, glyph->box.x1)};
        g_string_append_unichar(text, glyph->code);
        g_array_append_val(doc->edges, edge);
    }
    Line *line = document_add_line(doc, text->str, text->len);
    line->kind = from->kind;
    line->before = from->before;
    line->source = SOURCE_OCR;
    line->row = from->row ? rows + from->row : 0;
    line->column = from->column;
    line->head = from->head;
    line->box = from->box;
    line->edges = edges;
}

// Puts the page's lines into reading order, with columns and tables, as those of a PDF are.
static void append_page(Document *doc, GArray *glyphs)
{
    g_autoptr(Layout) layout = layout_new(glyphs);
    uint32_t rows = 0;
    for (guint i = 0; i < doc->lines->len; i++)
        rows = MAX(rows, g_array_index(doc->lines, Line, i).row);
    for (guint i = 0; i < layout->lines->len; i++)
        append_line(doc, layout, &g_array_index(layout->lines, LayoutLine, i), rows);
}

// Per cent; 0 when there is nothing on the picture. What finds the lines believes the resolution:
// at a screen's 72 dpi it takes words for pictures, left to guess it goes wrong as well. Text at 10
// points tells it better than the file does.
static int recognise(TessBaseAPI *api, PIX *pix, int height)
{
    late.TessBaseAPISetImage2(api, pix);
    late.TessBaseAPISetSourceResolution(api, height ? CLAMP(height * 7, 150, 300) : 200);
    return late.TessBaseAPIRecognize(api, NULL) == 0 ? late.TessBaseAPIMeanTextConf(api) : 0;
}

// A strip of some ten lines, enough to tell which characters are in use; the whole of a small
// picture.
static PIX *strip_of(PIX *pix, double from)
{
    l_int32 width = late.pixGetWidth(pix), height = late.pixGetHeight(pix);
    l_int32 tall = MIN(MAX(height / 5, STRIP_LEAST), width);
    if (tall * 2 > height)
        return late.pixClone(pix);
    BOX *box = late.boxCreate(0, (l_int32)(height * from), width, tall);
    PIX *strip = late.pixClipRectangle(pix, box, NULL);
    late.boxDestroy(&box);
    return strip;
}

// Whether what was recognised has next to no Han.
static bool is_latin(TessBaseAPI *api)
{
    char *text = late.TessBaseAPIGetUTF8Text(api);
    size_t han = 0, letters = 0;
    for (const char *at = text; at && *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        han += c >= 0x2E80 && c < 0xA000;
        letters += g_unichar_isalpha(c) != 0;
    }
    late.TessDeleteText(text);
    return han * 10 < letters;
}

// The height of most of the lines that were recognised, in pixels; 0 when there are none.
static int line_height(TessBaseAPI *api)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(float));
    TessResultIterator *at = late.TessBaseAPIGetIterator(api);
    int left, top, right, bottom;
    while (at && late.TessPageIteratorBoundingBox(late.TessResultIteratorGetPageIteratorConst(at),
                                                  RIL_TEXTLINE, &left, &top, &right, &bottom)) {
        float height = (float)(bottom - top);
        g_array_append_val(heights, height);
        if (!late.TessResultIteratorNext(at, RIL_TEXTLINE))
            break;
    }
    if (at)
        late.TessResultIteratorDelete(at);
    g_array_sort(heights, by_size);
    return heights->len ? (int)g_array_index(heights, float, heights->len / 2) : 0;
}

// What a look at a strip with words on it tells of a picture.
typedef struct {
    size_t language;
    int height; // of its lines, pixels; 0 when no words were found
} Look;

// Simplified and traditional data read each other's characters as their own with good confidence,
// so both read the strip, and the surer one the whole.
static Look look_at(PIX *pix, int height)
{
    static const double places[] = {0.3, 0.1, 0.5, 0.0, 0.7};
    Look look = {SIMPLIFIED, 0};
    for (size_t i = 0; i < G_N_ELEMENTS(places) && !look.height; i++) {
        PIX *strip = strip_of(pix, places[i]);
        int simplified = strip ? recognise(recogniser(SIMPLIFIED), strip, height) : 0;
        look.height = simplified ? line_height(recogniser(SIMPLIFIED)) : 0;
        bool latin = simplified && is_latin(recogniser(SIMPLIFIED));
        int traditional =
            simplified && !latin ? recognise(recogniser(TRADITIONAL), strip, height) : 0;
        look.language = latin                             ? ENGLISH
                        : traditional > simplified + LEAD ? TRADITIONAL
                                                          : SIMPLIFIED;
        late.pixDestroy(&strip);
    }
    return look;
}

// The recogniser that is likelier to be right, with its result in it.
static TessBaseAPI *recognise_best(PIX *pix, const Look *look, int *confidence)
{
    size_t first = look->language, second = first == SIMPLIFIED ? TRADITIONAL : SIMPLIFIED;
    *confidence = recognise(recogniser(first), pix, look->height);
    if (*confidence >= SURE)
        return recogniser(first);
    int other = recognise(recogniser(second), pix, look->height);
    if (other <= *confidence)
        return recogniser(first);
    *confidence = other;
    return recogniser(second);
}

// The data was made for letters of some thirty pixels; a screen's are smaller, a photo's larger.
static double factor_for(const PIX *pix, int height)
{
    if (height == 0 || (height >= LOWEST && height <= HIGHEST))
        return 1;
    double factor = CLAMP((double)BEST / height, 0.25, 4);
    double pixels = (double)late.pixGetWidth(pix) * late.pixGetHeight(pix);
    return MIN(factor, sqrt(PIXELS_MOST / MAX(pixels, 1)));
}

// The glyphs of a picture in points; `scale`: points a pixel.
static GArray *glyphs_of(PIX *pix, double scale, int *confidence)
{
    GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    Look look = look_at(pix, 0);
    double factor = factor_for(pix, look.height);
    PIX *sized =
        factor == 1 ? late.pixClone(pix) : late.pixScale(pix, (l_float32)factor, (l_float32)factor);
    if (factor != 1)
        look = look_at(sized, (int)lround(look.height * factor));
    add_lines(glyphs, recognise_best(sized, &look, confidence));
    settle_sizes(glyphs, (float)(scale / factor));
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
        late.TessBaseAPIClear(recognisers[i]);
    late.pixDestroy(&sized);
    return glyphs;
}

static void append_pix(Document *doc, PIX *pix, double scale)
{
    int confidence;
    g_autoptr(GArray) glyphs = glyphs_of(pix, scale, &confidence);
    if (glyphs->len && confidence < UNSURE)
        document_add_reason(doc, FAULT_GARBLED, (int)doc->pages->len,
                            "much of the picture could not be made out");
    append_page(doc, glyphs);
}

static l_uint32 gray_at(const OcrImage *image, const unsigned char *row, int x)
{
    if (image->format == OCR_GRAY)
        return row[x];
    unsigned red, green, blue;
    if (image->format == OCR_RGB) {
        const unsigned char *at = row + (size_t)x * 3;
        red = at[0], green = at[1], blue = at[2];
    } else {
        uint32_t word;
        memcpy(&word, row + (size_t)x * 4, 4);
        red = word >> 16 & 0xFF, green = word >> 8 & 0xFF, blue = word & 0xFF;
    }
    return (red * 77 + green * 150 + blue * 29) >> 8;
}

static PIX *pix_of(const OcrImage *image, GError **error)
{
    PIX *pix = late.pixCreate(image->width, image->height, 8);
    if (!pix)
        g_set_error(error, FAULT_DOMAIN, FAULT_NO_TEXT, "the page is too large for OCR");
    for (int y = 0; pix && y < image->height; y++) {
        l_uint32 *line = late.pixGetData(pix) + (size_t)y * (size_t)late.pixGetWpl(pix);
        for (int x = 0; x < image->width; x++)
            SET_DATA_BYTE(line, x, gray_at(image, image->pixels + (size_t)y * image->stride, x));
    }
    return pix;
}

GArray *ocr_glyphs(const OcrImage *image, bool *garbled, GError **error)
{
    PIX *pix = ocr_available(error) ? pix_of(image, error) : NULL;
    if (!pix)
        return NULL;
    int confidence;
    GArray *glyphs = glyphs_of(pix, 72 / (image->dpi > 0 ? image->dpi : DPI_DEFAULT), &confidence);
    *garbled = glyphs->len && confidence < UNSURE;
    late.pixDestroy(&pix);
    return glyphs;
}

static unsigned exif_number(const unsigned char *at, bool big, int size)
{
    unsigned value = 0;
    for (int i = 0; i < size; i++)
        value |= (unsigned)at[i] << 8 * (big ? size - 1 - i : i);
    return value;
}

// Which way up a photo is, 1 to 8 as EXIF counts, from the first directory of its TIFF header.
static unsigned exif_orientation(const unsigned char *bytes, size_t len)
{
    enum { TAG_ORIENTATION = 0x0112, ENTRY = 12 };
    const unsigned char *found = memmem(bytes, MIN(len, 65536), "Exif\0\0", 6);
    if (!found)
        return 1;
    const unsigned char *tiff = found + 6;
    size_t size = len - (size_t)(tiff - bytes);
    if (size < 8 || (memcmp(tiff, "II*\0", 4) != 0 && memcmp(tiff, "MM\0*", 4) != 0))
        return 1;
    bool big = *tiff == 'M';
    size_t at = exif_number(tiff + 4, big, 4);
    if (at > size - 2 || at > 65536)
        return 1;
    unsigned count = exif_number(tiff + at, big, 2);
    for (at += 2; count && at + ENTRY <= size; count--, at += ENTRY)
        if (exif_number(tiff + at, big, 2) == TAG_ORIENTATION)
            return exif_number(tiff + at + 8, big, 2);
    return 1;
}

// Turns the picture as a viewer would. Mirrored ones (2, 4, 5, 7) come from no camera.
static PIX *upright(PIX *pix, unsigned orientation)
{
    int quarters = orientation == 6 ? 1 : orientation == 3 ? 2 : orientation == 8 ? 3 : 0;
    PIX *turned = late.pixRotateOrth(pix, quarters);
    if (!turned)
        return pix;
    late.pixDestroy(&pix);
    return turned;
}

static PIX *decode(const unsigned char *bytes, size_t len, GError **error)
{
    l_int32 width = 0, height = 0;
    late.setMsgSeverity(L_SEVERITY_NONE);
    bool header = late.pixReadHeaderMem(bytes, len, NULL, &width, &height, NULL, NULL, NULL) == 0;
    if (header && (gint64)width * height > PIXELS_MOST) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "a picture of %d by %d pixels", width,
                    height);
        return NULL;
    }
    PIX *pix = header ? late.pixReadMem(bytes, len) : NULL;
    PIX *gray = pix ? late.pixConvertTo8(pix, FALSE) : NULL;
    if (pix && gray)
        late.pixCopyResolution(gray, pix);
    late.pixDestroy(&pix);
    if (!gray)
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "the picture is damaged");
    return gray;
}

bool ocr_append_file(Document *doc, const unsigned char *bytes, size_t len, GError **error)
{
    if (!ocr_available(error))
        return false;
    PIX *pix = decode(bytes, len, error);
    if (!pix)
        return false;
    double dpi = late.pixGetXRes(pix) >= 36 ? late.pixGetXRes(pix) : DPI_DEFAULT;
    pix = upright(pix, exif_orientation(bytes, len));
    // Edges count to 2,047 points: a photo without a resolution is taken to be as wide as that.
    double scale = MIN(72 / dpi, 2000.0 / late.pixGetWidth(pix));
    document_begin_page(doc, (float)(late.pixGetWidth(pix) * scale),
                        (float)(late.pixGetHeight(pix) * scale));
    append_pix(doc, pix, scale);
    late.pixDestroy(&pix);
    return true;
}

#else // not built in

bool ocr_available(GError **error)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_NO_TEXT,
                "reading pictures needs: apt-get install libtesseract-dev libleptonica-dev "
                "tesseract-ocr-eng tesseract-ocr-chi-sim tesseract-ocr-chi-tra; then rebuild");
    return false;
}

GArray *ocr_glyphs(const OcrImage *image, bool *garbled, GError **error)
{
    ocr_available(error);
    return NULL;
}

bool ocr_append_file(Document *doc, const unsigned char *bytes, size_t len, GError **error)
{
    return ocr_available(error);
}

void ocr_warm(void)
{
}
#endif
