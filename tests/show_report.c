// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a report made by hand to standard output, to look at it and for tests/browser.
// usage: show_report WRITER|diff zh|en [COLUMNS] [color] [brief] [quiet] [long]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_pack.h"
#include "report/diff.h"
#include "report/writer.h"

// The same agreement a year later: one clause worse, one reworded, one gone, one new.
static void show_diff(const WriteOptions *options, GString *out)
{
    g_autoptr(Report) before = sample_predatory();
    g_autoptr(Report) after = sample_predatory();
    Finding *worse = g_ptr_array_index(before->findings, 0);
    worse->severity = 3;
    Finding *reworded = g_ptr_array_index(after->findings, 4);
    g_free(reworded->shown);
    reworded->shown = g_strdup("提供给关联公司、合作机构、数据公司等任何第三方");
    g_free(reworded->fingerprint);
    reworded->fingerprint = g_strdup("00000000000000ff");
    g_ptr_array_remove_index(after->findings, 6);
    g_ptr_array_remove_index(before->findings, 1);
    g_autoptr(Diff) diff = diff_new(before, after, fake_pack());
    diff_to_html(diff, fake_pack(), options, out);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    bool is_long = false;
    WriteOptions options = {.lang = strcmp(argv[2], "zh") == 0 ? LANG_ZH : LANG_EN};
    for (int i = 3; i < argc; i++) {
        options.color = options.color || !strcmp(argv[i], "color");
        options.brief = options.brief || !strcmp(argv[i], "brief");
        options.quiet = options.quiet || !strcmp(argv[i], "quiet");
        is_long = is_long || !strcmp(argv[i], "long");
        if (atoi(argv[i]))
            options.columns = atoi(argv[i]);
    }
    const Writer *writer = writer_named(argv[1]);
    g_autoptr(Report) report = is_long ? sample_long() : sample_predatory();
    g_autoptr(GString) out = g_string_new(NULL);
    if (!writer)
        show_diff(&options, out);
    else if (!writer->write(report, fake_pack(), &options, out, NULL))
        return 1;
    fwrite(out->str, 1, out->len, stdout);
    return 0;
}
