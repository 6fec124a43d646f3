// SPDX-License-Identifier: GPL-3.0-or-later
// JSON: pieces of the report's JSON that other writers put into their own.
#pragma once

#include <glib.h>

#include "report/report.h"

#define JSON_SCHEMA "loanlens.report/1"

// The keys that are null in a finding without a place.
enum { JSON_PLACES = 12 };
extern const char *const json_places[JSON_PLACES];

// Appends `text` as a JSON string with its quotes. Control and direction characters are escaped.
void json_append_string(GString *out, const char *text);

// By how many bytes such a string is longer than `len` bytes of text, its quotes left out.
size_t json_growth(const char *text, size_t len);

// Appends what report_to_json() returns, whatever stands in front of it.
void json_append_report(GString *out, const Report *report, const Pack *pack);

// Gives the same in pieces: that of a long document is tens of megabytes.
typedef void (*JsonPiece)(const char *data, size_t len, void *to);
void json_write_report(const Report *report, const Pack *pack, JsonPiece piece, void *to);

// One finding as it stands in the report. The caller frees it.
char *json_finding(const Finding *finding);
