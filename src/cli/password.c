// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a password from the terminal, not from standard input: that may be a document.

#include "cli/password.h"

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "report/layout.h"
#include "report/words.h"

// Asks when nothing shows any more: what is typed before that is thrown away.
static char *read_hidden(int terminal, const char *question)
{
    struct termios before;
    if (tcgetattr(terminal, &before) != 0)
        return NULL;
    struct termios hidden = before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(terminal, TCSAFLUSH, &hidden);
    dprintf(terminal, "%s ", question);
    char line[512];
    ssize_t got = read(terminal, line, sizeof(line) - 1);
    tcsetattr(terminal, TCSAFLUSH, &before);
    dprintf(terminal, "\n");
    if (got <= 0)
        return NULL;
    line[got] = '\0';
    return g_strndup(line, strcspn(line, "\r\n"));
}

char *password_ask(const char *path, Lang lang)
{
    if (!isatty(STDERR_FILENO))
        return NULL;
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return NULL;
    g_autofree char *shown = layout_harmless(path);
    g_autofree char *question = g_strdup_printf("%s: %s", shown, word(W_ASK_PASSWORD, lang));
    char *password = read_hidden(terminal, question);
    close(terminal);
    return password;
}
