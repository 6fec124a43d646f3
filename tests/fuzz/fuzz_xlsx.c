// SPDX-License-Identifier: GPL-3.0-or-later
// audit.xlsx: unpacks, every part is XML, no cell is a formula, no link leads out of the folder.
#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <string.h>

#include "fields.h"
#include "fuzz.h"

static void check_element(const xmlNode *node)
{
    const char *name = (const char *)node->name;
    g_assert(strcmp(name, "f") != 0);
    if (strcmp(name, "Relationship") != 0)
        return;
    xmlChar *mode = xmlGetProp(node, (const xmlChar *)"TargetMode");
    xmlChar *target = xmlGetProp(node, (const xmlChar *)"Target");
    if (mode && strcmp((const char *)mode, "External") == 0)
        g_assert_cmpstr((const char *)target, ==, "documents/aa/a.html");
    xmlFree(mode);
    xmlFree(target);
}

static void check_elements(const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE)
            check_element(node);
        check_elements(node->children);
    }
}

static void check_part(struct archive *zip, const struct archive_entry *entry)
{
    g_autoptr(GByteArray) part = g_byte_array_new();
    uint8_t piece[8192];
    for (la_ssize_t n; (n = archive_read_data(zip, piece, sizeof piece)) != 0;) {
        g_assert(n > 0);
        g_byte_array_append(part, piece, (guint)n);
    }
    xmlDoc *doc = xmlReadMemory((const char *)part->data, (int)part->len, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR);
    if (!doc)
        fuzz_die("%s is not XML", archive_entry_pathname((struct archive_entry *)entry));
    check_elements(xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Fields) fields = fields_new(data, size);
    g_autoptr(Report) report = fields_report(fields);
    fields_write("xlsx", fields, report);
    size_t len = 0, parts = 0;
    g_autofree char *book = fields_read("audit.xlsx", &len);
    struct archive *zip = archive_read_new();
    archive_read_support_format_zip(zip);
    g_assert(archive_read_open_memory(zip, book, len) == ARCHIVE_OK);
    for (struct archive_entry *entry; archive_read_next_header(zip, &entry) == ARCHIVE_OK; parts++)
        check_part(zip, entry);
    g_assert(parts > 10);
    archive_read_free(zip);
    return 0;
}
