// SPDX-License-Identifier: GPL-3.0-or-later
// Operators: what the drawing operators of a page do to its words.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_color.h"
#include "text/document.h"

typedef struct Operators Operators;

// What is known of a font beside the most that a byte moves on in it.
enum {
    FONT_MISSING = -1, // the page has none of that name
    FONT_HIDES = 0,    // it may show words without ink
};

typedef struct {
    Box crop;           // what of the page shows, in its own coordinates
    bool forms;         // what "Do" draws may be more than a picture
    GHashTable *spaces; // name, with its slash → ColorSpace: the page's own
    // The most that a byte moves on in the font of a name, with its slash, thousandths of an em; or
    // one of the above. Asked whenever words change their font.
    int (*font)(void *data, const char *name);
    void *data;
} OperatorsPage;

Operators *operators_new(void);
void operators_free(Operators *operators);

// Follows the content of a page to its end. False when what it does is not known here.
bool operators_follow(Operators *operators, const OperatorsPage *page, const char *data,
                      size_t len);

// What lies below the words at a place of the page that was followed last, in its own coordinates.
// False when that is not known, when words there may be hidden (clipped, covered), and when no
// words are there.
bool operators_below(const Operators *operators, Box place, Below *below);
