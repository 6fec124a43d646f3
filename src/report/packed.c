// SPDX-License-Identifier: GPL-3.0-or-later
// Reading: what is taken after the first unsound thing is empty. The checks are those of the JSON.
#include "report/packed.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/packed_inside.h"
#include "text/fault.h"
#include "text/utf8.h"

static const uint64_t BYTES_MOST = 9007199254740991; // that a JSON number can say
static const float BOX_MOST = 1e7F;
// In all. The shortest take many times more memory than bytes; those of a document are fewer.
enum { ELEMENTS_MOST = 2000000 };
// By how much all words together are longer as JSON, where a control character takes six bytes and
// a quotation mark two. What a person agrees to has next to none. Of words that are LONG it is
// counted exactly; others leave as JSON in pieces.
enum { GROWTH_MOST = 80 << 20, LONG = 64 << 10 };

typedef struct {
    const char *at, *end;
    bool sound;
    const Pack *pack;
    const DocumentInfo *info;
    uint32_t elements; // so far
    size_t growth;     // as JSON, so far
    GPtrArray *lists;  // of words that were there
    // Empty ones, which findings share.
    GArray *no_ranges, *no_rects;
    GPtrArray *no_also;
} Reader;

static void check(Reader *reader, bool fine)
{
    reader->sound = reader->sound && fine;
}

static void take(Reader *reader, void *to, size_t len)
{
    check(reader, (size_t)(reader->end - reader->at) >= len);
    if (reader->sound) {
        memcpy(to, reader->at, len);
        reader->at += len;
    } else {
        memset(to, 0, len);
    }
}

// A number of at most `most`.
static uint32_t take_u32(Reader *reader, uint32_t most)
{
    uint32_t number = 0;
    take(reader, &number, sizeof number);
    check(reader, number <= most);
    return reader->sound ? number : 0;
}

static bool take_bool(Reader *reader)
{
    return take_u32(reader, 1);
}

// A value of an enum with so many.
static uint32_t take_one(Reader *reader, unsigned count)
{
    return take_u32(reader, count - 1);
}

static double take_real(Reader *reader, double least, double most)
{
    double number = 0;
    take(reader, &number, sizeof number);
    check(reader, number >= least && number <= most);
    return reader->sound ? number : 0;
}

// How many of so many plain elements of `size` bytes follow: all of them, or it is unsound.
static uint32_t check_count(Reader *reader, uint32_t count, size_t size)
{
    check(reader, count <= (size_t)(reader->end - reader->at) / size);
    return reader->sound ? count : 0;
}

// The same for elements of at least `size` bytes, with memory of their own.
static uint32_t check_many(Reader *reader, uint32_t count, size_t size)
{
    check_count(reader, count, size);
    check(reader, count <= ELEMENTS_MOST - reader->elements);
    reader->elements += reader->sound ? count : 0;
    return reader->sound ? count : 0;
}

static uint32_t take_count(Reader *reader, size_t size)
{
    return check_count(reader, take_u32(reader, UINT32_MAX), size);
}

static uint32_t take_many(Reader *reader, size_t size)
{
    return check_many(reader, take_u32(reader, UINT32_MAX), size);
}

static size_t growth_of(const char *text, size_t len)
{
    if (len >= LONG)
        return json_growth(text, len);
    size_t controls = 0;
    for (size_t i = 0; i < len; i++)
        controls += (unsigned char)text[i] < ' ';
    return controls * 5;
}

// Borrowed. Valid UTF-8 without a NUL; NULL where the text is not there.
static const char *take_maybe(Reader *reader)
{
    uint32_t len = take_u32(reader, UINT32_MAX);
    if (len == PACKED_NONE)
        return NULL;
    const char *text = reader->at;
    check(reader, (size_t)(reader->end - text) > len);
    check(reader, reader->sound && text[len] == '\0' && g_utf8_validate_len(text, len, NULL));
    if (!reader->sound)
        return NULL;
    reader->growth += growth_of(text, len);
    check(reader, reader->growth <= GROWTH_MOST);
    reader->at += len + 1;
    return text;
}

