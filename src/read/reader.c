// SPDX-License-Identifier: GPL-3.0-or-later
// Reader: who reads what.
#include "read/reader.h"

#include <string.h>

#include "read/quality.h"
#include "read/signature.h"

#define READER(name) extern const Reader reader_##name;
#include "read/readers.def"
#undef READER

#define READER(name) &reader_##name,
static const Reader *const readers[] = {
#include "read/readers.def"
};
#undef READER

static const Reader *claimant(GBytes *bytes, const char *name, GError **error)
{
    size_t len;
    const unsigned char *data = g_bytes_get_data(bytes, &len);
    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++)
        if (readers[i]->claims(data, len, name))
            return readers[i];
    signature_refuse(data, len, name, error);
    return NULL;
}

// A document without a single letter has nothing to analyse, unless a part of it was not read.
static bool is_blank(const Document *doc)
{
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        if (fault_scope(reason->code) != FAULT_OF_NOTE)
            return false;
    }
    for (const char *at = doc->text->str; *at; at = g_utf8_next_char(at))
        if (!g_unichar_isspace(g_utf8_get_char(at)))
            return false;
    return true;
}

// What another program decoded wrongly is valid text and no language. A PDF's pages were judged one
// by one, pictures by what OCR made of them.
static void judge(Document *doc)
{
    bool judged = strcmp(doc->format, "pdf") == 0 || strcmp(doc->format, "image") == 0;
    if (!judged && quality_garbled(doc->text->str, doc->text->len))
        document_add_reason(doc, FAULT_GARBLED, 0,
                            "the characters are no words of a language; was the text saved in a "
                            "wrong encoding?");
}

Document *reader_read(GBytes *bytes, const char *name, const ReadOptions *options, GError **error)
{
    if (g_bytes_get_size(bytes) == 0) {
        g_set_error(error, FAULT_DOMAIN, FAULT_EMPTY, "the file is empty");
        return NULL;
    }
    const Reader *reader = claimant(bytes, name, error);
    g_autoptr(Document) doc = reader ? reader->read(bytes, options, error) : NULL;
    if (doc && doc->full) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "its text is longer than 4 GiB");
        return NULL;
    }
    if (doc && is_blank(doc)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_EMPTY, "nothing but blanks");
        return NULL;
    }
    if (doc)
        judge(doc);
    return g_steal_pointer(&doc);
}

void reader_warm_all(const ReadOptions *options)
{
    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++)
        if (readers[i]->warm)
            readers[i]->warm(options);
}

const char *const *reader_folders(void)
{
    // Those that are not there are passed over by the sandbox.
    static const char *const folders[] = {
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/etc/fonts",
        "/var/cache/fontconfig",
        "/usr/share/fontconfig",
        "/usr/share/poppler",
        "/usr/share/tesseract-ocr",
        "/usr/share/tessdata",
        "/usr/lib/gconv",
        "/usr/lib64/gconv",
        "/usr/lib/x86_64-linux-gnu/gconv",
        "/usr/lib/aarch64-linux-gnu/gconv",
        NULL,
    };
    return folders;
}
