// SPDX-License-Identifier: GPL-3.0-or-later
// Attached: the name tree of embedded files (ISO 32000-1, 7.7.4, 7.9.6 and 7.11), as qpdf reads it.
#include "read/pdf_attached.h"

#include "read/pdf_objects.h"

enum {
    DEPTH_MOST = 8, // of nodes below each other; a tree may claim to be its own child
    NAMES_MOST = 1000,
    NODES_MOST = 1000,
};

typedef struct {
    qpdf_data pdf;
    GPtrArray *names;
    int nodes;
} Walk;

// A file specification's name in Unicode, or its older one; "" when it has neither. A plain string
// is one, too.
static char *name_of(const Walk *walk, qpdf_oh file)
{
    static const char *const keys[] = {"/UF", "/F"};
    if (qpdf_oh_is_string(walk->pdf, file))
        return g_strdup(qpdf_oh_get_utf8_value(walk->pdf, file));
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        qpdf_oh name = qpdf_oh_get_key_if_dict(walk->pdf, file, keys[i]);
        if (qpdf_oh_is_string(walk->pdf, name))
            return g_strdup(qpdf_oh_get_utf8_value(walk->pdf, name));
    }
    return g_strdup("");
}

// Pairs of a key and what it stands for.
static void add_names(Walk *walk, qpdf_oh pairs)
{
    int count =
        qpdf_oh_is_array(walk->pdf, pairs) ? qpdf_oh_get_array_n_items(walk->pdf, pairs) : 0;
    for (int i = 1; i < count && walk->names->len < NAMES_MOST; i += 2) {
        qpdf_oh file = qpdf_oh_get_array_item(walk->pdf, pairs, i);
        if (qpdf_oh_is_dictionary(walk->pdf, file) || qpdf_oh_is_string(walk->pdf, file))
            g_ptr_array_add(walk->names, name_of(walk, file));
    }
}

static void add_node(Walk *walk, qpdf_oh node, int depth) // NOLINT(misc-no-recursion): DEPTH_MOST
{
    if (depth > DEPTH_MOST || ++walk->nodes > NODES_MOST)
        return;
    add_names(walk, qpdf_oh_get_key_if_dict(walk->pdf, node, "/Names"));
    qpdf_oh kids = qpdf_oh_get_key_if_dict(walk->pdf, node, "/Kids");
    int count = qpdf_oh_is_array(walk->pdf, kids) ? qpdf_oh_get_array_n_items(walk->pdf, kids) : 0;
    for (int i = 0; i < count && walk->nodes <= NODES_MOST; i++)
        add_node(walk, qpdf_oh_get_array_item(walk->pdf, kids, i), depth + 1);
}

GPtrArray *attached_names(GBytes *bytes, const char *password)
{
    Walk walk = {.pdf = objects_open(bytes, password),
                 .names = g_ptr_array_new_with_free_func(g_free)};
    if (walk.pdf) {
        qpdf_oh trees = qpdf_oh_get_key_if_dict(walk.pdf, qpdf_get_root(walk.pdf), "/Names");
        add_node(&walk, qpdf_oh_get_key_if_dict(walk.pdf, trees, "/EmbeddedFiles"), 0);
    }
    objects_close(walk.pdf);
    return walk.names;
}
