// SPDX-License-Identifier: GPL-3.0-or-later
// JSON: a report written as loanlens.report/1, keys in schema order, straight into a string. Every
// report is written several times on its way to the store, so no tree is made of it first.
#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/layout.h"
#include "text/fault.h"

enum { PIECE = 64 * 1024, LONG_STRING = 64 * 1024 };

static const double WHOLE_MOST = 1e15; // more digits are not exact

// What comes next is a member or an element: all but the first have a comma in front.
static void divide(GString *out)
{
    if (out->len && !strchr("{[:", out->str[out->len - 1]))
        g_string_append_c(out, ',');
}

static void put_key(GString *out, const char *key)
{
    divide(out);
    g_string_append_c(out, '"');
    g_string_append(out, key);
    g_string_append(out, "\":");
}

static void append_code(GString *out, gunichar c)
{
    if (c > 0xFFFF)
        g_string_append_printf(out, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
                               0xDC00 + ((c - 0x10000) & 0x3FF));
    else
        g_string_append_printf(out, "\\u%04x", c);
}

static void append_escape(GString *out, gunichar c)
{
    static const char letters[] = "\b\t\n\f\r", names[] = "btnfr";
    const char *letter = c < ' ' ? strchr(letters, (int)c) : NULL;
    if (c == '"' || c == '\\')
        g_string_append_printf(out, "\\%c", (char)c);
    else if (letter)
        g_string_append_printf(out, "\\%c", names[letter - letters]);
    else
        append_code(out, c);
}

// JSON may be shown on a terminal: characters that would move, colour or turn its words around are
// written as escapes, which read as the same.
static bool needs_escape(gunichar c)
{
    if (c < 0x7F)
        return c < ' ' || c == '"' || c == '\\';
    bool han = c >= 0x3400 && c < 0xD800; // most of our texts, and none of it unruly
    return !han && layout_is_unruly(c);
}

static size_t escape_length(gunichar c)
{
    if (c == '"' || c == '\\' || (c < ' ' && strchr("\b\f\n\r\t", (int)c)))
        return 2;
    return c > 0xFFFF ? 12 : 6;
}

size_t json_growth(const char *text, size_t len)
{
    size_t growth = 0;
    for (const char *at = text, *next; at < text + len; at = next) {
        gunichar c = (unsigned char)*at < 0x80 ? (unsigned char)*at : g_utf8_get_char(at);
        next = g_utf8_next_char(at);
        if (needs_escape(c))
            growth += escape_length(c) - (size_t)(next - at);
    }
    return growth;
}

// Makes room at once: a string that grows is there twice each time.
static void make_room(GString *out, const char *text)
{
    size_t len = strlen(text), before = out->len;
    if (len < LONG_STRING)
        return;
    g_string_set_size(out, before + len + json_growth(text, len) + 2);
    g_string_truncate(out, before);
}

void json_append_string(GString *out, const char *text)
{
    const char *plain = text;
    make_room(out, text);
    g_string_append_c(out, '"');
    for (const char *at = text, *next; *at; at = next) {
        gunichar c = (unsigned char)*at < 0x80 ? (unsigned char)*at : g_utf8_get_char(at);
        next = g_utf8_next_char(at);
        if (!needs_escape(c))
            continue;
        g_string_append_len(out, plain, at - plain);
        append_escape(out, c);
        plain = next;
    }
    g_string_append(out, plain);
    g_string_append_c(out, '"');
}

static void add_string(GString *out, const char *text)
{
    divide(out);
    json_append_string(out, text);
}

static void put_null(GString *out, const char *key)
{
    put_key(out, key);
    g_string_append(out, "null");
}

// `text` may be NULL.
static void put_string(GString *out, const char *key, const char *text)
{
    if (!text) {
        put_null(out, key);
        return;
    }
    put_key(out, key);
    json_append_string(out, text);
}

