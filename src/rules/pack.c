// SPDX-License-Identifier: GPL-3.0-or-later
// Loading: all files of all folders are read, hashed, parsed, and taken in kind by kind, because
// rules need types and lexicons, whichever file comes first.
#include "pack.h"

#include <string.h>

#include "rules/check.h"
#include "rules/cue_file.h"
#include "rules/image.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "rules/resolve.h"
#include "text/fault.h"

#define CUES "cues/"

enum { FILE_MOST = 16 << 20 }; // bytes of a rule file

static void file_free(PackFile *file)
{
    g_free(file->path);
    g_free(file->name);
    g_clear_pointer(&file->bytes, g_bytes_unref);
    yaml_tree_free(file->tree);
    g_free(file);
}

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
    pack->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
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

// Reading files.

static bool refuse(GError **error, const char *path, int line, const char *what)
{
    if (line)
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", path, line, what);
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", path, what);
    return false;
}

static GBytes *read_bytes(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = fault_read(path, NULL, error);
    if (bytes && g_bytes_get_size(bytes) > FILE_MOST) {
        refuse(error, path, 0, "too large for a rule file");
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

static bool is_inside(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", -1);
    return !g_path_is_absolute(name) && !g_strv_contains((const char *const *)parts, "..");
}

static bool add_file(GPtrArray *files, const char *folder, unsigned number, const char *name,
                     GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GBytes *bytes = read_bytes(path, error);
    if (!bytes)
        return false;
    PackFile *file = g_new0(PackFile, 1);
    file->path = g_steal_pointer(&path);
    file->name = g_strdup(name);
    file->folder = number;
    file->size = g_bytes_get_size(bytes);
    file->bytes = bytes;
    g_ptr_array_add(files, file);
    return true;
}

// The files that pack.list names, one a line.
static bool add_listed(GPtrArray *files, const char *folder, unsigned number, const char *list,
                       GError **error)
{
    g_autoptr(GBytes) bytes = read_bytes(list, error);
    if (!bytes)
        return false;
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i]; i++) {
        char *name = g_strstrip(lines[i]);
        if (!*name || *name == '#')
            continue;
        if (!is_inside(name))
            return refuse(error, list, (int)i + 1, "a path out of the folder");
        g_autoptr(GError) cause = NULL;
        if (!add_file(files, folder, number, name, &cause))
            return refuse(error, list, (int)i + 1, cause->message);
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Names of all *.yaml at most one folder deep, sorted: a small pack needs no list.
static bool find_names(const char *folder, const char *below, GPtrArray *names, GError **error)
{
    g_autofree char *path = below ? g_build_filename(folder, below, NULL) : g_strdup(folder);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    if (!dir)
        return refuse(error, path, 0, "not a folder that can be read");
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *relative = below ? g_build_filename(below, name, NULL) : g_strdup(name);
        g_autofree char *full = g_build_filename(folder, relative, NULL);
        if (*name == '.')
            continue;
        if (g_str_has_suffix(name, ".yaml"))
            g_ptr_array_add(names, g_steal_pointer(&relative));
        else if (!below && g_file_test(full, G_FILE_TEST_IS_DIR) &&
                 !find_names(folder, name, names, error))
            return false;
    }
    return true;
}

static bool add_found(GPtrArray *files, const char *folder, unsigned number, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!find_names(folder, NULL, names, error))
        return false;
    g_ptr_array_sort(names, compare_names);
    for (unsigned i = 0; i < names->len; i++)
        if (!add_file(files, folder, number, names->pdata[i], error))
            return false;
    return names->len > 0 || refuse(error, folder, 0, "holds no rule files");
}

static bool add_folder(GPtrArray *files, const char *folder, unsigned number, GError **error)
{
    g_autofree char *list = g_build_filename(folder, "pack.list", NULL);
    if (g_file_test(list, G_FILE_TEST_EXISTS))
        return add_listed(files, folder, number, list, error);
    return add_found(files, folder, number, error);
}

