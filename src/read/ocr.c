// SPDX-License-Identifier: GPL-3.0-or-later
// OCR through tesseract's C API; leptonica decodes the picture files.
#include "read/ocr.h"

#include "config.h"
#include "text/fault.h"

#if HAVE_OCR
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "read/ocr_line.h"
#include "read/ocr_picture.h"
#include "read/pdf_layout.h"

enum {
    LOWEST = 20, // pixels of a line that is read as it is
    HIGHEST = 60,
    BEST = 42,
    STRIP_LEAST = 300, // pixels
    SURE = 70,         // per cent: no second language is tried
    LEAD = 4,          // per cent by which one of them must be surer on a strip
    TELLING = 8,       // characters that both read differently
    UNSURE = 55,       // per cent: the page is garbled
    NOISE = 25,        // per cent: a line that is no writing
    DOUBT = 93,        // per cent: less sure of a symbol, its line is looked at again
};
static const float AGAIN_LARGER = 1.25F, AGAIN_DARKER = 0.6F;
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
    if (!ocr_late_load())
        return NULL;
    one_thread();
    ocr_late.setMsgSeverity(L_SEVERITY_NONE);
    TessBaseAPI *api = ocr_late.TessBaseAPICreate();
    ocr_late.TessBaseAPISetVariable(api, "debug_file", "/dev/null");
    if (ocr_late.TessBaseAPIInit3(api, NULL, languages[language]) != 0) {
        ocr_late.TessBaseAPIDelete(api);
        return NULL;
    }
    ocr_late.TessBaseAPISetPageSegMode(api, PSM_AUTO);
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
    uint32_t edges = edges_begin(doc->edges);
    for (uint32_t i = 0; i < from->count; i++) {
        const Glyph *glyph = &g_array_index(layout->glyphs, Glyph, from->first + i);
        g_string_append_unichar(text, glyph->code);
        edges_add(doc->edges,
                  (Edge){edge_at(&from->box, glyph->box.x0), edge_at(&from->box, glyph->box.x1)});
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
    ocr_late.TessBaseAPISetImage2(api, pix);
    ocr_late.TessBaseAPISetSourceResolution(api, height ? CLAMP(height * 7, 150, 300) : 200);
    return ocr_late.TessBaseAPIRecognize(api, NULL) == 0 ? ocr_late.TessBaseAPIMeanTextConf(api)
                                                         : 0;
}

// A strip of some ten lines, enough to tell which characters are in use; the whole of a small
// picture.
static PIX *strip_of(PIX *pix, double from)
{
    l_int32 width = ocr_late.pixGetWidth(pix), height = ocr_late.pixGetHeight(pix);
    l_int32 tall = MIN(MAX(height / 5, STRIP_LEAST), width);
    if (tall * 2 > height)
        return ocr_late.pixClone(pix);
    BOX *box = ocr_late.boxCreate(0, (l_int32)(height * from), width, tall);
    PIX *strip = ocr_late.pixClipRectangle(pix, box, NULL);
    ocr_late.boxDestroy(&box);
    return strip;
}

// Whether what was recognised has next to no Han.
static bool is_latin(TessBaseAPI *api)
{
    char *text = ocr_late.TessBaseAPIGetUTF8Text(api);
    size_t han = 0, letters = 0;
    for (const char *at = text; at && *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        han += c >= 0x2E80 && c < 0xA000;
        letters += g_unichar_isalpha(c) != 0;
    }
    ocr_late.TessDeleteText(text);
    return han * 10 < letters;
}

// The height of most of the lines that were recognised, in pixels; 0 when there are none.
static int line_height(TessBaseAPI *api)
{
    g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(float));
    TessResultIterator *at = ocr_late.TessBaseAPIGetIterator(api);
    int left, top, right, bottom;
    while (at &&
           ocr_late.TessPageIteratorBoundingBox(ocr_late.TessResultIteratorGetPageIteratorConst(at),
                                                RIL_TEXTLINE, &left, &top, &right, &bottom)) {
        float height = (float)(bottom - top);
        g_array_append_val(heights, height);
        if (!ocr_late.TessResultIteratorNext(at, RIL_TEXTLINE))
            break;
    }
    if (at)
        ocr_late.TessResultIteratorDelete(at);
    g_array_sort(heights, by_size);
    return heights->len ? (int)g_array_index(heights, float, heights->len / 2) : 0;
}