static const char *take_text(Reader *reader)
{
    const char *text = take_maybe(reader);
    check(reader, text);
    return reader->sound ? text : "";
}

static void check_hex(Reader *reader, const char *text, size_t digits)
{
    check(reader, strspn(text, "0123456789abcdef") == digits && text[digits] == '\0');
}

static Range take_range(Reader *reader)
{
    Range range = {0};
    take(reader, &range, sizeof range);
    check(reader, range.start <= range.end && range.end <= reader->info->characters);
    return range;
}

// A quote must be as long as the range it is the slice of.
static void check_quote(Reader *reader, const char *quote, Range range)
{
    check(reader, reader->sound && utf8_length(quote, strlen(quote)) == range.end - range.start);
}

enum { LEAST_TEXT = sizeof(uint32_t) }; // bytes

static void take_words(Reader *reader, GPtrArray *words)
{
    for (uint32_t i = 0, n = take_many(reader, LEAST_TEXT); reader->sound && i < n; i++)
        g_ptr_array_add(words, g_strdup(take_text(reader)));
}

static GPtrArray *take_list(Reader *reader)
{
    uint32_t known = take_u32(reader, reader->lists->len);
    if (known)
        return g_ptr_array_ref(reader->lists->pdata[known - 1]);
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    take_words(reader, words);
    g_ptr_array_add(reader->lists, g_ptr_array_ref(words));
    return words;
}

static void take_languages(Reader *reader, GPtrArray *languages)
{
    for (uint32_t i = 0, n = take_many(reader, LEAST_TEXT); reader->sound && i < n; i++) {
        LanguageShare *share = g_new0(LanguageShare, 1);
        g_ptr_array_add(languages, share);
        share->code = g_strdup(take_text(reader));
        share->share = take_real(reader, 0, 1);
    }
}

static void take_reasons(Reader *reader, GPtrArray *reasons)
{
    for (uint32_t i = 0, n = take_many(reader, LEAST_TEXT); reader->sound && i < n; i++) {
        Reason *reason = g_new0(Reason, 1);
        g_ptr_array_add(reasons, reason);
        reason->code = (Fault)take_one(reader, FAULT_COUNT);
        reason->page = (int)take_u32(reader, G_MAXINT);
        reason->rule = g_strdup(take_maybe(reader));
        reason->message = g_strdup(take_text(reader));
    }
}

static void take_law(Reader *reader, DocumentInfo *info)
{
    info->law = (Law)take_one(reader, LAW_COUNT);
    g_free(info->law_from);
    info->law_from = g_strdup(take_text(reader));
    check(reader, report_law_from_is_known(info->law_from));
}

static void take_document(Reader *reader, DocumentInfo *info)
{
    g_free(info->path);
    info->path = g_strdup(take_text(reader));
    info->sha256 = g_strdup(take_maybe(reader));
    if (info->sha256)
        check_hex(reader, info->sha256, 64);
    take(reader, &info->bytes, sizeof info->bytes);
    check(reader, info->bytes <= BYTES_MOST);
    info->format = g_strdup(take_maybe(reader));
    info->encoding = g_strdup(take_maybe(reader));
    info->kind = g_strdup(take_maybe(reader));
    info->loan = take_bool(reader);
    info->title = g_strdup(take_maybe(reader));
    take_languages(reader, info->languages);
    take_law(reader, info);
    info->pages = (int)take_u32(reader, G_MAXINT);
    info->characters = take_u32(reader, UINT32_MAX);
    info->status = (Status)take_one(reader, STATUS_COUNT);
    take_reasons(reader, info->reasons);
    take_words(reader, info->references);
}

static void take_counts(Reader *reader, GArray *counts)
{
    uint32_t types = (uint32_t)pack_type_count(reader->pack);
    g_array_set_size(counts, types);
    for (uint32_t i = 0, n = take_u32(reader, types); reader->sound && i < n; i++)
        g_array_index(counts, uint32_t, i) = take_u32(reader, UINT32_MAX);
}

