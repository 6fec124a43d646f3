// SPDX-License-Identifier: GPL-3.0-or-later
// Marks: the text is cut wherever a finding begins or ends, and each piece is marked as the most
// severe finding on it. Findings may overlap in any way; marks never do.
#include "report/html_marks.h"

#include <string.h>

#include "report/groups.h"
#include "report/html.h"
#include "report/html_lines.h"
#include "report/layout.h"
#include "report/places.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    SEVERITIES = 6,
    UNRULY_MOST = 5000, // more are left bare: each acts on its own line only
    MARKS_SHOWN = 8,    // combining marks of one character
    BINS = 120,
    STRIP_HEIGHT = 600,
    STRIP_WIDTH = 12,
};

typedef enum { EVENT_ENDS, EVENT_BEGINS, EVENT_POINT } EventKind; // at one place in this order

typedef struct {
    size_t at; // byte
    guint finding;
    EventKind kind;
    bool outer; // begins the finding's first part, or ends its last
} Event;

typedef struct {
    GString *out;
    const Report *report;
    const Pack *pack;
    Lang lang;
    const char *text;
    size_t len;
    HtmlLines lines;
    GArray *events;              // Event, by place; ends before beginnings
    unsigned active[SEVERITIES]; // findings open here, by severity
    GArray *waiting;             // guint: findings whose anchor is still to be put
    GArray *order;               // guint: chosen findings in the order of their beginnings
    GHashTable *rank;            // finding + 1 -> its place in `order`
    unsigned unruly;
    int page;
    bool paged;
} Marks;

// --- choosing ---

static bool is_markable(const Finding *finding)
{
    return finding->placed && !finding->suppressed_reason;
}

static bool *choose_worst(const Report *report, GPtrArray *sorted)
{
    bool *chosen = g_new0(bool, MAX(report->findings->len, 1));
    g_autoptr(GHashTable) worst = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < sorted->len && i < HTML_MARKS_MOST; i++)
        g_hash_table_add(worst, g_ptr_array_index(sorted, i));
    for (guint i = 0; i < report->findings->len; i++)
        chosen[i] = g_hash_table_contains(worst, g_ptr_array_index(report->findings, i));
    return chosen;
}

bool *html_marks_chosen(const Report *report, unsigned *marked, unsigned *left_out)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < report->findings->len; i++)
        if (is_markable(g_ptr_array_index(report->findings, i)))
            g_ptr_array_add(all, g_ptr_array_index(report->findings, i));
    *marked = MIN(all->len, HTML_MARKS_MOST);
    *left_out = all->len - *marked;
    if (*left_out)
        g_ptr_array_sort(all, finding_compare_worst);
    return choose_worst(report, all);
}

// --- events ---

static gint compare_events(gconstpointer a, gconstpointer b)
{
    const Event *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    return x->finding < y->finding ? -1 : x->finding > y->finding;
}

static void add_event(Marks *marks, size_t at, guint finding, EventKind kind, bool outer)
{
    Event event = {at, finding, kind, outer};
    g_array_append_val(marks->events, event);
}

// The finding's parts that hold anything; the finding itself when it has none.
static GArray *marked_parts(const Finding *finding)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(Range));
    for (guint i = 0; i < finding->parts->len; i++) {
        Range part = g_array_index(finding->parts, Range, i);
        if (part.start < part.end)
            g_array_append_val(parts, part);
    }
    if (!parts->len && finding->range.start < finding->range.end)
        g_array_append_val(parts, finding->range);
    return parts;
}

static void add_events(Marks *marks, const Places *places, guint number)
{
    const Finding *finding = g_ptr_array_index(marks->report->findings, number);
    g_autoptr(GArray) parts = marked_parts(finding);
    for (guint i = 0; i < parts->len; i++) {
        const Range *part = &g_array_index(parts, Range, i);
        add_event(marks, places_byte(places, part->start), number, EVENT_BEGINS, i == 0);
        add_event(marks, places_byte(places, part->end), number, EVENT_ENDS, i + 1 == parts->len);
    }
    if (!parts->len)
        add_event(marks, places_byte(places, finding->range.start), number, EVENT_POINT, true);
}

