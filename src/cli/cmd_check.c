// SPDX-License-Identifier: GPL-3.0-or-later
// check: a few agreements, answered at once.

#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/files.h"
#include "cli/password.h"
#include "cli/terminal.h"
#include "report/highlight.h"
#include "report/json.h"
#include "report/suppress.h"
#include "report/words.h"
#include "report/writer.h"
#include "text/fault.h"

enum { KIND_JSON, KIND_HTML, KIND_LETTER, KIND_TEXT, KIND_PDF, KIND_COUNT };

// What a kind of output is written by.
static const struct {
    const char *option;
    const char *writer; // of writers.def, or NULL: here
    const char *suffix; // where there is no writer
    bool together;
    size_t field;
} kinds[KIND_COUNT] = {
    [KIND_JSON] = {"json", NULL, ".loanlens.json", true, offsetof(Options, json)},
    [KIND_HTML] = {"html", "html", ".loanlens.html", false, offsetof(Options, html)},
    [KIND_LETTER] = {"letter", "letter", ".letter.html", false, offsetof(Options, letter)},
    [KIND_TEXT] = {"text", NULL, ".txt", false, offsetof(Options, text)},
    [KIND_PDF] = {"pdf", NULL, ".annotated.pdf", false, offsetof(Options, pdf)},
};

typedef struct {
    const Options *options;
    const char *const *inputs;
    const Pack *pack;
    AnalyseOptions analyse;
    const char *typed; // password of the document at hand, asked for at the terminal; or NULL
    WorkerRun run;
    WriteOptions write;
    Targets targets[KIND_COUNT];
    Suppressions *suppressions; // or NULL
    char *today;
    GString *together; // JSON lines that go into one file
    bool words;        // standard output is free for words
    size_t said;       // documents words were said about
    int status;
} Check;

static const Output *asked(const Options *options, unsigned kind)
{
    return (const Output *)((const char *)options + kinds[kind].field);
}

static void note_error(Check *check, const char *path, const GError *error)
{
    complain("%s: %s", path, error->message);
    check->status = status_worse(check->status, STATUS_WRONG);
}

// Writes one output of one document.
static void put(Check *check, unsigned kind, size_t index, const char *data, size_t len)
{
    const Targets *targets = &check->targets[kind];
    g_autoptr(GError) error = NULL;
    if (targets->to_stdout)
        fwrite(data, 1, len, stdout);
    else if (!targets_write(targets, index, data, len, check->write.lang, &error)) {
        complain("%s", error->message);
        check->status = status_worse(check->status, STATUS_WRONG);
    }
}

static void put_piece(const char *data, size_t len, void *to)
{
    fwrite(data, 1, len, to);
}

static void put_json(Check *check, size_t index, const Report *report)
{
    const Targets *targets = &check->targets[KIND_JSON];
    if (targets->to_stdout) {
        json_write_report(report, check->pack, put_piece, stdout);
        putchar('\n');
        return;
    }
    bool together = targets->together;
    g_autoptr(GString) line = g_string_new(NULL);
    GString *out = together ? check->together : line;
    json_append_report(out, report, check->pack);
    g_string_append_c(out, '\n');
    if (!together)
        put(check, KIND_JSON, index, line->str, line->len);
}

static void put_written(Check *check, unsigned kind, size_t index, const Report *report)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    const char *value = asked(check->options, kind)->value;
    bool plain = kind == KIND_LETTER && value && g_str_has_suffix(value, ".txt");
    const Writer *writer = writer_named(plain ? "letter_text" : kinds[kind].writer);
    if (writer->write(report, check->pack, &check->write, out, &error))
        put(check, kind, index, out->str, out->len);
    else
        note_error(check, report->document.path, error);
}

static void put_text(Check *check, size_t index, const Report *report)
{
    if (report->text)
        put(check, KIND_TEXT, index, report->text, strlen(report->text));
}

static GBytes *highlighted(GBytes *bytes, const Report *report, const WorkerRun *run,
                           GError **error)
{
    const Check *check = run->data;
    return highlight_pdf(bytes, run->options->read.password, report, check->pack, check->write.lang,
                         WORKER_ROOM, error);
}

static bool is_signed(const Report *report)
{
    for (guint i = 0; i < report->document.reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        if (reason->code == FAULT_SIGNED)
            return true;
    }
    return false;
}

static void put_pdf(Check *check, size_t index, const Report *report)
{
    g_autoptr(GError) error = NULL;
    if (report->document.status == STATUS_NOT_ANALYSED)
        return;
    if (g_strcmp0(report->document.format, "pdf") != 0) {
        complain("%s: --pdf: not a PDF; --html shows the findings in the text",
                 report->document.path);
        return;
    }
    AnalyseOptions analyse = check->analyse;
    if (check->typed)
        analyse.read.password = check->typed;
    WorkerRun run = check->run;
    run.options = &analyse;
    g_autoptr(GBytes) made = worker_make(check->inputs[index], report, highlighted, &run, &error);
    if (!made) {
        note_error(check, report->document.path, error);
        return;
    }
    if (is_signed(report))
        complain("%s: --pdf: this PDF is signed; its signature does not hold for the marked copy",
                 report->document.path);
    g_autoptr(GString) out =
        g_string_new_len(g_bytes_get_data(made, NULL), (gssize)g_bytes_get_size(made));
    g_string_append(out, FILES_PDF_MARK);
    put(check, KIND_PDF, index, out->str, out->len);
}

