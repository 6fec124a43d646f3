// SPDX-License-Identifier: GPL-3.0-or-later
// Take: the members of JSON objects and the elements of arrays, taken one after the other in the
// order they must have. Whatever is missing, added, doubled or of another type is unsound; the
// first such thing is kept as the error, and everything taken afterwards is empty.
#pragma once

#include <glib.h>
#include <stdbool.h>

struct cJSON;

// The object at *at, which is moved behind it; NULL when there is none. take_drop() frees it.
struct cJSON *take_parse(const char **at, const char *end);
void take_drop(struct cJSON *root);

// What of an object or array is still to be taken.
typedef struct {
    const struct cJSON *next;
    const char *where; // for the message
    GError **error;    // FAULT_DAMAGED
    bool *sound;
} Take;

Take take_of(const struct cJSON *root, const char *where, GError **error, bool *sound);
void take_unsound(Take *take, const char *what);
// There must be nothing more.
void take_end(Take *take);
// The name of the next member, or NULL.
const char *take_key(const Take *take);

// Each takes the member `key`; or, when that is NULL, the next element of an array.

// An object, or for `optional` null: then *there (may be NULL) is false.
Take take_object(Take *take, const char *key, bool optional, bool *there);
Take take_array(Take *take, const char *key);
// The next element of an array, itself an object or an array. False behind the last one.
bool take_element(Take *array, Take *element);
// Strings are added to `to`.
void take_strings(Take *take, const char *key, GPtrArray *to);
char *take_text(Take *take, const char *key, bool optional);
// Exactly `digits` lower-case hexadecimal digits, or null when `optional`.
char *take_hex(Take *take, const char *key, size_t digits, bool optional);
// A word of a list of `count`, which `name` names.
unsigned take_word(Take *take, const char *key, unsigned count, const char *(*name)(unsigned));
double take_real(Take *take, const char *key, double least, double most);
double take_whole(Take *take, const char *key, double least, double most);
// 1 to `most`, or null: 0.
int take_count(Take *take, const char *key, int most);
bool take_bool(Take *take, const char *key);
void take_null(Take *take, const char *key);
