// SPDX-License-Identifier: GPL-3.0-or-later
// compile-pack: makes the image of the shipped rules (rules/image.h). For the build; not installed.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "rules/image.h"
#include "rules/pack_inside.h"

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: compile-pack FOLDER FILE\n", stderr);
        return EXIT_FAILURE;
    }
    struct timespec began[2];
    clock_gettime(CLOCK_REALTIME, &began[0]);
    began[1] = began[0];
    g_autoptr(GError) error = NULL;
    g_autoptr(Pack) pack = pack_load_files(argv[1], &error);
    // The time is that before the first file was read: what is changed meanwhile is newer.
    if (!pack || !image_write(argv[2], pack, &error) ||
        utimensat(AT_FDCWD, argv[2], began, 0) != 0) {
        fprintf(stderr, "compile-pack: %s\n", error ? error->message : argv[2]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