// SHA-256 over "NAME\nSIZE\n" and the bytes of each file, in order.
static char *hash_files(const GPtrArray *files)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (unsigned i = 0; i < files->len; i++) {
        const PackFile *file = files->pdata[i];
        size_t len = 0;
        const unsigned char *bytes = g_bytes_get_data(file->bytes, &len);
        g_autofree char *head = g_strdup_printf("%s\n%zu\n", file->name, len);
        g_checksum_update(sum, (const unsigned char *)head, (gssize)strlen(head));
        g_checksum_update(sum, bytes, (gssize)len);
    }
    return g_strdup(g_checksum_get_string(sum));
}

static bool is_cue_file(const PackFile *file)
{
    return g_str_has_prefix(file->name, CUES);
}

// Whether a later pack can change what the shipped rules do.
static bool is_shared(const PackFile *file)
{
    return g_str_has_prefix(file->name, "lexicon/") || g_str_has_prefix(file->name, "resolve/") ||
           is_cue_file(file) || strcmp(file->name, "kinds.yaml") == 0;
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
    g_autofree char *hash = pack->image ? hash_files(first) : NULL;
    bool same = hash && strcmp(hash, image_sha256(pack->image)) == 0;
    pack->trusted = same && !shared;
    if (!same)
        g_clear_pointer(&pack->image, image_free);
}

static bool is_trusted(const Pack *pack, const PackFile *file)
{
    return pack->trusted && file->folder == 0;
}

// Taking files in.

typedef bool (*TakeFile)(Pack *pack, const PackFile *file, GError **error);

static RuleSet *set_for(Pack *pack, const char *language)
{
    RuleSet *set = (RuleSet *)pack_rules(pack, language);
    if (set)
        return set;
    set = g_new0(RuleSet, 1);
    set->language = g_strdup(language);
    set->lexicon = lexicon_new();
    set->rules = g_ptr_array_new();
    g_ptr_array_add(pack->sets, set);
    return set;
}

// "lexicon/zh.yaml" → "zh".
static char *stem_of(const char *name)
{
    const char *base = strrchr(name, '/');
    base = base ? base + 1 : name;
    return g_strndup(base, strlen(base) - strlen(".yaml"));
}

static bool take_types(Pack *pack, const PackFile *file, GError **error)
{
    return law_read_types(pack, file->root, error);
}

static bool take_severity(Pack *pack, const PackFile *file, GError **error)
{
    return law_read_severity(pack, file->root, error);
}

static bool take_law(Pack *pack, const PackFile *file, GError **error)
{
    return law_read(pack, file->root, error);
}

static bool take_kinds(Pack *pack, const PackFile *file, GError **error)
{
    return kinds_read(pack->kinds, file->root, is_trusted(pack, file), error);
}

static bool take_cues(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = stem_of(file->name);
    return cue_file_read(pack->cues, language, file->root, error);
}

static bool take_lexicon(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = stem_of(file->name);
    return lexicon_add(set_for(pack, language)->lexicon, file->root, is_trusted(pack, file), error);
}

static bool take_resolve(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = stem_of(file->name);
    RuleSet *set = set_for(pack, language);
    resolver_free(set->resolver);
    set->resolver = resolver_new(file->root, set->lexicon, is_trusted(pack, file), error);
    return set->resolver != NULL;
}

static Rule *rule_named(const Pack *pack, const char *id)
{
    for (unsigned i = 0; i < pack->rules->len; i++) {
        Rule *rule = pack->rules->pdata[i];
        if (rule->info.id == id)
            return rule;
    }
    return NULL;
}

// Puts a rule in the pack, in the place of an earlier folder's rule of the same id.
static bool place_rule(Pack *pack, Rule *rule, unsigned folder, GError **error)
{
    Rule *earlier = rule_named(pack, rule->info.id);
    rule->folder = folder;
    rule->index = earlier ? earlier->index : pack->rules->len;
    if (earlier && earlier->folder == folder) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: id given twice: %s (also %s:%d)",
                    rule->info.file, rule->info.line, rule->info.id, earlier->info.file,
                    earlier->info.line);
        rule_free(rule);
        return false;
    }
    if (!earlier) {
        g_ptr_array_add(pack->rules, rule);
        return true;
    }
    pack->rules->pdata[rule->index] = rule;
    rule_free(earlier);
    return true;
}

