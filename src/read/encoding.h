// SPDX-License-Identifier: GPL-3.0-or-later
// Encoding: from the bytes of a text file to UTF-8.
//
// In this order: the encoding asked for, a byte order mark, strict UTF-8, the declared charset if
// the bytes agree with it, then GB18030, Big5, UTF-16 and others read on trial and judged by how
// much the outcome looks like writing; a detector only breaks ties between them.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/document.h"

typedef struct {
    GString *text;    // valid UTF-8 without U+0000 and without the byte order mark
    const char *name; // "UTF-8", "GB18030", "Big5", "UTF-16LE", ...; interned
    bool guessed;     // another reading was nearly as likely
    size_t broken;    // places that are not in this encoding; each is U+FFFD in the text
    bool readable;    // looks like text rather than like the bytes of something else
} Decoded;

// Decodes a file. `asked` (--encoding) is used whatever comes of it; `declared` is what the file
// says of itself; either may be NULL. NULL with FAULT_USAGE when `asked` is no known encoding, with
// FAULT_TOO_LARGE when the text would not fit into a Document.
Decoded *encoding_decode(const unsigned char *bytes, size_t len, const char *asked,
                         const char *declared, GError **error);
void decoded_free(Decoded *decoded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Decoded, decoded_free)

// The same for a reader: bytes that look like no text are refused by what they are (signature.h),
// unless the encoding was asked for.
Decoded *encoding_read(const unsigned char *bytes, size_t len, const char *asked,
                       const char *declared, GError **error);

// Tells a document how it was decoded, and what is doubtful about it.
void encoding_tell(const Decoded *decoded, Document *doc);

// One line about a doubtful or broken decoding for a Reason, or NULL when there is nothing to say.
// The caller frees it.
char *encoding_note(const Decoded *decoded);
