// SPDX-License-Identifier: GPL-3.0-or-later
// Open: by poppler-glib.
#include "read/pdf_open.h"

#include <gio/gio.h>
#include <string.h>

enum { TAIL = 2048 }; // bytes: where a PDF says where its table is

// poppler-glib 22.12 crashes on a wrong password when it reads from bytes, not from a stream.
static PopplerDocument *open_locked(GBytes *bytes, const char *password, GError **error)
{
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
    return poppler_document_new_from_stream(stream, (goffset)g_bytes_get_size(bytes), password,
                                            NULL, error);
}

bool open_is_whole(GBytes *bytes)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    const char *head = memmem(data, len, "%PDF-", 5), *start = NULL;
    const char *tail = data + len - MIN(len, TAIL);
    if (!head || !memmem(tail, (size_t)(data + len - tail), "%%EOF", 5))
        return false;
    for (const char *at = tail; (at = memmem(at, (size_t)(data + len - at), "startxref", 9));
         at += 9)
        start = at + 9;
    if (!start)
        return false;
    g_autofree char *number = g_strndup(start, MIN((size_t)(data + len - start), 24));
    guint64 offset = g_ascii_strtoull(number, NULL, 10);
    for (int from_head = 0; from_head < 2; from_head++) { // offsets count from either
        guint64 at = offset + (from_head ? (guint64)(head - data) : 0);
        while (at < len && g_ascii_isspace(data[at]))
            at++;
        if (at + 4 < len && (memcmp(data + at, "xref", 4) == 0 || g_ascii_isdigit(data[at])))
            return true;
    }
    return false;
}

// poppler sets itself up with the first open document and forgets it all, character maps of Chinese
// fonts included, with the last: this one stays open until the process ends.
static void keep_poppler_ready(void)
{
    static const char empty[] = "%PDF-1.4\n"
                                "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                                "xref\n0 3\n"
                                "0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
                                "trailer<</Size 3/Root 1 0 R>>\n"
                                "startxref\n96\n%%EOF\n";
    static PopplerDocument *kept;
    if (kept)
        return;
    g_autoptr(GBytes) bytes = g_bytes_new_static(empty, sizeof empty - 1);
    kept = poppler_document_new_from_bytes(bytes, NULL, NULL);
    g_assert(kept);
}

PopplerDocument *open_pdf(GBytes *bytes, const char *password, GError **error)
{
    g_autoptr(GError) cause = NULL;
    keep_poppler_ready();
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, NULL, &cause);
    if (!pdf && password && g_error_matches(cause, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
        g_clear_error(&cause);
        pdf = open_locked(bytes, password, &cause);
    }
    if (pdf)
        return pdf;
    if (g_error_matches(cause, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_ENCRYPTED,
                            password ? "the password does not open this PDF"
                                     : "this PDF needs a password; give it with --password-file");
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "not a readable PDF: %s", cause->message);
    return NULL;
}
