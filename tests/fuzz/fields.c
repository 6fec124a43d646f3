// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "fuzz.h"
#include "rules/pack.h"

Fields *fields_new(const uint8_t *data, size_t size)
{
    Fields *fields = g_new0(Fields, 1);
    const char *at = (const char *)data, *end = at + size;
    fields->choice = size ? *data : 0;
    at += size ? 1 : 0;
    for (unsigned i = 0; i < FIELD_COUNT; i++) {
        const char *stop = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;
        stop = stop ? stop : end;
        fields->words[i] = g_utf8_make_valid(at, stop - at);
        at = stop < end ? stop + 1 : end;
    }
    return fields;
}

void fields_free(Fields *fields)
{
    for (unsigned i = 0; i < FIELD_COUNT; i++)
        g_free(fields->words[i]);
    g_free(fields);
}

Fields *fields_tame(const Fields *fields)
{
    Fields *tame = g_new0(Fields, 1);
    tame->choice = fields->choice;
    for (unsigned i = 0; i < FIELD_COUNT; i++)
        tame->words[i] = g_strdelimit(g_strdup(fields->words[i]), "<>&\"'", '#');
    return tame;
}

static Pack *load(void)
{
    static const char *const names[] = {"types.yaml", "severity.yaml", "law.yaml", "kinds.yaml"};
    char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);
    char *links[G_N_ELEMENTS(names)];
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = g_build_filename(LOANLENS_BUILD_DATA, names[i], NULL);
        links[i] = g_build_filename(folder, names[i], NULL);
        g_assert(symlink(file, links[i]) == 0);
    }
    g_autoptr(GError) error = NULL;
    Pack *pack = pack_load_unchecked((const char *const[]){folder, NULL}, &error);
    if (!pack)
        fuzz_die("%s", error->message);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        unlink(links[i]);
        g_free(links[i]);
    }
    rmdir(folder);
    g_free(folder);
    return pack;
}

const Pack *fields_pack(void)
{
    static Pack *pack;
    return pack ? pack : (pack = load());
}

static char *slice(const char *text, Range range)
{
    return g_utf8_substring(text, range.start, range.end);
}

static Also *also_of(const char *text, Range range)
{
    Also *also = g_new0(Also, 1);
    *also = (Also){g_strdup("en"), range, slice(text, range)};
    return also;
}

static void place(Finding *finding, const Fields *fields, Range range)
{
    const char *text = fields->words[FIELD_TEXT];
    finding->placed = true;
    finding->range = finding->unit = range;
    finding->quote = slice(text, range);
    finding->shown = g_strdup(finding->quote);
    g_array_append_val(finding->parts, range);
    finding->stem = (Range){0, range.start};
    finding->stem_quote = slice(text, finding->stem);
    finding->unit_number = g_strdup(fields->words[FIELD_NUMBER]);
    finding->unit_heading = g_strdup(fields->words[FIELD_HEADING]);
    finding->page = finding->last_page = 1;
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        finding->slots[i] = g_strdup(fields->words[FIELD_SLOT]);
    finding->prominence = (Prominence){true, 6, 10.5F, 0x999999, 0xffffff, 2.8F, true};
    g_ptr_array_add(finding->also, also_of(text, range));
}

static Finding *finding_of(const Fields *fields, unsigned number, Range range)
{
    const Pack *pack = fields_pack();
    const Type *type = pack_type_at(pack, (fields->choice + number * 11) % pack_type_count(pack));
    Finding *finding = finding_new();
    finding->fingerprint = g_strdup_printf("%016x", number + 1);
    finding->type = g_strdup(type->key);
    finding->rule = g_strdup("zh.fuzz");
    finding->language = g_strdup("zh");
    finding->polarity = number == 3 ? POLARITY_ABSENT : type->polarity;
    finding->severity = finding->polarity == POLARITY_PROTECTIVE ? 0 : 1 + (int)(number % 5);
    if (finding->polarity != POLARITY_ABSENT)
        place(finding, fields, range);
    if (number == 2 && *fields->words[FIELD_ASIDE])
        finding->suppressed_reason = g_strdup(fields->words[FIELD_ASIDE]);
    return finding;
}

