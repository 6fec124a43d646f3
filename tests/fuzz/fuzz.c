// SPDX-License-Identifier: GPL-3.0-or-later
// The promises of the headers, as assertions.
#include "fuzz.h"

#include <stdlib.h>

#include "read/reader.h"
#include "shipped_cues.h"
#include "text/text.h"
#include "text/units.h"

void fuzz_die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_printerr("ERROR: %s\n", message);
    abort();
}

static bool at_character(const char *str, size_t len, size_t at)
{
    return at <= len && (at == len || ((unsigned char)str[at] & 0xC0) != 0x80);
}

static void check_line(const Document *doc, const Line *line, size_t before)
{
    const char *text = doc->text->str;
    g_assert(line->start >= before && line->start <= line->end && line->end <= doc->text->len);
    g_assert(at_character(text, doc->text->len, line->start));
    g_assert(at_character(text, doc->text->len, line->end));
    g_assert(line->page < doc->pages->len);
    for (size_t i = before; i < line->start; i++)
        g_assert(text[i] == '\n' || text[i] == '\r' || text[i] == '\f');
    for (size_t i = line->start; i < line->end; i++)
        g_assert(text[i] != '\n' && text[i] != '\f');
    if (line->edges == NO_EDGES)
        return;
    EdgesWalk edges = edges_of(doc->edges, line->edges);
    glong n = g_utf8_strlen(text + line->start, line->end - line->start);
    for (glong i = 0; i < n; i++)
        edges_next(&edges); // which asserts that there is one
}

void fuzz_check_document(const Document *doc)
{
    g_assert(g_utf8_validate(doc->text->str, (gssize)doc->text->len, NULL));
    g_assert(doc->pages->len > 0);
    size_t before = 0;
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        check_line(doc, line, before);
        before = line->end;
    }
    for (guint i = 0; i < doc->styles->len; i++) {
        const Style *style = &g_array_index(doc->styles, Style, i);
        g_assert(at_character(doc->text->str, doc->text->len, style->start));
        g_assert(i == 0 || style->start > (style - 1)->start);
    }
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        g_assert(g_utf8_validate(reason->message, -1, NULL));
    }
    g_assert(!doc->title || g_utf8_validate(doc->title, -1, NULL));
}

static void check_units(const Document *doc, const Text *text)
{
    g_autoptr(GArray) units = units_new(doc, text);
    size_t before = 0;
    for (guint i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        g_assert(unit->start >= before && unit->start < unit->end && unit->end <= text->len);
        g_assert(unit->words >= unit->start && unit->words <= unit->end);
        g_assert(at_character(text->str, text->len, unit->start));
        g_assert(at_character(text->str, text->len, unit->end));
        g_assert(unit->stem < (int32_t)i && unit->clause < (int32_t)units->len);
        before = unit->end;
        g_autofree char *number = units_number(units, text, doc, i);
        g_autofree char *heading = units_heading(units, text, doc, i);
        g_autofree char *shown =
            text_shown(text, doc, text_origin(text, unit->start), text_origin_end(text, unit->end));
        g_assert(g_utf8_validate(shown, -1, NULL));
    }
}

void fuzz_check_text(const Document *doc)
{
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_assert(g_utf8_validate(text->str, (gssize)text->len, NULL));
    size_t last = 0;
    for (size_t at = 0; at <= text->len; at++) {
        size_t origin = text_origin(text, at);
        g_assert(origin >= last && at_character(doc->text->str, doc->text->len, origin));
        last = origin;
    }
    for (size_t end = 1; end <= text->len; end++) {
        size_t origin = text_origin_end(text, end);
        g_assert(origin >= text_origin(text, end - 1)); // a line end that was put in has no width
        g_assert(at_character(doc->text->str, doc->text->len, origin));
    }
    check_units(doc, text);
}

// NULL when it cannot be read.
static Document *read_soundly(const uint8_t *data, size_t size, const char *name)
{
    const ReadOptions options = {.max_pages = 20};
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GError) error = NULL;
    Document *doc = reader_read(bytes, name, &options, &error);
    g_assert(doc ? !error : error && error->domain == FAULT_DOMAIN);
    if (doc)
        fuzz_check_document(doc);
    return doc;
}

void fuzz_read(const uint8_t *data, size_t size, const char *name)
{
    g_autoptr(Document) doc = read_soundly(data, size, name);
    if (doc)
        fuzz_check_text(doc);
}

void fuzz_read_lines(const uint8_t *data, size_t size, const char *name)
{
    g_autoptr(Document) doc = read_soundly(data, size, name);
}
