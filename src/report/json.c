// SPDX-License-Identifier: GPL-3.0-or-later
// JSON: a report read back from loanlens.report/1. Keys stand in schema order, and nothing else is
// sound: whatever is missing, added, doubled or of another type is refused.
#include "report/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "text/fault.h"

// Walks the members of one object in order. The first thing found wrong is kept, and everything
// taken afterwards is empty.
typedef struct {
    const cJSON *next;
    const char *where; // for the message
    GError **error;
    bool *sound;
} Take;

static const cJSON nothing; // type cJSON_Invalid

static void unsound(Take *take, const char *key)
{
    if (*take->sound)
        g_set_error(take->error, FAULT_DOMAIN, FAULT_DAMAGED, "report: %s: unsound %s", take->where,
                    key);
    *take->sound = false;
}

static const cJSON *take_any(Take *take, const char *key)
{
    const cJSON *item = take->next;
    if (!*take->sound)
        return &nothing;
    if (!item || !item->string || strcmp(item->string, key) != 0) {
        unsound(take, key);
        return &nothing;
    }
    take->next = item->next;
    return item;
}

static void take_end(Take *take)
{
    if (take->next)
        unsound(take, take->next->string ? take->next->string : "member");
}

static Take inside(const Take *take, const cJSON *item, const char *where)
{
    return (Take){item->child, where, take->error, take->sound};
}

// An object, or for `optional` null: then *there is false.
static Take take_object(Take *take, const char *key, bool optional, bool *there)
{
    const cJSON *item = take_any(take, key);
    bool null = optional && cJSON_IsNull(item);
    if (!null && !cJSON_IsObject(item))
        unsound(take, key);
    if (there)
        *there = !null && *take->sound;
    return inside(take, item, key);
}

static const cJSON *take_array(Take *take, const char *key)
{
    const cJSON *item = take_any(take, key);
    if (!cJSON_IsArray(item))
        unsound(take, key);
    return *take->sound ? item : &nothing;
}

static char *take_text(Take *take, const char *key, bool optional)
{
    const cJSON *item = take_any(take, key);
    if (optional && cJSON_IsNull(item))
        return NULL;
    if (!cJSON_IsString(item))
        unsound(take, key);
    return g_strdup(*take->sound ? item->valuestring : "");
}

static double whole_number(Take *take, const cJSON *item, const char *key, double least,
                           double most)
{
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= least && item->valuedouble <= most) ||
        item->valuedouble != floor(item->valuedouble))
        unsound(take, key);
    return *take->sound ? item->valuedouble : 0;
}

static double take_whole(Take *take, const char *key, double least, double most)
{
    return whole_number(take, take_any(take, key), key, least, most);
}

// 1 to `most`, or null: 0.
static int take_count(Take *take, const char *key, int most)
{
    const cJSON *item = take_any(take, key);
    return cJSON_IsNull(item) ? 0 : (int)whole_number(take, item, key, 1, most);
}

static float take_real(Take *take, const char *key, double least, double most)
{
    const cJSON *item = take_any(take, key);
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= least && item->valuedouble <= most))
        unsound(take, key);
    return *take->sound ? (float)item->valuedouble : 0;
}

static bool take_bool(Take *take, const char *key)
{
    const cJSON *item = take_any(take, key);
    if (!cJSON_IsBool(item))
        unsound(take, key);
    return cJSON_IsTrue(item);
}

// A word of a closed list; `named` gives its value for the word.
static unsigned take_word(Take *take, const char *key, unsigned count,
                          const char *(*name)(unsigned))
{
    g_autofree char *word = take_text(take, key, false);
    for (unsigned i = 0; i < count; i++)
        if (*take->sound && strcmp(name(i), word) == 0)
            return i;
    unsound(take, key);
    return 0;
}

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

// Strings are given to `to`.
static void take_strings(Take *take, const char *key, GPtrArray *to)
{
    const cJSON *item = NULL, *array = take_array(take, key);
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item)) {
            unsound(take, key);
            return;
        }
        g_ptr_array_add(to, g_strdup(item->valuestring));
    }
}

