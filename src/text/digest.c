// SPDX-License-Identifier: GPL-3.0-or-later
#include "digest.h"

#include <stddef.h>

void digest_hex(struct sha256_ctx *sum, char hex[DIGEST_DIGITS + 1])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(sum, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[DIGEST_DIGITS] = '\0';
}
