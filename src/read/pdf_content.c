// SPDX-License-Identifier: GPL-3.0-or-later
// Content: pages, their resources and their streams, as qpdf reads them.
#include "read/pdf_content.h"

#include <math.h>

#include "read/pdf_letter.h"
#include "read/pdf_objects.h"
#include "read/pdf_stream.h"

enum {
    PARENTS = 32,            // steps from a page up to what it inherits
    LETTER_MOST = 1 << 20,   // bytes that a letter of a Type 3 font is drawn with
    CONTENT_MOST = 16 << 20, // and a page
    ADVANCE_ONE = 1100,      // thousandths of an em that a byte moves on in fonts of one byte a
                             // character, and of two
    ADVANCE_TWO = 600,
    BLANKS_MOST = 3, // letters of a font that may draw nothing, as the space does
    NO_PAGE = -1,
};
static const double OPAQUE = 0.97;
static const double LETTER_LEAST = 0.03; // em: a letter is larger one way or the other
static const float SIZE_OFF = 0.1F;      // points that two libraries may differ

unsigned content_held_most = 64;

struct Content {
    qpdf_data pdf, own; // the fonts', or its own; NULL
    GBytes *bytes;
    Fonts *left_out;      // or NULL
    const char *password; // or NULL
    bool readable;
    bool damaged;      // as far as was seen before it was opened anew
    GArray *pages;     // ObjectName of each page of its own long PDF; else NULL
    unsigned followed; // pages, since that was opened
    GHashTable *fonts; // number of its object → how wide it is, or FONT_HIDES
    GHashTable *named; // name, with its slash → the same, or FONT_MISSING, on the page at hand
    qpdf_oh resources; // /Font of that page
    Operators *operators;
    int64_t page; // the one that was followed last, or NO_PAGE
    bool plain;   // and what was found
    Box crop;
    int turn; // degrees clockwise, as it is shown
};

static bool is_quiet(const Content *content)
{
    return !content->damaged && content->pdf && objects_quiet(content->pdf);
}

static qpdf_oh value_of(const Content *content, qpdf_oh dict, const char *key)
{
    return qpdf_oh_get_key_if_dict(content->pdf, dict, key);
}

static bool is_null(const Content *content, qpdf_oh object)
{
    return qpdf_oh_is_null(content->pdf, object);
}

// Keys of a dictionary, with their slashes; empty for any other object. qpdf goes through one
// dictionary at a time.
static GPtrArray *keys_of(const Content *content, qpdf_oh dict)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    if (!qpdf_oh_is_dictionary(content->pdf, dict))
        return keys;
    qpdf_oh_begin_dict_key_iter(content->pdf, dict);
    while (qpdf_oh_dict_more_keys(content->pdf))
        g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(content->pdf)));
    return keys;
}

// Whether `look` finds nothing wrong with any of a dictionary's values.
static bool each_value(Content *content, qpdf_oh dict,
                       bool (*look)(Content *, const char *key, qpdf_oh value, void *data),
                       void *data)
{
    g_autoptr(GPtrArray) keys = keys_of(content, dict);
    for (guint i = 0; i < keys->len; i++)
        if (!look(content, keys->pdata[i], value_of(content, dict, keys->pdata[i]), data))
            return false;
    return true;
}

// A page's own value or the one that it inherits.
static qpdf_oh inherited(const Content *content, qpdf_oh page, const char *key)
{
    qpdf_oh value = value_of(content, page, key);
    for (int i = 0; i < PARENTS && is_null(content, value); i++) {
        page = value_of(content, page, "/Parent");
        value = value_of(content, page, key);
    }
    return value;
}

