// SPDX-License-Identifier: GPL-3.0-or-later
// Language: which language a passage is written in, from its script and its commonest words.
#pragma once

#include <glib.h>
#include <stdbool.h>

// A code such as "zh", "en", "id", "es", "vi", "fr", "tl", "pt", "sw", "ja", "ko", "ru", "th",
// "ar", or "und" when the passage is too short or like none of them. Static. `str` is plain text
// (text.h); simplified and traditional Chinese are both "zh". Japanese is told by its kana.
const char *language_of(const char *str, size_t len);

// Whether raw (unfolded) Chinese text is written in traditional characters: "zh-Hant" or "zh-Hans".
const char *language_script(const char *raw, size_t len);
