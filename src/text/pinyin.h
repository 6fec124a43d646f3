// SPDX-License-Identifier: GPL-3.0-or-later
// Pinyin: how a Han character is read, in brackets after it, as fonts and phones insert it.
#pragma once

// Where pinyin ends that begins with the bracket at `at`, its closing bracket included; NULL when
// it is none. The tone marks tell it from an English word in brackets. Valid UTF-8 up to `end`.
const char *pinyin_end(const char *at, const char *end);
