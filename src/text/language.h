// SPDX-License-Identifier: GPL-3.0-or-later
// Language: which language a passage is written in, from its script and its commonest words.
#pragma once

#include <glib.h>
#include <stdbool.h>

// The languages of Latin script that are known, by their commonest words.
typedef struct Languages Languages;

Languages *languages_new(void);
void languages_free(Languages *languages);

// Adds one of the commonest words of a language, as plain text has it, in small letters. False when
// it is too long, or when there is no room for more words or languages. Of two languages with as
// many words in a passage the one added first is meant.
bool languages_add(Languages *languages, const char *code, const char *word);

// The code of a known language, "zh", "ja", "ko", "ru", "th", "ar", "hi", or "und" when the passage
// is too short or like none of them. Interned. `str` is plain text (text.h); simplified and
// traditional Chinese are both "zh". Japanese is told by its kana.
const char *language_of(const Languages *languages, const char *str, size_t len);

// The same of a passage behind one in the language `near` (or NULL): one common word more does not
// tell it from that. "cronogramas de pago e intereses" is Spanish among Spanish, not Portuguese.
const char *language_near(const Languages *languages, const char *near, const char *str,
                          size_t len);

// Whether raw (unfolded) Chinese text is written in traditional characters: "zh-Hant" or "zh-Hans".
const char *language_script(const char *raw, size_t len);
