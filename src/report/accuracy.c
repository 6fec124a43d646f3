// SPDX-License-Identifier: GPL-3.0-or-later

#include "report/accuracy.h"

#include <stddef.h>
#include <string.h>

static const Accuracy measured[] = {
#define RELEASE(version)
#define ACCURACY(id, language, labels, found, right, seen) \
    {id, language, labels, found, right, seen},
#include "report/accuracy.def"
#undef RELEASE
#undef ACCURACY
};

const Accuracy *accuracy_of(const char *id, const char *language)
{
    for (size_t i = 0; i < sizeof(measured) / sizeof(*measured); i++)
        if (strcmp(measured[i].id, id) == 0 && strcmp(measured[i].language, language) == 0)
            return &measured[i];
    return NULL;
}

const char *accuracy_release(void)
{
#define RELEASE(version) return version;
#define ACCURACY(id, language, labels, found, right, seen)
#include "report/accuracy.def"
#undef RELEASE
#undef ACCURACY
}
