// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "fuzz.h"
#include "read/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {NULL, "gb18030", "big5", "utf-16le", "utf-8", "shift_jis"};
    if (size < 1)
        return 0;
    const char *name = names[data[0] % G_N_ELEMENTS(names)];
    bool asked = data[0] & 0x80;
    g_autoptr(Decoded) decoded =
        encoding_decode(data + 1, size - 1, asked ? name : NULL, asked ? NULL : name, NULL);
    g_assert(decoded && g_utf8_validate(decoded->text->str, (gssize)decoded->text->len, NULL));
    g_assert(strlen(decoded->text->str) == decoded->text->len);
    g_autofree char *note = encoding_note(decoded);
    fuzz_read_lines(data + 1, size - 1, "a.txt"); // what is made of them is the target text's
    return 0;
}
