// SPDX-License-Identifier: GPL-3.0-or-later
// OCR through tesseract's C API; leptonica decodes the picture files.
#include "read/ocr.h"

#include "config.h"
#include "text/fault.h"

#if HAVE_OCR
#include <dlfcn.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <string.h>
#include <tesseract/capi.h>

enum {
    PIXELS_MOST = 120 * 1000 * 1000, // a photo has 12 to 50 million
    NARROW = 1000,                   // pixels across below which letters are enlarged
    STRIP_LEAST = 300,               // pixels
    SURE = 70,                       // per cent: no second language is tried
    UNSURE = 55,                     // per cent: the page is garbled
    NOISE = 25,                      // per cent: a line that is no writing
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
    one_thread();
    setMsgSeverity(L_SEVERITY_NONE);
    TessBaseAPI *api = TessBaseAPICreate();
    TessBaseAPISetVariable(api, "debug_file", "/dev/null");
    if (TessBaseAPIInit3(api, NULL, languages[language]) != 0) {
        TessBaseAPIDelete(api);
        return NULL;
    }
    TessBaseAPISetPageSegMode(api, PSM_AUTO);
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
                "reading pictures needs: apt-get install tesseract-ocr-eng "
                "tesseract-ocr-chi-sim tesseract-ocr-chi-tra");
    return false;
}

// A line being put together from symbols.
typedef struct {
    GString *text;
    GArray *edges;                // Edge, one a code point
    int left, top, right, bottom; // pixels of the recognised picture
    double scale;                 // points a pixel
} Run;

static uint16_t edge_at(const Run *run, double x)
{
    double units = (x - run->left) * run->scale * (double)EDGE_UNIT;
    return (uint16_t)CLAMP(lround(units), 0, UINT16_MAX);
}

// Some symbols are several code points: they share its width.
static void run_append(Run *run, const char *utf8, int from, int to)
{
    glong n = g_utf8_strlen(utf8, -1);
    g_string_append(run->text, utf8);
    for (glong i = 0; i < n; i++) {
        double width = (double)(to - from) / (double)n;
        Edge edge = {edge_at(run, from + width * (double)i),
                     edge_at(run, from + width * (double)(i + 1))};
        g_array_append_val(run->edges, edge);
    }
}

static bool is_wide(gunichar c)
{
    return c >= 0x2E80 || c == 0x201C || c == 0x201D || c == 0x2026 || c == 0x2014;
}

// The recogniser puts blanks between Han; only a gap wider than a character is one.
static bool wants_space(const Run *run, const char *next, int gap)
{
    if (run->text->len == 0)
        return false;
    if (gap > run->bottom - run->top)
        return true;
    const char *last = g_utf8_prev_char(run->text->str + run->text->len);
    return !is_wide(g_utf8_get_char(last)) && !is_wide(g_utf8_get_char(next));
}

// The recogniser takes full-width brackets for angle brackets; their partners tell.
static void mend_brackets(GString *text)
{
    gunichar open = 0;
    gsize open_at = 0;
    static const char angle_open[] = "〈", angle_close[] = "〉";
    for (gsize at = 0; at < text->len; at += (gsize)g_utf8_skip[(guchar)text->str[at]]) {
        gunichar c = g_utf8_get_char(text->str + at);
        bool round = c == ')' || c == 0xFF09, angle = c == 0x3009;
        if (round && open == 0x3008) // both take three bytes
            memcpy(text->str + open_at, "（", strlen(angle_open));
        if (angle && (open == '(' || open == 0xFF08))
            memcpy(text->str + at, "）", strlen(angle_close));
        if (c == '(' || c == 0xFF08 || c == 0x3008) {
            open = c;
            open_at = at;
        } else if (round || angle) {
            open = 0;
        }
    }
}

static void run_read(Run *run, TessResultIterator *at)
{
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(at);
    int last_right = run->left;
    do {
        char *symbol = TessResultIteratorGetUTF8Text(at, RIL_SYMBOL);
        int left, top, right, bottom;
        if (symbol && *symbol && g_utf8_validate(symbol, -1, NULL) &&
            TessPageIteratorBoundingBox(page, RIL_SYMBOL, &left, &top, &right, &bottom)) {
            if (TessPageIteratorIsAtBeginningOf(page, RIL_WORD) &&
                wants_space(run, symbol, left - last_right))
                run_append(run, " ", last_right, MAX(last_right, left));
            run_append(run, symbol, left, right);
            last_right = right;
        }
        TessDeleteText(symbol);
    } while (!TessPageIteratorIsAtFinalElement(page, RIL_TEXTLINE, RIL_SYMBOL) &&
             TessResultIteratorNext(at, RIL_SYMBOL));
}

