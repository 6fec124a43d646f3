// SPDX-License-Identifier: GPL-3.0-or-later
// JSON: a report read back from loanlens.report/1. Keys stand in schema order, and nothing else is
// sound: whatever is missing, added, doubled or of another type is refused.
#include "report/json.h"

#include <string.h>

#include "report/take.h"
#include "text/fault.h"

#define NAME_OF(function, type)                      \
    static const char *function##_of(unsigned value) \
    {                                                \
        return function((type)value);                \
    }
NAME_OF(status_name, Status)
NAME_OF(answer_name, Answer)
NAME_OF(level_name, int)
NAME_OF(polarity_name, Polarity)
NAME_OF(confidence_name, Confidence)
NAME_OF(source_name, Source)
NAME_OF(law_name, Law)
NAME_OF(fault_name, Fault)

static void read_tool(Take *root, Tool *tool)
{
    Take take = take_object(root, "tool", false, NULL);
    g_free(tool->version);
    tool->version = take_text(&take, "version", false);
    g_free(tool->pack_sha256);
    tool->pack_sha256 = take_hex(&take, "pack_sha256", 64, false);
    g_ptr_array_set_size(tool->packs, 0);
    take_strings(&take, "packs", tool->packs);
    g_free(tool->poppler);
    tool->poppler = take_text(&take, "poppler", false);
    g_free(tool->pcre2);
    tool->pcre2 = take_text(&take, "pcre2", false);
    tool->jit = take_bool(&take, "jit");
    take_end(&take);
}

static void read_languages(Take *from, GPtrArray *languages)
{
    Take array = take_array(from, "languages"), take;
    while (take_element(&array, &take)) {
        LanguageShare *share = g_new0(LanguageShare, 1);
        g_ptr_array_add(languages, share);
        share->code = take_text(&take, "code", false);
        share->share = take_real(&take, "share", 0, 1);
        take_end(&take);
    }
}

static void read_reasons(Take *from, DocumentInfo *info)
{
    Take array = take_array(from, "reasons"), take;
    while (take_element(&array, &take)) {
        Reason *reason = g_new0(Reason, 1);
        g_ptr_array_add(info->reasons, reason);
        reason->code = (Fault)take_word(&take, "code", FAULT_COUNT, fault_name_of);
        reason->page = take_count(&take, "page", G_MAXINT);
        reason->rule = take_text(&take, "rule", true);
        reason->message = take_text(&take, "message", false);
        take_end(&take);
    }
}

static void read_law(Take *from, DocumentInfo *info)
{
    Take take = take_object(from, "law", false, NULL);
    info->law = (Law)take_word(&take, "code", LAW_COUNT, law_name_of);
    g_free(info->law_from);
    info->law_from = take_text(&take, "from", false);
    if (*take.sound && !report_law_from_is_known(info->law_from))
        take_unsound(&take, "from");
    take_end(&take);
}

static void read_document(Take *root, DocumentInfo *info)
{
    Take take = take_object(root, "document", false, NULL);
    g_free(info->path);
    info->path = take_text(&take, "path", false);
    info->sha256 = take_hex(&take, "sha256", 64, true);
    info->bytes = (uint64_t)take_whole(&take, "bytes", 0, 9007199254740991.0);
    info->format = take_text(&take, "format", true);
    info->encoding = take_text(&take, "encoding", true);
    info->kind = take_text(&take, "kind", true);
    info->loan = take_bool(&take, "loan");
    info->title = take_text(&take, "title", true);
    read_languages(&take, info->languages);
    read_law(&take, info);
    info->pages = (int)take_whole(&take, "pages", 0, G_MAXINT);
    info->characters = (uint32_t)take_whole(&take, "characters", 0, UINT32_MAX);
    info->status = (Status)take_word(&take, "status", STATUS_COUNT, status_name_of);
    read_reasons(&take, info);
    take_strings(&take, "references", info->references);
    take_end(&take);
}

