// SPDX-License-Identifier: GPL-3.0-or-later
// Loading: all files of all folders are read, hashed, judged, parsed and taken in.
#include "pack.h"

#include <string.h>

#include "rules/check.h"
#include "rules/image.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "rules/resolver.h"

static void type_free(Type *type)
{
    g_free((void *)type->basis);
    g_free(type);
}

static void set_free(RuleSet *set)
{
    lexicon_free(set->lexicon);
    resolver_free(set->resolver);
    prefilter_free(set->prefilter);
    g_ptr_array_unref(set->rules);
    for (unsigned i = 0; i < GROUP_COUNT; i++)
        pattern_free(set->slots[i]);
    pattern_free(set->slot_vague);
    pattern_free(set->slot_loose);
    g_free(set->language);
    g_free(set);
}

static Pack *pack_new(void)
{
    Pack *pack = g_new0(Pack, 1);
    pack->files = g_ptr_array_new_with_free_func((GDestroyNotify)pack_file_free);
    pack->strings = g_string_chunk_new(16384);
    pack->types = g_ptr_array_new_with_free_func((GDestroyNotify)type_free);
    pack->type_names = g_hash_table_new(g_str_hash, g_str_equal);
    pack->provisions = g_ptr_array_new_with_free_func(g_free);
    pack->law = g_hash_table_new(g_str_hash, g_str_equal);
    pack->hotlines = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    pack->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    pack->sets = g_ptr_array_new_with_free_func((GDestroyNotify)set_free);
    pack->languages = g_ptr_array_new();
    pack->kinds = kinds_new();
    pack->cues = cues_new();
    return pack;
}

void pack_free(Pack *pack)
{
    if (!pack)
        return;
    g_ptr_array_unref(pack->sets);
    g_ptr_array_unref(pack->rules);
    g_ptr_array_unref(pack->languages);
    kinds_free(pack->kinds);
    cues_free(pack->cues);
    g_hash_table_unref(pack->hotlines);
    g_hash_table_unref(pack->law);
    g_ptr_array_unref(pack->provisions);
    g_hash_table_unref(pack->type_names);
    g_ptr_array_unref(pack->types);
    g_string_chunk_free(pack->strings);
    g_ptr_array_unref(pack->files);
    image_free(pack->image);
    g_free(pack->sha256);
    g_free(pack);
}

// Whether a later pack can change what the shipped rules do.
static bool is_shared(const PackFile *file)
{
    return g_str_has_prefix(file->name, "lexicon/") || g_str_has_prefix(file->name, "resolve/") ||
           pack_file_is_cues(file) || strcmp(file->name, "kinds.yaml") == 0;
}

// The first folder is trusted if it is the pack that was compiled with this program, and no later
// one changes the words its rules are made of.
static void judge(Pack *pack)
{
    g_autoptr(GPtrArray) first = g_ptr_array_new();
    bool shared = false;
    for (unsigned i = 0; i < pack->files->len; i++) {
        PackFile *file = pack->files->pdata[i];
        if (file->folder == 0)
            g_ptr_array_add(first, file);
        else
            shared |= is_shared(file);
    }
    g_autofree char *hash = pack->image ? pack_files_hash(first) : NULL;
    bool same = hash && strcmp(hash, image_sha256(pack->image)) == 0;
    pack->trusted = same && !shared;
    if (!same)
        g_clear_pointer(&pack->image, image_free);
}

bool pack_trusts(const Pack *pack, const PackFile *file)
{
    return pack->trusted && file->folder == 0;
}

// The files of a fresh image, none of which is read.
static void add_image(Pack *pack, const char *folder)
{
    for (unsigned i = 0; i < image_count(pack->image); i++) {
        PackFile *file = g_new0(PackFile, 1);
        file->name = g_strdup(image_name(pack->image, i));
        file->path = g_build_filename(folder, file->name, NULL);
        g_ptr_array_add(pack->files, file);
    }
    pack->sha256 = g_strdup(image_sha256(pack->image));
    pack->trusted = true;
}

