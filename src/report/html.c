// SPDX-License-Identifier: GPL-3.0-or-later
// HTML: escaping and the frame of a page.
#include "report/html.h"

#include <stdio.h>
#include <string.h>

#include "report/layout.h"

static void escape(GString *out, gunichar c)
{
    switch (c) {
    case '&':
        g_string_append(out, "&amp;");
        break;
    case '<':
        g_string_append(out, "&lt;");
        break;
    case '>':
        g_string_append(out, "&gt;");
        break;
    case '"':
        g_string_append(out, "&quot;");
        break;
    case '\'':
        g_string_append(out, "&#39;");
        break;
    case '\r': // a parser would make it a line feed
        g_string_append(out, "&#13;");
        break;
    default:
        g_string_append_unichar(out, c);
    }
}

static bool is_markup(char c)
{
    return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == '\r';
}

// Looks no further than `len`: the text may be one line of millions, and strcspn() would go to
// the end of them all for each.
void html_verbatim(GString *out, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        const char *plain = text;
        while (text < end && !is_markup(*text))
            text++;
        g_string_append_len(out, plain, text - plain);
        if (text < end)
            escape(out, (gunichar)*text++);
    }
}

void html_text(GString *out, const char *text)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    layout_clean(clean, text ? text : "");
    html_verbatim(out, clean->str, clean->len);
}

void html_text_cut(GString *out, const char *text, unsigned most)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    layout_clean(clean, text ? text : "");
    if (g_utf8_strlen(clean->str, (gssize)clean->len) <= (glong)most) {
        html_verbatim(out, clean->str, clean->len);
        return;
    }
    const char *cut = g_utf8_offset_to_pointer(clean->str, (glong)most - 1);
    html_verbatim(out, clean->str, (size_t)(cut - clean->str));
    g_string_append(out, "…");
}

void html_address(GString *out, const char *path)
{
    // "./" keeps "javascript:x.html" a file, and "//host" must not become a host.
    while (path[0] == '/' && path[1] == '/')
        path++;
    if (path[0] != '/' && path[0] != '.')
        g_string_append(out, "./");
    g_autofree char *escaped = g_uri_escape_string(path, "/", FALSE);
    html_verbatim(out, escaped, strlen(escaped));
}

void html_print(GString *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(out, format, arguments);
    va_end(arguments);
}

char *html_hash(const char *content)
{
    guint8 digest[32];
    gsize len = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)content, -1);
    g_checksum_get_digest(sum, digest, &len);
    g_autofree char *base64 = g_base64_encode(digest, len);
    return g_strdup_printf("'sha256-%s'", base64);
}

// For lang attributes: "zh-Hans" or "en".
static const char *lang_code(Lang lang)
{
    return lang == LANG_ZH ? "zh-Hans" : "en";
}

void html_head(GString *out, const char *title, Lang lang, const char *script)
{
    g_autofree char *style_hash = html_hash(html_style());
    g_autofree char *script_hash = script ? html_hash(script) : NULL;
    html_print(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src %s;%s%s%s base-uri 'none'; form-action 'none'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"generator\" content=\"loanlens\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
               lang_code(lang), style_hash, script ? " script-src " : "", script ? script_hash : "",
               script ? ";" : "");
    html_text(out, title);
    html_print(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", html_style());
}

void html_script(GString *out, const char *script)
{
    html_print(out, "<script>%s</script>\n", script);
}

const char *html_level_class(int level)
{
    static const char *const classes[LEVEL_COUNT] = {"s0", "s1", "s2", "s3", "s4", "s5", "su"};
    g_assert(level >= 0 && level < LEVEL_COUNT);
    return classes[level];
}

void html_badge(GString *out, int level, Lang lang)
{
    html_print(out, "<span class=\"b %s\">%s</span>", html_level_class(level),
               word_level(level, lang));
}

void html_badge_good(GString *out, Lang lang)
{
    html_print(out, "<span class=\"b good\">%s</span>", word(W_GOOD, lang));
}

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

void html_foot(GString *out, const Pack *pack, const Report *report, Lang lang)
{
    g_string_append(out, "<footer>\n<p>");
    const DocumentInfo *info = report ? &report->document : NULL;
    bool analysed = info && info->status != STATUS_NOT_ANALYSED;
    if (analysed && info->law == LAW_NONE)
        html_print(out, "%s ", word(W_LAW_UNKNOWN, lang));
    if (analysed && info->law != LAW_NONE) {
        html_print(out, word(W_LAW_READ_UNDER, lang), word_country(info->law, lang));
        g_string_append(out, word(W_STOP, lang));
    }
    const char *checked = pack_law_checked(pack);
    if (checked && (analysed || !info))
        html_print(out, word(W_LAW_AGE, lang), checked);
    html_print(out, "</p>\n<p><strong>%s</strong> ", word(W_DISCLAIMER, lang));
    if (report) {
        g_autofree char *made = g_strdup_printf(word(W_PAGE_MADE_BY, lang), report->tool.version);
        html_text(out, made);
    }
    g_string_append(out, "</p>\n</footer>\n</body>\n</html>\n");
}

bool html_is_ours(const char *head, size_t len)
{
    static const char mark[] = "<meta name=\"generator\" content=\"loanlens";
    return g_strstr_len(head, (gssize)MIN(len, HTML_MARK_WITHIN), mark) != NULL;
}