static void note_order(Marks *marks)
{
    for (guint i = 0; i < marks->events->len; i++) {
        const Event *event = &g_array_index(marks->events, Event, i);
        if (event->kind == EVENT_ENDS || !event->outer)
            continue;
        g_array_append_val(marks->order, event->finding);
        g_hash_table_insert(marks->rank, GUINT_TO_POINTER(event->finding + 1),
                            GUINT_TO_POINTER(marks->order->len - 1));
    }
}

static void collect(Marks *marks, const bool *chosen)
{
    g_autoptr(Places) places = places_new(marks->text, strlen(marks->text));
    for (guint i = 0; i < marks->report->findings->len; i++)
        if (chosen[i])
            add_events(marks, places, i);
    g_array_sort(marks->events, compare_events);
    note_order(marks);
}

// --- text ---

static bool is_quiet(gunichar c) // invisible, and changes nothing around it
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

static bool is_layout(gunichar c)
{
    return c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

static bool needs_care(gunichar c)
{
    return g_unichar_ismark(c) || (layout_is_unruly(c) && !is_layout(c) && !is_quiet(c));
}

// Bytes up to the first character that needs care.
static size_t plain_length(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    while (at < end && ((unsigned char)*at >= 0x20 || is_layout((gunichar)*at))) {
        if ((unsigned char)*at >= 0x7F && needs_care(g_utf8_get_char(at)))
            break;
        at = g_utf8_next_char(at);
    }
    return (size_t)(at - text);
}

// A run of combining marks: the first few as they are, the rest folded away and counted.
static size_t add_combining(Marks *marks, const char *text, size_t len)
{
    const char *at = text, *kept = text, *end = text + len;
    unsigned count = 0;
    for (; at < end && g_unichar_ismark(g_utf8_get_char(at)); at = g_utf8_next_char(at))
        if (++count == MARKS_SHOWN)
            kept = g_utf8_next_char(at);
    if (count <= MARKS_SHOWN) {
        html_verbatim(marks->out, text, (size_t)(at - text));
        return (size_t)(at - text);
    }
    html_verbatim(marks->out, text, (size_t)(kept - text));
    g_string_append(marks->out, "<span class=\"z\" data-c=\"");
    html_print(marks->out, word(W_PAGE_MARKS_SKIPPED, marks->lang), count - MARKS_SHOWN);
    g_string_append(marks->out, "\"><span>");
    html_verbatim(marks->out, kept, (size_t)(at - kept));
    g_string_append(marks->out, "</span></span>");
    return (size_t)(at - text);
}

// A run of the same unruly character, named and kept from acting on what follows.
static size_t add_unruly(Marks *marks, const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    gunichar c = g_utf8_get_char(text);
    while (at < end && g_utf8_get_char(at) == c)
        at = g_utf8_next_char(at);
    bool named = marks->unruly++ < UNRULY_MOST;
    if (named)
        html_print(marks->out, "<span class=\"u\" data-c=\"U+%04X\">", c);
    html_verbatim(marks->out, text, (size_t)(at - text));
    if (named)
        g_string_append(marks->out, "</span>");
    return (size_t)(at - text);
}

static void add_characters(Marks *marks, const char *text, size_t len)
{
    while (len) {
        size_t done = plain_length(text, len);
        if (done)
            html_verbatim(marks->out, text, done);
        else if (g_unichar_ismark(g_utf8_get_char(text)))
            done = add_combining(marks, text, len);
        else
            done = add_unruly(marks, text, len);
        text += done;
        len -= done;
    }
}

// One line end, with its carriage return; how it shows depends on where it stands.
static void add_line_end(Marks *marks, const char *from, const char *newline)
{
    static const char *const opened[] = {"", "<i>", "<b>"}, *const closed[] = {"", "</i>", "</b>"};
    LinesEnd end =
        html_lines_end(&marks->lines, marks->text, marks->len, (size_t)(newline - marks->text));
    g_string_append(marks->out, opened[end]);
    html_verbatim(marks->out, from, (size_t)(newline + 1 - from));
    g_string_append(marks->out, closed[end]);
}

// Text without form feeds.
static void add_lines(Marks *marks, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *to = newline ? newline : end;
        if (newline && to > text && to[-1] == '\r')
            to--;
        add_characters(marks, text, (size_t)(to - text));
        if (newline)
            add_line_end(marks, to, newline);
        text = newline ? newline + 1 : end;
    }
}

