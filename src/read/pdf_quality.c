// SPDX-License-Identifier: GPL-3.0-or-later
// Quality: telling text from the garbage of fonts without a character map.
#include "read/pdf_quality.h"

#include <glib.h>

size_t quality_letters(const char *utf8, size_t len)
{
    size_t letters = 0;
    for (const char *at = utf8; at < utf8 + len; at = g_utf8_next_char(at))
        letters += g_unichar_isalnum(g_utf8_get_char(at)) != 0;
    return letters;
}

bool quality_garbled(const char *utf8, size_t len)
{
    return false;
}