static void add_run(Document *doc, const Run *run, LineBreak before)
{
    Line *line = document_add_line(doc, run->text->str, run->text->len);
    line->before = before;
    line->source = SOURCE_OCR;
    line->box = (Box){(float)(run->left * run->scale), (float)(run->top * run->scale),
                      (float)(run->right * run->scale), (float)(run->bottom * run->scale)};
    line->edges = doc->edges->len;
    g_array_append_vals(doc->edges, run->edges->data, run->edges->len);
}

// Reads the line at the iterator, and leaves the iterator on its last symbol.
static void add_line(Document *doc, TessResultIterator *at, double scale, LineBreak before)
{
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(at);
    Run run = {.scale = scale};
    float confidence = TessResultIteratorConfidence(at, RIL_TEXTLINE);
    bool placed = TessPageIteratorBoundingBox(page, RIL_TEXTLINE, &run.left, &run.top, &run.right,
                                              &run.bottom);
    run.text = g_string_new(NULL);
    run.edges = g_array_new(FALSE, FALSE, sizeof(Edge));
    run_read(&run, at);
    mend_brackets(run.text);
    bool words = strspn(run.text->str, " ") < run.text->len; // rules are read as blanks
    if (placed && words && confidence >= NOISE)
        add_run(doc, &run, before);
    g_string_free(run.text, TRUE);
    g_array_unref(run.edges);
}

static void add_lines(Document *doc, TessBaseAPI *api, double scale)
{
    TessResultIterator *at = TessBaseAPIGetIterator(api);
    if (!at)
        return;
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(at);
    do {
        bool fresh = TessPageIteratorIsAtBeginningOf(page, RIL_BLOCK);
        add_line(doc, at, scale, fresh ? BREAK_PARAGRAPH : BREAK_UNKNOWN);
    } while (TessResultIteratorNext(at, RIL_SYMBOL));
    TessResultIteratorDelete(at);
}

// Per cent; 0 when there is nothing on the picture.
static int recognise(TessBaseAPI *api, PIX *pix, int dpi)
{
    TessBaseAPISetImage2(api, pix);
    TessBaseAPISetSourceResolution(api, CLAMP(dpi, 70, 600));
    return TessBaseAPIRecognize(api, NULL) == 0 ? TessBaseAPIMeanTextConf(api) : 0;
}

// A strip of some ten lines, enough to tell which characters are in use; the whole of a small
// picture.
static PIX *strip_of(PIX *pix, double from)
{
    l_int32 width = pixGetWidth(pix), height = pixGetHeight(pix);
    l_int32 tall = MIN(MAX(height / 5, STRIP_LEAST), width);
    if (tall * 2 > height)
        return pixClone(pix);
    BOX *box = boxCreate(0, (l_int32)(height * from), width, tall);
    PIX *strip = pixClipRectangle(pix, box, NULL);
    boxDestroy(&box);
    return strip;
}

// Whether what was recognised has next to no Han.
static bool is_latin(TessBaseAPI *api)
{
    char *text = TessBaseAPIGetUTF8Text(api);
    size_t han = 0, letters = 0;
    for (const char *at = text; at && *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        han += c >= 0x2E80 && c < 0xA000;
        letters += g_unichar_isalpha(c) != 0;
    }
    TessDeleteText(text);
    return han * 10 < letters;
}

// The language of a strip with words on it. Simplified and traditional data read each other's
// characters as their own with good confidence, so both read it, and the surer one the whole.
static size_t language_of_picture(PIX *pix, int dpi)
{
    static const double places[] = {0.3, 0.1, 0.5, 0.0, 0.7};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        PIX *strip = strip_of(pix, places[i]);
        int simplified = strip ? recognise(recogniser(SIMPLIFIED), strip, dpi) : 0;
        bool latin = simplified && is_latin(recogniser(SIMPLIFIED));
        int traditional = simplified && !latin ? recognise(recogniser(TRADITIONAL), strip, dpi) : 0;
        pixDestroy(&strip);
        if (simplified)
            return latin ? ENGLISH : traditional > simplified ? TRADITIONAL : SIMPLIFIED;
    }
    return SIMPLIFIED;
}