static void read_counts(Take *from, Report *report, const Pack *pack)
{
    Take take = take_object(from, "counts", false, NULL);
    g_array_set_size(report->counts, (guint)pack_type_count(pack));
    for (const char *key; (key = take_key(&take));) {
        const Type *type = pack_type(pack, key);
        if (!type || strcmp(type->key, key) != 0) {
            take_unsound(&take, "type");
            return;
        }
        double count = take_whole(&take, key, 1, UINT32_MAX);
        if (*take.sound)
            g_array_index(report->counts, uint32_t, type->index) = (uint32_t)count;
    }
}

static void read_verdict(Take *root, Report *report, const Pack *pack)
{
    Take take = take_object(root, "verdict", false, NULL);
    report->severity = (int)take_whole(&take, "severity", 0, 5);
    report->level = (int)take_word(&take, "level", LEVEL_COUNT, level_name_of);
    if (report->level != report->severity &&
        (report->level != LEVEL_UNKNOWN || report->severity != 0))
        take_unsound(&take, "level");
    read_counts(&take, report, pack);
    take_strings(&take, "absent", report->absent);
    for (guint i = 0; i < report->absent->len; i++)
        if (!pack_type(pack, g_ptr_array_index(report->absent, i)))
            take_unsound(&take, "absent");
    Take answers = take_object(&take, "answers", false, NULL);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        report->answers[i] =
            (Answer)take_word(&answers, question_name((Question)i), ANSWER_COUNT, answer_name_of);
    take_end(&answers);
    take_end(&take);
}

static Range read_range(Take *take, uint32_t characters)
{
    Range range = {0};
    range.start = (uint32_t)take_whole(take, "start", 0, characters);
    range.end = (uint32_t)take_whole(take, "end", range.start, characters);
    return range;
}

// A quote must be as long as the range it is the slice of.
static void check_quote(Take *take, const char *quote, Range range)
{
    if (*take->sound && g_utf8_strlen(quote, -1) != (glong)(range.end - range.start))
        take_unsound(take, "quote");
}

static void read_parts(Take *from, Finding *finding)
{
    Take array = take_array(from, "parts"), pair;
    uint32_t least = finding->range.start;
    while (take_element(&array, &pair)) {
        Range part = {0};
        part.start = (uint32_t)take_whole(&pair, NULL, least, finding->range.end);
        part.end = (uint32_t)take_whole(&pair, NULL, part.start, finding->range.end);
        take_end(&pair);
        least = part.end;
        g_array_append_val(finding->parts, part);
    }
}

static void read_stem_and_unit(Take *from, Finding *finding, uint32_t characters)
{
    bool there = false;
    Take stem = take_object(from, "stem", true, &there);
    if (there) {
        finding->stem_quote = take_text(&stem, "quote", false);
        finding->stem = read_range(&stem, characters);
        check_quote(&stem, finding->stem_quote, finding->stem);
        take_end(&stem);
    }
    Take unit = take_object(from, "unit", false, NULL);
    finding->unit = read_range(&unit, characters);
    finding->unit_number = take_text(&unit, "number", true);
    finding->unit_heading = take_text(&unit, "heading", true);
    take_end(&unit);
}

static void read_box(Take *from, Box *box)
{
    float *const sides[] = {&box->x0, &box->y0, &box->x1, &box->y1};
    Take array = take_array(from, "box");
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
        *sides[i] = (float)take_real(&array, NULL, -1e7, 1e7);
    take_end(&array);
}

static void read_rects(Take *from, Finding *finding, int pages)
{
    Take array = take_array(from, "rects"), take;
    while (take_element(&array, &take)) {
        PageBox rect = {0};
        rect.page = (uint32_t)take_whole(&take, "page", 1, pages) - 1;
        read_box(&take, &rect.box);
        take_end(&take);
        if (*take.sound)
            g_array_append_val(finding->rects, rect);
    }
}

static uint32_t read_color(Take *take, const char *key)
{
    g_autofree char *word = take_text(take, key, false);
    if (strlen(word) != 7 || word[0] != '#' || strspn(word + 1, "0123456789abcdef") != 6)
        take_unsound(take, key);
    return *take->sound ? (uint32_t)g_ascii_strtoull(word + 1, NULL, 16) : 0;
}

