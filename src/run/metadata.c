// SPDX-License-Identifier: GPL-3.0-or-later
// A small CSV reader, and look-ups by path.

#include "run/metadata.h"

#include <string.h>

#include "report/columns.h"
#include "text/fault.h"

enum { UNUSED_TOLD = 5 };

typedef struct {
    char **values; // NULL-ended
    char *platform;
    const char *name; // the key's
    unsigned line;
    bool used; // a document was asked for by it
} Entry;

struct Metadata {
    char *file;
    GPtrArray *columns;  // char *
    GHashTable *entries; // name → Entry
};

typedef struct {
    const char *file, *at, *end;
    char divider;
    unsigned line;
} Csv;

static bool refuse(const Csv *csv, GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%u: %s", csv->file, csv->line, why);
    return false;
}

// Takes one cell; the divider or line end after it is left. False for a quote that never ends.
static bool take_cell(Csv *csv, GString *cell)
{
    g_string_truncate(cell, 0);
    if (csv->at < csv->end && *csv->at == '"') {
        for (csv->at++; csv->at < csv->end; csv->at++) {
            if (*csv->at == '\n')
                csv->line++;
            if (*csv->at != '"')
                g_string_append_c(cell, *csv->at);
            else if (csv->at + 1 < csv->end && csv->at[1] == '"')
                g_string_append_c(cell, *++csv->at);
            else
                break;
        }
        if (csv->at == csv->end)
            return false;
        csv->at++;
    }
    for (; csv->at < csv->end && *csv->at != csv->divider && *csv->at != '\n'; csv->at++)
        g_string_append_c(cell, *csv->at);
    if (cell->len && cell->str[cell->len - 1] == '\r' && (csv->at == csv->end || *csv->at == '\n'))
        g_string_truncate(cell, cell->len - 1);
    return true;
}

// The next row, NULL at the end or with an error.
static GPtrArray *take_row(Csv *csv, GError **error)
{
    if (csv->at >= csv->end)
        return NULL;
    g_autoptr(GPtrArray) row = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) cell = g_string_new(NULL);
    csv->line++;
    for (;;) {
        if (!take_cell(csv, cell)) {
            refuse(csv, error, "a quote is not closed");
            return NULL;
        }
        g_ptr_array_add(row, g_utf8_make_valid(cell->str, (gssize)cell->len));
        if (csv->at >= csv->end || *csv->at++ == '\n')
            return g_steal_pointer(&row);
    }
}

static char divider_of(const char *content)
{
    size_t first = strcspn(content, "\r\n");
    for (const char *at = "\t;"; *at; at++)
        if (memchr(content, *at, first) && !memchr(content, ',', first))
            return *at;
    return ',';
}

static bool is_ours(const char *name)
{
    const Column *const all[] = {columns_findings, columns_documents, columns_matrix, columns_units,
                                 columns_history};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        for (const Column *column = all[i]; column->name; column++)
            if (strcmp(column->name, name) == 0)
                return true;
    return false;
}

static int find_column(const GPtrArray *header, const char *name)
{
    for (guint i = 0; i < header->len; i++)
        if (g_ascii_strcasecmp(header->pdata[i], name) == 0)
            return (int)i;
    return -1;
}

static void name_columns(Metadata *metadata, const GPtrArray *header, int path, int platform)
{
    for (guint i = 0; i < header->len; i++) {
        const char *name = header->pdata[i];
        if ((int)i == path || (int)i == platform)
            continue;
        char *shown = is_ours(name) ? g_strconcat("meta_", name, NULL)
                      : *name       ? g_strdup(name)
                                    : g_strdup_printf("column_%u", i + 1);
        if (g_ptr_array_find_with_equal_func(metadata->columns, shown, g_str_equal, NULL)) {
            char *again = g_strdup_printf("%s_%u", shown, i + 1);
            g_free(shown);
            shown = again;
        }
        g_ptr_array_add(metadata->columns, shown);
    }
}

static Entry *entry_of(const GPtrArray *row, guint width, int path, int platform)
{
    Entry *entry = g_new0(Entry, 1);
    entry->values = g_new0(char *, width + 1);
    for (guint i = 0, at = 0; i < width; i++) {
        const char *value = i < row->len ? row->pdata[i] : "";
        if ((int)i == platform)
            entry->platform = g_strdup(value);
        else if ((int)i != path)
            entry->values[at++] = g_strdup(value);
    }
    return entry;
}

