// SPDX-License-Identifier: GPL-3.0-or-later
// A scanner for the PCRE2 syntax that rules use; what rules may not use is REGEX_BAD.
#include "regex.h"

#include <string.h>

#include "text/fault.h"
#include "text/text.h"

static RegexToken bad(size_t at, const char *problem)
{
    return (RegexToken){.kind = REGEX_BAD, .start = at, .end = at, .problem = problem};
}

static size_t char_len(const char *str)
{
    return (size_t)(g_utf8_next_char(str) - str);
}

// \x{41}, \p{Han}, \k<name>: the byte after the bracket, or 0 when it is not closed.
static size_t after_bracket(const char *str, size_t at)
{
    int close = str[at] == '{' ? '}' : str[at] == '<' ? '>' : '\'';
    const char *end = strchr(str + at + 1, close);
    return end ? (size_t)(end - str) + 1 : 0;
}

static RegexToken escape_hex(const char *str, size_t at)
{
    RegexToken token = {.kind = REGEX_CHAR, .start = at};
    size_t digits = at + 2 + (str[at + 2] == '{');
    bool braced = digits > at + 2;
    size_t count = strspn(str + digits, "0123456789abcdefABCDEF");
    if (braced && str[digits + count] != '}')
        return bad(at, "\\x{ is not closed");
    count = braced ? count : MIN(2, count);
    token.end = digits + count + braced;
    for (size_t i = digits; i < digits + count && token.ch <= 0x10FFFF; i++)
        token.ch = token.ch * 16 + (gunichar)g_ascii_xdigit_value(str[i]);
    return g_unichar_validate(token.ch) ? token : bad(at, "\\x names no character");
}

// Where an escape without brackets ends: \pL and \cA take a character, \12, \g-1 and \012 their
// digits. 0 when the character is missing.
static size_t after_escape(const char *str, size_t at)
{
    size_t next = at + 2;
    if (strchr("pPc", str[at + 1]))
        return str[next] ? next + char_len(str + next) : 0;
    if (str[at + 1] == 'g')
        next += strspn(str + next, "+-");
    if (str[at + 1] == 'g' || g_ascii_isdigit(str[at + 1]))
        next += strspn(str + next, "0123456789");
    return next;
}

static RegexToken escape(const char *str, size_t at)
{
    char c = str[at + 1];
    RegexToken token = {.kind = REGEX_CHAR, .start = at, .end = at + 2};
    if (c == '\0')
        return bad(at, "a backslash at the end");
    if (c == 'x')
        return escape_hex(str, at);
    if (!g_ascii_isalnum(c)) {
        token.ch = g_utf8_get_char(str + at + 1);
        token.end = at + 1 + char_len(str + at + 1);
        return token;
    }
    token.kind = strchr("bBAzZG", c)            ? REGEX_ANCHOR
                 : strchr("dDsSwWhHvVpPNRX", c) ? REGEX_ESCAPE
                 : strchr("tnrfea", c)          ? REGEX_CHAR
                                                : REGEX_OTHER;
    if (strchr("QEC", c))
        return bad(at, "\\Q, \\E and \\C are not allowed");
    if (token.kind == REGEX_CHAR)
        token.ch = (gunichar) "\t\n\r\f\x1b\a"[strchr("tnrfea", c) - "tnrfea"];
    if (strchr("pPkgNo", c) && str[at + 2] && strchr("{<'", str[at + 2])) {
        token.end = after_bracket(str, at + 2);
        return token.end ? token : bad(at, "a bracket is not closed");
    }
    token.end = after_escape(str, at);
    return token.end ? token : bad(at, "a backslash with nothing it speaks of");
}

