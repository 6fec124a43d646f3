// SPDX-License-Identifier: GPL-3.0-or-later
// Zip through libarchive. Sizes a header claims are not believed: what comes out is counted.
#include "read/zip.h"

#include <archive.h>
#include <archive_entry.h>

#include "text/fault.h"

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_read_free)

enum {
    MIB = 1024 * 1024,
    PART_MOST = 64 * MIB,
    TOTAL_MOST = 160 * MIB,
    SMALL = 8 * MIB,  // below this any ratio will do
    RATIO_MOST = 150, // text of a real document shrinks to a tenth
    PARTS_MOST = 20000,
};

void zip_free(Zip *zip)
{
    if (!zip)
        return;
    g_hash_table_unref(zip->parts);
    g_ptr_array_unref(zip->names);
    g_free(zip);
}

static char *plain_name(const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    g_strdelimit(lower, "\\", '/');
    return g_strdup(lower + (*lower == '/'));
}

GBytes *zip_part(const Zip *zip, const char *name)
{
    g_autofree char *plain = plain_name(name);
    return g_hash_table_lookup(zip->parts, plain);
}

static bool is_xml(const char *name)
{
    return g_str_has_suffix(name, ".xml") || g_str_has_suffix(name, ".rels");
}

static bool too_large(size_t part, size_t total, size_t packed)
{
    return part > PART_MOST || total > TOTAL_MOST || (total > SMALL && total / RATIO_MOST > packed);
}

// One part, or NULL.
static GBytes *unpack(Archive *archive, size_t before, size_t packed, GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    guint8 buffer[32768];
    for (;;) {
        la_ssize_t got = archive_read_data(archive, buffer, sizeof buffer);
        if (got == 0)
            return g_byte_array_free_to_bytes(g_steal_pointer(&out));
        if (got < 0) {
            g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED,
                        "the file is damaged: a part of it "
                        "cannot be unpacked");
            return NULL;
        }
        g_byte_array_append(out, buffer, (guint)got);
        if (too_large(out->len, before + out->len, packed)) {
            g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE,
                        "the file unpacks to far more than a document holds");
            return NULL;
        }
    }
}

static bool add_part(Zip *zip, Archive *archive, struct archive_entry *entry, size_t *total,
                     size_t packed, GError **error)
{
    const char *path = archive_entry_pathname(entry);
    g_autofree char *name = plain_name(path ? path : "");
    g_ptr_array_add(zip->names, g_strdup(name));
    if (zip->names->len > PARTS_MOST) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "the file has more than %d parts",
                    PARTS_MOST);
        return false;
    }
    if (!is_xml(name))
        return true;
    if (archive_entry_is_encrypted(entry)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_ENCRYPTED,
                    "a Word document with a password; save it without one");
        return false;
    }
    GBytes *part = unpack(archive, *total, packed, error);
    if (!part)
        return false;
    *total += g_bytes_get_size(part);
    g_hash_table_replace(zip->parts, g_steal_pointer(&name), part);
    return true;
}

Zip *zip_open(const void *bytes, size_t len, GError **error)
{
    g_autoptr(Zip) zip = g_new0(Zip, 1);
    zip->parts =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    zip->names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Archive) archive = archive_read_new();
    archive_read_support_format_zip(archive);
    struct archive_entry *entry;
    size_t total = 0;
    int rc = archive_read_open_memory(archive, bytes, len);
    while (rc == ARCHIVE_OK && (rc = archive_read_next_header(archive, &entry)) >= ARCHIVE_WARN) {
        if (rc == ARCHIVE_EOF)
            return g_steal_pointer(&zip);
        if (!add_part(zip, archive, entry, &total, len, error))
            return NULL;
        rc = ARCHIVE_OK;
    }
    g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED,
                "the file is damaged: its zip directory "
                "cannot be read");
    return NULL;
}