static void take_verdict(Reader *reader, Report *report)
{
    report->severity = (int)take_u32(reader, 5);
    report->level = (int)take_one(reader, LEVEL_COUNT);
    check(reader, report->level == report->severity ||
                      (report->level == LEVEL_UNKNOWN && report->severity == 0));
    take_counts(reader, report->counts);
    take_words(reader, report->absent);
    for (guint i = 0; reader->sound && i < report->absent->len; i++)
        check(reader, pack_type(reader->pack, report->absent->pdata[i]));
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        report->answers[i] = (Answer)take_one(reader, ANSWER_COUNT);
}

// The parts lie in the finding's range, one behind the other.
static GArray *take_parts(Reader *reader, Range whole)
{
    uint32_t count = take_count(reader, sizeof(Range));
    if (!count)
        return g_array_ref(reader->no_ranges);
    GArray *parts = g_array_sized_new(FALSE, FALSE, sizeof(Range), count);
    uint32_t least = whole.start;
    for (uint32_t i = 0; reader->sound && i < count; i++) {
        Range part = take_range(reader);
        check(reader, part.start >= least && part.end <= whole.end);
        least = part.end;
        g_array_append_val(parts, part);
    }
    return parts;
}

static bool is_side(float side)
{
    return isfinite(side) && fabsf(side) <= BOX_MOST;
}

static GArray *take_rects(Reader *reader)
{
    uint32_t count = take_count(reader, sizeof(PageBox));
    if (!count)
        return g_array_ref(reader->no_rects);
    GArray *rects = g_array_sized_new(FALSE, FALSE, sizeof(PageBox), count);
    for (uint32_t i = 0; reader->sound && i < count; i++) {
        PageBox rect;
        take(reader, &rect, sizeof rect);
        check(reader, rect.page < (uint32_t)reader->info->pages && is_side(rect.box.x0) &&
                          is_side(rect.box.y0) && is_side(rect.box.x1) && is_side(rect.box.y1));
        g_array_append_val(rects, rect);
    }
    return rects;
}

static void take_prominence(Reader *reader, Prominence *prominence)
{
    prominence->known = take_bool(reader);
    if (!prominence->known)
        return;
    prominence->font_size = (float)take_real(reader, 0, 1e6);
    prominence->body_size = (float)take_real(reader, 0, 1e6);
    prominence->color = take_u32(reader, PACKED_COLOR_MOST);
    prominence->background = take_u32(reader, PACKED_COLOR_MOST);
    prominence->contrast = (float)take_real(reader, 0, 21);
    prominence->hidden = take_bool(reader);
}

static void take_place(Reader *reader, Finding *finding)
{
    finding->quote = (char *)take_text(reader);
    finding->range = take_range(reader);
    check_quote(reader, finding->quote, finding->range);
    finding->parts = take_parts(reader, finding->range);
    finding->shown = (char *)take_text(reader);
    finding->stem_quote = (char *)take_maybe(reader);
    if (finding->stem_quote) {
        finding->stem = take_range(reader);
        check_quote(reader, finding->stem_quote, finding->stem);
    }
    finding->unit = take_range(reader);
    finding->unit_number = (char *)take_maybe(reader);
    finding->unit_heading = (char *)take_maybe(reader);
    finding->page = (int)take_u32(reader, (uint32_t)reader->info->pages);
    finding->last_page = (int)take_u32(reader, (uint32_t)reader->info->pages);
    check(reader, finding->last_page >= finding->page);
    finding->rects = take_rects(reader);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        finding->slots[i] = (char *)take_maybe(reader);
    take_prominence(reader, &finding->prominence);
}

static GPtrArray *take_also(Reader *reader)
{
    uint32_t count = take_many(reader, LEAST_TEXT + LEAST_TEXT + sizeof(Range));
    if (!count)
        return g_ptr_array_ref(reader->no_also);
    GPtrArray *list = report_also_new();
    for (uint32_t i = 0; reader->sound && i < count; i++) {
        Also *also = g_new0(Also, 1);
        g_ptr_array_add(list, also);
        also->language = g_strdup(take_text(reader));
        also->quote = g_strdup(take_text(reader));
        also->range = take_range(reader);
        check_quote(reader, also->quote, also->range);
    }
    return list;
}

