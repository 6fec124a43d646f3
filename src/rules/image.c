// SPDX-License-Identifier: GPL-3.0-or-later
// One file: a head, a table of the rule files, a table of prefilters, then the blocks.
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "text/fault.h"

#define IMAGE_NAME "compiled.pack"

enum {
    IMAGE_VERSION = 9, // of all that the blocks hold: YamlNode, PrefilterBlock, what rules mean
    BYTE_ORDER_MARK = 0x01020304,
    NAME_MOST = 112,
};

typedef struct {
    char magic[8];
    uint32_t version, order;
    char program[16]; // LOANLENS_VERSION
    uint64_t size;
    char sha256[72];
    uint32_t file_count, filter_count;
} Head;

typedef struct {
    char name[NAME_MOST];
    uint64_t bytes; // of the rule file
    uint64_t block; // where its tree stands
} FileEntry;

typedef struct {
    char language[16];
    uint64_t block;
} FilterEntry;

struct Image {
    char *data;
    const Head *head;
    const FileEntry *files; // the first is pack.list, which has no tree
    const FilterEntry *filters;
    struct timespec made;
};

static const char MAGIC[8] = "loanpack";

// Where the image of a folder would be, or NULL.
static char *path_of(const char *folder)
{
    const char *given = g_getenv("LOANLENS_DATA");
    g_autofree char *whole = g_canonicalize_filename(folder, NULL);
    if (strcmp(whole, LOANLENS_BUILD_DATA) == 0)
        return g_build_filename(LOANLENS_BUILD_ROOT, "rules", IMAGE_NAME, NULL);
    if (strcmp(folder, LOANLENS_PREFIX_DATA) == 0 || g_strcmp0(folder, given) == 0)
        return g_build_filename(folder, IMAGE_NAME, NULL);
    return NULL;
}

static bool is_sound(const Head *head, uint64_t size)
{
    return size >= sizeof(Head) && memcmp(head->magic, MAGIC, sizeof MAGIC) == 0 &&
           head->version == IMAGE_VERSION && head->order == BYTE_ORDER_MARK &&
           strncmp(head->program, LOANLENS_VERSION, sizeof head->program) == 0 &&
           head->size == size;
}

static bool has_end(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

static bool is_inside(const Image *image, uint64_t block)
{
    return block % sizeof(uint64_t) == 0 && block >= sizeof(Head) &&
           block < image->head->size - sizeof(uint64_t);
}

// Whether the tables lie in the file and speak of places in it. What stands in the blocks is
// trusted as the program is: who can write the one can write the other.
static bool are_sound(const Image *image)
{
    const Head *head = image->head;
    uint64_t room = head->size - sizeof(Head);
    if (head->file_count == 0 || !has_end(head->sha256, sizeof head->sha256) ||
        (uint64_t)head->file_count * sizeof(FileEntry) +
                (uint64_t)head->filter_count * sizeof(FilterEntry) >
            room)
        return false;
    bool sound = true;
    for (uint32_t i = 0; sound && i < head->file_count; i++)
        sound = has_end(image->files[i].name, NAME_MOST) &&
                (i == 0 || is_inside(image, image->files[i].block));
    for (uint32_t i = 0; sound && i < head->filter_count; i++)
        sound = has_end(image->filters[i].language, sizeof image->filters[i].language) &&
                is_inside(image, image->filters[i].block);
    return sound;
}

static Image *map(int fd)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0 || (size_t)stat.st_size < sizeof(Head))
        return NULL;
    size_t size = (size_t)stat.st_size;
    // Private and written to: each tree is told the name of its file.
    char *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return NULL;
    if (!is_sound((const Head *)(const void *)data, size)) {
        munmap(data, size);
        return NULL;
    }
    Image *image = g_new0(Image, 1);
    image->data = data;
    image->head = (const Head *)(const void *)data;
    image->files = (const FileEntry *)(const void *)(data + sizeof(Head));
    image->filters = (const FilterEntry *)(const void *)(image->files + image->head->file_count);
    image->made = stat.st_mtim;
    if (!are_sound(image))
        g_clear_pointer(&image, image_free);
    return image;
}

Image *image_open(const char *folder)
{
    g_autofree char *path = path_of(folder);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    Image *image = fd >= 0 ? map(fd) : NULL;
    if (fd >= 0)
        close(fd);
    return image;
}

void image_free(Image *image)
{
    if (!image)
        return;
    munmap(image->data, image->head->size);
    g_free(image);
}

static bool is_later(struct timespec a, struct timespec b)
{
    return a.tv_sec > b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec > b.tv_nsec);
}

bool image_is_fresh(const Image *image, const char *folder)
{
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    bool fresh = at >= 0;
    for (unsigned i = 0; fresh && i < image->head->file_count; i++) {
        const FileEntry *file = &image->files[i];
        struct stat stat;
        fresh = fstatat(at, file->name, &stat, 0) == 0 && (uint64_t)stat.st_size == file->bytes &&
                !is_later(stat.st_mtim, image->made);
    }
    if (at >= 0)
        close(at);
    return fresh;
}