static void put_bool(GString *out, const char *key, bool value)
{
    put_key(out, key);
    g_string_append(out, value ? "true" : "false");
}

static void append_whole(GString *out, uint64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    g_string_append_len(out, at, digits + sizeof digits - at);
}

// Rounded to hundredths, with no more digits than it has.
static void append_real(GString *out, double value)
{
    double hundredths = isfinite(value) ? round(value * 100) : 0;
    if (fabs(hundredths) >= WHOLE_MOST) {
        char text[G_ASCII_DTOSTR_BUF_SIZE];
        g_string_append(out, g_ascii_dtostr(text, sizeof text, hundredths / 100));
        return;
    }
    uint64_t whole = (uint64_t)fabs(hundredths);
    if (hundredths < 0)
        g_string_append_c(out, '-');
    append_whole(out, whole / 100);
    unsigned part = (unsigned)(whole % 100);
    if (!part)
        return;
    g_string_append_c(out, '.');
    g_string_append_c(out, (char)('0' + part / 10));
    if (part % 10)
        g_string_append_c(out, (char)('0' + part % 10));
}

static void add_whole(GString *out, uint64_t value)
{
    divide(out);
    append_whole(out, value);
}

static void put_whole(GString *out, const char *key, uint64_t value)
{
    put_key(out, key);
    append_whole(out, value);
}

static void put_real(GString *out, const char *key, double value)
{
    put_key(out, key);
    append_real(out, value);
}

// A count from 1; 0 means there is none.
static void put_count(GString *out, const char *key, int value)
{
    if (value > 0)
        put_whole(out, key, (uint64_t)value);
    else
        put_null(out, key);
}

// Objects and arrays: `open` is a brace or a bracket, `key` may be NULL.
static void begin(GString *out, const char *key, char open)
{
    if (key)
        put_key(out, key);
    else
        divide(out);
    g_string_append_c(out, open);
}

static void end(GString *out, char close)
{
    g_string_append_c(out, close);
}

static void put_strings(GString *out, const char *key, const GPtrArray *strings)
{
    begin(out, key, '[');
    for (guint i = 0; i < strings->len; i++)
        add_string(out, g_ptr_array_index(strings, i));
    end(out, ']');
}

static void put_tool(GString *out, const Report *report, const Pack *pack)
{
    const Tool *tool = &report->tool;
    begin(out, "tool", '{');
    put_string(out, "version", tool->version);
    put_string(out, "pack_sha256", tool->pack_sha256 ? tool->pack_sha256 : pack_sha256(pack));
    put_strings(out, "packs", tool->packs);
    put_string(out, "poppler", tool->poppler);
    put_string(out, "pcre2", tool->pcre2);
    put_bool(out, "jit", tool->jit);
    end(out, '}');
}

static void put_languages(GString *out, const GPtrArray *languages)
{
    begin(out, "languages", '[');
    for (guint i = 0; i < languages->len; i++) {
        const LanguageShare *share = g_ptr_array_index(languages, i);
        begin(out, NULL, '{');
        put_string(out, "code", share->code);
        put_real(out, "share", share->share);
        end(out, '}');
    }
    end(out, ']');
}

static void put_reasons(GString *out, const GPtrArray *reasons)
{
    begin(out, "reasons", '[');
    for (guint i = 0; i < reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(reasons, i);
        begin(out, NULL, '{');
        put_string(out, "code", fault_name(reason->code));
        put_count(out, "page", reason->page);
        put_string(out, "rule", reason->rule);
        put_string(out, "message", reason->message);
        end(out, '}');
    }
    end(out, ']');
}

