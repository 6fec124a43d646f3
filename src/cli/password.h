// SPDX-License-Identifier: GPL-3.0-or-later
// Password: asking a person for one.
#pragma once

#include "rules/pack.h"

// Asks at the terminal, without showing what is typed. NULL when there is no terminal or no answer;
// the caller frees it.
char *password_ask(const char *path, Lang lang);
