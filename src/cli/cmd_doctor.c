// SPDX-License-Identifier: GPL-3.0-or-later
// doctor: everything a correct answer needs, looked at one by one.

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "config.h"
#include "read/charset.h"
#include "read/ocr.h"
#include "report/table.h"
#include "report/words.h"
#include "rules/pattern.h"
#include "run/sandbox.h"
#include "run/worker.h"

typedef struct {
    const Options *options;
    const Pack *pack; // NULL: could not be loaded
    int status;
} Doctor;

// One line: needed and missing is bad, useful and missing is only said.
static void line(Doctor *doctor, bool here, bool needed, Word what, const char *detail)
{
    Lang lang = doctor->options->lang;
    Word sign = here ? W_DOCTOR_GOOD : needed ? W_DOCTOR_BAD : W_DOCTOR_LESS;
    printf("%s  %s%s%s\n", word(sign, lang), word(what, lang), detail && *detail ? ": " : "",
           detail ? detail : "");
    if (!here && needed)
        doctor->status = STATUS_LOST;
}

static void look_at_rules(Doctor *doctor, const GError *error)
{
    g_autofree char *folder = data_folder();
    if (!doctor->pack) {
        line(doctor, false, true, W_DOCTOR_RULES, error->message);
        return;
    }
    g_autofree char *languages = g_strjoinv(" ", (char **)pack_languages(doctor->pack));
    g_autofree char *detail =
        g_strdup_printf("%s (%zu, %s; sha256 %.12s)", folder, pack_rule_count(doctor->pack),
                        languages, pack_sha256(doctor->pack));
    line(doctor, pack_rule_count(doctor->pack) > 0, true, W_DOCTOR_RULES, detail);
    line(doctor, true, false, W_DOCTOR_LAW, pack_law_checked(doctor->pack));
}

static void look_at_libraries(Doctor *doctor)
{
    static const char *const maps[] = {"Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", NULL};
    bool all = true;
    for (size_t i = 0; maps[i]; i++) {
        g_autofree char *path = g_build_filename("/usr/share/poppler/cMap", maps[i], NULL);
        all = all && g_file_test(path, G_FILE_TEST_IS_DIR);
    }
    line(doctor, true, true, W_DOCTOR_POPPLER, reader_poppler_version());
    line(doctor, all, true, W_DOCTOR_POPPLER_DATA, NULL);
    line(doctor, true, true, W_DOCTOR_PCRE2, pattern_version());
    line(doctor, pattern_jit(), false, W_DOCTOR_JIT, NULL);
    static const char *const names[] = {"GB18030", "BIG5", "UTF-16LE"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        line(doctor, charset_known(names[i]), true, W_DOCTOR_ENCODING, names[i]);
    line(doctor, HAVE_UCHARDET, false, W_DOCTOR_UCHARDET, NULL);
    line(doctor, table_available("xlsx"), false, W_DOCTOR_XLSX, NULL);
    g_autoptr(GError) error = NULL;
    bool ocr = ocr_available(&error);
    line(doctor, ocr, false, W_DOCTOR_OCR, ocr ? NULL : error->message);
}

static void look_at_machine(Doctor *doctor)
{
    g_autofree char *sandbox = sandbox_describe();
    const char *charset = nl_langinfo(CODESET);
    line(doctor, strcmp(charset, "UTF-8") == 0, false, W_DOCTOR_LOCALE, charset);
    line(doctor, sandbox_landlock() > 0, false, W_DOCTOR_LANDLOCK, sandbox);
    line(doctor, sandbox_seccomp(), false, W_DOCTOR_SECCOMP, NULL);
}

// A sentence every pack for Chinese must know: the borrower agrees that the contacts are uploaded.
static const char sample[] = "您同意平台读取并上传您的手机通讯录。\n";

static void keep(size_t index, Report *report, void *data)
{
    *(Report **)data = report;
}

// Reads a document as every document is read, in a worker inside the sandbox.
static void try_worker(Doctor *doctor)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) report = NULL;
    AnalyseOptions analyse = {.law = LAW_COUNT};
    WorkerRun run = {.pack = doctor->pack,
                     .options = &analyse,
                     .limits = doctor->options->limits,
                     .jobs = 1,
                     .done = keep,
                     .data = &report};
    int fd = memfd_create("sample", MFD_CLOEXEC);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    const char *const paths[] = {path};
    bool wrote = fd >= 0 && write(fd, sample, sizeof(sample) - 1) == (ssize_t)sizeof(sample) - 1;
    bool ran = wrote && worker_run(paths, 1, &run, &error);
    const Type *type = pack_type(doctor->pack, "contacts_read");
    bool found = ran && report && type && report->counts->len > type->index &&
                 g_array_index(report->counts, uint32_t, type->index) > 0;
    bool expected = pack_has_language(doctor->pack, "zh");
    line(doctor, ran && report && (found || !expected), true, W_DOCTOR_WORKER,
         error ? error->message : NULL);
    if (fd >= 0)
        close(fd);
}

int cmd_doctor(const Options *options, GError **error)
{
    g_autoptr(GError) cause = NULL;
    const Pack *pack = data_load(options, true, &cause);
    Doctor doctor = {.options = options, .pack = pack, .status = STATUS_FINE};
    printf("loanlens %s\n", LOANLENS_VERSION);
    look_at_rules(&doctor, cause);
    look_at_libraries(&doctor);
    look_at_machine(&doctor);
    if (pack)
        try_worker(&doctor);
    printf("%s\n",
           word(doctor.status == STATUS_FINE ? W_DOCTOR_WELL : W_DOCTOR_ILL, options->lang));
    return doctor.status;
}
