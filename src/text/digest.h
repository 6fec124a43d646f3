// SPDX-License-Identifier: GPL-3.0-or-later
// Digest: SHA-256 by nettle, which knows the processor's own; GLib's takes several times as long.
#pragma once

#include <nettle/sha2.h>

enum { DIGEST_DIGITS = 2 * SHA256_DIGEST_SIZE };

// The sum in hexadecimal digits with a NUL; it begins anew.
void digest_hex(struct sha256_ctx *sum, char hex[DIGEST_DIGITS + 1]);
