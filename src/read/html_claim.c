// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/html_claim.h"

#include <glib.h>
#include <string.h>

#include "read/signature.h"

enum { CHARSET_WITHIN = 4096 };

char *html_charset(const unsigned char *bytes, size_t len)
{
    static const char *const words[] = {"charset", "encoding", "pageencoding"};
    g_autofree char *start = g_strndup((const char *)bytes, MIN(len, CHARSET_WITHIN));
    g_autofree char *lower = g_ascii_strdown(start, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        for (const char *at = lower; (at = strstr(at, words[i]));) {
            at += strlen(words[i]);
            at += strspn(at, " \t");
            if (*at != '=')
                continue;
            at += 1 + strspn(at + 1, " \t\"'");
            gsize size = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-_.:");
            if (size)
                return g_strndup(at, size);
        }
    }
    return NULL;
}

bool html_is_component(const char *html)
{
    html += strspn(html, " \t\r\n");
    while (g_str_has_prefix(html, "<!--")) {
        const char *end = strstr(html, "-->");
        html = end ? end + 3 + strspn(end + 3, " \t\r\n") : "";
    }
    return g_str_has_prefix(html, "<template");
}

// The beginning of the file in ASCII, for a look at its first tags, in UTF-16 as well.
static char *first_words(const unsigned char *bytes, size_t len)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < MIN(len, CHARSET_WITHIN); i++)
        if (bytes[i] && bytes[i] < 0x80)
            g_string_append_c(out, g_ascii_tolower((char)bytes[i]));
    return g_string_free(out, FALSE);
}

static bool has_page_name(const char *name)
{
    static const char *const suffixes[] = {".html", ".htm",  ".xhtml", ".shtml", ".vue",  ".jsp",
                                           ".jspx", ".ftl",  ".ftlh",  ".asp",   ".aspx", ".php",
                                           ".tpl",  ".wxml", ".ejs",   ".hbs",   ".vm"};
    g_autofree char *lower = name ? g_ascii_strdown(name, -1) : NULL;
    for (size_t i = 0; lower && i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(lower, suffixes[i]))
            return true;
    return false;
}

static bool is_tag_of_page(const char *at)
{
    static const char *const openings[] = {"<!doctype html",
                                           "<html",
                                           "<head",
                                           "<body",
                                           "<div",
                                           "<p>",
                                           "<pre",
                                           "<dl",
                                           "<img",
                                           "<h4",
                                           "<p ",
                                           "<table",
                                           "<h1",
                                           "<h2",
                                           "<h3",
                                           "<style",
                                           "<script",
                                           "<span",
                                           "<ul",
                                           "<ol",
                                           "<meta",
                                           "<title",
                                           "<section",
                                           "<main",
                                           "<article",
                                           "<template",
                                           "<center",
                                           "<font",
                                           "<br",
                                           "<b>",
                                           "<strong",
                                           "<a ",
                                           "<li",
                                           "<view",
                                           "<form",
                                           "<link",
                                           "<iframe"};
    for (size_t i = 0; i < G_N_ELEMENTS(openings); i++)
        if (g_str_has_prefix(at, openings[i]))
            return true;
    return false;
}

bool html_claims(const unsigned char *bytes, size_t len, const char *name)
{
    if (signature_known(bytes, len))
        return false;
    g_autofree char *start = first_words(bytes, len);
    const char *at = start + strspn(start, " \t\r\n\f");
    bool page_name = has_page_name(name);
    for (;;) {
        const char *end = g_str_has_prefix(at, "<!--")  ? strstr(at, "-->")
                          : g_str_has_prefix(at, "<?x") ? strstr(at, "?>")
                          : g_str_has_prefix(at, "<%")  ? strstr(at, "%>")
                                                        : NULL;
        if (!end)
            break;
        at = end + (*end == '-' ? 3 : 2);
        at += strspn(at, " \t\r\n\f");
    }
    if (is_tag_of_page(at) || strstr(start, "<!doctype html") || strstr(start, "<html"))
        return true;
    for (at = start; page_name && (at = strchr(at, '<')); at++)
        if (is_tag_of_page(at))
            return true;
    return false;
}
