// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the terminal.

#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

static int columns(void)
{
    struct winsize size = {0};
    if (!isatty(STDOUT_FILENO))
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

WriteOptions terminal_options(const Options *options)
{
    const char *no_color = g_getenv("NO_COLOR");
    WriteOptions write = {.lang = options->lang,
                          .columns = columns(),
                          .brief = options->brief,
                          .quiet = options->quiet};
    write.color = write.columns > 0 && !(no_color && *no_color);
    return write;
}
