// SPDX-License-Identifier: GPL-3.0-or-later
// Signature: formats that are known by their first bytes and that no reader of ours reads.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

// Whether the bytes are of a known format that is not read as text.
bool signature_known(const unsigned char *bytes, size_t len);

// Whether they are a PNG or JPEG picture.
bool signature_picture(const unsigned char *bytes, size_t len);

// Sets FAULT_UNKNOWN_FORMAT, FAULT_ENCRYPTED or FAULT_DAMAGED with what the file is and the cure.
void signature_refuse(const unsigned char *bytes, size_t len, const char *name, GError **error);

// Whether a zip file has an entry whose name begins so.
bool signature_zip_holds(const unsigned char *bytes, size_t len, const char *entry);
