// SPDX-License-Identifier: GPL-3.0-or-later
// The CSV tables: rows of one length, every text in quotes and doubled where it must be, no cell
// that a spreadsheet would run, no control character that a terminal would obey.
#include <string.h>

#include "fields.h"
#include "fuzz.h"
#include "report/csv.h"

// Of a cell that stands in quotes; returns the byte after it.
static const char *check_quoted(const char *at)
{
    g_autoptr(GString) cell = g_string_new(NULL);
    for (at++; *at != '"' || at[1] == '"'; at += *at == '"' ? 2 : 1) {
        g_assert(*at); // never closed
        g_assert((unsigned char)*at >= ' ' || *at == '\t' || *at == '\r' || *at == '\n');
        g_string_append_c(cell, *at);
    }
    g_assert(!csv_is_formula(cell->str));
    return at + 1;
}

// Numbers and words of our own.
static const char *check_bare(const char *at)
{
    size_t len = strcspn(at, ",\r\n");
    for (size_t i = 0; i < len; i++)
        g_assert(g_ascii_isalnum(at[i]) || strchr("._", at[i]));
    return at + len;
}

static void check_table(const char *name)
{
    size_t len = 0;
    g_autofree char *csv = fields_read(name, &len);
    g_assert(strlen(csv) == len && g_utf8_validate(csv, (gssize)len, NULL));
    g_assert(g_str_has_prefix(csv, "\xEF\xBB\xBF"));
    unsigned columns = 0;
    for (const char *at = csv + 3; *at;) {
        unsigned cells = 0;
        do {
            at += cells ? 1 : 0;
            at = *at == '"' ? check_quoted(at) : check_bare(at);
            cells++;
        } while (*at == ',');
        g_assert(at[0] == '\r' && at[1] == '\n');
        at += 2;
        g_assert(columns == 0 || cells == columns);
        columns = cells;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"findings", "documents", "matrix", "units"};
    g_autoptr(Fields) fields = fields_new(data, size);
    g_autoptr(Report) report = fields_report(fields);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = g_strconcat(names[i], ".csv", NULL);
        fields_write(names[i], fields, report);
        check_table(file);
    }
    return 0;
}
