// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text: the decoded file exactly as it stands, with its lines and form feeds marked.
#include <string.h>

#include "read/charset.h"
#include "read/encoding.h"
#include "read/reader.h"
#include "read/signature.h"

// Whether it is text is known only once it is decoded; what else it could be is known at once.
static bool claims(const unsigned char *bytes, size_t len, const char *name)
{
    return !signature_known(bytes, len);
}

// The end of the line that begins at `at`, and of its line end (LF, CR LF, CR).
static size_t line_end(const char *text, size_t at, size_t len, size_t *next)
{
    size_t end = at + strcspn(text + at, "\r\n\f");
    *next = end;
    if (end < len && text[end] == '\r')
        (*next)++;
    if (*next < len && text[*next] == '\n')
        (*next)++;
    return end;
}

static void add_page(Document *doc, const char *text, size_t len)
{
    document_begin_page(doc, 0, 0);
    size_t base = doc->text->len, next;
    document_append(doc, text, len);
    for (size_t at = 0; at < len && !doc->full; at = next) {
        size_t end = line_end(text, at, len, &next);
        document_mark_line(doc, base + at, base + end);
    }
}

static Document *read_text(GBytes *bytes, const ReadOptions *options, GError **error)
{
    size_t len;
    const unsigned char *data = g_bytes_get_data(bytes, &len);
    g_autoptr(Decoded) decoded = encoding_read(data, len, options->encoding, NULL, error);
    if (!decoded)
        return NULL;
    Document *doc = document_new("text");
    const char *at = decoded->text->str, *end = at + decoded->text->len;
    for (const char *feed; (feed = memchr(at, '\f', (size_t)(end - at))); at = feed + 1)
        add_page(doc, at, (size_t)(feed - at));
    add_page(doc, at, (size_t)(end - at));
    encoding_tell(decoded, doc);
    return doc;
}

static void warm(const ReadOptions *options)
{
    charset_warm(options->encoding);
}

const Reader reader_text = {"text", claims, read_text, warm};
