// SPDX-License-Identifier: GPL-3.0-or-later
// The table behind fault.h.
#include "fault.h"

static const struct {
    const char *word;
    FaultScope scope;
} faults[] = {
#define FAULT(NAME, word, scope) {word, scope},
#include "fault.def"
#undef FAULT
};

GQuark fault_domain(void)
{
    return g_quark_from_static_string("loanlens-fault");
}

const char *fault_name(Fault fault)
{
    g_assert((unsigned)fault < FAULT_COUNT);
    return faults[fault].word;
}

Fault fault_named(const char *word)
{
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        if (g_strcmp0(faults[i].word, word) == 0)
            return (Fault)i;
    return FAULT_COUNT;
}

FaultScope fault_scope(Fault fault)
{
    g_assert((unsigned)fault < FAULT_COUNT);
    return faults[fault].scope;
}

GBytes *fault_read(const char *path, const char *named_by, GError **error)
{
    g_autoptr(GError) cause = NULL;
    char *bytes = NULL;
    size_t len = 0;
    if (g_file_get_contents(path, &bytes, &len, &cause))
        return g_bytes_new_take(bytes, len);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s%s%s", named_by ? named_by : "",
                named_by ? ": " : "", cause->message);
    return NULL;
}
