// SPDX-License-Identifier: GPL-3.0-or-later
// Finds and loads the rules; turns options into what the analysis wants.

#include "cli/data.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/files.h"
#include "config.h"
#include "read/charset.h"
#include "rules/pattern.h"
#include "text/fault.h"

char *data_folder(void)
{
    const char *given = g_getenv("LOANLENS_DATA");
    if (given && *given)
        return g_strdup(given);
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    if (self && g_str_has_prefix(self, LOANLENS_BUILD_ROOT "/"))
        return g_strdup(LOANLENS_BUILD_DATA);
    return g_strdup(LOANLENS_PREFIX_DATA);
}

static void name_tool(const Pack *pack, const GPtrArray *folders)
{
    Tool tool = {.pack_sha256 = (char *)pack_sha256(pack),
                 .packs = g_ptr_array_new_with_free_func(g_free),
                 .poppler = (char *)reader_poppler_version(),
                 .pcre2 = (char *)pattern_version(),
                 .jit = pattern_jit()};
    for (guint i = 0; folders->pdata[i]; i++) {
        g_autofree char *whole = g_canonicalize_filename(folders->pdata[i], NULL);
        g_autofree char *base = g_path_get_basename(whole);
        g_ptr_array_add(tool.packs, g_utf8_make_valid(base, -1));
    }
    tool_set(&tool);
    g_ptr_array_unref(tool.packs);
}

// Freeing the pack would touch each of its pages again, which the workers have made costly, only to
// end.
const Pack *data_load(const Options *options, bool checked, GError **error)
{
    static Pack *pack;
    g_assert(!pack);
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
    if (options->rules_only && options->rules->len) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "--rules and --rules-only exclude each other");
        return NULL;
    }
    g_ptr_array_add(folders, options->rules_only ? g_strdup(options->rules_only) : data_folder());
    for (guint i = 0; i < options->rules->len; i++)
        g_ptr_array_add(folders, g_strdup(options->rules->pdata[i]));
    g_ptr_array_add(folders, NULL);
    const char *const *names = (const char *const *)folders->pdata;
    g_autofree char *shipped = data_folder();
    if (options->rules_only)
        pack = pack_load_alone(names[0], shipped, checked, error);
    else
        pack = checked ? pack_load(names, error) : pack_load_unchecked(names, error);
    if (pack)
        name_tool(pack, folders);
    return pack;
}

bool data_analyse_options(AnalyseOptions *analyse, const Options *options, const Pack *pack,
                          char **password, GError **error)
{
    *analyse = (AnalyseOptions){.read = {.encoding = options->encoding,
                                         .ocr = options->ocr,
                                         .max_pages = options->max_pages},
                                .law = options->law,
                                .language = options->language,
                                .redact = options->redact};
    const char *language = options->language;
    if (language && !pack_has_language(pack, language)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "--document-language: there are no rules for %s", language);
        return false;
    }
    if (options->encoding && !charset_known(options->encoding)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "--encoding: not known: %s",
                    options->encoding);
        return false;
    }
    if (options->password_file) {
        *password = files_first_line(options->password_file, error);
        analyse->read.password = *password;
        return *password != NULL;
    }
    return true;
}

bool data_suppressions(Suppressions **list, const Options *options, GError **error)
{
    *list = options->suppress ? suppress_load(options->suppress, error) : NULL;
    return !options->suppress || *list;
}

void data_complain_suppressions(const Suppressions *list, const char *today)
{
    g_autoptr(GPtrArray) left = list ? suppress_left(list, today) : NULL;
    for (guint i = 0; left && i < left->len; i++)
        complain("%s", (const char *)left->pdata[i]);
}

char *data_today(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    return g_date_time_format(now, "%Y-%m-%d");
}