// The recogniser that is likelier to be right, with its result in it.
static TessBaseAPI *recognise_best(PIX *pix, int dpi, int *confidence)
{
    size_t first = language_of_picture(pix, dpi);
    size_t second = first == SIMPLIFIED ? TRADITIONAL : SIMPLIFIED;
    *confidence = recognise(recogniser(first), pix, dpi);
    if (*confidence >= SURE)
        return recogniser(first);
    int other = recognise(recogniser(second), pix, dpi);
    if (other <= *confidence)
        return recogniser(first);
    *confidence = other;
    return recogniser(second);
}

// `scale`: points a pixel.
static void append_pix(Document *doc, PIX *pix, double scale)
{
    double factor = pixGetWidth(pix) < NARROW ? 2 : 1; // letters under 20 pixels are read badly
    PIX *large = factor > 1 ? pixScale(pix, (l_float32)factor, (l_float32)factor) : pixClone(pix);
    int confidence;
    guint before = doc->lines->len;
    TessBaseAPI *api = recognise_best(large, (int)lround(72 / scale * factor), &confidence);
    add_lines(doc, api, scale / factor);
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
        TessBaseAPIClear(recognisers[i]);
    pixDestroy(&large);
    if (doc->lines->len > before && confidence < UNSURE)
        document_add_reason(doc, FAULT_GARBLED, (int)doc->pages->len,
                            "much of the picture could not be made out");
}

static l_uint32 gray_at(const OcrImage *image, const unsigned char *row, int x)
{
    if (image->format == OCR_GRAY)
        return row[x];
    unsigned red, green, blue;
    if (image->format == OCR_RGB) {
        red = row[x * 3], green = row[x * 3 + 1], blue = row[x * 3 + 2];
    } else {
        uint32_t word;
        memcpy(&word, row + (size_t)x * 4, 4);
        red = word >> 16 & 0xFF, green = word >> 8 & 0xFF, blue = word & 0xFF;
    }
    return (red * 77 + green * 150 + blue * 29) >> 8;
}

bool ocr_append(Document *doc, const OcrImage *image, GError **error)
{
    if (!ocr_available(error))
        return false;
    PIX *pix = pixCreate(image->width, image->height, 8);
    if (!pix) {
        g_set_error(error, FAULT_DOMAIN, FAULT_NO_TEXT, "the page is too large for OCR");
        return false;
    }
    for (int y = 0; y < image->height; y++) {
        l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
        for (int x = 0; x < image->width; x++)
            SET_DATA_BYTE(line, x, gray_at(image, image->pixels + (size_t)y * image->stride, x));
    }
    append_pix(doc, pix, 72 / (image->dpi > 0 ? image->dpi : DPI_DEFAULT));
    pixDestroy(&pix);
    return true;
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
    if (size < 8 || (memcmp(tiff, "II*\0", 4) && memcmp(tiff, "MM\0*", 4)))
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
    PIX *turned = pixRotateOrth(pix, quarters);
    if (!turned)
        return pix;
    pixDestroy(&pix);
    return turned;
}

static PIX *decode(const unsigned char *bytes, size_t len, GError **error)
{
    l_int32 width = 0, height = 0;
    setMsgSeverity(L_SEVERITY_NONE);
    bool header = pixReadHeaderMem(bytes, len, NULL, &width, &height, NULL, NULL, NULL) == 0;
    if (header && (gint64)width * height > PIXELS_MOST) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "a picture of %d by %d pixels", width,
                    height);
        return NULL;
    }
    PIX *pix = header ? pixReadMem(bytes, len) : NULL;
    PIX *gray = pix ? pixConvertTo8(pix, FALSE) : NULL;
    if (pix && gray)
        pixCopyResolution(gray, pix);
    pixDestroy(&pix);
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
    double dpi = pixGetXRes(pix) >= 36 ? pixGetXRes(pix) : DPI_DEFAULT;
    pix = upright(pix, exif_orientation(bytes, len));
    // Edges count to 2,047 points: a photo without a resolution is taken to be as wide as that.
    double scale = MIN(72 / dpi, 2000.0 / pixGetWidth(pix));
    document_begin_page(doc, (float)(pixGetWidth(pix) * scale), (float)(pixGetHeight(pix) * scale));
    append_pix(doc, pix, scale);
    pixDestroy(&pix);
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

bool ocr_append(Document *doc, const OcrImage *image, GError **error)
{
    return ocr_available(error);
}

bool ocr_append_file(Document *doc, const unsigned char *bytes, size_t len, GError **error)
{
    return ocr_available(error);
}

void ocr_warm(void)
{
}
#endif