// A string of exactly `digits` lower-case hexadecimal digits, or null when `optional`.
static char *take_hex(Take *take, const char *key, size_t digits, bool optional)
{
    char *text = take_text(take, key, optional);
    if (text && (strlen(text) != digits || strspn(text, "0123456789abcdef") != digits))
        unsound(take, key);
    return text;
}

static void take_tool(Take *root, Tool *tool)
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

static void take_languages(Take *from, GPtrArray *languages)
{
    const cJSON *item = NULL, *array = take_array(from, "languages");
    cJSON_ArrayForEach(item, array)
    {
        Take take = inside(from, item, "languages");
        LanguageShare *share = g_new0(LanguageShare, 1);
        g_ptr_array_add(languages, share);
        share->code = take_text(&take, "code", false);
        const cJSON *value = take_any(&take, "share");
        if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0 && value->valuedouble <= 1))
            unsound(&take, "share");
        share->share = *take.sound ? value->valuedouble : 0;
        take_end(&take);
    }
}

static void take_reasons(Take *from, DocumentInfo *info)
{
    const cJSON *item = NULL, *array = take_array(from, "reasons");
    cJSON_ArrayForEach(item, array)
    {
        Take take = inside(from, item, "reasons");
        Reason *reason = g_new0(Reason, 1);
        g_ptr_array_add(info->reasons, reason);
        reason->code = (Fault)take_word(&take, "code", FAULT_COUNT, fault_name_of);
        reason->page = take_count(&take, "page", G_MAXINT);
        reason->rule = take_text(&take, "rule", true);
        reason->message = take_text(&take, "message", false);
        take_end(&take);
    }
}

static void take_law(Take *from, DocumentInfo *info)
{
    Take take = take_object(from, "law", false, NULL);
    info->law = (Law)take_word(&take, "code", LAW_COUNT, law_name_of);
    g_free(info->law_from);
    info->law_from = take_text(&take, "from", false);
    if (*take.sound && !report_law_from_is_known(info->law_from))
        unsound(&take, "from");
    take_end(&take);
}

static void take_document(Take *root, DocumentInfo *info)
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
    take_languages(&take, info->languages);
    take_law(&take, info);
    info->pages = (int)take_whole(&take, "pages", 0, G_MAXINT);
    info->characters = (uint32_t)take_whole(&take, "characters", 0, UINT32_MAX);
    info->status = (Status)take_word(&take, "status", STATUS_COUNT, status_name_of);
    take_reasons(&take, info);
    take_strings(&take, "references", info->references);
    take_end(&take);
}

static void take_counts(Take *from, Report *report, const Pack *pack)
{
    Take take = take_object(from, "counts", false, NULL);
    g_array_set_size(report->counts, (guint)pack_type_count(pack));
    while (*take.sound && take.next) {
        const cJSON *item = take.next;
        const Type *type = pack_type(pack, item->string);
        if (!type || strcmp(type->key, item->string) != 0) {
            unsound(&take, "type");
            return;
        }
        double count = take_whole(&take, item->string, 1, UINT32_MAX);
        if (*take.sound)
            g_array_index(report->counts, uint32_t, type->index) = (uint32_t)count;
    }
}

static void take_verdict(Take *root, Report *report, const Pack *pack)
{
    Take take = take_object(root, "verdict", false, NULL);
    report->severity = (int)take_whole(&take, "severity", 0, 5);
    report->level = (int)take_word(&take, "level", LEVEL_COUNT, level_name_of);
    if (report->level != report->severity &&
        (report->level != LEVEL_UNKNOWN || report->severity != 0))
        unsound(&take, "level");
    take_counts(&take, report, pack);
    take_strings(&take, "absent", report->absent);
    for (guint i = 0; i < report->absent->len; i++)
        if (!pack_type(pack, g_ptr_array_index(report->absent, i)))
            unsound(&take, "absent");
    Take answers = take_object(&take, "answers", false, NULL);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        report->answers[i] =
            (Answer)take_word(&answers, question_name((Question)i), ANSWER_COUNT, answer_name_of);
    take_end(&answers);
    take_end(&take);
}

static Range take_range(Take *take, uint32_t characters)
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
        unsound(take, "quote");
}

