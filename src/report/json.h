// SPDX-License-Identifier: GPL-3.0-or-later
// JSON: pieces of the report's JSON that other writers put into their own.
#pragma once

#include <glib.h>

#include "report/report.h"

// Appends `text` as a JSON string with its quotes.
void json_append_string(GString *out, const char *text);

// One finding as it stands in the report. The caller frees it.
char *json_finding(const Finding *finding);
