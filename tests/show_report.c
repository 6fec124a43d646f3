// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a report made by hand to standard output: show_report WRITER zh|en [COLUMNS]
// [color|brief|quiet]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_pack.h"
#include "report/writer.h"

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const Writer *writer = writer_named(argv[1]);
    if (!writer)
        return 2;
    WriteOptions options = {.lang = strcmp(argv[2], "zh") == 0 ? LANG_ZH : LANG_EN};
    for (int i = 3; i < argc; i++) {
        options.color = options.color || !strcmp(argv[i], "color");
        options.brief = options.brief || !strcmp(argv[i], "brief");
        options.quiet = options.quiet || !strcmp(argv[i], "quiet");
        if (atoi(argv[i]))
            options.columns = atoi(argv[i]);
    }
    g_autoptr(Report) report = sample_predatory();
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    if (!writer->write(report, fake_pack(), &options, out, &error))
        return 1;
    fwrite(out->str, 1, out->len, stdout);
    return 0;
}
