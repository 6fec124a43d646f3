// SPDX-License-Identifier: GPL-3.0-or-later
// Fill: a report made from what the reader, the text and the rules found. Everything that counted
// bytes counts code points from here on.
#include <string.h>

#include "report/fingerprint.h"
#include "report/judge.h"
#include "report/legal.h"
#include "report/places.h"
#include "report/prominence.h"
#include "report/report.h"
#include "report/versions.h"
#include "text/enumerator.h"
#include "text/language.h"
#include "text/utf8.h"

enum {
    TITLE_MOST = 60, // characters
    TITLE_LEAST = 5,
    TITLE_NEAR = 3, // blocks from the beginning
    REFERENCES_MOST = 50
};

typedef struct {
    const ReportSources *from;
    Places *places;
    Fingerprints *prints;
    GPtrArray *words;  // report_words_pool()
    GHashTable *bases; // Type → its basis, which all its findings share
    float body_size;
    bool paged; // pages mean something to a reader of this format
    Judge judge;
    bool leaving; // findings go to the sink
} Fill;

static Range points(const Fill *fill, size_t start, size_t end)
{
    return (Range){places_point(fill->places, start), places_point(fill->places, end)};
}

// --- the document ---

static void add_share(GPtrArray *languages, const char *code, size_t letters, size_t all)
{
    LanguageShare *share = g_new0(LanguageShare, 1);
    share->code = g_strdup(code);
    share->share = (double)letters / (double)all;
    g_ptr_array_add(languages, share);
}

// Letters of each language (key: its code). The array of codes is in order of appearance.
static GHashTable *count_letters(const ReportSources *from, GPtrArray *codes, size_t *all)
{
    GHashTable *letters = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < from->units->len; i++) {
        const Unit *unit = &g_array_index(from->units, Unit, i);
        const char *code = unit->language ? unit->language : "und";
        size_t n = utf8_letters(from->text->str + unit->start, unit->end - unit->start);
        size_t before = GPOINTER_TO_SIZE(g_hash_table_lookup(letters, code));
        if (!g_hash_table_contains(letters, code))
            g_ptr_array_add(codes, (gpointer)code);
        g_hash_table_insert(letters, (gpointer)code, GSIZE_TO_POINTER(before + n));
        *all += n;
    }
    return letters;
}

static gint compare_shares(gconstpointer a, gconstpointer b)
{
    const LanguageShare *x = *(LanguageShare *const *)a, *y = *(LanguageShare *const *)b;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return strcmp(x->code, y->code);
}

// Fills the languages, and says whether any letter stands in a language with rules.
static bool fill_languages(Report *report, const ReportSources *from)
{
    g_autoptr(GPtrArray) codes = g_ptr_array_new();
    size_t all = 0, covered = 0;
    g_autoptr(GHashTable) letters = count_letters(from, codes, &all);
    for (guint i = 0; i < codes->len && all; i++) {
        const char *code = g_ptr_array_index(codes, i);
        size_t n = GPOINTER_TO_SIZE(g_hash_table_lookup(letters, code));
        covered += pack_has_language(from->pack, code) ? n : 0;
        if (strcmp(code, "zh") == 0)
            code = language_script(from->doc->text->str, from->doc->text->len);
        if (n && (strcmp(code, "und") != 0 || n == all))
            add_share(report->document.languages, code, n, all);
    }
    g_ptr_array_sort(report->document.languages, compare_shares);
    return covered > 0;
}

static bool is_running(const Line *line)
{
    return line->kind == LINE_RUNNING || line->kind == LINE_WATERMARK;
}

static char *line_words(const Document *doc, const Line *line)
{
    return g_strstrip(g_strndup(doc->text->str + line->start, line->end - line->start));
}

// The first line that is not empty, when it is short enough to be a title.
static char *first_line(const Document *doc)
{
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        g_autofree char *words = line_words(doc, line);
        if (!is_running(line) && *words)
            return g_utf8_strlen(words, -1) <= TITLE_MOST ? g_steal_pointer(&words) : NULL;
    }
    return NULL;
}

