// SPDX-License-Identifier: GPL-3.0-or-later
// Watch: poppler logs its errors at level INFO.
#include "read/pdf_watch.h"

#include <string.h>

// What poppler complains about while it reads is a part of the answer. It logs at level INFO to one
// process-wide handler, in the thread that reads.
static _Thread_local struct {
    Document *doc;
    int page; // from 1; 0 while the document is opened
    bool repaired;
} watch;

// Whether a message holds one of the phrases, which stand between bars.
static bool says(const char *message, const char *phrases)
{
    for (const char *at = phrases; *at; at += strspn(at, "|")) {
        size_t len = strcspn(at, "|");
        if (memmem(message, strlen(message), at, len))
            return true;
        at += len;
    }
    return false;
}

// "Syntax error at position 123: Bad block header in flate stream<0a>", made a sentence.
static void note_damage(const char *message)
{
    const char *what = strstr(message, ": ");
    g_autofree char *text =
        g_strdup_printf("parts of the page could not be read: %s", what ? what + 2 : message);
    if (g_str_has_suffix(text, "<0a>"))
        text[strlen(text) - 4] = '\0';
    document_add_reason(watch.doc, FAULT_DAMAGED_PAGE, watch.page, text);
}

static void note_complaint(const char *domain, GLogLevelFlags level, const char *message,
                           gpointer data)
{
    static const char no_cmap[] = "language pack|CMap file for|character collection";
    static const char lost[] = "Syntax error|IO error";
    static const char harmless[] = // about pictures, colours, links, outlines, drawn field values
        "ptional content|default config|nnotation|Annot|estination|utline|Fields array|Font Weight|"
        "Layouter|XRef entry|ICC|olor space|olorSpace|hading|attern|JPEG|JPX|JBIG2|CCITT|lend mode|"
        "oft mask|unction";

    if (says(message, no_cmap) && watch.doc)
        document_add_reason(watch.doc, FAULT_MISSING_CMAP, watch.page,
                            "a character map for Chinese fonts is missing; install poppler-data");
    else if (!says(message, lost) || says(message, harmless))
        return;
    else if (!watch.doc)
        watch.repaired = true;
    else if (watch.page) // not about attachments, signatures and the like
        note_damage(message);
}

void watch_begin(void)
{
    static gsize handled;
    if (g_once_init_enter(&handled))
        g_once_init_leave(&handled,
                          g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, note_complaint, NULL));
    watch.doc = NULL;
    watch.page = 0;
    watch.repaired = false;
}

bool watch_repaired(void)
{
    return watch.repaired;
}

void watch_document(Document *doc)
{
    watch.doc = doc;
}

void watch_page(int page)
{
    watch.page = page;
}
