// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/docx_package.h"

#include <string.h>

#include "read/xml.h"

GPtrArray *docx_package_targets(const DocxPackage *package, const char *type)
{
    return g_hash_table_lookup(package->targets, type);
}

// Relations point to parts relative to word/, or from the root with a slash.
static void on_relation(void *data, const char *name, const XmlAttributes *attributes)
{
    DocxPackage *package = data;
    const char *type = xml_attribute(attributes, "Type"), *to = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    const char *word = type ? strrchr(type, '/') : NULL;
    if (strcmp(name, "rel:Relationship") != 0 || !word || !to ||
        (mode && !strcmp(mode, "External")))
        return;
    GPtrArray *names = docx_package_targets(package, word + 1);
    if (!names) {
        names = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(package->targets, g_strdup(word + 1), names);
    }
    g_ptr_array_add(names, *to == '/' ? g_strdup(to + 1) : g_strconcat("word/", to, NULL));
}

static void on_relation_end(void *data, const char *name)
{
}

static void read_relations(DocxPackage *package, const char *part_name)
{
    static const XmlHandler handler = {on_relation, on_relation_end, NULL};
    GBytes *part = zip_part(package->zip, part_name);
    if (part)
        xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, package);
}

// The main part is word/document.xml, or what the package says it is.
GBytes *docx_package_main(const DocxPackage *package)
{
    GBytes *part = zip_part(package->zip, "word/document.xml");
    for (guint i = 0; !part && i < package->zip->names->len; i++) {
        const char *name = g_ptr_array_index(package->zip->names, i);
        if (g_str_has_prefix(name, "word/document") && g_str_has_suffix(name, ".xml"))
            part = zip_part(package->zip, name);
    }
    return part;
}

GBytes *docx_package_related(const DocxPackage *package, const char *type, const char *otherwise)
{
    GPtrArray *names = docx_package_targets(package, type);
    GBytes *part = names ? zip_part(package->zip, g_ptr_array_index(names, 0)) : NULL;
    return part ? part : zip_part(package->zip, otherwise);
}

typedef struct {
    GString *text;
    bool inside;
} Title;

static void on_title_start(void *data, const char *name, const XmlAttributes *attributes)
{
    ((Title *)data)->inside = !strcmp(name, "dc:title");
}

static void on_title_end(void *data, const char *name)
{
    ((Title *)data)->inside = false;
}

static void on_title_text(void *data, const char *utf8, size_t len)
{
    Title *title = data;
    if (title->inside)
        g_string_append_len(title->text, utf8, (gssize)len);
}

char *docx_package_title(const DocxPackage *package)
{
    static const XmlHandler handler = {on_title_start, on_title_end, on_title_text};
    GBytes *part = zip_part(package->zip, "docProps/core.xml");
    Title title = {g_string_new(NULL), false};
    if (part)
        xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, &title);
    g_autofree char *raw = g_string_free(title.text, FALSE);
    g_autofree char *valid = g_utf8_make_valid(raw, -1);
    g_strdelimit(valid, "\r\n\t\f", ' ');
    g_strstrip(valid);
    return *valid ? g_steal_pointer(&valid) : NULL;
}

DocxPackage *docx_package_open(GBytes *bytes, GError **error)
{
    Zip *zip = zip_open(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), error);
    if (!zip)
        return NULL;
    DocxPackage *package = g_new0(DocxPackage, 1);
    package->zip = zip;
    package->targets =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    read_relations(package, "word/_rels/document.xml.rels");
    return package;
}

void docx_package_free(DocxPackage *package)
{
    zip_free(package->zip);
    g_hash_table_unref(package->targets);
    g_free(package);
}