// --- marking ---

static int worst_active(const Marks *marks)
{
    for (int severity = SEVERITIES - 1; severity >= 0; severity--)
        if (marks->active[severity])
            return severity;
    return -1;
}

static void open_mark(Marks *marks, int severity)
{
    for (guint i = 0; i < marks->waiting->len; i++) {
        guint number = g_array_index(marks->waiting, guint, i);
        if (i + 1 < marks->waiting->len || severity < 0)
            html_print(marks->out, "<span id=\"m%u\"></span>", number);
        else
            html_print(marks->out, "<mark class=\"s%d\" id=\"m%u\">", severity, number);
    }
    if (!marks->waiting->len && severity >= 0)
        html_print(marks->out, "<mark class=\"s%d\">", severity);
    g_array_set_size(marks->waiting, 0);
}

static void open_page(Marks *marks)
{
    marks->page++;
    g_string_append(marks->out, "<section");
    if (marks->paged) {
        html_print(marks->out, " id=\"p%d\" data-p=\"", marks->page);
        html_print(marks->out, word(W_PAGE_NUMBER, marks->lang), marks->page);
        g_string_append_c(marks->out, '"');
    }
    g_string_append_c(marks->out, '>');
}

// A stretch over which the same findings are open.
static void add_stretch(Marks *marks, const char *text, size_t len)
{
    int severity = worst_active(marks);
    const char *end = text + len;
    while (text < end) {
        const char *feed = marks->paged ? memchr(text, '\f', (size_t)(end - text)) : NULL;
        const char *to = feed ? feed : end;
        if (to > text) {
            open_mark(marks, severity);
            add_lines(marks, text, (size_t)(to - text));
            g_string_append(marks->out, severity >= 0 ? "</mark>" : "");
        }
        if (feed) {
            g_string_append(marks->out, "\f</section>");
            open_page(marks);
        }
        text = feed ? feed + 1 : end;
    }
}

static void add_neighbour(Marks *marks, const char *class, guint rank, Word label)
{
    guint number = g_array_index(marks->order, guint, rank);
    html_print(marks->out, "<a class=\"%s\" href=\"#m%u\" aria-label=\"%s\"></a>", class, number,
               word(label, marks->lang));
}

// What a reader meets after a finding's last words: its name, the one before, the one after.
static void add_label(Marks *marks, guint number)
{
    const Finding *finding = g_ptr_array_index(marks->report->findings, number);
    const Type *type = pack_type(marks->pack, finding->type);
    html_print(marks->out, "<a class=\"j s%d\" href=\"#f%u\" aria-label=\"%s%s", finding->severity,
               number, finding->severity ? word_level(finding->severity, marks->lang) : "✓",
               marks->lang == LANG_ZH ? "·" : " · ");
    html_text(marks->out, type ? type->name[marks->lang] : finding->type);
    g_string_append(marks->out, "\"></a>");
    guint rank = GPOINTER_TO_UINT(g_hash_table_lookup(marks->rank, GUINT_TO_POINTER(number + 1)));
    if (rank > 0)
        add_neighbour(marks, "p", rank - 1, W_PAGE_PREVIOUS);
    if (rank + 1 < marks->order->len)
        add_neighbour(marks, "n", rank + 1, W_PAGE_NEXT);
}

static void pass_event(Marks *marks, const Event *event)
{
    const Finding *finding = g_ptr_array_index(marks->report->findings, event->finding);
    unsigned *active = &marks->active[CLAMP(finding->severity, 0, SEVERITIES - 1)];
    if (event->kind == EVENT_BEGINS)
        ++*active;
    else if (event->kind == EVENT_ENDS)
        --*active;
    if (event->kind != EVENT_ENDS && event->outer)
        g_array_append_val(marks->waiting, event->finding);
    if (event->kind != EVENT_BEGINS && event->outer) {
        open_mark(marks, -1); // anchors whose words are not shown
        add_label(marks, event->finding);
    }
}