// Whether a line is a field, filled in or not: "甲方：", "Last updated: 1 May 2024".
static bool is_field(const char *line)
{
    const char *colon = strstr(line, "：");
    const char *value = colon ? colon + strlen("：") : strchr(line, ':');
    if (!value)
        return false;
    value += *value == ':';
    return !value[strspn(value, " ")] || value[strcspn(value, "0123456789_")] ||
           strstr(value, "【");
}

// Whether words can be the name of a document: no sentence, field to fill in, clause or, in
// Chinese, words that end otherwise than such names do.
static bool is_name(const char *words)
{
    static const char name_ends[] = "议議书書约約同策款则則明知示单單函据據表引》）";
    Enumerator number;
    size_t len = strlen(words);
    if (!len || g_utf8_strlen(words, -1) > TITLE_MOST || words[strcspn(words, ",;:")])
        return false;
    gunichar last = g_utf8_get_char(g_utf8_prev_char(words + len));
    bool ends = !g_unichar_iswide(last) || g_utf8_strchr(name_ends, -1, last);
    bool sentence = strstr(words, "，") || strstr(words, "。") || strstr(words, "：");
    return ends && !sentence && !enumerator_read(words, len, &number);
}

// The lines that tell the kind of document, or the one of them that is a name.
static char *line_of_kind(const ReportSources *from)
{
    if (!from->kind.title)
        return NULL;
    const Block *block = &g_array_index(from->text->blocks, Block, from->kind.title - 1);
    size_t end = text_origin_end(from->text, block->end);
    g_autofree char *whole =
        text_shown(from->text, from->doc, text_origin(from->text, block->start), end);
    if (is_name(g_strstrip(whole)))
        return g_steal_pointer(&whole);
    for (guint i = block->line; i < from->doc->lines->len; i++) {
        const Line *line = &g_array_index(from->doc->lines, Line, i);
        g_autofree char *words = line->start < end ? line_words(from->doc, line) : NULL;
        if (!words || is_name(words))
            return g_steal_pointer(&words);
    }
    return NULL;
}

// The format's own title, else the first line; before it the line that tells the kind, where that
// is near, or where the first line is a button of the page (返回) or a field (甲方：).
static char *find_title(const ReportSources *from)
{
    const Document *doc = from->doc;
    g_autofree char *own = doc->title ? g_strstrip(g_strdup(doc->title)) : NULL;
    if (own && *own)
        return g_steal_pointer(&own);
    g_autofree char *first = first_line(doc);
    g_autofree char *kind = line_of_kind(from);
    bool field = first && is_field(first);
    bool poor = field || !first || g_utf8_strlen(first, -1) < TITLE_LEAST;
    if (kind && (poor || from->kind.title <= TITLE_NEAR))
        return g_steal_pointer(&kind);
    return field ? NULL : g_steal_pointer(&first);
}

static void add_reason(Report *report, Fault code, int page, const char *rule, const char *message)
{
    Reason *reason = g_new0(Reason, 1);
    reason->code = code;
    reason->page = page;
    reason->rule = g_strdup(rule);
    reason->message = g_utf8_make_valid(message ? message : "", -1);
    g_ptr_array_add(report->document.reasons, reason);
}

static void copy_reasons(Report *report, const GPtrArray *reasons)
{
    for (guint i = 0; reasons && i < reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(reasons, i);
        add_reason(report, reason->code, reason->page, reason->rule, reason->message);
    }
}

static char *folded_name(const char *words)
{
    g_autofree char *folded = text_fold(words, strlen(words));
    if (g_str_has_suffix(folded, "》"))
        folded[strlen(folded) - strlen("》")] = '\0';
    return g_utf8_strdown(folded, -1);
}

