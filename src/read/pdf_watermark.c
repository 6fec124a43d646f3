// SPDX-License-Identifier: GPL-3.0-or-later
// Watermark: letters that stand alone, each up and along from the one before.
#include "read/pdf_watermark.h"

#include <math.h>
#include <stdbool.h>

#include "read/pdf_layout.h"

enum {
    LETTERS_LEAST = 3,  // of a slanting word
    LIGHT = 150,        // of 255: a pale colour
    LETTERS_MOST = 600, // single letters on a page, beyond which it is drawn letter by letter
};
static const float STEP_LEAST = 0.25F; // em, both along and across
static const float STEP_MOST = 2.2F;   // em

// A glyph that the PDF library gave a line of its own, and its neighbours in a slanting word.
typedef struct {
    guint glyph;
    float x, y;
    int next;
    bool begun; // something comes before it
} Letter;

static bool light(uint32_t color)
{
    return (color >> 16) * 3 + (color >> 8 & 255) * 6 + (color & 255) > 10 * LIGHT;
}

// Whether a glyph may belong to a slanting word: it has a line of its own, or it is pale and stands
// by chance on a line of text.
static bool stands_alone(const GArray *glyphs, guint i)
{
    const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
    guint next = i + 1, end = glyphs->len;
    while (next < end && !g_array_index(glyphs, Glyph, next).apart &&
           g_unichar_isspace(g_array_index(glyphs, Glyph, next).code))
        next++;
    bool last = next == end || g_array_index(glyphs, Glyph, next).apart;
    if (glyph->apart && last)
        return true;
    return light(glyph->color) && (glyph->apart || glyph[-1].color != glyph->color) &&
           (last || g_array_index(glyphs, Glyph, next).color != glyph->color);
}

static GArray *single_letters(const GArray *glyphs)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(Letter));
    for (guint i = 0; i < glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        if (g_unichar_isspace(glyph->code) || !stands_alone(glyphs, i))
            continue;
        Letter letter = {.glyph = i,
                         .x = (glyph->box.x0 + glyph->box.x1) / 2,
                         .y = (glyph->box.y0 + glyph->box.y1) / 2,
                         .next = -1};
        g_array_append_val(letters, letter);
    }
    return letters;
}

// The nearest letter of the same size and colour that stands to the right and above or below.
static int neighbour(const GArray *glyphs, const GArray *letters, guint i)
{
    const Letter *letter = &g_array_index(letters, Letter, i);
    const Glyph *glyph = &g_array_index(glyphs, Glyph, letter->glyph);
    float least = STEP_MOST * glyph->size;
    int nearest = -1;
    for (guint j = 0; j < letters->len; j++) {
        const Letter *other = &g_array_index(letters, Letter, j);
        const Glyph *its = &g_array_index(glyphs, Glyph, other->glyph);
        float along = other->x - letter->x, across = fabsf(other->y - letter->y);
        if (along < STEP_LEAST * glyph->size || across < STEP_LEAST * glyph->size ||
            its->color != glyph->color || fabsf(its->size - glyph->size) > 0.5F ||
            hypotf(along, across) > least)
            continue;
        least = hypotf(along, across);
        nearest = (int)j;
    }
    return nearest;
}

static void link_letters(const GArray *glyphs, GArray *letters)
{
    for (guint i = 0; i < letters->len; i++) {
        int next = neighbour(glyphs, letters, i);
        if (next < 0 || g_array_index(letters, Letter, next).begun)
            continue;
        g_array_index(letters, Letter, i).next = next;
        g_array_index(letters, Letter, next).begun = true;
    }
}

// The word that begins with letter `i`, or NULL when it is too short to be told from stray letters.
static GArray *word_from(const GArray *glyphs, const GArray *letters, guint i, bool *taken)
{
    GArray *word = g_array_new(FALSE, FALSE, sizeof(Glyph));
    for (int at = (int)i; at >= 0; at = g_array_index(letters, Letter, at).next)
        g_array_append_val(word,
                           g_array_index(glyphs, Glyph, g_array_index(letters, Letter, at).glyph));
    if (word->len < LETTERS_LEAST) {
        g_array_unref(word);
        return NULL;
    }
    for (int at = (int)i; at >= 0; at = g_array_index(letters, Letter, at).next)
        taken[g_array_index(letters, Letter, at).glyph] = true;
    return word;
}

GPtrArray *watermark_take(GArray *glyphs)
{
    GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_autoptr(GArray) letters = single_letters(glyphs);
    if (letters->len < LETTERS_LEAST || letters->len > LETTERS_MOST)
        return words;
    link_letters(glyphs, letters);
    g_autofree bool *taken = g_new0(bool, glyphs->len);
    for (guint i = 0; i < letters->len; i++) {
        GArray *word =
            g_array_index(letters, Letter, i).begun ? NULL : word_from(glyphs, letters, i, taken);
        if (word)
            g_ptr_array_add(words, word);
    }
    guint kept = 0;
    bool apart = false; // a line's first glyph was taken: the next one begins it
    for (guint i = 0; i < glyphs->len; i++) {
        Glyph glyph = g_array_index(glyphs, Glyph, i);
        apart = apart || glyph.apart;
        if (taken[i])
            continue;
        glyph.apart = apart;
        apart = false;
        g_array_index(glyphs, Glyph, kept++) = glyph;
    }
    g_array_set_size(glyphs, kept);
    return words;
}