const char *image_sha256(const Image *image)
{
    return image->head->sha256;
}

unsigned image_count(const Image *image)
{
    return image->head->file_count - 1;
}

const char *image_name(const Image *image, unsigned i)
{
    return image->files[i + 1].name;
}

const YamlNode *image_root(Image *image, unsigned i, const char *path)
{
    return yaml_in_block(image->data + image->files[i + 1].block, path);
}

const void *image_prefilter(const Image *image, const char *language)
{
    for (uint32_t i = 0; i < image->head->filter_count; i++)
        if (strcmp(image->filters[i].language, language) == 0)
            return image->data + image->filters[i].block;
    return NULL;
}

void image_rest(const Image *image)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (uint32_t i = 0; i < image->head->filter_count; i++) {
        size_t size = 0;
        const void *codes = prefilter_block_codes(image->data + image->filters[i].block, &size);
        // Pages that hold anything else may have been written to.
        uintptr_t from = ((uintptr_t)codes + page - 1) & ~(page - 1);
        uintptr_t to = ((uintptr_t)codes + size) & ~(page - 1);
        if (codes && from < to) {
            madvise((void *)from, to - from, MADV_NOHUGEPAGE); // or 2 MB come back for each
            madvise((void *)from, to - from, MADV_DONTNEED);
        }
    }
}

// Writing.

static void put_block(GByteArray *out, uint64_t *place, const void *block, size_t size)
{
    *place = out->len;
    g_byte_array_append(out, block, (guint)size);
}

// The folder's list, by which a changed list is told.
static bool put_list(FileEntry *entry, const PackFile *first, GError **error)
{
    g_autofree char *folder = g_strndup(first->path, strlen(first->path) - strlen(first->name));
    g_autofree char *path = g_build_filename(folder, "pack.list", NULL);
    struct stat found;
    if (stat(path, &found) != 0) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", path, g_strerror(errno));
        return false;
    }
    g_strlcpy(entry->name, "pack.list", NAME_MOST);
    entry->bytes = (uint64_t)found.st_size;
    return true;
}

static void put_files(GByteArray *out, FileEntry *entries, const GPtrArray *files)
{
    for (unsigned i = 0; i < files->len; i++) {
        const PackFile *file = files->pdata[i];
        size_t size = 0;
        const void *block = yaml_block(file->root, &size);
        g_assert(strlen(file->name) < NAME_MOST);
        g_strlcpy(entries[i].name, file->name, NAME_MOST);
        entries[i].bytes = file->size;
        put_block(out, &entries[i].block, block, size);
        yaml_in_block(out->data + entries[i].block, NULL); // no address of this run
    }
}

static void put_filters(GByteArray *out, FilterEntry *entries, const GPtrArray *sets)
{
    for (unsigned i = 0; i < sets->len; i++) {
        const RuleSet *set = sets->pdata[i];
        size_t size = 0;
        Prefilter *prefilter = prefilter_new(set, true);
        g_strlcpy(entries[i].language, set->language, sizeof entries[i].language);
        const void *block = prefilter_block(prefilter, &size);
        put_block(out, &entries[i].block, block, size);
        prefilter_free(prefilter);
    }
}

bool image_write(const char *path, const Pack *pack, GError **error)
{
    const GPtrArray *files = pack->files, *sets = pack->sets;
    g_autofree FileEntry *entries = g_new0(FileEntry, files->len + 1);
    g_autofree FilterEntry *filters = g_new0(FilterEntry, sets->len);
    Head head = {.version = IMAGE_VERSION,
                 .order = BYTE_ORDER_MARK,
                 .program = LOANLENS_VERSION,
                 .file_count = files->len + 1,
                 .filter_count = sets->len};
    size_t tables =
        files->len * sizeof(FileEntry) + sizeof(FileEntry) + sets->len * sizeof(FilterEntry);
    g_autoptr(GByteArray) out = g_byte_array_new();
    memcpy(head.magic, MAGIC, sizeof MAGIC);
    g_strlcpy(head.sha256, pack->sha256, sizeof head.sha256);
    g_byte_array_set_size(out, (guint)(sizeof head + tables));
    if (!put_list(&entries[0], files->pdata[0], error))
        return false;
    put_files(out, entries + 1, files);
    put_filters(out, filters, sets);
    head.size = out->len;
    memcpy(out->data, &head, sizeof head);
    memcpy(out->data + sizeof head, entries, (files->len + 1) * sizeof(FileEntry));
    memcpy(out->data + sizeof head + (files->len + 1) * sizeof(FileEntry), filters,
           sets->len * sizeof(FilterEntry));
    return g_file_set_contents(path, (const char *)out->data, out->len, error);
}
