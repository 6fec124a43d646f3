// SPDX-License-Identifier: GPL-3.0-or-later
// Table: where the objects of a PDF stand in its bytes, in files that have one plain table of them.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_raw.h"

typedef struct Table Table;

// NULL when the file has no such table: it was changed later, has streams of objects, or is
// damaged. The bytes must outlive it.
Table *table_new(const char *data, size_t len);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

// Where the object with a number begins, behind its "N 0 obj"; NULL when it does not stand where
// the table says.
const char *table_object(const Table *table, int number);

// The number that a value refers to ("12 0 R"); 0 when it is no reference.
int table_reference(const RawPair *pair);

// Reads a dictionary that a value is, or refers to. False when it is none.
bool table_dict(const Table *table, const RawPair *pair, RawDict *dict);

// Whether streams can be read here: the file is not encrypted.
bool table_is_readable(const Table *table);

enum { TABLE_STREAM_MOST = 1 << 20 };

// Up to `most` bytes of what a stream holds, and whether that is surely all; a NUL follows. NULL
// when it cannot be read here: encrypted, damaged, or not deflated alone. Valid until the next
// call.
const char *table_stream(Table *table, int number, size_t most, size_t *len, bool *whole);

// Reads the first bytes of a stream, however long it is. False when there are not as many, or they
// cannot be read here.
bool table_first_bytes(Table *table, int number, unsigned char *first, size_t count);
