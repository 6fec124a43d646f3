// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds: what kind of document it is, whether it has to do with lending, and under which law it is
// read. kinds.yaml says by which words; match.h has the functions.
#pragma once

#include "rules/yaml.h"

typedef struct Kinds Kinds;

Kinds *kinds_new(void);
void kinds_free(Kinds *kinds);

// Adds what a kinds.yaml says; a kind or law named again gets its words added.
bool kinds_read(Kinds *kinds, const YamlNode *root, bool trusted, GError **error);

bool kinds_know(const Kinds *kinds, const char *kind);