static bool read_box(const Content *content, qpdf_oh array, Box *box)
{
    double side[4];
    if (!qpdf_oh_is_array(content->pdf, array) ||
        qpdf_oh_get_array_n_items(content->pdf, array) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        side[i] =
            qpdf_oh_get_numeric_value(content->pdf, qpdf_oh_get_array_item(content->pdf, array, i));
    *box = (Box){(float)fmin(side[0], side[2]), (float)fmin(side[1], side[3]),
                 (float)fmax(side[0], side[2]), (float)fmax(side[1], side[3])};
    return true;
}

// What of the page shows, and how. False when it is not as large as `size`.
static bool read_shape(Content *content, qpdf_oh page, const Page *size)
{
    Box media, crop;
    if (!read_box(content, inherited(content, page, "/MediaBox"), &media))
        return false;
    qpdf_oh cropped = inherited(content, page, "/CropBox");
    crop = media;
    if (!is_null(content, cropped) && !read_box(content, cropped, &crop))
        return false;
    content->crop = (Box){MAX(crop.x0, media.x0), MAX(crop.y0, media.y0), MIN(crop.x1, media.x1),
                          MIN(crop.y1, media.y1)};
    qpdf_oh turned = inherited(content, page, "/Rotate");
    int turn = is_null(content, turned) ? 0 : qpdf_oh_get_int_value_as_int(content->pdf, turned);
    content->turn = (turn % 360 + 360) % 360;
    float width = content->crop.x1 - content->crop.x0, height = content->crop.y1 - content->crop.y0;
    bool lies = content->turn == 90 || content->turn == 270;
    return content->turn % 90 == 0 && fabsf((lies ? height : width) - size->width) < SIZE_OFF &&
           fabsf((lies ? width : height) - size->height) < SIZE_OFF;
}

// A place of the page as shown, in the page's own coordinates.
static Box own_place(const Content *content, Box place)
{
    const Box *crop = &content->crop;
    switch (content->turn) {
    case 90:
        return (Box){crop->x0 + place.y0, crop->y0 + place.x0, crop->x0 + place.y1,
                     crop->y0 + place.x1};
    case 180:
        return (Box){crop->x1 - place.x1, crop->y0 + place.y0, crop->x1 - place.x0,
                     crop->y0 + place.y1};
    case 270:
        return (Box){crop->x1 - place.y1, crop->y1 - place.x1, crop->x1 - place.y0,
                     crop->y1 - place.x0};
    default:
        return (Box){crop->x0 + place.x0, crop->y1 - place.y1, crop->x0 + place.x1,
                     crop->y1 - place.y0};
    }
}

static bool is_number_below(const Content *content, qpdf_oh value, double least)
{
    return !is_null(content, value) && !(qpdf_oh_is_number(content->pdf, value) &&
                                         qpdf_oh_get_numeric_value(content->pdf, value) >= least);
}

// A graphics state: neither transparent nor mixing, no mask, no font of its own.
static bool is_plain_state(Content *content, const char *key, qpdf_oh state, void *data)
{
    qpdf_oh blend = value_of(content, state, "/BM"), mask = value_of(content, state, "/SMask");
    return !is_number_below(content, value_of(content, state, "/ca"), OPAQUE) &&
           !is_number_below(content, value_of(content, state, "/CA"), OPAQUE) &&
           (is_null(content, blend) || qpdf_oh_is_name_and_equals(content->pdf, blend, "/Normal") ||
            qpdf_oh_is_name_and_equals(content->pdf, blend, "/Compatible")) &&
           (is_null(content, mask) || qpdf_oh_is_name_and_equals(content->pdf, mask, "/None")) &&
           is_null(content, value_of(content, state, "/Font"));
}

static bool is_picture(Content *content, const char *key, qpdf_oh object, void *data)
{
    if (!qpdf_oh_is_stream(content->pdf, object))
        return false;
    qpdf_oh kind = value_of(content, qpdf_oh_get_dict(content->pdf, object), "/Subtype");
    return qpdf_oh_is_name_and_equals(content->pdf, kind, "/Image");
}

static ColorSpace space_of(Content *content, qpdf_oh space)
{
    qpdf_oh name = space, profile = space;
    bool array = qpdf_oh_is_array(content->pdf, space);
    int items = array ? qpdf_oh_get_array_n_items(content->pdf, space) : 0;
    if (items > 0)
        name = qpdf_oh_get_array_item(content->pdf, space, 0);
    if (qpdf_oh_is_name_and_equals(content->pdf, name, "/DeviceGray"))
        return SPACE_GRAY;
    if (qpdf_oh_is_name_and_equals(content->pdf, name, "/DeviceRGB"))
        return SPACE_RGB;
    if (qpdf_oh_is_name_and_equals(content->pdf, name, "/DeviceCMYK"))
        return SPACE_CMYK;
    if (items > 1 && qpdf_oh_is_name_and_equals(content->pdf, name, "/ICCBased"))
        profile = qpdf_oh_get_array_item(content->pdf, space, 1);
    if (!qpdf_oh_is_stream(content->pdf, profile))
        return SPACE_OTHER;
    qpdf_oh parts = value_of(content, qpdf_oh_get_dict(content->pdf, profile), "/N");
    int n = qpdf_oh_is_integer(content->pdf, parts)
                ? qpdf_oh_get_int_value_as_int(content->pdf, parts)
                : 0;
    return n == 1 ? SPACE_GRAY : n == 3 ? SPACE_RGB : n == 4 ? SPACE_CMYK : SPACE_OTHER;
}

// Notes a colour space. False when it says that the plain operators mean something else.
static bool note_space(Content *content, const char *key, qpdf_oh object, void *data)
{
    ColorSpace space = space_of(content, object);
    g_hash_table_insert(data, g_strdup(key), GINT_TO_POINTER(space));
    return !g_str_has_prefix(key, "/Default") ||
           (g_str_equal(key, "/DefaultGray") && space == SPACE_GRAY) ||
           (g_str_equal(key, "/DefaultRGB") && space == SPACE_RGB) ||
           (g_str_equal(key, "/DefaultCMYK") && space == SPACE_CMYK);
}

// The letters of a Type 3 font that draw nothing one can see.
typedef struct {
    double unit; // of the font, em
    guint blanks;
} Letters;

static bool look_at_letter(Content *content, const char *key, qpdf_oh letter, void *data)
{
    size_t len = 0;
    g_autofree char *drawn = stream_read(content->pdf, letter, LETTER_MOST, &len);
    if (!drawn)
        return false;
    Letters *letters = data;
    double extent = 0;
    bool fine = letter_read(drawn, len, &extent);
    letters->blanks += extent * letters->unit < LETTER_LEAST;
    return fine;
}

// The length of one unit of a Type 3 font, em; 0 when it does not say.
static double unit_of(const Content *content, qpdf_oh font)
{
    qpdf_oh matrix = value_of(content, font, "/FontMatrix");
    return qpdf_oh_is_array(content->pdf, matrix)
               ? fabs(qpdf_oh_get_numeric_value(content->pdf,
                                                qpdf_oh_get_array_item(content->pdf, matrix, 0)))
               : 0;
}

// Whether a font says that it counts its widths in another unit than a thousandth of an em.
static bool has_own_unit(double unit)
{
    return unit > 0 && fabs(unit - 0.001) >= 0.0001;
}

// The same of a font whose widths were looked at, the widest em.
static int counted_advance(double widest)
{
    return (int)fmin(fmax(widest * 1000, ADVANCE_TWO), 100 * ADVANCE_ONE);
}

// The most that a byte moves on in a font, thousandths of an em. Those of two bytes a character are
// as wide as high; a Latin letter is one byte there too, and half as wide. Widths are dear to read,
// and tell more only where a font counts them in units of its own.
static int advance_of(const Content *content, qpdf_oh font)
{
    qpdf_oh kind = value_of(content, font, "/Subtype");
    if (qpdf_oh_is_name_and_equals(content->pdf, kind, "/Type0"))
        return ADVANCE_TWO;
    double unit = unit_of(content, font);
    if (!qpdf_oh_is_name_and_equals(content->pdf, kind, "/Type3") || !has_own_unit(unit))
        return ADVANCE_ONE;
    qpdf_oh widths = value_of(content, font, "/Widths");
    double most = 0;
    int n = qpdf_oh_is_array(content->pdf, widths) ? qpdf_oh_get_array_n_items(content->pdf, widths)
                                                   : 0;
    for (int i = 0; i < MIN(n, 256); i++)
        most = fmax(most, qpdf_oh_get_numeric_value(
                              content->pdf, qpdf_oh_get_array_item(content->pdf, widths, i)));
    return counted_advance(most * unit);
}

static bool hides_letters(Content *content, qpdf_oh font)
{
    Letters letters = {unit_of(content, font), 0};
    return qpdf_oh_is_name_and_equals(content->pdf, value_of(content, font, "/Subtype"),
                                      "/Type3") &&
           (!each_value(content, value_of(content, font, "/CharProcs"), look_at_letter, &letters) ||
            letters.blanks > BLANKS_MOST);
}

// How wide a font is. qpdf reads one when anything of it is asked: those that were shortened are
// known without.
static int look_at_font(Content *content, qpdf_oh font, int number)
{
    Type3Letters letters;
    if (!fonts_letters(content->left_out, number, LETTER_LEAST, &letters)) {
        if (is_null(content, font))
            return FONT_MISSING;
        return hides_letters(content, font) ? FONT_HIDES : advance_of(content, font);
    }
    if (!letters.seen || letters.blanks > BLANKS_MOST)
        return FONT_HIDES;
    return has_own_unit(letters.unit) ? counted_advance(letters.widest * letters.unit)
                                      : ADVANCE_ONE;
}

static int advance_of_object(Content *content, qpdf_oh font)
{
    int number = qpdf_oh_get_object_id(content->pdf, font);
    gpointer known = NULL;
    if (!number)
        return look_at_font(content, font, 0);
    if (!g_hash_table_lookup_extended(content->fonts, GINT_TO_POINTER(number), NULL, &known)) {
        known = GINT_TO_POINTER(look_at_font(content, font, number));
        g_hash_table_insert(content->fonts, GINT_TO_POINTER(number), known);
    }
    return GPOINTER_TO_INT(known);
}

static int advance_named(void *data, const char *name)
{
    Content *content = data;
    gpointer known = NULL;
    if (!g_hash_table_lookup_extended(content->named, name, NULL, &known)) {
        int advance = advance_of_object(content, value_of(content, content->resources, name));
        known = GINT_TO_POINTER(advance);
        g_hash_table_insert(content->named, g_strdup(name), known);
    }
    return GPOINTER_TO_INT(known);
}

static bool follow_operators(Content *content, qpdf_oh page, const OperatorsPage *shape)
{
    size_t len = 0;
    g_autofree char *drawn = stream_read_page(content->pdf, page, CONTENT_MOST, &len);
    return drawn && operators_follow(content->operators, shape, drawn, len);
}

static bool follow_page(Content *content, qpdf_oh page, const Page *size)
{
    if (!read_shape(content, page, size))
        return false;
    qpdf_oh resources = inherited(content, page, "/Resources");
    g_autoptr(GHashTable) spaces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    OperatorsPage shape = {
        .crop = content->crop, .spaces = spaces, .font = advance_named, .data = content};
    content->resources = value_of(content, resources, "/Font");
    g_hash_table_remove_all(content->named);
    shape.forms = !each_value(content, value_of(content, resources, "/XObject"), is_picture, NULL);
    return each_value(content, value_of(content, resources, "/ExtGState"), is_plain_state, NULL) &&
           each_value(content, value_of(content, resources, "/ColorSpace"), note_space, spaces) &&
           follow_operators(content, page, &shape) && is_quiet(content);
}

// What qpdf holds of a long PDF goes. Opening it takes a millisecond.
static void renew(Content *content)
{
    content->damaged = !is_quiet(content);
    objects_close(content->own);
    content->pdf = content->own = objects_open(content->bytes, content->password);
    content->followed = 0;
}

static qpdf_oh page_object(Content *content, uint32_t page)
{
    if (!content->pages)
        return qpdf_get_page_n(content->pdf, page);
    if (content->followed++ == content_held_most)
        renew(content);
    const ObjectName *name = &g_array_index(content->pages, ObjectName, page);
    return content->pdf ? qpdf_get_object_by_id(content->pdf, name->number, name->generation) : 0;
}

static bool is_plain(Content *content, uint32_t page, const Page *size)
{
    if (content->page == page)
        return content->plain;
    content->page = page;
    qpdf_oh object = content->readable ? page_object(content, page) : 0;
    content->plain = object && follow_page(content, object, size);
    if (content->pdf)
        qpdf_oh_release_all(content->pdf);
    return content->plain;
}

bool content_below(Content *content, uint32_t page, const Page *size, Box place, Below *below)
{
    return is_plain(content, page, size) &&
           operators_below(content->operators, own_place(content, place), below);
}

bool content_is_sound(const Content *content)
{
    return is_quiet(content);
}

Content *content_new(GBytes *bytes, Fonts *fonts, const char *password, unsigned pages)
{
    Content *content = g_new0(Content, 1);
    content->bytes = g_bytes_ref(fonts ? fonts_bytes(fonts) : bytes);
    content->left_out = fonts;
    content->password = password;
    content->fonts = g_hash_table_new(NULL, NULL);
    content->named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    content->operators = operators_new();
    content->page = NO_PAGE;
    content->pdf = fonts_pdf(fonts);
    if (!content->pdf)
        content->pdf = content->own = objects_open(content->bytes, password);
    content->readable =
        content->pdf && qpdf_get_num_pages(content->pdf) == (int)pages &&
        is_null(content, value_of(content, qpdf_get_root(content->pdf), "/OCProperties")) &&
        is_quiet(content);
    if (content->own && content->readable && pages > content_held_most) {
        content->pages = objects_pages(content->own);
        renew(content);
    }
    return content;
}

void content_free(Content *content)
{
    if (!content)
        return;
    objects_close(content->own);
    g_bytes_unref(content->bytes);
    g_hash_table_unref(content->fonts);
    g_hash_table_unref(content->named);
    operators_free(content->operators);
    g_clear_pointer(&content->pages, g_array_unref);
    g_free(content);
}