static void fill_document(DocumentInfo *info, const Fields *fields)
{
    info->sha256 = g_strnfill(64, 'a');
    info->bytes = strlen(fields->words[FIELD_TEXT]);
    info->format = g_strdup("text");
    info->encoding = g_strdup("UTF-8");
    info->kind = g_strdup("loan_agreement");
    info->loan = true;
    info->title = g_strdup(fields->words[FIELD_TITLE]);
    info->law = LAW_CN;
    info->pages = 2;
    info->characters = (uint32_t)g_utf8_strlen(fields->words[FIELD_TEXT], -1);
    info->status = fields->choice % 3 ? STATUS_COMPLETE : STATUS_PARTIAL;
    Reason *reason = g_new0(Reason, 1);
    reason->code = fields->choice % 3 ? FAULT_REFERENCED_DOCUMENT_MISSING : FAULT_DAMAGED_PAGE;
    reason->message = g_strdup(fields->words[FIELD_MESSAGE]);
    g_ptr_array_add(info->reasons, reason);
    g_ptr_array_add(info->references, g_strdup(fields->words[FIELD_REFERENCE]));
}

static void add_unit(ReportUnits *units, const Fields *fields, Range range)
{
    ReportUnit unit = {range, "item", "zh", fields->words[FIELD_NUMBER],
                       fields->words[FIELD_HEADING]};
    report_units_add(units, &unit);
}

// As the parent gets it: what cannot be sent and read is no report.
static Report *sent(const Report *report)
{
    g_autofree char *json = report_to_json(report, fields_pack());
    g_autoptr(GError) error = NULL;
    Report *got = report_from_json(json, strlen(json), fields_pack(), &error);
    if (!got)
        fuzz_die("not read again: %s", error->message);
    return got;
}

Report *fields_report(const Fields *fields)
{
    enum { FINDINGS = 4, LONGEST = 40 };
    g_autoptr(Report) report = report_new(fields->words[FIELD_PATH]);
    g_free(report->tool.pack_sha256);
    report->tool.pack_sha256 = g_strnfill(64, 'c');
    fill_document(&report->document, fields);
    uint32_t characters = report->document.characters;
    g_autoptr(ReportUnits) units = report_units_new();
    for (unsigned i = 0; i < FINDINGS; i++) {
        uint32_t start = characters / FINDINGS * i;
        Range range = {start, start + MIN(LONGEST, characters / FINDINGS)};
        g_ptr_array_add(report->findings, finding_of(fields, i, range));
        add_unit(units, fields, range);
    }
    report_judge(report, fields_pack());
    Report *got = sent(report);
    got->text = g_strdup(fields->words[FIELD_TEXT]);
    got->units = g_steal_pointer(&units);
    return got;
}

static char folder[] = "/dev/shm/loanlens-fuzz-XXXXXX";

static void drop_folder(void)
{
    g_rmdir(folder);
}

const char *fields_folder(void)
{
    static bool made;
    if (!made) {
        g_assert(g_mkdtemp(folder));
        atexit(drop_folder);
    }
    made = true;
    return folder;
}

char *fields_read(const char *name, size_t *len)
{
    g_autofree char *path = g_build_filename(fields_folder(), name, NULL);
    char *content = NULL;
    g_assert(g_file_get_contents(path, &content, len, NULL));
    g_unlink(path);
    return content;
}

static const Table *table_named(const char *name)
{
    for (const Table *const *table = tables(); *table; table++)
        if (strcmp((*table)->name, name) == 0)
            return *table;
    g_assert_not_reached();
}

void fields_write(const char *name, const Fields *fields, const Report *report)
{
    const Table *table = table_named(name);
    g_autoptr(GPtrArray) metadata = g_ptr_array_new();
    g_ptr_array_add(metadata, fields->words[FIELD_NAME]);
    const TableContext context = {.folder = fields_folder(),
                                  .pack = fields_pack(),
                                  .lang = fields->choice % 2 ? LANG_EN : LANG_ZH,
                                  .metadata = metadata,
                                  .inputs = 2,
                                  .pages = true,
                                  .sample = fields->choice % 5 ? 0 : 3};
    char *const values[] = {fields->words[FIELD_VALUE], NULL};
    g_autoptr(Places) places = report->text ? places_new(report->text, strlen(report->text)) : NULL;
    const TableRow rows[] = {
        {report, fields->words[FIELD_PLATFORM], values, "documents/aa/a.html", NULL, places},
        {report, "", values, NULL, report->document.path, NULL},
    };
    g_assert(!table->here || table->here());
    g_autoptr(GError) error = NULL;
    void *open = table->open(&context, &error);
    g_assert_no_error(error);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert(table->add(open, &rows[i], &error));
    g_assert(table->close(open, &error));
}