static void sweep(Marks *marks)
{
    size_t at = 0;
    for (guint i = 0; i < marks->events->len; i++) {
        const Event *event = &g_array_index(marks->events, Event, i);
        size_t to = MIN(event->at, marks->len);
        add_stretch(marks, marks->text + at, to - at);
        at = to;
        pass_event(marks, event);
    }
    add_stretch(marks, marks->text + at, marks->len - at);
}

// The longest beginning of at most `most` bytes that ends with a whole character.
static size_t cut_length(const char *text, size_t most)
{
    size_t len = strlen(text);
    if (len <= most)
        return len;
    return (size_t)(g_utf8_find_prev_char(text, text + most) - text);
}

bool html_marks(GString *out, const Report *report, const Pack *pack, Lang lang, const bool *chosen,
                size_t text_most)
{
    size_t len = cut_length(report->text, text_most);
    Marks marks = {.out = out,
                   .report = report,
                   .pack = pack,
                   .lang = lang,
                   .text = report->text,
                   .len = len,
                   .lines = html_lines_of(report->text, len),
                   .events = g_array_new(FALSE, FALSE, sizeof(Event)),
                   .waiting = g_array_new(FALSE, FALSE, sizeof(guint)),
                   .order = g_array_new(FALSE, FALSE, sizeof(guint)),
                   .rank = g_hash_table_new(NULL, NULL),
                   .paged = report->document.pages > 0};
    collect(&marks, chosen);
    g_string_append(out, "<div class=\"text\"");
    if (report->document.languages->len) {
        const LanguageShare *share = g_ptr_array_index(report->document.languages, 0);
        g_string_append(out, " lang=\"");
        html_text(out, share->code);
        g_string_append_c(out, '"');
    }
    g_string_append_c(out, '>');
    open_page(&marks);
    sweep(&marks);
    g_string_append(out, "</section></div>");
    g_array_unref(marks.events);
    g_array_unref(marks.waiting);
    g_array_unref(marks.order);
    g_hash_table_unref(marks.rank);
    return len == strlen(report->text);
}

// --- the strip ---

typedef struct {
    int severity; // -1: nothing here
    guint finding;
} Bin;

static void fill_bins(Bin *bins, const Report *report, const bool *chosen)
{
    uint32_t all = MAX(report->document.characters, 1);
    for (guint i = 0; i < BINS; i++)
        bins[i].severity = -1;
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = g_ptr_array_index(report->findings, i);
        if (!chosen[i])
            continue;
        Bin *bin = &bins[MIN((guint64)finding->range.start * BINS / all, BINS - 1)];
        if (finding->severity > bin->severity)
            *bin = (Bin){finding->severity, i};
    }
}

// The strip repeats the list for the eye, so it is hidden from screen readers and from tabbing.
void html_marks_strip(GString *out, const Report *report, Lang lang, const bool *chosen)
{
    Bin bins[BINS];
    fill_bins(bins, report, chosen);
    const int step = STRIP_HEIGHT / BINS;
    html_print(out,
               "<div class=\"strip\" aria-hidden=\"true\"><svg viewBox=\"0 0 %d %d\" "
               "preserveAspectRatio=\"none\"><title>%s</title>",
               STRIP_WIDTH, STRIP_HEIGHT, word(W_PAGE_STRIP, lang));
    for (int i = 0; i < BINS; i++) {
        if (bins[i].severity < 0)
            continue;
        int width = bins[i].severity ? 2 + 2 * bins[i].severity : 3;
        html_print(out,
                   "<a href=\"#m%u\" tabindex=\"-1\"><rect class=\"s%d\" x=\"0\" y=\"%d\" "
                   "width=\"%d\" height=\"%d\"/></a>",
                   bins[i].finding, bins[i].severity, i * step, width, step);
    }
    g_string_append(out, "</svg></div>\n");
}
