// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the inputs of an audit.

#include "run/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/store.h"
#include "text/fault.h"

typedef struct {
    const WalkOptions *options;
    GPtrArray *items;  // WalkItem
    GPtrArray *links;  // WalkItem: symbolic links to files, looked at last
    GHashTable *files; // "device:inode" of files listed
    GPtrArray *roots;  // folders, without links in their paths
    struct stat left_out;
    bool leaves_out;
} Walk;

static void item_free(void *data)
{
    WalkItem *item = data;
    g_free(item->path);
    g_free(item->name);
    g_free(item->platform);
    g_free(item);
}

static WalkItem *item_new(const char *path, const char *name)
{
    WalkItem *item = g_new0(WalkItem, 1);
    item->path = g_strdup(path);
    item->name = g_strdup(name);
    return item;
}

static bool any_matches(const GPtrArray *globs, const char *name)
{
    const char *last = strrchr(name, '/');
    const char *base = last ? last + 1 : name;
    for (guint i = 0; globs && i < globs->len; i++) {
        const char *glob = globs->pdata[i];
        if (fnmatch(glob, strchr(glob, '/') ? name : base, FNM_CASEFOLD) == 0)
            return true;
    }
    return false;
}

static bool is_wanted(const Walk *walk, const char *name)
{
    const GPtrArray *include = walk->options->include;
    return (!include || include->len == 0 || any_matches(include, name)) &&
           !any_matches(walk->options->exclude, name);
}

static char *identity(const struct stat *about)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64)about->st_dev,
                           (guint64)about->st_ino);
}

static void add_file(Walk *walk, const char *path, const char *name, const struct stat *about)
{
    if (!is_wanted(walk, name))
        return;
    g_ptr_array_add(walk->items, item_new(path, name));
    if (about)
        g_hash_table_add(walk->files, identity(about));
}

static void add_folder(Walk *walk, const char *path, const char *name);

static void add_entry(Walk *walk, const char *path, const char *name)
{
    struct stat about, target;
    if (lstat(path, &about) != 0)
        add_file(walk, path, name, NULL);
    else if (S_ISDIR(about.st_mode))
        add_folder(walk, path, name);
    else if (S_ISREG(about.st_mode))
        add_file(walk, path, name, &about);
    else if (S_ISLNK(about.st_mode) && is_wanted(walk, name) &&
             (stat(path, &target) != 0 || S_ISREG(target.st_mode)))
        g_ptr_array_add(walk->links, item_new(path, name));
}

static bool is_left_out(const Walk *walk, DIR *folder)
{
    struct stat about;
    return walk->leaves_out && fstat(dirfd(folder), &about) == 0 &&
           about.st_dev == walk->left_out.st_dev && about.st_ino == walk->left_out.st_ino;
}

// Pages and tables of an earlier audit are no documents.
static bool is_results(const Walk *walk, const char *path, const char *name)
{
    if (!store_is_in(path))
        return false;
    if (walk->options->results)
        g_ptr_array_add(walk->options->results, g_strdup(name));
    return true;
}

// `name` is "" for the audited folder itself.
static void add_folder(Walk *walk, const char *path, const char *name)
{
    DIR *folder = opendir(path);
    if (!folder) {
        g_autofree char *shown = g_strconcat(*name ? name : path, "/", NULL);
        g_ptr_array_add(walk->items, item_new(path, shown));
        return;
    }
    bool skip = is_left_out(walk, folder) || (*name && is_results(walk, path, name));
    for (struct dirent *entry; !skip && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        g_autofree char *below = g_build_filename(path, entry->d_name, NULL);
        g_autofree char *shown =
            *name ? g_strconcat(name, "/", entry->d_name, NULL) : g_strdup(entry->d_name);
        add_entry(walk, below, shown);
    }
    closedir(folder);
}

static void add_root_folder(Walk *walk, const char *path, const char *name)
{
    char *real = realpath(path, NULL);
    if (real)
        g_ptr_array_add(walk->roots, g_strdup(real));
    free(real); // NOLINT: realpath() allocates with malloc
    add_folder(walk, path, name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(WalkItem *const *)a)->name, (*(WalkItem *const *)b)->name);
}

static bool is_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || folder[len - 1] == '/');
}

// Whether what a link leads to lies in no folder that is audited.
static bool leads_outside(const Walk *walk, const char *link)
{
    char *target = realpath(link, NULL);
    bool inside = !target;
    for (guint i = 0; i < walk->roots->len && !inside; i++)
        inside = is_below(target, walk->roots->pdata[i]);
    free(target); // NOLINT: realpath() allocates with malloc
    return !inside;
}

// Links to files that are listed already, by their own name or another link, are left out.
static void add_links(Walk *walk)
{
    g_ptr_array_sort(walk->links, by_name);
    for (guint i = 0; i < walk->links->len; i++) {
        const WalkItem *link = walk->links->pdata[i];
        struct stat about;
        if (stat(link->path, &about) != 0) {
            g_ptr_array_add(walk->items, item_new(link->path, link->name));
            continue;
        }
        char *which = identity(&about);
        if (g_hash_table_contains(walk->files, which)) {
            g_free(which);
            continue;
        }
        g_hash_table_add(walk->files, which);
        g_ptr_array_add(walk->items, item_new(link->path, link->name));
        if (walk->options->outside && leads_outside(walk, link->path))
            g_ptr_array_add(walk->options->outside, g_strdup(link->name));
    }
}

