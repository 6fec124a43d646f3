// SPDX-License-Identifier: GPL-3.0-or-later
// Options: the command line, taken apart. One table says what each command accepts and how it is
// explained, in English and Chinese.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "run/worker.h"

// An output that was asked for; value NULL: at its own place.
typedef struct {
    bool wanted;
    const char *value;
} Output;

enum { FAIL_NEVER = 6 };

typedef enum {
    FORMAT_CSV = 1,
    FORMAT_JSONL = 2,
    FORMAT_HTML = 4,
    FORMAT_XLSX = 8,
    FORMAT_SARIF = 16,
} Formats;

typedef struct {
    bool help, version;
    const char *lang_name; // --lang, or NULL
    Lang lang;             // what a person reads
    GPtrArray *rules;      // const char *: folders
    const char *rules_only;
    Law law; // LAW_COUNT: find out
    const char *language, *encoding, *password_file;
    bool ocr, redact, force, quiet, brief, no_sandbox;
    unsigned max_pages;
    Limits limits;
    unsigned jobs;
    int fail_on; // 1-5, or FAIL_NEVER

    Output json, html, pdf, text, letter;

    const char *output; // -o
    const char *files_from, *metadata, *suppress;
    GPtrArray *include, *exclude; // const char *: globs
    unsigned formats;             // Formats
    unsigned shard, shards;       // K/N; 0/0: all
    bool retry_failed, no_text, mixed;
    unsigned sample;
    unsigned seed;

    char **words; // what is not an option; NULL-ended, borrowed
    size_t count;
} Options;

void options_clear(Options *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

// What a command is, for the table of commands.
typedef struct {
    const char *name;
    const char *synopsis; // after the name
    const char *about[LANG_COUNT];
    int fail_on; // its default
    // The exit status; with `error` set, main() says it and chooses the status.
    int (*run)(const Options *options, GError **error);
} Command;

// Commands, one line each; the last has no name.
extern const Command commands[];

// Takes the arguments after the command's name (argv[0] is the command's). False with FAULT_USAGE.
bool options_parse(Options *options, const Command *command, int argc, char **argv, GError **error);

// Prints the help of a command, or of the whole with NULL.
void options_help(const Command *command, Lang lang);
