// SPDX-License-Identifier: GPL-3.0-or-later
// The sheets of a workbook that tell about its tables: Types, Codebook, Run.
#pragma once

#include "report/xlsx_book.h"

#if HAVE_XLSX
void xlsx_about_types(XlsxBook *book); // each type, and how well it was found in the labelled texts
void xlsx_about_columns(XlsxBook *book); // each column of each sheet
void xlsx_about_run(XlsxBook *book);     // program, rules and libraries
#endif
