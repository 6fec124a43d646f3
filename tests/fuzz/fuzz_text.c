// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "fuzz.h"
#include "text/text.h"

// Lines of any kind: the first character of each says which, so that tables, items, running lines
// and wrapped lines meet in ways no reader makes.
static Document *any_document(const char *words)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (size_t i = 0; lines[i]; i++) {
        if (*lines[i] == '\f')
            document_begin_page(doc, 0, 0);
        unsigned kind = (unsigned char)*lines[i];
        g_strdelimit(lines[i], "\f\r", ' ');
        Line *line = document_add_line(doc, lines[i], strlen(lines[i]));
        line->kind = kind >= '0' && kind <= '6' ? (LineKind)(kind - '0') : LINE_BODY;
        line->before = (LineBreak)(kind % 3);
        line->row = line->kind == LINE_CELL ? 1 + (uint32_t)i / 3 : 0;
        line->column = line->kind == LINE_CELL ? (uint16_t)(i % 3) : 0;
        line->depth = (uint8_t)(strlen(lines[i]) % 4);
    }
    return doc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *words = g_utf8_make_valid((const char *)data, (gssize)size);
    g_autoptr(Document) doc = any_document(words);
    fuzz_check_document(doc);
    fuzz_check_text(doc);
    g_autofree char *folded = text_fold(words, strlen(words));
    g_assert(g_utf8_validate(folded, -1, NULL));
    return 0;
}
