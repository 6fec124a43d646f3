// SPDX-License-Identifier: GPL-3.0-or-later
// Details: what readers and workers say of a document in English, in the language of the reader of
// the report (details.def), with the names of languages for their codes.
#pragma once

#include "report/report.h"

// The message, languages by their names; in Chinese as far as the table knows its parts, which "; "
// divides. The caller frees it.
char *details_say(const char *message, Lang lang);