// What a privacy policy calls itself, whatever its title.
static bool is_any_policy(const char *name)
{
    static const char *const names[] = {
        "隐私政策",       "本隐私政策",        "隐私权政策",          "privacy policy",
        "privacy notice", "kebijakan privasi", "aviso de privacidad", "politica de privacidad"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

// Whether a document's name is its own: the end of its title, or, in words with blanks between
// them, the beginning.
static bool is_own_name(const Report *report, const char *words)
{
    const char *given = report->document.title;
    g_autofree char *name = folded_name(words);
    if (g_strcmp0(report->document.kind, "privacy_policy") == 0 && is_any_policy(name))
        return true;
    if (!given || !*name)
        return false;
    g_autofree char *title = folded_name(given);
    return g_str_has_suffix(title, name) ||
           (g_str_has_prefix(title, name) && title[strlen(name)] == ' ' &&
            g_ascii_isalpha(name[strlen(name) - 1]));
}

static void fill_references(Report *report, const GPtrArray *references)
{
    for (guint i = 0; references && i < references->len && i < REFERENCES_MOST; i++) {
        const char *name = g_ptr_array_index(references, i);
        if (is_own_name(report, name))
            continue;
        g_ptr_array_add(report->document.references, g_strdup(name));
        g_autofree char *message = g_strdup_printf("refers to %s, which was not given", name);
        add_reason(report, FAULT_REFERENCED_DOCUMENT_MISSING, 0, NULL, message);
    }
}

// `covered`: some of the text stands in a language with rules.
static Status find_status(const Report *report, bool covered)
{
    Status status = STATUS_COMPLETE;
    for (guint i = 0; i < report->document.reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        FaultScope scope = fault_scope(reason->code);
        if (reason->code == FAULT_NO_PACK ? !covered : scope == FAULT_OF_DOCUMENT)
            return STATUS_NOT_ANALYSED;
        if (scope != FAULT_OF_NOTE)
            status = STATUS_PARTIAL;
    }
    return status;
}

// A document without a word is not analysed: its pages say why, or it is empty.
static void fill_status(Report *report, const ReportSources *from, bool covered)
{
    bool wordless = utf8_letters(from->text->str, from->text->len) == 0;
    bool told = false;
    for (guint i = 0; i < report->document.reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        told = told || fault_scope(reason->code) != FAULT_OF_NOTE;
    }
    if (wordless && !told)
        add_reason(report, FAULT_EMPTY, 0, NULL, "there are no words in it");
    report->document.status = wordless ? STATUS_NOT_ANALYSED : find_status(report, covered);
}

static void fill_document(Report *report, const Fill *fill)
{
    const ReportSources *from = fill->from;
    DocumentInfo *info = &report->document;
    info->format = g_strdup(from->doc->format);
    info->encoding = g_strdup(from->doc->encoding);
    info->kind = g_strdup(from->kind.kind);
    info->loan = from->kind.loan;
    info->title = find_title(from);
    info->law = from->law;
    g_free(info->law_from);
    info->law_from = g_strdup(from->law_from ? from->law_from : "none");
    info->pages = fill->paged ? (int)from->doc->pages->len : 0;
    info->characters = places_count(fill->places);
    bool covered = fill_languages(report, from);
    copy_reasons(report, from->doc->reasons);
    copy_reasons(report, from->matches->reasons);
    fill_references(report, from->matches->references);
    fill_status(report, from, covered);
}

// --- findings ---

static void fill_basis(Finding *finding, const Fill *fill, const Type *type)
{
    const ReportSources *from = fill->from;
    GPtrArray *known = g_hash_table_lookup(fill->bases, type);
    if (known) {
        g_ptr_array_unref(finding->basis);
        finding->basis = g_ptr_array_ref(known);
        return;
    }
    g_autoptr(GPtrArray) basis = legal_basis(from->pack, type, from->law);
    for (guint i = 0; i < basis->len; i++) {
        const Provision *provision = g_ptr_array_index(basis, i);
        g_ptr_array_add(finding->basis, g_strdup(provision->id));
    }
    finding->basis = report_share_words(fill->words, finding->basis);
    g_hash_table_insert(fill->bases, (gpointer)type, g_ptr_array_ref(finding->basis));
}

// The document's bytes behind a piece of plain text.
static Span document_span(const ReportSources *from, PlainSpan span)
{
    return (Span){text_origin(from->text, span.start), text_origin_end(from->text, span.end)};
}

static char *slice(const ReportSources *from, Span span)
{
    return g_strndup(from->doc->text->str + span.start, span.end - span.start);
}

// Parts and rectangles: the pieces without running lines, and where each stands.
static void fill_pieces(Finding *finding, const Fill *fill, Span span)
{
    const ReportSources *from = fill->from;
    g_autoptr(GArray) pieces = text_pieces(from->text, from->doc, span.start, span.end);
    for (guint i = 0; i < pieces->len; i++) {
        const Span *piece = &g_array_index(pieces, Span, i);
        Range part = points(fill, piece->start, piece->end);
        g_array_append_val(finding->parts, part);
        g_autoptr(GArray) boxes = document_boxes(from->doc, piece->start, piece->end);
        g_array_append_vals(finding->rects, boxes->data, boxes->len);
    }
}

static void fill_pages(Finding *finding, const Fill *fill, Span span)
{
    const Line *first = document_line_at(fill->from->doc, span.start);
    const Line *last = document_line_at(fill->from->doc, span.end ? span.end - 1 : 0);
    finding->source = first ? first->source : SOURCE_TEXT;
    if (!fill->paged)
        return;
    finding->page = first ? (int)first->page + 1 : 1;
    finding->last_page = last ? MAX((int)last->page + 1, finding->page) : finding->page;
}

// No heading is given where it is likely to be garbage.
static void fill_unit(Finding *finding, const Fill *fill, const Hit *hit)
{
    const ReportSources *from = fill->from;
    const Unit *unit = &g_array_index(from->units, Unit, hit->unit);
    Span own = document_span(from, (PlainSpan){unit->start, unit->end});
    finding->unit = points(fill, own.start, own.end);
    finding->unit_number = units_number(from->units, from->text, from->doc, hit->unit);
    if (!document_has_reason(from->doc, FAULT_GARBLED, finding->page))
        finding->unit_heading = units_heading(from->units, from->text, from->doc, hit->unit);
    if (hit->stem.start == hit->stem.end)
        return;
    Span stem = document_span(from, hit->stem);
    finding->stem = points(fill, stem.start, stem.end);
    finding->stem_quote = slice(from, stem);
}

static void fill_slots(Finding *finding, const ReportSources *from, const Hit *hit)
{
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        if (hit->slots[i].start == hit->slots[i].end)
            continue;
        Span span = document_span(from, hit->slots[i]);
        finding->slots[i] = text_shown(from->text, from->doc, span.start, span.end);
    }
}

static void fill_words(Finding *finding, const Fill *fill, const Hit *hit)
{
    const ReportSources *from = fill->from;
    Span span = document_span(from, hit->span);
    finding->placed = true;
    finding->range = points(fill, span.start, span.end);
    finding->quote = slice(from, span);
    finding->shown = text_shown(from->text, from->doc, span.start, span.end);
    fill_pieces(finding, fill, span);
    fill_pages(finding, fill, span);
    finding->prominence =
        prominence_of(from->doc, span.start, span.end, finding->rects, fill->body_size);
}

static Finding *finding_of(const Fill *fill, const Hit *hit)
{
    Finding *finding = finding_new();
    finding->fingerprint = fingerprints_next(fill->prints, hit->type->key, hit->unit);
    finding->type = g_strdup(hit->type->key);
    finding->rule = g_strdup(hit->rule->id);
    finding->polarity = hit->polarity;
    finding->language = g_strdup(hit->rule->language);
    finding->severity = hit->polarity == POLARITY_PROTECTIVE ? 0 : CLAMP(hit->severity, 1, 5);
    finding->confidence = hit->confidence;
    for (const char **why = hit->reasons; why && *why; why++)
        g_ptr_array_add(finding->reasons, g_strdup(*why));
    finding->reasons = report_share_words(fill->words, finding->reasons);
    fill_basis(finding, fill, hit->type);
    fill_words(finding, fill, hit);
    if (finding->source == SOURCE_OCR) // a character of a hundred is misread
        finding->confidence = MIN(finding->confidence, CONFIDENCE_MEDIUM);
    fill_unit(finding, fill, hit);
    fill_slots(finding, fill->from, hit);
    return finding;
}

static Finding *finding_absent(const Fill *fill, const RuleInfo *rule)
{
    Finding *finding = finding_new();
    finding->fingerprint = fingerprint_absent(rule->type->key);
    finding->type = g_strdup(rule->type->key);
    finding->rule = g_strdup(rule->id);
    finding->polarity = POLARITY_ABSENT;
    finding->language = g_strdup(rule->language);
    finding->severity = CLAMP(rule->severity, 1, 5);
    fill_basis(finding, fill, rule->type);
    return finding;
}

static gint compare_findings(gconstpointer a, gconstpointer b)
{
    const Finding *x = *(Finding *const *)a, *y = *(Finding *const *)b;
    if (x->placed != y->placed)
        return x->placed ? -1 : 1;
    if (x->range.start != y->range.start)
        return x->range.start < y->range.start ? -1 : 1;
    if (x->range.end != y->range.end)
        return x->range.end < y->range.end ? -1 : 1;
    int by_type = strcmp(x->type, y->type);
    return by_type ? by_type : strcmp(x->rule, y->rule);
}

// Those that wait leave, in their order.
static void leave(Report *report, Fill *fill)
{
    g_ptr_array_sort(report->findings, compare_findings);
    for (guint i = 0; i < report->findings->len; i++) {
        judge_add(&fill->judge, report->findings->pdata[i]);
        fill->from->sink(report->findings->pdata[i], fill->from->to);
    }
    g_ptr_array_set_size(report->findings, 0);
}

// Hits come by where they begin. Findings that begin at one place wait for each other.
static void add_finding(Report *report, Fill *fill, Finding *finding)
{
    const Finding *first = report->findings->len ? report->findings->pdata[0] : NULL;
    if (!fill->leaving)
        report_settle(report, finding);
    else if (first && finding->range.start > first->range.start)
        leave(report, fill);
    g_ptr_array_add(report->findings, finding);
}

// Hits go as their findings come: a very long document has tens of thousands of both.
static void fill_hits(Report *report, Fill *fill)
{
    enum { AT_ONCE = 256 };
    GPtrArray *hits = fill->from->matches->hits;
    while (hits->len) {
        guint some = MIN(hits->len, AT_ONCE);
        for (guint i = 0; i < some; i++)
            add_finding(report, fill, finding_of(fill, g_ptr_array_index(hits, i)));
        g_ptr_array_remove_range(hits, 0, some);
    }
}

static void fill_absent(Report *report, const Fill *fill)
{
    const GPtrArray *absent = fill->from->matches->absent;
    for (guint i = 0; report->document.status == STATUS_COMPLETE && i < absent->len; i++)
        g_ptr_array_add(report->findings, finding_absent(fill, absent->pdata[i]));
}

static void fill_findings(Report *report, Fill *fill)
{
    const ReportSources *from = fill->from;
    fill->leaving = from->sink && !versions_are_several(report);
    fill->judge = judge_begin(report, from->pack);
    fill_hits(report, fill);
    if (fill->leaving) {
        leave(report, fill);
        fill_absent(report, fill);
        leave(report, fill);
        judge_end(&fill->judge);
        return;
    }
    fill_absent(report, fill);
    g_ptr_array_sort(report->findings, compare_findings);
    versions_fold(report, from);
    report_judge(report, from->pack);
}

// A format has pages when a page has a size, or when form feeds made several.
static bool has_pages(const Document *doc)
{
    return doc->pages->len > 1 ||
           (doc->pages->len == 1 && g_array_index(doc->pages, Page, 0).width > 0);
}

void report_fill(Report *report, const ReportSources *sources)
{
    const Document *doc = sources->doc;
    g_autoptr(Places) places = places_new(doc->text->str, doc->text->len);
    g_autoptr(Fingerprints) prints = fingerprints_new(sources->text, sources->units);
    g_autoptr(GPtrArray) words = report_words_pool();
    g_autoptr(GHashTable) bases =
        g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    Fill fill = {.from = sources,
                 .places = places,
                 .prints = prints,
                 .words = words,
                 .bases = bases,
                 .body_size = prominence_body_size(doc),
                 .paged = has_pages(doc)};
    g_free(report->tool.pack_sha256);
    report->tool.pack_sha256 = g_strdup(pack_sha256(sources->pack));
    fill_document(report, &fill);
    fill_findings(report, &fill);
    if (sources->keep_text)
        report->text = g_strndup(doc->text->str, doc->text->len);
}
