// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/window.h"

#include <string.h>

void window_fill(Window *window, const char *raw, size_t len)
{
    const char *at = raw, *end = raw + len;
    for (window->n = 0; at < end && window->n < WINDOW; at = utf8_next(at)) {
        window->c[window->n] = window_narrow(utf8_get(at));
        window->byte[window->n++] = (size_t)(at - raw);
    }
    window->c[window->n] = 0;
    window->byte[window->n] = (size_t)(at - raw);
}

static int han_digit(gunichar c)
{
    static const char digits[] = "零〇一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖";
    static const int values[] = {0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4,
                                 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 9, 9};
    const char *at = digits;
    for (unsigned i = 0; i < G_N_ELEMENTS(values); i++, at += 3)
        if (utf8_get(at) == c)
            return values[i];
    return -1;
}

int window_read_han(const Window *window, unsigned *at)
{
    int total = 0, digit = 0;
    unsigned i = *at;
    for (; i < *at + 6; i++) {
        gunichar c = window->c[i];
        if (window_one_of(c, "百佰")) {
            total += MAX(digit, 1) * 100;
            digit = 0;
        } else if (window_one_of(c, "十拾")) {
            total += MAX(digit, 1) * 10;
            digit = 0;
        } else if (window_one_of(c, "廿")) {
            total += 20;
        } else if (han_digit(c) >= 0) {
            digit = digit * (total ? 0 : 10) + han_digit(c); // 二三 for 23
        } else {
            break;
        }
    }
    *at = i;
    return total + digit;
}

int window_read_digits(const Window *window, unsigned *at, unsigned most)
{
    int value = 0;
    unsigned i = *at;
    while (i < *at + most && window_is_digit(window->c[i]))
        value = value * 10 + (int)(window->c[i++] - '0');
    if (i == *at || window_is_digit(window->c[i]))
        return -1;
    *at = i;
    return value;
}

static int roman_digit(gunichar c)
{
    static const char letters[] = "ivxlcdm";
    static const int values[] = {1, 5, 10, 50, 100, 500, 1000};
    const char *at = c < 0x80 && c ? strchr(letters, g_ascii_tolower((char)c)) : NULL;
    return at ? values[at - letters] : 0;
}

int window_read_roman(const Window *window, unsigned *at)
{
    int total = 0, last = 0;
    unsigned i = *at;
    bool upper = window->c[i] < 'a';
    for (; i < *at + 8 && roman_digit(window->c[i]) && (window->c[i] < 'a') == upper; i++) {
        int value = roman_digit(window->c[i]);
        total += value > last ? value - 2 * last : value;
        last = value;
    }
    if (window_is_letter(window->c[i]) || total > 60)
        return 0;
    *at = i;
    return total;
}

int window_read_spanish(const Window *window, unsigned *at)
{
    static const char *const words[] = {"primer",   "segund",   "tercer", "cuart", "quint",
                                        "sext",     "séptim",   "octav",  "noven", "décim",
                                        "undécim",  "duodécim", "septim", "decim", "undecim",
                                        "duodecim", "vigésim",  "vigesim"};
    static const int values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 7, 10, 11, 12, 20, 20};
    for (unsigned k = 0; k < G_N_ELEMENTS(words); k++) {
        unsigned i = *at;
        const char *word = words[k];
        if ((window->c[i] | 0x20) != (unsigned char)*word)
            continue;
        for (; *word && g_unichar_tolower(window->c[i]) == utf8_get(word); i++)
            word = utf8_next(word);
        if (*word || !window_one_of(window->c[i], "aoAO") || g_unichar_isalpha(window->c[i + 1]))
            continue;
        *at = i + 1;
        unsigned second = i + 2; // DÉCIMA PRIMERA
        int more =
            values[k] >= 10 && window->c[i + 1] == ' ' ? window_read_spanish(window, &second) : 0;
        *at = more ? second : *at;
        return values[k] + more;
    }
    return 0;
}
