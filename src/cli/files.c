// SPDX-License-Identifier: GPL-3.0-or-later
// Output names and safe writing.

#include "cli/files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cli/commands.h"
#include "report/html.h"
#include "report/sink.h"
#include "report/words.h"
#include "run/input.h"
#include "text/fault.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

void targets_clear(Targets *targets)
{
    g_strfreev(targets->paths);
    targets->paths = NULL;
}

static bool refuse(GError **error, const char *path, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", path, why);
    return false;
}

static bool is_folder(const char *path)
{
    return g_str_has_suffix(path, "/") || g_file_test(path, G_FILE_TEST_IS_DIR);
}

// "NAME.EXT" + suffix in a folder; the second of the same name gets "-2" before the suffix.
static char **names_in(const char *folder, const char *const *inputs, size_t count,
                       const char *suffix)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    char **paths = g_new0(char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        g_autofree char *base = g_path_get_basename(input_name(inputs[i]));
        for (unsigned n = 1; !paths[i] || g_hash_table_contains(taken, paths[i]); n++) {
            g_free(paths[i]);
            g_autofree char *name = n == 1 ? g_strconcat(base, suffix, NULL)
                                           : g_strdup_printf("%s-%u%s", base, n, suffix);
            paths[i] = folder ? g_build_filename(folder, name, NULL) : g_strdup(name);
        }
        g_hash_table_add(taken, paths[i]);
    }
    return paths;
}

static bool one_file(Targets *targets, const char *value, const char *option, size_t count,
                     bool together, GError **error)
{
    if (count > 1 && !together) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "--%s=%s: several documents need a folder: --%s=%s/", option, value, option,
                    value);
        return false;
    }
    targets->together = true;
    targets->to_stdout = strcmp(value, "-") == 0;
    if (targets->to_stdout)
        return true;
    targets->paths = g_new0(char *, count + 1);
    for (size_t i = 0; i < count; i++)
        targets->paths[i] = g_strdup(value);
    return true;
}

bool files_place(Targets *targets, const Output *output, const char *option,
                 const char *const *inputs, size_t count, const char *suffix, bool together,
                 GError **error)
{
    *targets = (Targets){.count = count};
    if (!output->wanted)
        return true;
    if (!output->value && together)
        return one_file(targets, "-", option, count, true, error);
    if (output->value && !is_folder(output->value))
        return one_file(targets, output->value, option, count, together, error);
    if (output->value && !g_file_test(output->value, G_FILE_TEST_IS_DIR) &&
        g_mkdir_with_parents(output->value, 0755) != 0)
        return refuse(error, output->value, g_strerror(errno));
    targets->paths = names_in(output->value, inputs, count, suffix);
    targets->chosen = true;
    return true;
}

static bool starts_so(const char *head, const char *mark)
{
    return g_str_has_prefix(head, mark);
}

// A text is the document's, to the byte, so its mark stands beside the bytes: in an attribute of
// the file, the hash of what was written. A text that a person changed is not ours any more.
static const char attribute[] = "user.loanlens";

static bool is_as_written(const char *path, const char *content, size_t len)
{
    char mark[65] = {0};
    if (getxattr(path, attribute, mark, sizeof(mark) - 1) != sizeof(mark) - 1)
        return false;
    g_autofree char *sum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)content, len);
    return strcmp(sum, mark) == 0;
}

// Whether loanlens wrote this file (by the marks of its formats; a text, letter or the like by its
// attribute, as long as nobody changed it), or it does not exist.
static bool is_ours(const char *path)
{
    g_autofree char *content = NULL;
    gsize len = 0;
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return true;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return !g_file_test(path, G_FILE_TEST_IS_DIR);
    if (!g_file_get_contents(path, &content, &len, NULL))
        return false;
    if (len == 0 || starts_so(content, "{\"schema\":\"loanlens.") ||
        starts_so(content, "{\"schema\": \"loanlens."))
        return true;
    if (is_as_written(path, content, len))
        return true;
    if (starts_so(content, "%PDF-"))
        return g_str_has_suffix(content + len - MIN(len, strlen(FILES_PDF_MARK)), FILES_PDF_MARK);
    return html_is_ours(content, len);
}

// The same file by any name, or the same name of a file not there yet.
bool files_same(const char *a, const char *b)
{
    struct stat about_a, about_b;
    if (stat(a, &about_a) == 0 && stat(b, &about_b) == 0)
        return about_a.st_dev == about_b.st_dev && about_a.st_ino == about_b.st_ino;
    g_autofree char *whole_a = g_canonicalize_filename(a, NULL);
    g_autofree char *whole_b = g_canonicalize_filename(b, NULL);
    return strcmp(whole_a, whole_b) == 0;
}

static bool is_device(const char *path)
{
    return g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
           !g_file_test(path, G_FILE_TEST_IS_DIR);
}

static bool check_one(const char *path, const char *const *inputs, size_t count, bool force,
                      GError **error)
{
    if (is_device(path))
        return true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(inputs[i], "-") != 0 && files_same(path, inputs[i]))
            return refuse(error, path, "is one of the documents; nothing was written");
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return refuse(error, path, "is a folder");
    g_autofree char *folder = g_path_get_dirname(path);
    if (access(folder, W_OK) != 0)
        return refuse(error, folder, g_strerror(errno));
    if (!force && !is_ours(path))
        return refuse(error, path, "exists and was not written by loanlens; --force replaces it");
    return true;
}

bool files_check(const Targets *const *targets, size_t kinds, const char *const *inputs,
                 size_t count, bool force, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    unsigned to_stdout = 0;
    for (size_t k = 0; k < kinds; k++) {
        to_stdout += targets[k]->to_stdout;
        size_t paths = !targets[k]->paths ? 0 : targets[k]->together ? 1 : targets[k]->count;
        for (size_t i = 0; i < paths; i++) {
            const char *path = targets[k]->paths[i];
            char *whole = g_canonicalize_filename(path, NULL);
            if (!g_hash_table_add(seen, whole) && !is_device(path))
                return refuse(error, path, "is asked for twice");
            if (!check_one(path, inputs, count, force, error))
                return false;
        }
    }
    return to_stdout <= 1 || refuse(error, "-", "only one output can go to standard output");
}

bool files_write(const char *path, const char *data, size_t len, GError **error)
{
    Sink *sink = sink_new(path, 0644, error);
    if (!sink)
        return false;
    sink_put(sink, data, len);
    if (!sink_close(sink, error))
        return false;
    g_autofree char *sum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)data, len);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        setxattr(path, attribute, sum, strlen(sum), 0); // not every file system has them
    return true;
}

bool targets_write(const Targets *targets, size_t index, const char *data, size_t len, Lang lang,
                   GError **error)
{
    const char *path = targets->paths[index];
    if (!files_write(path, data, len, error))
        return false;
    if (targets->chosen)
        complain(word(W_WRITTEN, lang), path);
    return true;
}

char *files_first_line(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = fault_read(path, NULL, error);
    const char *content = bytes ? g_bytes_get_data(bytes, NULL) : NULL;
    return content ? g_strndup(content, strcspn(content, "\r\n")) : NULL;
}