// What a look at a strip with words on it tells of a picture.
typedef struct {
    size_t language;
    bool unsure; // of that
    int height;  // of its lines, pixels; 0 when no words were found
} Look;

// By how much traditional data is surer than simplified of what both have recognised, per cent.
// They read each other's characters as their own with good confidence: a few tell nothing.
static int traditional_lead(int simplified, int traditional)
{
    g_autoptr(GPtrArray) lines = ocr_line_read_all(recogniser(SIMPLIFIED));
    g_autoptr(GPtrArray) others = ocr_line_read_all(recogniser(TRADITIONAL));
    return ocr_line_differ(lines, others) >= TELLING ? traditional - simplified : 0;
}

static Look look_at(PIX *pix, int height)
{
    static const double places[] = {0.3, 0.1, 0.5, 0.0, 0.7};
    Look look = {SIMPLIFIED, false, 0};
    for (size_t i = 0; i < G_N_ELEMENTS(places) && !look.height; i++) {
        PIX *strip = strip_of(pix, places[i]);
        int simplified = strip ? recognise(recogniser(SIMPLIFIED), strip, height) : 0;
        look.height = simplified ? line_height(recogniser(SIMPLIFIED)) : 0;
        if (look.height && is_latin(recogniser(SIMPLIFIED))) {
            look.language = ENGLISH;
        } else if (look.height) {
            int traditional = recognise(recogniser(TRADITIONAL), strip, height);
            int lead = traditional_lead(simplified, traditional);
            look.language = lead > 0 ? TRADITIONAL : SIMPLIFIED;
            look.unsure = lead >= -LEAD / 2 && lead <= LEAD;
        }
        ocr_late.pixDestroy(&strip);
    }
    return look;
}

// The recogniser that is likelier to be right, with its result in it. Both look at the whole where
// a strip does not tell.
static TessBaseAPI *recognise_best(PIX *pix, const Look *look, int *confidence)
{
    size_t first = look->language, second = first == SIMPLIFIED ? TRADITIONAL : SIMPLIFIED;
    *confidence = recognise(recogniser(first), pix, look->height);
    if (*confidence >= SURE && !look->unsure)
        return recogniser(first);
    int other = recognise(recogniser(second), pix, look->height);
    int lead = other - *confidence;
    if (look->unsure) { // what leads is traditional
        int traditional = traditional_lead(0, second == TRADITIONAL ? lead : -lead);
        lead = (traditional > 0) == (second == TRADITIONAL);
    }
    if (lead > 0)
        *confidence = other;
    return recogniser(lead > 0 ? second : first);
}

// The data was made for letters of some thirty pixels; a screen's are smaller, a photo's larger.
static double factor_for(const PIX *pix, int height)
{
    if (height == 0 || (height >= LOWEST && height <= HIGHEST))
        return 1;
    double factor = CLAMP((double)BEST / height, 0.25, 4);
    double pixels = (double)ocr_late.pixGetWidth(pix) * ocr_late.pixGetHeight(pix);
    return MIN(factor, sqrt(OCR_PIXELS_MOST / MAX(pixels, 1)));
}

// The part of a picture in which a line stands, larger and darker than it was.
static PIX *picture_of_line(PIX *pix, const OcrLine *line)
{
    int high = line->box.bottom - line->box.top, around = MAX(high / 4, 3);
    BOX *box = ocr_late.boxCreate(line->box.left - 2 * around, line->box.top - around,
                                  line->box.right - line->box.left + 4 * around, high + 2 * around);
    PIX *part = ocr_late.pixClipRectangle(pix, box, NULL);
    ocr_late.boxDestroy(&box);
    PIX *dark = part ? ocr_late.pixGammaTRC(NULL, part, AGAIN_DARKER, 0, 255) : NULL;
    PIX *large = dark ? ocr_late.pixScale(dark, AGAIN_LARGER, AGAIN_LARGER) : NULL;
    ocr_late.pixDestroy(&part);
    ocr_late.pixDestroy(&dark);
    return large;
}

