// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a document: its languages, its title, what it refers to, and how much of it was
// read.
#include "report/fill_document.h"

#include <string.h>

#include "text/enumerator.h"
#include "text/language.h"
#include "text/utf8.h"

enum {
    TITLE_MOST = 60, // characters
    TITLE_LEAST = 5,
    TITLE_NEAR = 3, // blocks from the beginning
    REFERENCES_MOST = 50
};

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

void fill_document(Report *report, const ReportSources *from, bool paged, uint32_t characters)
{
    DocumentInfo *info = &report->document;
    info->format = g_strdup(from->doc->format);
    info->encoding = g_strdup(from->doc->encoding);
    info->kind = g_strdup(from->kind.kind);
    info->loan = from->kind.loan;
    info->title = find_title(from);
    info->law = from->law;
    g_free(info->law_from);
    info->law_from = g_strdup(from->law_from ? from->law_from : "none");
    info->pages = paged ? (int)from->doc->pages->len : 0;
    info->characters = characters;
    bool covered = fill_languages(report, from);
    copy_reasons(report, from->doc->reasons);
    copy_reasons(report, from->matches->reasons);
    fill_references(report, from->matches->references);
    fill_status(report, from, covered);
    if (from->matches->unruled && !covered)
        info->status = STATUS_NOT_ANALYSED;
}
