// SPDX-License-Identifier: GPL-3.0-or-later
// Xml: the events of an XML part, with one name for each thing whatever prefixes the file uses.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct XmlAttributes XmlAttributes;

// Names carry the usual prefix of their namespace ("w:p", "mc:Fallback", "dc:title"); those of
// namespaces that do not matter here have the prefix "x". Strings last as long as the call.
typedef struct {
    void (*start)(void *data, const char *name, const XmlAttributes *attributes);
    void (*end)(void *data, const char *name);
    void (*text)(void *data, const char *utf8, size_t len);
} XmlHandler;

// The value of an attribute, by "w:val" or, without a namespace, "Id"; NULL when there is none.
const char *xml_attribute(const XmlAttributes *attributes, const char *name);

// Parses a part of a package. Documents with a DTD are refused: packages have none, bombs do. False
// when the part is not well-formed; the events up to there have been given.
bool xml_parse(const char *bytes, size_t len, const XmlHandler *handler, void *data);

// Loads what libxml2 loads late.
void xml_warm(void);