static void put_document(GString *out, const DocumentInfo *info)
{
    begin(out, "document", '{');
    put_string(out, "path", info->path);
    put_string(out, "sha256", info->sha256);
    put_whole(out, "bytes", info->bytes);
    put_string(out, "format", info->format);
    put_string(out, "encoding", info->encoding);
    put_string(out, "kind", info->kind);
    put_bool(out, "loan", info->loan);
    put_string(out, "title", info->title);
    put_languages(out, info->languages);
    begin(out, "law", '{');
    put_string(out, "code", law_name(info->law));
    put_string(out, "from", info->law_from);
    end(out, '}');
    put_whole(out, "pages", info->pages);
    put_whole(out, "characters", info->characters);
    put_string(out, "status", status_name(info->status));
    put_reasons(out, info->reasons);
    put_strings(out, "references", info->references);
    end(out, '}');
}

static void put_verdict(GString *out, const Report *report, const Pack *pack)
{
    begin(out, "verdict", '{');
    put_whole(out, "severity", (uint64_t)report->severity);
    put_string(out, "level", level_name(report->level));
    begin(out, "counts", '{');
    for (guint i = 0; i < report->counts->len; i++) {
        uint32_t count = g_array_index(report->counts, uint32_t, i);
        if (count)
            put_whole(out, pack_type_at(pack, i)->key, count);
    }
    end(out, '}');
    put_strings(out, "absent", report->absent);
    begin(out, "answers", '{');
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        put_string(out, question_name((Question)i), answer_name(report->answers[i]));
    end(out, '}');
    end(out, '}');
}

static void put_stem_and_unit(GString *out, const Finding *finding)
{
    if (finding->stem_quote) {
        begin(out, "stem", '{');
        put_string(out, "quote", finding->stem_quote);
        put_whole(out, "start", finding->stem.start);
        put_whole(out, "end", finding->stem.end);
        end(out, '}');
    } else {
        put_null(out, "stem");
    }
    begin(out, "unit", '{');
    put_whole(out, "start", finding->unit.start);
    put_whole(out, "end", finding->unit.end);
    put_string(out, "number", finding->unit_number);
    put_string(out, "heading", finding->unit_heading);
    end(out, '}');
}

static void put_rects(GString *out, const GArray *rects)
{
    begin(out, "rects", '[');
    for (guint i = 0; i < rects->len; i++) {
        const PageBox *rect = &g_array_index(rects, PageBox, i);
        const float sides[] = {rect->box.x0, rect->box.y0, rect->box.x1, rect->box.y1};
        begin(out, NULL, '{');
        put_whole(out, "page", (uint64_t)rect->page + 1);
        begin(out, "box", '[');
        for (size_t k = 0; k < G_N_ELEMENTS(sides); k++) {
            divide(out);
            append_real(out, (double)sides[k]);
        }
        end(out, ']');
        end(out, '}');
    }
    end(out, ']');
}

static void put_color(GString *out, const char *key, uint32_t color)
{
    put_key(out, key);
    g_string_append_printf(out, "\"#%06x\"", color & 0xFFFFFF);
}

static void put_prominence(GString *out, const Prominence *prominence)
{
    if (!prominence->known) {
        put_null(out, "prominence");
        return;
    }
    begin(out, "prominence", '{');
    put_real(out, "font_size", (double)prominence->font_size);
    put_real(out, "body_size", (double)prominence->body_size);
    put_color(out, "color", prominence->color);
    put_color(out, "background", prominence->background);
    put_real(out, "contrast", (double)prominence->contrast);
    put_bool(out, "hidden", prominence->hidden);
    end(out, '}');
}

static void put_place(GString *out, const Finding *finding)
{
    put_string(out, "quote", finding->quote);
    put_whole(out, "start", finding->range.start);
    put_whole(out, "end", finding->range.end);
    begin(out, "parts", '[');
    for (guint i = 0; i < finding->parts->len; i++) {
        const Range *part = &g_array_index(finding->parts, Range, i);
        begin(out, NULL, '[');
        add_whole(out, part->start);
        add_whole(out, part->end);
        end(out, ']');
    }
    end(out, ']');
    put_string(out, "shown", finding->shown);
    put_stem_and_unit(out, finding);
    put_count(out, "page", finding->page);
    put_count(out, "last_page", finding->last_page);
    put_rects(out, finding->rects);
    begin(out, "slots", '{');
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        put_string(out, slot_name(i), finding->slots[i]);
    end(out, '}');
    put_prominence(out, &finding->prominence);
}