static void say(Check *check, const Report *report)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    if (check->said++ > 0 && !check->write.brief)
        putchar('\n');
    if (writer_named("terminal")->write(report, check->pack, &check->write, out, &error))
        fwrite(out->str, 1, out->len, stdout);
    else
        note_error(check, report->document.path, error);
    fflush(stdout);
}

static void put_all(Check *check, size_t index, const Report *report)
{
    if (check->words)
        say(check, report);
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        if (!asked(check->options, kind)->wanted)
            continue;
        if (kind == KIND_JSON)
            put_json(check, index, report);
        else if (kind == KIND_TEXT)
            put_text(check, index, report);
        else if (kind == KIND_PDF)
            put_pdf(check, index, report);
        else
            put_written(check, kind, index, report);
    }
    int status = report_exit(report, check->options->fail_on);
    check->status = status_worse(check->status, status);
}

static bool is_encrypted(const Report *report)
{
    const GPtrArray *reasons = report->document.reasons;
    return report->document.status == STATUS_NOT_ANALYSED && reasons->len > 0 &&
           ((const Reason *)reasons->pdata[0])->code == FAULT_ENCRYPTED;
}

static void keep(size_t index, Report *report, void *data)
{
    Report **kept = data;
    *kept = report;
}

// Reads one document again with the password that was typed; the report it had when none was.
static Report *read_again(const Check *check, size_t index, Report *report)
{
    if (!check->typed || !*check->typed)
        return report;
    AnalyseOptions analyse = check->analyse;
    analyse.read.password = check->typed;
    WorkerRun run = check->run;
    Report *again = NULL;
    run.options = &analyse;
    run.done = keep;
    run.data = &again;
    if (!worker_run(&check->inputs[index], 1, &run, NULL) || !again)
        return report;
    report_free(report);
    return again;
}

static void done(size_t index, Report *report, void *data)
{
    Check *check = data;
    g_autofree char *password = NULL;
    if (is_encrypted(report) && !check->analyse.read.password &&
        strcmp(check->inputs[index], "-") != 0) {
        password = password_ask(report->document.path, check->options->lang);
        check->typed = password;
        report = read_again(check, index, report);
    }
    if (check->suppressions)
        suppress_apply(check->suppressions, report, check->pack, check->today);
    put_all(check, index, report);
    check->typed = NULL;
    report_free(report);
}

static bool place(Check *check, GError **error)
{
    const Options *options = check->options;
    const Targets *all[KIND_COUNT];
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        const Writer *writer = kinds[kind].writer ? writer_named(kinds[kind].writer) : NULL;
        const char *suffix = writer ? writer->suffix : kinds[kind].suffix;
        if (!files_place(&check->targets[kind], asked(options, kind), kinds[kind].option,
                         check->inputs, options->count, suffix, kinds[kind].together, error))
            return false;
        all[kind] = &check->targets[kind];
        check->words = check->words && !check->targets[kind].to_stdout;
    }
    return files_check(all, KIND_COUNT, check->inputs, options->count, options->force, error);
}

static bool check_words(const Options *options, GError **error)
{
    const char *why = NULL, *what = "";
    size_t stdins = 0;
    if (options->count == 0)
        why = "no document given (try: loanlens check --help)";
    for (size_t i = 0; i < options->count && !why; i++) {
        what = options->words[i];
        if (strcmp(what, "-") == 0 && stdins++ > 0)
            why = "standard input can be read once only";
        else if (strstr(what, "://"))
            why = "is an address, and loanlens never uses the network; save the page or file first";
        else if (g_file_test(what, G_FILE_TEST_IS_DIR))
            why = "is a folder; use: loanlens audit FOLDER -o RESULTS";
    }
    if (why)
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s%s%s", what, *what ? ": " : "", why);
    if (!why && options->redact && options->pdf.wanted) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                            "--redact: a PDF cannot be redacted; --html can");
        return false;
    }
    return !why;
}

static bool analyse_all(Check *check, GError **error)
{
    const Options *options = check->options;
    check->write = terminal_options(options);
    bool on_terminal = !options->brief && !options->json.wanted;
    check->analyse.keep_text =
        options->html.wanted || options->text.wanted || options->letter.wanted || on_terminal;
    check->run = (WorkerRun){.pack = check->pack,
                             .options = &check->analyse,
                             .limits = options->limits,
                             .jobs = options->jobs,
                             .done = done,
                             .data = check};
    return worker_run(check->inputs, options->count, &check->run, error);
}

static bool write_together(const Check *check, GError **error)
{
    const Targets *json = &check->targets[KIND_JSON];
    if (!json->together || json->to_stdout)
        return true;
    return files_write(json->paths[0], check->together->str, check->together->len, error);
}

static void check_clear(Check *check)
{
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        targets_clear(&check->targets[kind]);
    g_clear_pointer(&check->suppressions, suppress_free);
    g_free(check->today);
    g_string_free(check->together, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

int cmd_check(const Options *options, GError **error)
{
    g_auto(Check) check = {.options = options,
                           .inputs = (const char *const *)options->words,
                           .together = g_string_new(NULL),
                           .today = data_today(),
                           .words = true};
    g_autofree char *password = NULL;
    if (!check_words(options, error))
        return STATUS_WRONG;
    check.pack = data_load(options, true, error);
    if (!check.pack ||
        !data_analyse_options(&check.analyse, options, check.pack, &password, error) ||
        !place(&check, error) || !data_suppressions(&check.suppressions, options, error) ||
        !analyse_all(&check, error) || !write_together(&check, error))
        return STATUS_WRONG;
    data_complain_suppressions(check.suppressions, check.today);
    return check.status;
}