// Severity 0 belongs to protective findings, and only to them.
static void check_kind(Reader *reader, const Finding *finding)
{
    const Type *type = reader->sound ? pack_type(reader->pack, finding->type) : NULL;
    check(reader, type && strcmp(type->key, finding->type) == 0);
    check(reader, reader->sound && (finding->polarity == POLARITY_ABSENT ||
                                    finding->polarity == type->polarity));
    check(reader, (finding->severity == 0) == (finding->polarity == POLARITY_PROTECTIVE));
}

static Finding *take_finding(Reader *reader)
{
    Finding *finding = g_new0(Finding, 1);
    finding->borrowed = true;
    finding->fingerprint = (char *)take_text(reader);
    check_hex(reader, finding->fingerprint, 16);
    finding->type = (char *)take_text(reader);
    finding->rule = (char *)take_text(reader);
    finding->polarity = (Polarity)take_one(reader, POLARITY_COUNT);
    finding->language = (char *)take_text(reader);
    finding->source = (Source)take_one(reader, SOURCE_COUNT);
    finding->severity = (int)take_u32(reader, 5);
    finding->confidence = (Confidence)take_one(reader, CONFIDENCE_COUNT);
    finding->reasons = take_list(reader);
    finding->basis = take_list(reader);
    check_kind(reader, finding);
    finding->placed = finding->polarity != POLARITY_ABSENT;
    if (finding->placed)
        take_place(reader, finding);
    else {
        finding->parts = g_array_ref(reader->no_ranges);
        finding->rects = g_array_ref(reader->no_rects);
    }
    finding->suppressed_reason = g_strdup(take_maybe(reader));
    if (finding->suppressed_reason)
        finding->suppressed_until = g_strdup(take_maybe(reader));
    finding->also = take_also(reader);
    return finding;
}

enum { LEAST_FINDING = 4 * LEAST_TEXT + 16 };

// Where the findings end, as the last bytes say; they are taken off.
static const char *find_head(Reader *reader)
{
    uint64_t findings = 0;
    size_t size = (size_t)(reader->end - reader->at);
    check(reader, size >= sizeof findings);
    if (!reader->sound)
        return reader->end;
    reader->end -= sizeof findings;
    memcpy(&findings, reader->end, sizeof findings);
    check(reader, findings <= size - sizeof findings);
    return reader->sound ? reader->at + findings : reader->end;
}

// The head, which is asked about when the findings are read, stands behind them.
static void take_report(Reader *reader, Report *report)
{
    const char *begin = reader->at, *head = find_head(reader);
    reader->at = head;
    take_document(reader, &report->document);
    reader->info = &report->document;
    take_verdict(reader, report);
    uint32_t count = take_u32(reader, UINT32_MAX);
    check(reader, reader->at == reader->end);
    reader->at = begin;
    reader->end = head;
    for (uint32_t i = 0, n = check_many(reader, count, LEAST_FINDING); reader->sound && i < n; i++)
        g_ptr_array_add(report->findings, take_finding(reader));
    check(reader, reader->at == reader->end);
}

Report *packed_read(GBytes *bytes, const Pack *pack, GError **error)
{
    g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GArray) no_ranges = g_array_new(FALSE, FALSE, sizeof(Range));
    g_autoptr(GArray) no_rects = g_array_new(FALSE, FALSE, sizeof(PageBox));
    g_autoptr(GPtrArray) no_also = report_also_new();
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    Reader reader = {.at = data,
                     .end = data ? data + size : NULL,
                     .sound = data,
                     .pack = pack,
                     .lists = lists,
                     .no_ranges = no_ranges,
                     .no_rects = no_rects,
                     .no_also = no_also};
    g_autoptr(Report) report = report_new("");
    report->packed = g_bytes_ref(bytes);
    if (reader.sound)
        take_report(&reader, report);
    if (reader.sound)
        return g_steal_pointer(&report);
    g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "report: unsound");
    return NULL;
}