static RegexToken class(const char *str, size_t at)
{
    size_t i = at + 1;
    i += str[i] == '^';
    i += str[i] == ']';
    while (str[i] && str[i] != ']') {
        if (str[i] == '\\' && str[i + 1])
            i++;
        else if (str[i] == '[' && str[i + 1] == ':') {
            const char *end = strstr(str + i, ":]");
            i = end ? (size_t)(end - str) + 1 : i;
        }
        i++;
    }
    if (!str[i])
        return bad(at, "[ is not closed");
    return (RegexToken){.kind = REGEX_CLASS, .start = at, .end = i + 1};
}

// (?<name>, (?'name', (?P<name>
static RegexToken open_named(const char *str, size_t at, size_t bracket)
{
    RegexToken token = {.kind = REGEX_OPEN, .start = at, .captures = true};
    token.end = after_bracket(str, bracket);
    return token.end ? token : bad(at, "a group's name is not closed");
}

static RegexToken open_special(const char *str, size_t at)
{
    RegexToken token = {.kind = REGEX_OPEN, .start = at, .end = at + 3};
    const char *rest = str + at + 2;
    if (strchr(":>|", *rest) && *rest)
        return token;
    if (*rest == '=' || *rest == '!') {
        token.looks = true;
        token.negative = *rest == '!';
        return token;
    }
    if (*rest == '<' && (rest[1] == '=' || rest[1] == '!')) {
        token.looks = true;
        token.negative = rest[1] == '!';
        token.end = at + 4;
        return token;
    }
    if (*rest == '<' || *rest == '\'')
        return open_named(str, at, at + 2);
    if (*rest == 'P' && rest[1] == '<')
        return open_named(str, at, at + 3);
    // (?i), (?i:...), (?C1); (?1) would match what group 1 does
    size_t n = *rest == 'C' ? 1 + strspn(rest + 1, "0123456789") : strspn(rest, "ims-");
    if (n && (rest[n] == ')' || rest[n] == ':')) {
        token.kind = rest[n] == ')' ? REGEX_CALLOUT : REGEX_OPEN;
        token.end = at + 2 + n + 1;
        return token;
    }
    return bad(at, "this kind of group is not allowed");
}

static RegexToken open_group(const char *str, size_t at)
{
    if (str[at + 1] == '*')
        return bad(at, "verbs such as (*SKIP) are not allowed");
    if (str[at + 1] == '?')
        return open_special(str, at);
    return (RegexToken){.kind = REGEX_OPEN, .start = at, .end = at + 1, .captures = true};
}

static size_t after_mood(const char *str, size_t at) // lazy or possessive
{
    return at + (str[at] == '?' || str[at] == '+');
}

// A literal brace; but from 10.43 on PCRE2 takes {,5} and { 2 } for repeats.
static RegexToken literal_brace(const char *str, size_t at)
{
    size_t n = strspn(str + at + 1, "0123456789, ");
    if (n && str[at + 1 + n] == '}')
        return bad(at, "a repeat is written {2}, {2,} or {2,5}");
    return (RegexToken){.kind = REGEX_CHAR, .start = at, .end = at + 1, .ch = '{'};
}

