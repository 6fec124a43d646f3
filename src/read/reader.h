// SPDX-License-Identifier: GPL-3.0-or-later
// Reader: one input format. Adding one is a file read_<name>.c and a line in readers.def.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/document.h"

typedef struct {
    const char *password; // for encrypted documents, or NULL
    const char *encoding; // as given by --encoding, or NULL
    bool ocr;             // read images and scanned pages with OCR
    unsigned max_pages;   // 0: no limit
    bool spare;           // a core is idle: a second thread may help
} ReadOptions;

typedef struct {
    const char *name; // Document.format
    // Whether the bytes are of this format. `name` is the file's name, a hint that content beats.
    bool (*claims)(const unsigned char *bytes, size_t len, const char *name);
    // Reads the bytes. NULL with a FAULT_DOMAIN error when there is nothing to analyse.
    Document *(*read)(GBytes *bytes, const ReadOptions *options, GError **error);
    // Loads what the format's library loads late (converters, CMaps, fonts), before the sandbox
    // closes; NULL when there is nothing.
    void (*warm)(const ReadOptions *options);
} Reader;

// Reads a document with the reader that claims it. FAULT_EMPTY for no bytes; FAULT_UNKNOWN_FORMAT
// with a message that names what the file is, where that is known, and the cure ("save it as PDF or
// DOCX"), where no reader does.
Document *reader_read(GBytes *bytes, const char *name, const ReadOptions *options, GError **error);

// Calls every reader's warm().
void reader_warm_all(const ReadOptions *options);

// Folders a sandboxed reader must be able to read (fonts, poppler-data, gconv, tessdata),
// NULL-ended.
const char *const *reader_folders(void);

// The version of poppler in use, for reports. Static.
const char *reader_poppler_version(void);
