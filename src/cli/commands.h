// SPDX-License-Identifier: GPL-3.0-or-later
// Commands: the functions behind `loanlens COMMAND`, one a file cmd_<name>.c.
#pragma once

#include "cli/options.h"

int cmd_check(const Options *options, GError **error);
int cmd_audit(const Options *options, GError **error);
int cmd_report(const Options *options, GError **error);
int cmd_merge(const Options *options, GError **error);
int cmd_diff(const Options *options, GError **error);
int cmd_rules(const Options *options, GError **error);
int cmd_doctor(const Options *options, GError **error);

// The exit statuses of DESIGN.md's table, and the one that outweighs another.
enum { STATUS_FINE, STATUS_FOUND, STATUS_WRONG, STATUS_LOST, STATUS_BUG };
int status_worse(int a, int b);

// Flushes standard output: STATUS_WRONG with a message when not all of it could be written.
int status_of_output(int status);

// The command of that name, or NULL.
const Command *command_named(const char *name);

// One line on standard error: "loanlens: ...".
void complain(const char *format, ...) G_GNUC_PRINTF(1, 2);
