// SPDX-License-Identifier: GPL-3.0-or-later
// Take: JSON whose keys are known, taken from its first byte to its last. No tree is made of it,
// and nothing is taken that was not asked for.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Where the reading is. The first thing found wrong is kept, and everything taken afterwards is
// empty.
typedef struct {
    const char *at, *end; // valid UTF-8
    GString *room;        // for strings with escapes in them
    GError **error;
    bool sound;
} Reading;

// The members of one object, or the items of one array, in order.
typedef struct {
    Reading *reading;
    const char *where; // for the message
    bool begun;        // one of them was taken
} Take;

// Says that `key` is not as it must be.
void take_unsound(const Take *take, const char *key);

// An object that stands here, of which `where` speaks.
Take take_inside(const Take *take, const char *where);
// The end of an object: no further member.
void take_end(Take *take);
// Goes on to the next item, or member of any key; false at the end, `close`, which is taken.
bool take_goes_on(Take *take, char close);

// An array that stands here.
Take take_items(const Take *take, const char *where);
// After everything was taken: blanks at most.
void take_nothing_more(Take *take);

// Members by their key. Strings are the caller's to free.

// An object, or for `optional` null: then *there is false.
Take take_object(Take *take, const char *key, bool optional, bool *there);
Take take_array(Take *take, const char *key);
char *take_text(Take *take, const char *key, bool optional); // NULL for an optional null
double take_whole(Take *take, const char *key, double least, double most);
int take_count(Take *take, const char *key, int most); // 1 to `most`, or null: 0
double take_real(Take *take, const char *key, double least, double most);
bool take_bool(Take *take, const char *key);
bool take_is_null(Take *take, const char *key);
// A word of a closed list.
unsigned take_word(Take *take, const char *key, unsigned count, const char *(*name)(unsigned));
char *take_any_key(Take *take); // the key of the member that comes

// Values that stand here.
char *take_item(Take *items); // a string
double take_number(const Take *take, const char *key, double least, double most);
double take_whole_number(const Take *take, const char *key, double least, double most);