static void entry_free(void *data)
{
    Entry *entry = data;
    g_strfreev(entry->values);
    g_free(entry->platform);
    g_free(entry);
}

static const char *plain_name(const char *name)
{
    while (g_str_has_prefix(name, "./"))
        name += 2;
    return name;
}

static void add_entry(Metadata *metadata, unsigned line, const char *name, Entry *entry)
{
    char *key = g_strdup(name);
    entry->line = line;
    entry->name = key;
    g_hash_table_replace(metadata->entries, key, entry);
}

static bool take_all(Metadata *metadata, Csv *csv, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GPtrArray) header = take_row(csv, error);
    if (!header)
        return csv->line == 0 && refuse(csv, error, "is empty");
    int path = find_column(header, "path"), platform = find_column(header, "platform");
    if (path < 0)
        return refuse(csv, error, "has no column named path");
    name_columns(metadata, header, path, platform);
    for (GPtrArray *row; (row = take_row(csv, &cause));) {
        if ((guint)path < row->len && *(char *)row->pdata[path])
            add_entry(metadata, csv->line, plain_name(row->pdata[path]),
                      entry_of(row, header->len, path, platform));
        g_ptr_array_unref(row);
    }
    if (!cause)
        return true;
    g_propagate_error(error, g_steal_pointer(&cause));
    return false;
}

Metadata *metadata_read(const char *file, GError **error)
{
    g_autoptr(GBytes) bytes = fault_read(file, "--metadata", error);
    if (!bytes)
        return NULL;
    const char *content = g_bytes_get_data(bytes, NULL);
    g_autoptr(Metadata) metadata = g_new0(Metadata, 1);
    metadata->file = g_strdup(file);
    metadata->columns = g_ptr_array_new_with_free_func(g_free);
    metadata->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    const char *from = g_str_has_prefix(content, "\xEF\xBB\xBF") ? content + 3 : content;
    Csv csv = {file, from, content + g_bytes_get_size(bytes), divider_of(from), 0};
    return take_all(metadata, &csv, error) ? g_steal_pointer(&metadata) : NULL;
}

void metadata_free(Metadata *metadata)
{
    g_ptr_array_unref(metadata->columns);
    g_hash_table_unref(metadata->entries);
    g_free(metadata->file);
    g_free(metadata);
}

const GPtrArray *metadata_columns(const Metadata *metadata)
{
    return metadata->columns;
}

static const Entry *find(const Metadata *metadata, const char *name)
{
    Entry *entry = g_hash_table_lookup(metadata->entries, name);
    if (entry)
        entry->used = true;
    return entry;
}

char *const *metadata_values(const Metadata *metadata, const char *name)
{
    const Entry *entry = find(metadata, name);
    return entry ? entry->values : NULL;
}

const char *metadata_platform(const Metadata *metadata, const char *name)
{
    const Entry *entry = find(metadata, name);
    return entry && entry->platform && *entry->platform ? entry->platform : NULL;
}

static int by_line(gconstpointer a, gconstpointer b)
{
    const Entry *one = *(const Entry *const *)a, *other = *(const Entry *const *)b;
    return (one->line > other->line) - (one->line < other->line);
}

GPtrArray *metadata_unused(const Metadata *metadata)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) unused = g_ptr_array_new();
    GHashTableIter all;
    void *name, *entry;
    g_hash_table_iter_init(&all, metadata->entries);
    while (g_hash_table_iter_next(&all, &name, &entry))
        if (!((Entry *)entry)->used)
            g_ptr_array_add(unused, entry);
    g_ptr_array_sort(unused, by_line);
    for (guint i = 0; i < unused->len && i < UNUSED_TOLD; i++) {
        const Entry *one = g_ptr_array_index(unused, i);
        g_ptr_array_add(lines, g_strdup_printf("%s:%u: no document has this path: %s",
                                               metadata->file, one->line, one->name));
    }
    if (unused->len > UNUSED_TOLD)
        g_ptr_array_add(lines, g_strdup_printf("%s: and %u more lines like it", metadata->file,
                                               unused->len - UNUSED_TOLD));
    return lines;
}