static void take_parts(Take *from, Finding *finding)
{
    const cJSON *item = NULL, *array = take_array(from, "parts");
    uint32_t least = finding->range.start;
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != 2) {
            unsound(from, "parts");
            return;
        }
        Range part = {0};
        part.start = (uint32_t)whole_number(from, item->child, "parts", least, finding->range.end);
        part.end = (uint32_t)whole_number(from, item->child->next, "parts", part.start,
                                          finding->range.end);
        least = part.end;
        g_array_append_val(finding->parts, part);
    }
}

static void take_stem_and_unit(Take *from, Finding *finding, uint32_t characters)
{
    bool there = false;
    Take stem = take_object(from, "stem", true, &there);
    if (there) {
        finding->stem_quote = take_text(&stem, "quote", false);
        finding->stem = take_range(&stem, characters);
        check_quote(&stem, finding->stem_quote, finding->stem);
        take_end(&stem);
    }
    Take unit = take_object(from, "unit", false, NULL);
    finding->unit = take_range(&unit, characters);
    finding->unit_number = take_text(&unit, "number", true);
    finding->unit_heading = take_text(&unit, "heading", true);
    take_end(&unit);
}

static void take_box(Take *from, const cJSON *item, Box *box)
{
    float *const sides[] = {&box->x0, &box->y0, &box->x1, &box->y1};
    const cJSON *side = cJSON_IsArray(item) ? item->child : NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        if (!side || !cJSON_IsNumber(side) || !(fabs(side->valuedouble) <= 1e7)) {
            unsound(from, "box");
            return;
        }
        *sides[i] = (float)side->valuedouble;
        side = side->next;
    }
    if (side)
        unsound(from, "box");
}

static void take_rects(Take *from, Finding *finding, int pages)
{
    const cJSON *item = NULL, *array = take_array(from, "rects");
    cJSON_ArrayForEach(item, array)
    {
        Take take = inside(from, item, "rects");
        PageBox rect = {0};
        rect.page = (uint32_t)take_whole(&take, "page", 1, pages) - 1;
        take_box(&take, take_any(&take, "box"), &rect.box);
        take_end(&take);
        if (*take.sound)
            g_array_append_val(finding->rects, rect);
    }
}

static uint32_t take_color(Take *take, const char *key)
{
    g_autofree char *word = take_text(take, key, false);
    if (strlen(word) != 7 || word[0] != '#' || strspn(word + 1, "0123456789abcdef") != 6)
        unsound(take, key);
    return *take->sound ? (uint32_t)g_ascii_strtoull(word + 1, NULL, 16) : 0;
}

static void take_prominence(Take *from, Prominence *prominence)
{
    Take take = take_object(from, "prominence", true, &prominence->known);
    if (!prominence->known)
        return;
    prominence->font_size = take_real(&take, "font_size", 0, 1e6);
    prominence->body_size = take_real(&take, "body_size", 0, 1e6);
    prominence->color = take_color(&take, "color");
    prominence->background = take_color(&take, "background");
    prominence->contrast = take_real(&take, "contrast", 0, 21);
    prominence->hidden = take_bool(&take, "hidden");
    take_end(&take);
}

static void take_place(Take *take, Finding *finding, const DocumentInfo *info)
{
    finding->quote = take_text(take, "quote", false);
    finding->range = take_range(take, info->characters);
    check_quote(take, finding->quote, finding->range);
    take_parts(take, finding);
    finding->shown = take_text(take, "shown", false);
    take_stem_and_unit(take, finding, info->characters);
    finding->page = take_count(take, "page", info->pages);
    finding->last_page = take_count(take, "last_page", info->pages);
    if (finding->last_page < finding->page)
        unsound(take, "last_page");
    take_rects(take, finding, info->pages);
    Take slots = take_object(take, "slots", false, NULL);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        finding->slots[i] = take_text(&slots, slot_name(i), true);
    take_end(&slots);
    take_prominence(take, &finding->prominence);
}

static void take_no_place(Take *take)
{
    for (size_t i = 0; i < JSON_PLACES; i++)
        if (!cJSON_IsNull(take_any(take, json_places[i])))
            unsound(take, json_places[i]);
}

