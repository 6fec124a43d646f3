// SPDX-License-Identifier: GPL-3.0-or-later
// Text: a document's words made plain for matching, with the way back to the original.
//
// Rules are written as people read: lines and pages joined, one space between words, none between
// Han characters, one form for each character (NFKC, simplified, no accents on Latin letters).
// Case is kept. Paragraphs end in '\n'; cells of a table row are divided by '\t'. Running lines and
// watermarks are not in it. What is shown and quoted is always the original.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "cues.h"
#include "document.h"

typedef struct Text Text;

// Most bytes of a plain text, as offsets are 32 bits wide. Some characters become eighteen. Tests
// make it smaller.
extern size_t text_bytes_most;

struct Text {
    char *str;        // UTF-8, valid, NUL-terminated
    size_t len;       // bytes
    bool full;        // it would be longer than text_bytes_most: nothing is in it
    GArray *blocks;   // Block: the paragraphs, items and table rows, in order
    const Cues *cues; // borrowed
    struct TextMap *map;
};

// A paragraph, item or table row of the plain text: what the units are cut from.
typedef struct {
    uint32_t start, end; // bytes of Text.str, without the '\n'
    uint32_t line;       // index of the document line it begins in
    LineKind kind;       // kind of that line
    uint8_t depth;       // of that line
    bool head;           // a table's header row
    uint32_t table;      // 0, or a number that the rows of one table share
} Block;

// Makes the text of a whole document. Documents hold less than 4 GiB; `cues` must live as long.
Text *text_new(const Document *doc, const Cues *cues);
void text_free(Text *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Text, text_free)

// Folds one string as text_new() folds a document's words: for rule literals and examples.
// No line joining beyond what a single line needs. The caller frees it.
char *text_fold(const char *utf8, size_t len);

// The byte of the document where the character that holds plain byte `at` begins; for
// at == text->len the end of the last character. Never decreasing in `at`.
size_t text_origin(const Text *text, size_t at);

// The byte of the document after the character that ends at or holds plain byte `end - 1`.
size_t text_origin_end(const Text *text, size_t end);

// Half-open ranges of document bytes.
typedef struct {
    size_t start, end;
} Span;

// The pieces of document range [start, end) that are part of the plain text: without running
// lines, watermarks, inserted pinyin and line ends. Span array; the caller frees it.
GArray *text_pieces(const Text *text, const Document *doc, size_t start, size_t end);

// Those pieces as a reader joins them: original characters, lines joined. The caller frees it.
char *text_shown(const Text *text, const Document *doc, size_t start, size_t end);