const char *const json_places[JSON_PLACES] = {"quote",     "start", "end",   "parts",
                                              "shown",     "stem",  "unit",  "page",
                                              "last_page", "rects", "slots", "prominence"};

static void put_suppressed(GString *out, const Finding *finding)
{
    if (!finding->suppressed_reason) {
        put_null(out, "suppressed");
        return;
    }
    begin(out, "suppressed", '{');
    put_string(out, "reason", finding->suppressed_reason);
    put_string(out, "until", finding->suppressed_until);
    end(out, '}');
}

static void put_also(GString *out, const GPtrArray *also)
{
    begin(out, "also", '[');
    for (guint i = 0; i < also->len; i++) {
        const Also *other = g_ptr_array_index(also, i);
        begin(out, NULL, '{');
        put_string(out, "language", other->language);
        put_string(out, "quote", other->quote);
        put_whole(out, "start", other->range.start);
        put_whole(out, "end", other->range.end);
        end(out, '}');
    }
    end(out, ']');
}

static void add_finding(GString *out, const Finding *finding)
{
    begin(out, NULL, '{');
    put_string(out, "fingerprint", finding->fingerprint);
    put_string(out, "type", finding->type);
    put_string(out, "rule", finding->rule);
    put_string(out, "polarity", polarity_name(finding->polarity));
    put_string(out, "language", finding->language);
    put_string(out, "source", source_name(finding->source));
    put_whole(out, "severity", (uint64_t)finding->severity);
    put_string(out, "confidence", confidence_name(finding->confidence));
    put_strings(out, "reasons", finding->reasons);
    put_strings(out, "basis", finding->basis);
    if (finding->placed)
        put_place(out, finding);
    else
        for (size_t i = 0; i < JSON_PLACES; i++)
            put_null(out, json_places[i]);
    put_suppressed(out, finding);
    put_also(out, finding->also);
    end(out, '}');
}

char *json_finding(const Finding *finding)
{
    GString *out = g_string_new(NULL);
    add_finding(out, finding);
    return g_string_free(out, FALSE);
}

// All that stands in front of the first finding.
static void put_head(GString *out, const Report *report, const Pack *pack)
{
    g_string_append_c(out, '{');
    put_string(out, "schema", JSON_SCHEMA);
    put_tool(out, report, pack);
    put_document(out, &report->document);
    put_verdict(out, report, pack);
    begin(out, "findings", '[');
}

static void put_foot(GString *out)
{
    end(out, ']');
    end(out, '}');
}

void json_append_report(GString *out, const Report *report, const Pack *pack)
{
    put_head(out, report, pack);
    for (guint i = 0; i < report->findings->len; i++)
        add_finding(out, g_ptr_array_index(report->findings, i));
    put_foot(out);
}

void json_write_report(const Report *report, const Pack *pack, JsonPiece piece, void *to)
{
    g_autoptr(GString) out = g_string_new(NULL);
    put_head(out, report, pack);
    for (guint i = 0; i < report->findings->len; i++) {
        add_finding(out, g_ptr_array_index(report->findings, i));
        if (out->len < PIECE)
            continue;
        piece(out->str, out->len - 1, to); // the last character says whether a comma comes next
        g_string_erase(out, 0, (gssize)out->len - 1);
    }
    put_foot(out);
    piece(out->str, out->len, to);
}

char *report_to_json(const Report *report, const Pack *pack)
{
    GString *out = g_string_new(NULL);
    json_append_report(out, report, pack);
    return g_string_free(out, FALSE);
}