static void place_back(OcrLine *line, const OcrLine *in, const PIX *pix)
{
    int high = in->box.bottom - in->box.top, around = MAX(high / 4, 3);
    int left = MAX(in->box.left - 2 * around, 0), top = MAX(in->box.top - around, 0);
    for (guint i = 0; i < line->symbols->len; i++) {
        OcrBox *box = &g_array_index(line->symbols, OcrSymbol, i).box;
        *box = (OcrBox){left + (int)((float)box->left / AGAIN_LARGER),
                        top + (int)((float)box->top / AGAIN_LARGER),
                        left + (int)((float)box->right / AGAIN_LARGER),
                        top + (int)((float)box->bottom / AGAIN_LARGER)};
    }
}

static bool is_doubtful(const OcrLine *line)
{
    for (guint i = 0; i < line->symbols->len; i++)
        if (g_array_index(line->symbols, OcrSymbol, i).confidence < DOUBT)
            return true;
    return false;
}

// Reads a line of which something is in doubt for a second time, from a picture of its own.
static void look_again(TessBaseAPI *api, PIX *pix, OcrLine *line)
{
    PIX *part = picture_of_line(pix, line);
    if (!part)
        return;
    ocr_late.TessBaseAPISetPageSegMode(api, PSM_SINGLE_LINE);
    recognise(api, part, BEST);
    ocr_late.TessBaseAPISetPageSegMode(api, PSM_AUTO);
    g_autoptr(GPtrArray) lines = ocr_line_read_all(api);
    ocr_late.pixDestroy(&part);
    if (lines->len != 1)
        return;
    place_back(lines->pdata[0], line, pix);
    ocr_line_merge(line, lines->pdata[0]);
}

// The glyphs of a picture in points; `scale`: points a pixel.
static GArray *glyphs_of(PIX *pix, double scale, int *confidence)
{
    GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    Look look = look_at(pix, 0);
    double factor = factor_for(pix, look.height);
    PIX *sized = factor == 1 ? ocr_late.pixClone(pix)
                             : ocr_late.pixScale(pix, (l_float32)factor, (l_float32)factor);
    if (factor != 1)
        look = look_at(sized, (int)lround(look.height * factor));
    TessBaseAPI *api = recognise_best(sized, &look, confidence);
    g_autoptr(GPtrArray) lines = ocr_line_read_all(api);
    for (guint i = 0; i < lines->len; i++) {
        OcrLine *line = lines->pdata[i];
        if (!line->symbols->len || line->confidence < NOISE) // rules are read as empty lines
            continue;
        if (is_doubtful(line))
            look_again(api, sized, line);
        ocr_line_append(line, glyphs);
    }
    settle_sizes(glyphs, (float)(scale / factor));
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
        ocr_late.TessBaseAPIClear(recognisers[i]);
    ocr_late.pixDestroy(&sized);
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

GArray *ocr_glyphs(const OcrImage *image, bool *garbled, GError **error)
{
    PIX *pix = ocr_available(error) ? ocr_picture_of(image, error) : NULL;
    if (!pix)
        return NULL;
    int confidence;
    GArray *glyphs = glyphs_of(pix, 72 / (image->dpi > 0 ? image->dpi : DPI_DEFAULT), &confidence);
    *garbled = glyphs->len && confidence < UNSURE;
    ocr_late.pixDestroy(&pix);
    return glyphs;
}

bool ocr_append_file(Document *doc, const unsigned char *bytes, size_t len, GError **error)
{
    if (!ocr_available(error))
        return false;
    PIX *pix = ocr_picture_decode(bytes, len, error);
    if (!pix)
        return false;
    double dpi = ocr_late.pixGetXRes(pix) >= 36 ? ocr_late.pixGetXRes(pix) : DPI_DEFAULT;
    // Edges count to 2,047 points: a photo without a resolution is taken to be as wide as that.
    double scale = MIN(72 / dpi, 2000.0 / ocr_late.pixGetWidth(pix));
    document_begin_page(doc, (float)(ocr_late.pixGetWidth(pix) * scale),
                        (float)(ocr_late.pixGetHeight(pix) * scale));
    append_pix(doc, pix, scale);
    ocr_late.pixDestroy(&pix);
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