// {name}, {2}, {2,}, {2,5}, or a literal brace.
static RegexToken brace(const char *str, size_t at)
{
    RegexToken token = {.kind = REGEX_NAME, .start = at};
    const char *in = str + at + 1;
    size_t name = strspn(in, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    if (name && in[name] == '}') {
        token.end = at + name + 2;
        return token;
    }
    size_t digits = strspn(in, "0123456789"), more = 0;
    if (digits == 0 || digits > 5)
        return literal_brace(str, at);
    bool comma = in[digits] == ',';
    if (comma)
        more = strspn(in + digits + 1, "0123456789");
    if (in[digits + comma + more] != '}')
        return literal_brace(str, at);
    token.kind = REGEX_REPEAT;
    token.least = atoi(in);
    token.most = !comma ? token.least : more ? atoi(in + digits + 1) : REGEX_UNBOUNDED;
    token.end = after_mood(str, at + 1 + digits + comma + more + 1);
    return token;
}

static RegexToken repeat(const char *str, size_t at)
{
    char c = str[at];
    return (RegexToken){.kind = REGEX_REPEAT,
                        .start = at,
                        .end = after_mood(str, at + 1),
                        .least = c == '+',
                        .most = c == '?' ? 1 : REGEX_UNBOUNDED};
}

RegexToken regex_next(const char *str, size_t at)
{
    RegexToken token = {.start = at, .end = at + 1};
    switch (str[at]) {
    case '\0':
        token.end = at;
        return token;
    case '\\':
        return escape(str, at);
    case '[':
        return class(str, at);
    case '(':
        return open_group(str, at);
    case '{':
        return brace(str, at);
    case '*':
    case '+':
    case '?':
        return repeat(str, at);
    case ')':
        token.kind = REGEX_CLOSE;
        return token;
    case '|':
        token.kind = REGEX_OR;
        return token;
    case '.':
        token.kind = REGEX_ANY;
        return token;
    case '^':
    case '$':
        token.kind = REGEX_ANCHOR;
        return token;
    default:
        token.kind = REGEX_CHAR;
        token.ch = g_utf8_get_char(str + at);
        token.end = at + char_len(str + at);
        return token;
    }
}

static bool refuse(GError **error, const char *what, const char *str, size_t start, size_t end)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %.*s", what, (int)(end - start),
                str + start);
    return false;
}

static void append_quoted(GString *out, const char *folded)
{
    for (; *folded; folded++) {
        if (g_ascii_ispunct(*folded))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *folded);
    }
}

// A literal outside classes. A character that folds to several becomes a group, so that a repeat
// after it repeats them all.
static void fold_char(GString *out, const char *str, size_t len)
{
    g_autofree char *folded = text_fold(str, len);
    if (strlen(folded) == len && memcmp(folded, str, len) == 0) {
        g_string_append_len(out, str, (gssize)len);
        return;
    }
    bool group = g_utf8_strlen(folded, -1) != 1;
    g_string_append(out, group ? "(?:" : "");
    append_quoted(out, folded);
    g_string_append(out, group ? ")" : "");
}

static bool fold_class(GString *out, const char *str, const RegexToken *token, GError **error)
{
    for (size_t i = token->start; i < token->end;) {
        size_t len = char_len(str + i);
        if (len == 1) {
            if (i == token->start + 1 && strchr(":.=", str[i])) // "[:" begins a POSIX name
                g_string_append_c(out, '\\');
            g_string_append_c(out, str[i++]);
            continue;
        }
        g_autofree char *folded = text_fold(str + i, len);
        bool same = strlen(folded) == len && memcmp(folded, str + i, len) == 0;
        bool range = (str[i + len] == '-' && i + len + 1 < token->end - 1) ||
                     (str[i - 1] == '-' && i - 1 > token->start + 1);
        if (!same && (range || g_utf8_strlen(folded, -1) != 1))
            return refuse(error, range ? "a range cannot be folded" : "folds to several characters",
                          str, token->start, token->end);
        append_quoted(out, folded);
        i += len;
    }
    return true;
}

char *regex_fold(const char *str, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t at = 0; str[at];) {
        RegexToken token = regex_next(str, at);
        size_t len = token.end - token.start;
        if (token.kind == REGEX_BAD) {
            refuse(error, token.problem, str, at, strlen(str));
            return NULL;
        }
        if (token.kind == REGEX_CALLOUT && str[at + 2] == 'C') {
            refuse(error, "callouts are not allowed", str, at, token.end);
            return NULL;
        }
        size_t quoted = token.kind == REGEX_CHAR && str[at] == '\\'; // "\，" is "，"
        if (token.kind == REGEX_CHAR && (unsigned char)str[at + quoted] >= 0x80)
            fold_char(out, str + at + quoted, len - quoted);
        else if (token.kind != REGEX_CLASS)
            g_string_append_len(out, str + at, (gssize)len);
        else if (!fold_class(out, str, &token, error))
            return NULL;
        at = token.end;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}
