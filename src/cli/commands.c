// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands.

#include "cli/commands.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report/layout.h"

// The order is that of the bits in options.c.
const Command commands[] = {
    {"check",
     "[OPTION]... FILE...",
     {[LANG_EN] = "Read agreements and say what matters, in plain words. FILE - is standard input.",
      [LANG_ZH] = "读协议，用平实的话说出要紧之处。FILE 为 - 时读标准输入。"},
     4,
     cmd_check},
    {"audit",
     "[OPTION]... PATH... -o DIR",
     {[LANG_EN] = "Read all files below PATH and put tables and pages into DIR; run again, it goes "
                  "on where it was.",
      [LANG_ZH] = "读取 PATH 下的全部文件，把表格和网页写入 DIR；再次运行会接着做。"},
     FAIL_NEVER,
     cmd_audit},
    {"report",
     "[OPTION]... DIR",
     {[LANG_EN] = "Write the outputs of an audit again from its store, without reading a document.",
      [LANG_ZH] = "从审计库重新写出各种结果，不再读取文件。"},
     FAIL_NEVER,
     cmd_report},
    {"merge",
     "[OPTION]... DIR... -o DIR",
     {[LANG_EN] = "Put the stores of several machines together.",
      [LANG_ZH] = "合并多台机器的审计库。"},
     FAIL_NEVER,
     cmd_merge},
    {"diff",
     "[OPTION]... OLD NEW",
     {[LANG_EN] = "Compare two versions of one agreement, finding by finding.",
      [LANG_ZH] = "逐条比较同一协议的两个版本。"},
     4,
     cmd_diff},
    {"rules",
     "[OPTION]... list | explain TYPE|RULE | test | lint | profile FILE",
     {[LANG_EN] = "Look at the rules, try their examples, find slow ones.",
      [LANG_ZH] = "查看规则，试跑规则自带的例子，找出慢的规则。"},
     FAIL_NEVER,
     cmd_rules},
    {"doctor",
     "[OPTION]...",
     {[LANG_EN] = "Is everything here that a correct answer needs?",
      [LANG_ZH] = "检查得出正确结果所需的一切是否齐备。"},
     FAIL_NEVER,
     cmd_doctor},
    {0},
};

const Command *command_named(const char *name)
{
    for (const Command *command = commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

// A bug outweighs a wrong invocation or a failed write, that a lost document, that a finding.
int status_worse(int a, int b)
{
    static const int weights[] = {[STATUS_FINE] = 0,
                                  [STATUS_FOUND] = 1,
                                  [STATUS_LOST] = 2,
                                  [STATUS_WRONG] = 3,
                                  [STATUS_BUG] = 4};
    return weights[a] >= weights[b] ? a : b;
}

int status_of_output(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    complain("standard output: %s", g_strerror(errno));
    return status_worse(status, STATUS_WRONG);
}

void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    // A file's name may hold anything, and this goes to a terminal.
    g_autofree char *shown = layout_harmless(message);
    fprintf(stderr, "loanlens: %s\n", shown);
}
