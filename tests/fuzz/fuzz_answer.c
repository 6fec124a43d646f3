// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker sends, which a hostile document may have written: a fault, or a report that its
// JSON says again, whose text and units belong to it and that can be written as a page. A first
// byte of 'j' begins the JSON of a report, to which a text is added.
#include <string.h>

#include "fields.h"
#include "fuzz.h"
#include "report/writer.h"
#include "run/answer.h"
#include "text/fault.h"

static void append(const void *data, size_t len, void *to)
{
    g_byte_array_append(to, data, (guint)len);
}

static GBytes *packed(const char *json, size_t len)
{
    g_autoptr(Report) report = report_from_json(json, len, fields_pack(), NULL);
    if (!report || report->document.characters > 20000)
        return NULL;
    report->text = g_strnfill(report->document.characters, '<');
    GByteArray *bytes = g_byte_array_new();
    g_autoptr(Packer) packer = packer_new(append, bytes);
    answer_end(packer, report, append, bytes);
    return g_byte_array_free_to_bytes(bytes);
}

// What came through could as well have come as JSON.
static void check_json(const Report *report)
{
    g_autofree char *json = report_to_json(report, fields_pack());
    g_autoptr(Report) again = report_from_json(json, strlen(json), fields_pack(), NULL);
    g_assert(again);
}

static void check_page(const Report *report)
{
    const WriteOptions options = {.lang = LANG_EN};
    g_autoptr(GString) out = g_string_new(NULL);
    writer_named("html")->write(report, fields_pack(), &options, out, NULL);
    g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool json = size > 0 && data[0] == 'j';
    g_autofree char *words = json ? g_strndup((const char *)data + 1, size - 1) : NULL;
    g_autoptr(GBytes) bytes = json ? packed(words, size - 1) : g_bytes_new(data, size);
    if (!bytes)
        return 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) report = answer_unpack(bytes, fields_pack(), &error);
    g_assert(report ? !error : error && error->domain == FAULT_DOMAIN);
    g_assert(report || !json);
    if (report)
        check_json(report);
    if (report && report->document.characters < 20000)
        check_page(report);
    return 0;
}
