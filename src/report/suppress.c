// SPDX-License-Identifier: GPL-3.0-or-later
// Suppress: reading the list, and holding it against reports.
#include "report/suppress.h"

#include <stdio.h>
#include <string.h>

#include "text/fault.h"

typedef struct {
    char *fingerprint, *until, *reason; // until: or NULL
    int line;
    bool used;
} Entry;

struct Suppressions {
    char *path;
    GPtrArray *entries;   // Entry, in the order of the file
    GHashTable *by_print; // fingerprint -> Entry
};

static void entry_free(Entry *entry)
{
    g_free(entry->fingerprint);
    g_free(entry->until);
    g_free(entry->reason);
    g_free(entry);
}

void suppress_free(Suppressions *list)
{
    if (!list)
        return;
    g_free(list->path);
    g_hash_table_unref(list->by_print);
    g_ptr_array_unref(list->entries);
    g_free(list);
}

static bool is_date(const char *word)
{
    int year = 0, month = 0, day = 0, end = 0;
    return strlen(word) == 10 && sscanf(word, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 &&
           end == 10 && g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static bool is_fingerprint(const char *word)
{
    return strlen(word) == 16 && strspn(word, "0123456789abcdef") == 16;
}

// The next word of *at, which is moved past it and the blanks behind. The caller frees it.
static char *take_word(const char **at)
{
    size_t len = strcspn(*at, " \t");
    char *taken = g_strndup(*at, len);
    *at += len;
    *at += strspn(*at, " \t");
    return taken;
}

// What is wrong with a line, or NULL when it filled the entry.
static const char *parse_entry(Entry *entry, const char *line)
{
    entry->fingerprint = take_word(&line);
    if (!is_fingerprint(entry->fingerprint))
        return "does not begin with a fingerprint of 16 hexadecimal digits";
    if (g_str_has_prefix(line, "until=")) {
        g_autofree char *until = take_word(&line);
        entry->until = g_strdup(until + strlen("until="));
        if (!is_date(entry->until))
            return "until= takes a date, YYYY-MM-DD";
    }
    entry->reason = g_strstrip(g_strdup(line));
    return *entry->reason ? NULL : "a reason must be given";
}

static bool add_line(Suppressions *list, const char *line, int number, GError **error)
{
    Entry *entry = g_new0(Entry, 1);
    entry->line = number;
    const char *wrong = parse_entry(entry, line);
    if (!wrong && g_hash_table_contains(list->by_print, entry->fingerprint))
        wrong = "this fingerprint is there already";
    if (wrong) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", list->path, number, wrong);
        entry_free(entry);
        return false;
    }
    g_ptr_array_add(list->entries, entry);
    g_hash_table_insert(list->by_print, entry->fingerprint, entry);
    return true;
}

static Suppressions *list_new(const char *path)
{
    Suppressions *list = g_new0(Suppressions, 1);
    list->path = g_strdup(path);
    list->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    list->by_print = g_hash_table_new(g_str_hash, g_str_equal);
    return list;
}

Suppressions *suppress_load(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = fault_read(path, "--suppress", error);
    if (!bytes)
        return NULL;
    const char *text = g_bytes_get_data(bytes, NULL);
    if (!g_utf8_validate_len(text, g_bytes_get_size(bytes), NULL)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: not UTF-8", path);
        return NULL;
    }
    g_autoptr(Suppressions) list = list_new(path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);
        if (*line && *line != '#' && !add_line(list, line, i + 1, error))
            return NULL;
    }
    return g_steal_pointer(&list);
}

static bool has_expired(const Entry *entry, const char *today)
{
    return entry->until && strcmp(entry->until, today) < 0;
}

unsigned suppress_apply(Suppressions *list, Report *report, const Pack *pack, const char *today)
{
    unsigned applied = 0;
    for (guint i = 0; i < report->findings->len; i++) {
        Finding *finding = g_ptr_array_index(report->findings, i);
        Entry *entry = g_hash_table_lookup(list->by_print, finding->fingerprint);
        if (!entry)
            continue;
        entry->used = true;
        if (has_expired(entry, today))
            continue;
        g_free(finding->suppressed_reason);
        finding->suppressed_reason = g_strdup(entry->reason);
        g_free(finding->suppressed_until);
        finding->suppressed_until = g_strdup(entry->until);
        applied++;
    }
    report_judge(report, pack);
    return applied;
}

GPtrArray *suppress_left(const Suppressions *list, const char *today)
{
    GPtrArray *left = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < list->entries->len; i++) {
        const Entry *entry = g_ptr_array_index(list->entries, i);
        if (has_expired(entry, today))
            g_ptr_array_add(left, g_strdup_printf("%s:%d: expired on %s: %s", list->path,
                                                  entry->line, entry->until, entry->fingerprint));
        else if (!entry->used)
            g_ptr_array_add(left, g_strdup_printf("%s:%d: names no finding: %s", list->path,
                                                  entry->line, entry->fingerprint));
    }
    return left;
}
