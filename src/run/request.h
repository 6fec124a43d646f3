// SPDX-License-Identifier: GPL-3.0-or-later
// Request: one document on its way to a worker. The bytes themselves go as a descriptor.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "run/input.h"

typedef struct {
    uint32_t path_len;
    char sha256[68];
    char path[8192]; // sent at its own length; longer ones are cut
} Request;

// In the parent: sends a document under that name to the worker whose socket `fd` is. False when it
// is gone.
bool request_send(int fd, const Input *input, const char *path);

// In the worker: waits for the next document and gives its bytes, mapped; NULL when the parent is
// gone. The caller frees them.
GBytes *request_receive(int fd, Request *request);