static void take_suppressed(Take *from, Finding *finding)
{
    bool there = false;
    Take take = take_object(from, "suppressed", true, &there);
    if (!there)
        return;
    finding->suppressed_reason = take_text(&take, "reason", false);
    finding->suppressed_until = take_text(&take, "until", true);
    take_end(&take);
}

static void take_also(Take *from, Finding *finding, uint32_t characters)
{
    const cJSON *item = NULL, *array = take_array(from, "also");
    cJSON_ArrayForEach(item, array)
    {
        Take take = inside(from, item, "also");
        Also *also = g_new0(Also, 1);
        g_ptr_array_add(finding->also, also);
        also->language = take_text(&take, "language", false);
        also->quote = take_text(&take, "quote", false);
        also->range = take_range(&take, characters);
        check_quote(&take, also->quote, also->range);
        take_end(&take);
    }
}

// Severity 0 belongs to protective findings, and only to them.
static void check_kind(Take *take, const Finding *finding, const Pack *pack)
{
    const Type *type = *take->sound ? pack_type(pack, finding->type) : NULL;
    if (!type || strcmp(type->key, finding->type) != 0)
        unsound(take, "type");
    else if (finding->polarity != POLARITY_ABSENT && finding->polarity != type->polarity)
        unsound(take, "polarity");
    else if ((finding->severity == 0) != (finding->polarity == POLARITY_PROTECTIVE))
        unsound(take, "severity");
}

static Finding *take_finding(const Take *from, const cJSON *item, const DocumentInfo *info,
                             const Pack *pack, GPtrArray *words)
{
    Take take = inside(from, item, "findings");
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
        take_place(&take, finding, info);
    else
        take_no_place(&take);
    take_suppressed(&take, finding);
    take_also(&take, finding, info->characters);
    take_end(&take);
    return finding;
}

// All of a report but its findings, which are read one by one: a tree of thousands of them would
// take ten times their room.
static void take_head(Take *root, Report *report, const Pack *pack)
{
    g_autofree char *schema = take_text(root, "schema", false);
    if (strcmp(schema, JSON_SCHEMA) != 0)
        unsound(root, "schema");
    take_tool(root, &report->tool);
    take_document(root, &report->document);
    take_verdict(root, report, pack);
    if (cJSON_GetArraySize(take_array(root, "findings")) > 0)
        unsound(root, "findings");
    take_end(root);
}

// cJSON cuts a string at an escaped U+0000, so none may be there.
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
static bool read_head(const char *json, const char *findings, const Pack *pack, Report *report,
                      GError **error)
{
    g_autoptr(GString) head = g_string_new_len(json, findings - json);
    g_string_append(head, "]}");
    cJSON *root = cJSON_ParseWithLength(head->str, head->len);
    if (!cJSON_IsObject(root)) {
        cJSON_Delete(root);
        return refuse(error);
    }
    bool sound = true;
    Take take = {root->child, "report", error, &sound};
    take_head(&take, report, pack);
    cJSON_Delete(root);
    return sound;
}

static bool read_finding(const char **at, const char *end, const Pack *pack, Report *report,
                         GPtrArray *words, GError **error)
{
    cJSON *item = *at < end && **at == '{'
                      ? cJSON_ParseWithLengthOpts(*at, (size_t)(end - *at), at, false)
                      : NULL;
    if (!item)
        return refuse(error);
    bool sound = true;
    Take take = {item, "report", error, &sound};
    g_ptr_array_add(report->findings, take_finding(&take, item, &report->document, pack, words));
    cJSON_Delete(item);
    return sound;
}

// The findings from the first one on, to the end of the report.
static bool read_findings(const char *at, const char *end, const Pack *pack, Report *report,
                          GError **error)
{
    g_autoptr(GPtrArray) words = report_words_pool();
    at = skip_blanks(at, end);
    while (at < end && *at != ']') {
        if (!read_finding(&at, end, pack, report, words, error))
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
    if (!read_head(json, findings, pack, report, error) ||
        !read_findings(findings, json + len, pack, report, error))
        return NULL;
    return g_steal_pointer(&report);
}