static void read_prominence(Take *from, Prominence *prominence)
{
    Take take = take_object(from, "prominence", true, &prominence->known);
    if (!prominence->known)
        return;
    prominence->font_size = (float)take_real(&take, "font_size", 0, 1e6);
    prominence->body_size = (float)take_real(&take, "body_size", 0, 1e6);
    prominence->color = read_color(&take, "color");
    prominence->background = read_color(&take, "background");
    prominence->contrast = (float)take_real(&take, "contrast", 0, 21);
    prominence->hidden = take_bool(&take, "hidden");
    take_end(&take);
}

static void read_place(Take *take, Finding *finding, const DocumentInfo *info)
{
    finding->quote = take_text(take, "quote", false);
    finding->range = read_range(take, info->characters);
    check_quote(take, finding->quote, finding->range);
    read_parts(take, finding);
    finding->shown = take_text(take, "shown", false);
    read_stem_and_unit(take, finding, info->characters);
    finding->page = take_count(take, "page", info->pages);
    finding->last_page = take_count(take, "last_page", info->pages);
    if (finding->last_page < finding->page)
        take_unsound(take, "last_page");
    read_rects(take, finding, info->pages);
    Take slots = take_object(take, "slots", false, NULL);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        finding->slots[i] = take_text(&slots, slot_name(i), true);
    take_end(&slots);
    read_prominence(take, &finding->prominence);
}

static void read_no_place(Take *take)
{
    for (size_t i = 0; i < JSON_PLACES; i++)
        take_null(take, json_places[i]);
}

static void read_suppressed(Take *from, Finding *finding)
{
    bool there = false;
    Take take = take_object(from, "suppressed", true, &there);
    if (!there)
        return;
    finding->suppressed_reason = take_text(&take, "reason", false);
    finding->suppressed_until = take_text(&take, "until", true);
    take_end(&take);
}

static void read_also(Take *from, Finding *finding, uint32_t characters)
{
    Take array = take_array(from, "also"), take;
    while (take_element(&array, &take)) {
        Also *also = g_new0(Also, 1);
        g_ptr_array_add(finding->also, also);
        also->language = take_text(&take, "language", false);
        also->quote = take_text(&take, "quote", false);
        also->range = read_range(&take, characters);
        check_quote(&take, also->quote, also->range);
        take_end(&take);
    }
}

// Severity 0 belongs to protective findings, and only to them.
static void check_kind(Take *take, const Finding *finding, const Pack *pack)
{
    const Type *type = *take->sound ? pack_type(pack, finding->type) : NULL;
    if (!type || strcmp(type->key, finding->type) != 0)
        take_unsound(take, "type");
    else if (finding->polarity != POLARITY_ABSENT && finding->polarity != type->polarity)
        take_unsound(take, "polarity");
    else if ((finding->severity == 0) != (finding->polarity == POLARITY_PROTECTIVE))
        take_unsound(take, "severity");
}

static Finding *read_finding(Take take, const DocumentInfo *info, const Pack *pack,
                             GPtrArray *words)
{
    Finding *finding = finding_new();
    finding->fingerprint = take_hex(&take, "fingerprint", 16, false);
    finding->type = take_text(&take, "type", false);
    finding->rule = take_text(&take, "rule", false);
    finding->polarity = (Polarity)take_word(&take, "polarity", POLARITY_COUNT, polarity_name_of);
    finding->language = take_text(&take, "language", false);
    finding->source = (Source)take_word(&take, "source", SOURCE_COUNT, source_name_of);
    finding->severity = (int)take_whole(&take, "severity", 0, 5);
    finding->confidence =
        (Confidence)take_word(&take, "confidence", CONFIDENCE_COUNT, confidence_name_of);
    take_strings(&take, "reasons", finding->reasons);
    take_strings(&take, "basis", finding->basis);
    finding->reasons = report_share_words(words, finding->reasons);
    finding->basis = report_share_words(words, finding->basis);
    check_kind(&take, finding, pack);
    finding->placed = finding->polarity != POLARITY_ABSENT;
    if (finding->placed)
        read_place(&take, finding, info);
    else
        read_no_place(&take);
    read_suppressed(&take, finding);
    read_also(&take, finding, info->characters);
    take_end(&take);
    return finding;
}

