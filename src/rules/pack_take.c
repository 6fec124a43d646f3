// SPDX-License-Identifier: GPL-3.0-or-later
// Files are taken in kind by kind, because rules need types and lexicons, whichever file comes
// first.
#include <string.h>

#include "rules/cue_file.h"
#include "rules/image.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "rules/resolver.h"
#include "text/fault.h"

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
    return kinds_read(pack->kinds, file->root, pack_trusts(pack, file), error);
}

static bool take_cues(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = stem_of(file->name);
    return cue_file_read(pack->cues, language, file->root, error);
}

static bool take_lexicon(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = stem_of(file->name);
    return lexicon_add(set_for(pack, language)->lexicon, file->root, pack_trusts(pack, file),
                       error);
}

static bool take_resolve(Pack *pack, const PackFile *file, GError **error)
{
    g_autofree char *language = stem_of(file->name);
    RuleSet *set = set_for(pack, language);
    resolver_free(set->resolver);
    set->resolver = resolver_new(file->root, set->lexicon, pack_trusts(pack, file), error);
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
        rule_read(pack, set_for(pack, language), file->root, pack_trusts(pack, file), rules, error);
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
    {"cues/*.yaml", take_cues},       {"lexicon/*.yaml", take_lexicon},
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

static bool refuse_place(const PackFile *file, GError **error)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                "%s: not a place for a rule file; rules stand in LANGUAGE/TYPE.yaml", file->path);
    return false;
}

// The files of the first folder are the image's, in the same order.
static bool parse_files(Pack *pack, GError **error)
{
    for (unsigned i = 0; i < pack->files->len; i++) {
        PackFile *file = pack->files->pdata[i];
        file->pass = pass_of(file);
        if (file->pass == G_N_ELEMENTS(passes))
            return refuse_place(file, error);
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
        set_share_patterns(set);
        number_patterns(set);
        take_prefilter(pack, set);
    }
    g_ptr_array_add(pack->languages, NULL);
    return true;
}

bool pack_take(Pack *pack, GError **error)
{
    return parse_files(pack, error) && take_files(pack, error) && check_types(pack, error) &&
           arrange(pack, error);
}
