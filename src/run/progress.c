// SPDX-License-Identifier: GPL-3.0-or-later
// Documents done, rate, time left, findings so far.

#include "run/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "report/words.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum { SHOW_EVERY = 200000 }; // microseconds

struct Progress {
    size_t total, done, findings;
    int64_t began, shown;
    Lang lang;
};

Progress *progress_new(size_t total, Lang lang)
{
    if (!isatty(STDERR_FILENO))
        return NULL;
    Progress *progress = g_new0(Progress, 1);
    *progress = (Progress){.total = total, .began = g_get_monotonic_time(), .lang = lang};
    return progress;
}

void progress_step(Progress *progress, size_t findings)
{
    if (!progress)
        return;
    progress->done++;
    progress->findings += findings;
    progress_tick(progress);
}

char *progress_line(size_t done, size_t total, double seconds, size_t findings, Lang lang)
{
    if (done == 0 || seconds <= 0)
        return word_counts(W_PROGRESS_BEGUN, lang, done, total);
    double rate = (double)done / seconds;
    unsigned left = (unsigned)((double)(total - done) / rate);
    return word_counts(W_PROGRESS, lang, done, total, rate, left / 3600, left / 60 % 60, left % 60,
                       findings);
}

void progress_tick(Progress *progress)
{
    int64_t now = g_get_monotonic_time();
    if (!progress || now - progress->shown < SHOW_EVERY)
        return;
    progress->shown = now;
    double seconds = (double)(now - progress->began) / G_USEC_PER_SEC;
    fputs("\r\033[K", stderr);
    g_autofree char *line =
        progress_line(progress->done, progress->total, seconds, progress->findings, progress->lang);
    fputs(line, stderr);
    fflush(stderr);
}

void progress_free(Progress *progress)
{
    if (!progress)
        return;
    if (progress->shown)
        fputs("\r\033[K", stderr);
    fflush(stderr);
    g_free(progress);
}
