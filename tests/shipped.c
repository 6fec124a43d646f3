// SPDX-License-Identifier: GPL-3.0-or-later
#include "shipped.h"

#include <string.h>

#include "files.h"
#include "shipped_cues.h"

Pack *shipped_load(const char *over)
{
    g_autofree char *shipped = source_path("rules"), *tests = source_path("tests");
    g_autofree char *folder = over ? g_build_filename(tests, over, NULL) : NULL;
    g_autoptr(GError) error = NULL;
    Pack *pack = pack_load_unchecked((const char *const[]){shipped, folder, NULL}, &error);
    if (!pack)
        g_error("%s", error->message);
    return pack;
}

Made made_from(Document *doc)
{
    Made made = {.doc = doc, .text = text_new(doc, shipped_cues())};
    made.units = units_new(doc, made.text);
    return made;
}

Made made_of(const char *words)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (unsigned i = 0; lines[i]; i++)
        document_add_line(doc, lines[i], strlen(lines[i]));
    return made_from(doc);
}

void made_clear(Made *made)
{
    g_array_unref(made->units);
    text_free(made->text);
    document_free(made->doc);
}
