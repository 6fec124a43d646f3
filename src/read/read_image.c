// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures: people photograph their screens. PNG and JPEG are read with OCR when asked for.
#include <string.h>

#include "read/ocr.h"
#include "read/reader.h"
#include "read/signature.h"

static bool claims(const unsigned char *bytes, size_t len, const char *name)
{
    return signature_picture(bytes, len);
}

static Document *read_image(GBytes *bytes, const ReadOptions *options, GError **error)
{
    size_t len;
    const unsigned char *data = g_bytes_get_data(bytes, &len);
    if (!options->ocr) {
        signature_refuse(data, len, NULL, error);
        return NULL;
    }
    g_autoptr(Document) doc = document_new("image");
    if (!ocr_append_file(doc, data, len, error))
        return NULL;
    if (doc->lines->len == 0)
        document_add_reason(doc, FAULT_NO_TEXT, 1, "no words were found in the picture");
    return g_steal_pointer(&doc);
}

static void warm(const ReadOptions *options)
{
    if (options->ocr)
        ocr_warm();
}

const Reader reader_image = {"image", claims, read_image, warm};
