// SPDX-License-Identifier: GPL-3.0-or-later
// Cue files: cues/LANGUAGE.yaml, the words by which a language's sentences, lists and titles are
// told.
#pragma once

#include "rules/yaml.h"
#include "text/cues.h"

// Adds what the file of a language says to `cues`. Refuses keys that are no lists, words given
// twice, and words that no text can hold: not as plain text has them, or not in small letters where
// words are compared so.
bool cue_file_read(Cues *cues, const char *language, const YamlNode *root, GError **error);
