#include "cli/commands.h"
#include "text/fault.h"
#define S(n)                                                      \
    int n(const Options *o, GError **error)                       \
    {                                                             \
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "not yet"); \
        return 2;                                                 \
    }
S(cmd_diff)
