// SPDX-License-Identifier: GPL-3.0-or-later
// A report as JSON, from a worker or the store: a fault, or a report that is written again as it
// was read and that every writer of one document can show.
#include <string.h>

#include "fields.h"
#include "fuzz.h"
#include "report/writer.h"
#include "rules/pack.h"

static void check_again(const Report *report)
{
    g_autofree char *first = report_to_json(report, fields_pack());
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) again = report_from_json(first, strlen(first), fields_pack(), &error);
    if (!again)
        fuzz_die("not read again: %s", error->message);
    g_autofree char *second = report_to_json(again, fields_pack());
    g_assert_cmpstr(first, ==, second);
}

// A text as long as the report says, which is all that is asked of the text beside a report.
static char *any_text(uint32_t characters)
{
    static const char *const pieces[] = {"我", "a", "&", "\n", "<", "\xF0\x9F\x92\xB0", " ", "\f"};
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < characters; i++)
        g_string_append(text, pieces[(i * 7 + i / 5) % G_N_ELEMENTS(pieces)]);
    return g_string_free(text, FALSE);
}

static void check_controls(const char *out)
{
    for (; *out; out++)
        g_assert((unsigned char)*out >= ' ' || *out == '\n' || *out == '\t');
}

static void check_writers(const Report *report, Lang lang)
{
    static const char *const names[] = {"terminal", "html", "letter", "letter_text"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const Writer *writer = writer_named(names[i]);
        g_assert(writer);
        const WriteOptions options = {.lang = lang, .columns = 80};
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        bool written = writer->write(report, fields_pack(), &options, out, &error);
        g_assert(written ? !error : error && error->domain == FAULT_DOMAIN);
        g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
        if (writer == writer_named("terminal"))
            check_controls(out->str);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *json = g_strndup((const char *)data, size); // with a NUL, as answers have
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) report = report_from_json(json, size, fields_pack(), &error);
    g_assert(report ? !error : error && error->domain == FAULT_DOMAIN);
    if (!report)
        return 0;
    check_again(report);
    if (report->document.characters < 20000 && size % 2)
        report->text = any_text(report->document.characters);
    check_writers(report, size % 3 ? LANG_ZH : LANG_EN);
    return 0;
}
