// SPDX-License-Identifier: GPL-3.0-or-later
// Input: the bytes of one document as they were at one moment, out of reach of whoever owns the
// file.
//
// They are copied into sealed memory and hashed on the way, so that what is analysed is what was
// hashed, and a file cut short meanwhile cannot kill the worker that has it mapped.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int fd; // sealed, read-only; the caller closes it
    uint64_t bytes;
    char sha256[65]; // hex
} Input;

typedef struct {
    uint64_t most;     // bytes; 0: no limit
    bool only_regular; // refuse pipes and devices
} InputLimits;

// Reads a file, or standard input for "-", which is kept and given again. False with
// FAULT_UNREADABLE or FAULT_TOO_LARGE; the message says why and what to do, without the path.
bool input_open(Input *input, const char *path, const InputLimits *limits, GError **error);

// The name a person knows it by: "stdin" for "-", else the path.
const char *input_name(const char *path);
