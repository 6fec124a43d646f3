// SPDX-License-Identifier: GPL-3.0-or-later
#include "late.h"

#include <dlfcn.h>

// The address, or NULL. The library is never closed: it lives in the pointers.
static void *find(const LateSymbol *symbol)
{
    void *library = dlopen(symbol->library, RTLD_NOW | RTLD_LOCAL);
    return library ? dlsym(library, symbol->name) : NULL;
}

bool late_load(const LateSymbol *symbols, size_t count)
{
    if (count == 0 || *symbols[count - 1].place)
        return true;
    for (size_t i = 0; i < count; i++)
        if (!find(&symbols[i]))
            return false;
    for (size_t i = 0; i < count; i++)
        *symbols[i].place = find(&symbols[i]);
    return true;
}