static bool add_files(Pack *pack, const char *const *folders, const char *shipped, GError **error)
{
    unsigned count = 0;
    for (; folders[count]; count++)
        if (!pack_files_add(pack->files, folders[count], count, error))
            return false;
    if (shipped && !pack_files_add_cues(pack->files, shipped, count, error))
        return false;
    pack->sha256 = pack_files_hash(pack->files);
    judge(pack);
    return true;
}

static bool load(Pack *pack, const char *const *folders, const char *shipped, GError **error)
{
    bool alone = folders[0] && !folders[1];
    pack->image = folders[0] ? image_open(folders[0]) : NULL;
    if (alone && pack->image && image_is_fresh(pack->image, folders[0]))
        add_image(pack, folders[0]);
    else if (!add_files(pack, folders, shipped, error))
        return false;
    return pack_take(pack, error);
}

Pack *pack_load_files(const char *folder, GError **error)
{
    g_autoptr(Pack) pack = pack_new();
    const char *const folders[] = {folder, NULL};
    return add_files(pack, folders, NULL, error) && pack_take(pack, error) ? g_steal_pointer(&pack)
                                                                           : NULL;
}

Pack *pack_load_unchecked(const char *const *folders, GError **error)
{
    g_autoptr(Pack) pack = pack_new();
    return load(pack, folders, NULL, error) ? g_steal_pointer(&pack) : NULL;
}

Pack *pack_load(const char *const *folders, GError **error)
{
    g_autoptr(Pack) pack = pack_load_unchecked(folders, error);
    if (!pack || !check_pack(pack, pack->trusted ? 1 : 0, error))
        return NULL;
    return g_steal_pointer(&pack);
}

Pack *pack_load_alone(const char *folder, const char *shipped, bool checked, GError **error)
{
    g_autoptr(Pack) pack = pack_new();
    const char *const folders[] = {folder, NULL};
    if (!load(pack, folders, shipped, error) ||
        (checked && !check_pack(pack, pack->trusted ? 1 : 0, error)))
        return NULL;
    return g_steal_pointer(&pack);
}

// What a pack says of itself.

const Cues *pack_cues(const Pack *pack)
{
    return pack->cues;
}

const char *pack_sha256(const Pack *pack)
{
    return pack->sha256;
}

const char *const *pack_languages(const Pack *pack)
{
    return (const char *const *)pack->languages->pdata;
}

bool pack_has_language(const Pack *pack, const char *language)
{
    return g_strv_contains(pack_languages(pack), language);
}

void pack_rest(const Pack *pack)
{
    if (pack->image)
        image_rest(pack->image);
}

void pack_forget(const Pack *pack)
{
    for (unsigned i = 0; i < pack->sets->len; i++) {
        unsigned match_count = 0;
        g_autoptr(GPtrArray) patterns = set_patterns(pack->sets->pdata[i], &match_count);
        for (unsigned k = 0; k < patterns->len; k++)
            pattern_rest(patterns->pdata[k]);
    }
    pack_rest(pack);
}

size_t pack_type_count(const Pack *pack)
{
    return pack->types->len;
}

const Type *pack_type_at(const Pack *pack, size_t index)
{
    g_assert(index < pack->types->len);
    return pack->types->pdata[index];
}

const Type *pack_type(const Pack *pack, const char *key_or_id)
{
    return g_hash_table_lookup(pack->type_names, key_or_id);
}

size_t pack_rule_count(const Pack *pack)
{
    return pack->rules->len;
}

const Rule *pack_rule(const Pack *pack, size_t index)
{
    g_assert(index < pack->rules->len);
    return pack->rules->pdata[index];
}

const RuleInfo *pack_rule_info(const Pack *pack, size_t index)
{
    return &pack_rule(pack, index)->info;
}

const RuleSet *pack_rules(const Pack *pack, const char *language)
{
    for (unsigned i = 0; i < pack->sets->len; i++) {
        const RuleSet *set = pack->sets->pdata[i];
        if (strcmp(set->language, language) == 0)
            return set;
    }
    return NULL;
}

bool pack_knows_kind(const Pack *pack, const char *kind)
{
    return kinds_know(pack->kinds, kind);
}