static bool take_rules(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = g_strndup(file->name, strcspn(file->name, "/"));
    g_autoptr(GPtrArray) rules = g_ptr_array_new();
    bool read =
        rule_read(pack, set_for(pack, language), file->root, is_trusted(pack, file), rules, error);
    unsigned placed = 0;
    while (read && placed < rules->len)
        read = place_rule(pack, rules->pdata[placed++], file->folder, error);
    for (; placed < rules->len; placed++)
        rule_free(rules->pdata[placed]);
    return read;
}

// What a file is, told by its path, in the order in which files are taken in.
static const struct {
    const char *path; // glob
    TakeFile take;
} passes[] = {
    {"types.yaml", take_types},       {"severity.yaml", take_severity},
    {"law.yaml", take_law},           {"kinds.yaml", take_kinds},
    {CUES "*.yaml", take_cues},       {"lexicon/*.yaml", take_lexicon},
    {"resolve/*.yaml", take_resolve}, {"*/*.yaml", take_rules},
};

static unsigned pass_of(const PackFile *file)
{
    unsigned pass = 0;
    while (pass < G_N_ELEMENTS(passes) && !g_pattern_match_simple(passes[pass].path, file->name))
        pass++;
    return pass;
}

static bool parse_file(PackFile *file, GError **error)
{
    size_t len = 0;
    const char *bytes = g_bytes_get_data(file->bytes, &len);
    file->tree = yaml_parse(file->path, bytes ? bytes : "", len, error);
    file->root = file->tree;
    g_clear_pointer(&file->bytes, g_bytes_unref);
    return file->root != NULL;
}

// The files of the first folder are the image's, in the same order.
static bool parse_files(Pack *pack, GError **error)
{
    for (unsigned i = 0; i < pack->files->len; i++) {
        PackFile *file = pack->files->pdata[i];
        file->pass = pass_of(file);
        if (file->pass == G_N_ELEMENTS(passes))
            return refuse(error, file->path, 0,
                          "not a place for a rule file; rules stand in LANGUAGE/TYPE.yaml");
        if (pack->image && file->folder == 0)
            file->root = image_root(pack->image, i, g_intern_string(file->path));
        else if (!parse_file(file, error))
            return false;
    }
    return true;
}

static bool take_files(Pack *pack, GError **error)
{
    for (unsigned pass = 0; pass < G_N_ELEMENTS(passes); pass++)
        for (unsigned i = 0; i < pack->files->len; i++) {
            const PackFile *file = pack->files->pdata[i];
            if (file->pass == pass && !passes[pass].take(pack, file, error))
                return false;
        }
    return true;
}

// What a type needs from files that may have been taken in after its own.
static bool check_type(const Pack *pack, const YamlNode *node, GError **error)
{
    const Type *type = pack_type(pack, yaml_text(yaml_at(node, "key")));
    if (type->polarity == POLARITY_RISK && type->severity[LAW_NONE] == 0)
        return yaml_refuse(node, error, "the type %s has no base severity", type->key);
    const YamlNode *basis = yaml_at(node, "basis");
    for (unsigned i = 0; basis && i < basis->count; i++)
        if (!pack_provision(pack, yaml_text(yaml_item(basis, i))))
            return yaml_refuse(yaml_item(basis, i), error, "no such provision: %s",
                               yaml_text(yaml_item(basis, i)));
    return true;
}

static bool check_types(const Pack *pack, GError **error)
{
    for (unsigned i = 0; i < pack->files->len; i++) {
        const PackFile *file = pack->files->pdata[i];
        const YamlNode *types = file->pass == 0 ? yaml_at(file->root, "types") : NULL;
        for (unsigned k = 0; types && k < types->count; k++)
            if (!check_type(pack, yaml_item(types, k), error))
                return false;
    }
    return true;
}

