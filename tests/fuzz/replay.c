// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzz target does with files, without a fuzzer: usage: replay_TARGET FILE|FOLDER…
// No bytes at all come first, as the fuzzer has it.
#include "fuzz.h"

static void replay(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize len = 0;
    if (g_file_get_contents(path, &bytes, &len, NULL))
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, len);
}

static void replay_folder(const char *folder)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    for (const char *name; files && (name = g_dir_read_name(files));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        replay(path);
    }
}

int main(int argc, char **argv)
{
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        if (g_file_test(argv[i], G_FILE_TEST_IS_DIR))
            replay_folder(argv[i]);
        else
            replay(argv[i]);
    }
    return 0;
}