static bool is_folder(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

// A file that was asked for by its own name.
static void add_named(Walk *walk, const char *path, const char *name)
{
    struct stat about;
    add_file(walk, path, name, stat(path, &about) == 0 ? &about : NULL);
}

// One folder alone is the audited folder; of several, each is known by its last name.
static void add_root(Walk *walk, const char *root, bool alone)
{
    g_autofree char *whole = g_canonicalize_filename(root, NULL);
    g_autofree char *base = g_path_get_basename(whole);
    if (!is_folder(root))
        add_named(walk, root, base);
    else
        add_root_folder(walk, root, alone ? "" : base);
}

static GBytes *read_list(const char *path, GError **error)
{
    if (strcmp(path, "-") != 0)
        return fault_read(path, "--files-from", error);
    GString *all = g_string_new(NULL);
    char piece[65536];
    for (ssize_t got; (got = read(STDIN_FILENO, piece, sizeof(piece))) > 0;)
        g_string_append_len(all, piece, got);
    return g_string_free_to_bytes(all);
}

// Lines, or pieces between NULs when there is one. Each only once, without "./" in front.
static GPtrArray *split_list(const char *content, size_t len)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    const char end = memchr(content, '\0', len) ? '\0' : '\n';
    for (const char *at = content, *stop = content + len; at < stop;) {
        const char *next = memchr(at, end, (size_t)(stop - at));
        size_t size = (size_t)((next ? next : stop) - at);
        if (size > 0 && end == '\n' && at[size - 1] == '\r')
            size--;
        g_autofree char *path = g_strndup(at, size);
        const char *from = path;
        while (g_str_has_prefix(from, "./"))
            from += 2;
        if (*from && !g_hash_table_contains(seen, from)) {
            char *kept = g_strdup(from);
            g_ptr_array_add(paths, kept);
            g_hash_table_add(seen, kept);
        }
        at = next ? next + 1 : stop;
    }
    return paths;
}

// How much of the absolute paths is the folder common to all of them.
static size_t common_folder(const GPtrArray *paths)
{
    const char *first = NULL;
    size_t common = 0;
    for (guint i = 0; i < paths->len; i++) {
        const char *path = paths->pdata[i];
        if (*path != '/')
            continue;
        size_t same = 0;
        while (first && same < common && path[same] == first[same])
            same++;
        common = first ? same : strlen(path);
        first = first ? first : path;
    }
    while (common > 0 && first[common - 1] != '/')
        common--;
    return common;
}

static bool add_list(Walk *walk, const char *list, GError **error)
{
    g_autoptr(GBytes) bytes = read_list(list, error);
    if (!bytes)
        return false;
    g_autoptr(GPtrArray) paths = split_list(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    size_t common = common_folder(paths);
    for (guint i = 0; i < paths->len; i++) {
        const char *path = paths->pdata[i];
        const char *name = *path == '/' ? path + common : path;
        if (is_folder(path))
            add_root_folder(walk, path, name);
        else
            add_named(walk, path, name);
    }
    return true;
}

// The first free one of NAME-2, NAME-3, ... `names` says with which number to go on. The caller
// frees it.
static char *free_name(GHashTable *names, const char *name)
{
    for (unsigned n = GPOINTER_TO_UINT(g_hash_table_lookup(names, name));; n++) {
        char *other = g_strdup_printf("%s-%u", name, n);
        if (!g_hash_table_contains(names, other)) {
            g_hash_table_insert(names, (char *)name, GUINT_TO_POINTER(n + 1)); // the key stays
            return other;
        }
        g_free(other);
    }
}

// Two files of one name become NAME and NAME-2.
static void make_unique(GPtrArray *items)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < items->len; i++) {
        WalkItem *item = items->pdata[i];
        if (g_hash_table_contains(names, item->name)) {
            char *name = free_name(names, item->name);
            g_free(item->name);
            item->name = name;
        }
        g_hash_table_insert(names, item->name, GUINT_TO_POINTER(2));
        const char *slash = strchr(item->name, '/');
        item->platform = slash ? g_strndup(item->name, (gsize)(slash - item->name)) : g_strdup("");
    }
}

// Which of N parts a name belongs to, from 1.
static unsigned shard_of(const char *name, unsigned shards)
{
    uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a
    for (const unsigned char *at = (const unsigned char *)name; *at; at++)
        hash = (hash ^ *at) * 0x100000001b3ULL;
    hash ^= hash >> 32;
    return (unsigned)(hash % shards) + 1;
}

static void keep_shard(GPtrArray *items, unsigned shard, unsigned shards)
{
    guint kept = 0;
    for (guint i = 0; i < items->len; i++) {
        WalkItem *item = items->pdata[i];
        items->pdata[i] = NULL;
        if (shard_of(item->name, shards) == shard)
            items->pdata[kept++] = item;
        else
            item_free(item);
    }
    g_ptr_array_set_free_func(items, NULL);
    g_ptr_array_set_size(items, (int)kept);
    g_ptr_array_set_free_func(items, item_free);
}

GPtrArray *walk_collect(const WalkOptions *options, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_free);
    g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(item_free);
    g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) roots = g_ptr_array_new_with_free_func(g_free);
    Walk walk = {
        .options = options, .items = items, .links = links, .files = files, .roots = roots};
    walk.leaves_out = options->leave_out && stat(options->leave_out, &walk.left_out) == 0;
    for (size_t i = 0; i < options->count; i++)
        add_root(&walk, options->roots[i], options->count == 1 && !options->files_from);
    if (options->files_from && !add_list(&walk, options->files_from, error))
        return NULL;
    add_links(&walk);
    g_ptr_array_sort(items, by_name);
    make_unique(items);
    g_ptr_array_sort(items, by_name);
    if (options->shards)
        keep_shard(items, options->shard, options->shards);
    return g_steal_pointer(&items);
}
