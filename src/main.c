// SPDX-License-Identifier: GPL-3.0-or-later
// loanlens: reads loan agreements and says what they let the lender do.

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "config.h"
#include "report/words.h"
#include "text/fault.h"

// A bug of ours in the parent. The store needs no closing: every document was committed whole.
static void end_of_bug(int number)
{
    static const char message[] = "loanlens: internal error; please report it\n";
    ssize_t wrote = write(STDERR_FILENO, message, sizeof(message) - 1);
    (void)wrote;
    _exit(STATUS_BUG);
}

static int run(const Command *command, int argc, char **argv, GError **error)
{
    g_auto(Options) options = {0};
    if (!options_parse(&options, command, argc, argv, error))
        return STATUS_WRONG;
    if (options.version)
        return printf("loanlens %s\n", LOANLENS_VERSION) > 0 ? STATUS_FINE : STATUS_WRONG;
    if (options.help) {
        options_help(command, options.lang);
        return STATUS_FINE;
    }
    return command->run(&options, error);
}

static int run_word(const char *word_given, GError **error)
{
    bool version = strcmp(word_given, "--version") == 0 || strcmp(word_given, "-V") == 0;
    bool nothing = !*word_given;
    bool help = nothing || strcmp(word_given, "--help") == 0 || strcmp(word_given, "-h") == 0 ||
                strcmp(word_given, "help") == 0;
    if (version)
        printf("loanlens %s\n", LOANLENS_VERSION);
    else if (help)
        options_help(NULL, lang_choose(NULL));
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "unknown command %s (try: loanlens --help)",
                    word_given);
    return nothing ? STATUS_WRONG : STATUS_FINE;
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    signal(SIGABRT, end_of_bug);
    signal(SIGTRAP, end_of_bug);
    g_autoptr(GError) error = NULL;
    const Command *command = argc > 1 ? command_named(argv[1]) : NULL;
    int status = command ? run(command, argc - 1, argv + 1, &error)
                         : run_word(argc > 1 ? argv[1] : "", &error);
    if (error) {
        complain("%s", error->message);
        status = status_worse(status, STATUS_WRONG);
    }
    return status_of_output(status);
}