// The word list of that name as a pattern: none where the language has none.
static bool find_words(RuleSet *set, const char *kind, bool trusted, Pattern **words,
                       GError **error)
{
    g_autofree char *name = g_strconcat("slot_", kind, NULL);
    g_autofree char *source = g_strconcat("{", name, "}", NULL);
    if (!lexicon_entry(set->lexicon, name))
        return true;
    *words = pattern_new(source, set->lexicon);
    return trusted || pattern_compile(*words, error);
}

static bool find_slots(RuleSet *set, bool trusted, GError **error)
{
    for (unsigned i = 0; i <= GROUP_PURPOSE; i++)
        if (!find_words(set, group_name(i), trusted, &set->slots[i], error))
            return false;
    return find_words(set, "vague", trusted, &set->slot_vague, error) &&
           find_words(set, "loose", trusted, &set->slot_loose, error);
}

// Whether nothing but the compiled pack's rules is in the set.
static bool is_compiled(const Pack *pack, const RuleSet *set)
{
    for (unsigned i = 0; i < set->rules->len; i++)
        if (((const Rule *)set->rules->pdata[i])->folder > 0)
            return false;
    return pack->trusted;
}

static void number_patterns(const RuleSet *set)
{
    unsigned match_count = 0;
    g_autoptr(GPtrArray) patterns = set_patterns(set, &match_count);
    for (unsigned i = 0; i < patterns->len; i++)
        pattern_set_number(patterns->pdata[i], i);
}

static void take_prefilter(const Pack *pack, RuleSet *set)
{
    const void *block = is_compiled(pack, set) ? image_prefilter(pack->image, set->language) : NULL;
    if (block)
        set->prefilter = prefilter_in_block(block);
}

static bool arrange(Pack *pack, GError **error)
{
    for (unsigned i = 0; i < pack->rules->len; i++) {
        Rule *rule = pack->rules->pdata[i];
        g_ptr_array_add(set_for(pack, rule->info.language)->rules, rule);
    }
    for (unsigned i = 0; i < pack->sets->len; i++) {
        RuleSet *set = pack->sets->pdata[i];
        if (set->rules->len)
            g_ptr_array_add(pack->languages, set->language);
        if (!find_slots(set, pack->trusted, error))
            return false;
        number_patterns(set);
        take_prefilter(pack, set);
    }
    g_ptr_array_add(pack->languages, NULL);
    return true;
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

// Takes the cue files of `folder` when there are none yet.
static bool add_cues(GPtrArray *files, const char *folder, unsigned number, GError **error)
{
    for (unsigned i = 0; i < files->len; i++)
        if (is_cue_file(files->pdata[i]))
            return true;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
    if (!add_folder(all, folder, number, error))
        return false;
    for (unsigned i = 0; i < all->len;)
        if (is_cue_file(all->pdata[i]))
            g_ptr_array_add(files, g_ptr_array_steal_index(all, i));
        else
            i++;
    return true;
}

static bool add_files(Pack *pack, const char *const *folders, const char *shipped, GError **error)
{
    unsigned count = 0;
    for (; folders[count]; count++)
        if (!add_folder(pack->files, folders[count], count, error))
            return false;
    if (shipped && !add_cues(pack->files, shipped, count, error))
        return false;
    pack->sha256 = hash_files(pack->files);
    judge(pack);
    return true;
}

static bool take_all(Pack *pack, GError **error)
{
    return parse_files(pack, error) && take_files(pack, error) && check_types(pack, error) &&
           arrange(pack, error);
}

static bool load(Pack *pack, const char *const *folders, const char *shipped, GError **error)
{
    bool alone = folders[0] && !folders[1];
    pack->image = folders[0] ? image_open(folders[0]) : NULL;
    if (alone && pack->image && image_is_fresh(pack->image, folders[0]))
        add_image(pack, folders[0]);
    else if (!add_files(pack, folders, shipped, error))
        return false;
    return take_all(pack, error);
}

Pack *pack_load_files(const char *folder, GError **error)
{
    g_autoptr(Pack) pack = pack_new();
    const char *const folders[] = {folder, NULL};
    return add_files(pack, folders, NULL, error) && take_all(pack, error) ? g_steal_pointer(&pack)
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
