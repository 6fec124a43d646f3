// SPDX-License-Identifier: GPL-3.0-or-later
// Image: the shipped pack as the build compiled it, mapped into memory instead of parsed.
//
// The YAML files stay the source. An image is used only while it says what they say: while each
// file has the size it had and none has been written since, or when their hash is the image's. It
// stands beside the files, or in the build tree; without it everything is read from the files.
#pragma once

#include <stdbool.h>

#include "rules/pack.h"
#include "rules/yaml.h"

typedef struct Image Image;

// The image of the folder, or NULL: only the folders the program knows as its own have one.
Image *image_open(const char *folder);
void image_free(Image *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Image, image_free)

// Whether the files of the folder are those it was made from, as far as sizes and times can tell.
bool image_is_fresh(const Image *image, const char *folder);

const char *image_sha256(const Image *image); // as pack_sha256() of the folder alone

unsigned image_count(const Image *image);
const char *image_name(const Image *image,
                       unsigned i); // below the folder, in the order of the list
// The tree of a file. `path` is for messages, and borrowed. Valid as long as the image.
const YamlNode *image_root(Image *image, unsigned i, const char *path);

// The block of a language's prefilter (prefilter.h), or NULL.
const void *image_prefilter(const Image *image, const char *language);

// Gives back the memory of the prefilters' compiled expressions. What is asked for again is read
// again from the file.
void image_rest(const Image *image);

// Writes the image of a pack that was loaded from one folder's files.
bool image_write(const char *path, const Pack *pack, GError **error);