// All of a report but its findings, which are read one by one: a tree of thousands of them would
// take ten times their room.
static void read_head(Take *root, Report *report, const Pack *pack)
{
    g_autofree char *schema = take_text(root, "schema", false);
    if (strcmp(schema, JSON_SCHEMA) != 0)
        take_unsound(root, "schema");
    read_tool(root, &report->tool);
    read_document(root, &report->document);
    read_verdict(root, report, pack);
    Take findings = take_array(root, "findings");
    take_end(&findings);
    take_end(root);
}

// The parser cuts a string at an escaped U+0000, so none may be there.
static bool holds_zero(const char *json, size_t len)
{
    for (size_t i = 0; i + 5 < len; i++) {
        if (json[i] != '\\')
            continue;
        if (memcmp(json + i, "\\u0000", 6) == 0)
            return true;
        i++;
    }
    return false;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    return at;
}

static bool refuse(GError **error)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "report: not a JSON object");
    return false;
}

// What stands in front of the first finding and behind the last one: a report without findings.
static bool parse_head(const char *json, const char *findings, const Pack *pack, Report *report,
                       GError **error)
{
    g_autoptr(GString) head = g_string_new_len(json, findings - json);
    g_string_append(head, "]}");
    const char *end = head->str + head->len, *at = skip_blanks(head->str, end);
    struct cJSON *root = take_parse(&at, end);
    if (!root)
        return refuse(error);
    bool sound = true;
    Take take = take_of(root, "report", error, &sound);
    read_head(&take, report, pack);
    take_drop(root);
    return sound;
}

static bool parse_finding(const char **at, const char *end, const Pack *pack, Report *report,
                          GPtrArray *words, GError **error)
{
    struct cJSON *root = take_parse(at, end);
    if (!root)
        return refuse(error);
    bool sound = true;
    Take take = take_of(root, "findings", error, &sound);
    g_ptr_array_add(report->findings, read_finding(take, &report->document, pack, words));
    take_drop(root);
    return sound;
}

// The findings from the first one on, to the end of the report.
static bool parse_findings(const char *at, const char *end, const Pack *pack, Report *report,
                           GError **error)
{
    g_autoptr(GPtrArray) words = report_words_pool();
    at = skip_blanks(at, end);
    while (at < end && *at != ']') {
        if (!parse_finding(&at, end, pack, report, words, error))
            return false;
        at = skip_blanks(at, end);
        if (at < end && *at == ',') {
            at = skip_blanks(at + 1, end);
            if (at < end && *at == ']')
                return refuse(error);
        } else if (at < end && *at != ']') {
            return refuse(error);
        }
    }
    at = skip_blanks(at < end ? at + 1 : end, end);
    if (at == end || *at != '}' || skip_blanks(at + 1, end) != end)
        return refuse(error);
    return true;
}

// Where the first finding stands, or NULL. The quotes of a key cannot be part of a string, but a
// string may be the same word.
static const char *first_finding(const char *json, size_t len)
{
    static const char key[] = "\"findings\"";
    const char *end = json + len, *at = json;
    while ((at = memmem(at, (size_t)(end - at), key, sizeof key - 1))) {
        at = skip_blanks(at + sizeof key - 1, end);
        if (at == end || *at != ':')
            continue;
        at = skip_blanks(at + 1, end);
        return at < end && *at == '[' ? at + 1 : NULL;
    }
    return NULL;
}

Report *report_from_json(const char *json, size_t len, const Pack *pack, GError **error)
{
    const char *findings = first_finding(json, len);
    if (!findings || !g_utf8_validate_len(json, len, NULL) || holds_zero(json, len)) {
        refuse(error);
        return NULL;
    }
    g_autoptr(Report) report = report_new("");
    if (!parse_head(json, findings, pack, report, error) ||
        !parse_findings(findings, json + len, pack, report, error))
        return NULL;
    return g_steal_pointer(&report);
}
