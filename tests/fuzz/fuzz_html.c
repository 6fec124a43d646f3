// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // Whatever it begins with, it is read as a page.
    static const char begin[] = "<html>";
    g_autofree uint8_t *page = g_malloc(size + sizeof begin);
    memcpy(page, begin, sizeof begin - 1);
    if (size)
        memcpy(page + sizeof begin - 1, data, size);
    fuzz_read(page, size + sizeof begin - 1, "a.html");
    return 0;
}
