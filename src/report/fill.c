// SPDX-License-Identifier: GPL-3.0-or-later
// Fill: a report made from what the reader, the text and the rules found, finding by finding.
// Everything that counted bytes counts code points from here on.
#include <string.h>

#include "report/fill_document.h"
#include "report/fingerprint.h"
#include "report/judge.h"
#include "report/legal.h"
#include "report/places.h"
#include "report/prominence.h"
#include "report/report.h"
#include "report/versions.h"

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
    fill_document(report, sources, fill.paged, places_count(places));
    fill_findings(report, &fill);
    if (sources->keep_text)
        report->text = g_strndup(doc->text->str, doc->text->len);
}
