// SPDX-License-Identifier: GPL-3.0-or-later
// Types, base severities, provisions and telephone numbers: reading them and printing references.
#include <string.h>

#include "rules/pack_inside.h"

static const char *const lang_keys[LANG_COUNT] = {"zh", "en"};

const char *polarity_name(Polarity polarity)
{
    static const char *const names[] = {"risk", "protective", "absent"};
    g_assert((unsigned)polarity < POLARITY_COUNT);
    return names[polarity];
}

const char *confidence_name(Confidence confidence)
{
    static const char *const names[] = {"low", "medium", "high"};
    g_assert((unsigned)confidence < CONFIDENCE_COUNT);
    return names[confidence];
}

static const char *const law_names[LAW_COUNT] = {"none", "CN", "TW", "HK", "IN", "ID", "PH",
                                                 "KE",   "NG", "MX", "CO", "US", "EU"};

const char *law_name(Law law)
{
    g_assert((unsigned)law < LAW_COUNT);
    return law_names[law];
}

Law law_named(const char *name)
{
    for (unsigned i = 0; i < LAW_COUNT; i++)
        if (g_strcmp0(law_names[i], name) == 0)
            return (Law)i;
    return LAW_COUNT;
}

static const char *keep(Pack *pack, const char *text)
{
    return g_string_chunk_insert_const(pack->strings, text);
}

// A text in each language of a person; {zh, en}, or one text for both.
static bool read_langs(Pack *pack, const YamlNode *map, const char *key, bool needed,
                       const char *langs[LANG_COUNT], GError **error)
{
    static const char *const keys[] = {"zh", "en", NULL};
    const YamlNode *node = yaml_at(map, key);
    if (!node && needed)
        return yaml_refuse(map, error, "key missing: %s", key);
    for (unsigned i = 0; !node && i < LANG_COUNT; i++)
        langs[i] = "";
    if (!node)
        return true;
    if (node->kind == YAML_TEXT) {
        langs[LANG_ZH] = langs[LANG_EN] = keep(pack, yaml_text(node));
        return true;
    }
    if (!yaml_only(node, keys, error))
        return false;
    for (unsigned i = 0; i < LANG_COUNT; i++) {
        const char *text = yaml_need(node, lang_keys[i], error);
        if (!text)
            return false;
        langs[i] = keep(pack, text);
    }
    return true;
}

static bool read_basis(Pack *pack, const YamlNode *map, Type *type, GError **error)
{
    const YamlNode *list = yaml_at(map, "basis");
    if (list && !yaml_expect(list, YAML_LIST, error))
        return false;
    unsigned count = list ? list->count : 0;
    const char **basis = g_new0(const char *, count + 1);
    g_free((void *)type->basis);
    type->basis = basis;
    for (unsigned i = 0; i < count; i++) {
        const YamlNode *item = yaml_item(list, i);
        if (!yaml_expect(item, YAML_TEXT, error))
            return false;
        basis[i] = keep(pack, yaml_text(item));
    }
    return true;
}

static bool read_base(const YamlNode *node, int *severity, GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error))
        return false;
    if (yaml_text(node)[0] < '1' || yaml_text(node)[0] > '5' || yaml_text(node)[1])
        return yaml_refuse(node, error, "severity is 1 to 5");
    *severity = yaml_text(node)[0] - '0';
    return true;
}

static bool read_polarity(const YamlNode *map, Type *type, GError **error)
{
    const char *polarity = yaml_need(map, "polarity", error);
    if (!polarity)
        return false;
    bool protective = strcmp(polarity, "protective") == 0;
    if (!protective && strcmp(polarity, "risk") != 0)
        return yaml_refuse(yaml_at(map, "polarity"), error, "polarity is risk or protective");
    type->polarity = protective ? POLARITY_PROTECTIVE : POLARITY_RISK;
    const YamlNode *severity = yaml_at(map, "severity");
    int base = 0;
    if (severity && protective)
        return yaml_refuse(severity, error, "a protective type has no severity");
    if (severity && !read_base(severity, &base, error))
        return false;
    for (unsigned i = 0; severity && i < LAW_COUNT; i++)
        type->severity[i] = base;
    return true;
}

// The type of that key, new at the end of the order or the earlier one to be replaced.
static Type *type_for(Pack *pack, const char *key)
{
    Type *type = g_hash_table_lookup(pack->type_names, key);
    if (type)
        return type;
    type = g_new0(Type, 1);
    type->key = keep(pack, key);
    type->index = pack->types->len;
    g_ptr_array_add(pack->types, type);
    g_hash_table_insert(pack->type_names, (char *)type->key, type);
    return type;
}

static bool is_key(const char *key)
{
    return key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' &&
           g_ascii_islower(*key);
}

static bool name_type(Pack *pack, Type *type, const YamlNode *map, GError **error)
{
    const YamlNode *id = yaml_at(map, "id"), *group = yaml_at(map, "group");
    if ((id && !yaml_expect(id, YAML_TEXT, error)) ||
        (group && !yaml_expect(group, YAML_TEXT, error)))
        return false;
    type->id = id ? keep(pack, yaml_text(id)) : type->key;
    type->group = group ? keep(pack, yaml_text(group)) : "";
    const Type *other = g_hash_table_lookup(pack->type_names, type->id);
    if (other && other != type)
        return yaml_refuse(id, error, "id is another type's: %s", type->id);
    g_hash_table_insert(pack->type_names, (char *)type->id, type);
    return true;
}

static bool read_matter(const YamlNode *map, Type *type, GError **error)
{
    static const char *const matters[] = {"other", "taken", "given", "promised", NULL};
    static const char groups[] = "CSP"; // those of ours
    const char *group = *type->group ? strchr(groups, *type->group) : NULL;
    int usual = group ? MATTER_TAKEN + (int)(group - groups) : MATTER_OTHER;
    int matter = yaml_word(map, "matter", matters, usual, error);
    type->matter = matter < 0 ? MATTER_OTHER : (Matter)matter;
    return matter >= 0;
}

// What is said where a document lacks such a clause.
static bool read_absence(Pack *pack, const YamlNode *map, Type *type, GError **error)
{
    const YamlNode *absence = yaml_at(map, "absence");
    return !absence ||
           (yaml_only(absence, (const char *const[]){"explanation", "advice", NULL}, error) &&
            read_langs(pack, absence, "explanation", true, type->lack, error) &&
            read_langs(pack, absence, "advice", true, type->lack_advice, error));
}

static bool read_type(Pack *pack, const YamlNode *map, GError **error)
{
    static const char *const keys[] = {
        "key",    "id",    "group",    "polarity", "name",   "definition", "explanation",
        "advice", "basis", "severity", "absence",  "matter", NULL};
    if (!yaml_only(map, keys, error))
        return false;
    const char *key = yaml_need(map, "key", error);
    if (!key)
        return false;
    if (!is_key(key))
        return yaml_refuse(map, error, "a key has small letters, digits and _: %s", key);
    Type *type = type_for(pack, key);
    return name_type(pack, type, map, error) && read_matter(map, type, error) &&
           read_polarity(map, type, error) &&
           read_langs(pack, map, "name", true, type->name, error) &&
           read_langs(pack, map, "definition", false, type->definition, error) &&
           read_langs(pack, map, "explanation", true, type->explanation, error) &&
           read_langs(pack, map, "advice", false, type->advice, error) &&
           read_absence(pack, map, type, error) && read_basis(pack, map, type, error);
}

typedef bool (*ReadEntry)(Pack *pack, const YamlNode *map, GError **error);

static bool read_list(Pack *pack, const YamlNode *root, const char *key, ReadEntry read,
                      GError **error)
{
    const YamlNode *list = yaml_at(root, key);
    if (list && !yaml_expect(list, YAML_LIST, error))
        return false;
    for (unsigned i = 0; list && i < list->count; i++)
        if (!read(pack, yaml_item(list, i), error))
            return false;
    return true;
}

bool law_read_types(Pack *pack, const YamlNode *root, GError **error)
{
    return yaml_only(root, (const char *const[]){"types", NULL}, error) &&
           read_list(pack, root, "types", read_type, error);
}

static bool read_severities(Type *type, const YamlNode *map, GError **error)
{
    if (!yaml_expect(map, YAML_MAP, error))
        return false;
    const YamlNode *otherwise = yaml_at(map, "default");
    int base = 0;
    if (!otherwise)
        return yaml_refuse(map, error, "key missing: default");
    if (!read_base(otherwise, &base, error))
        return false;
    for (unsigned i = 0; i < LAW_COUNT; i++)
        type->severity[i] = base;
    for (unsigned i = 0; i < map->count; i++) {
        const YamlNode *key = yaml_key(map, i);
        Law law = law_named(yaml_text(key));
        if (law == LAW_COUNT && strcmp(yaml_text(key), "default") != 0)
            return yaml_refuse(key, error, "no such law: %s", yaml_text(key));
        if (law != LAW_COUNT && !read_base(yaml_item(map, i), &type->severity[law], error))
            return false;
    }
    return true;
}

bool law_read_severity(Pack *pack, const YamlNode *root, GError **error)
{
    if (!yaml_only(root, (const char *const[]){"base", NULL}, error))
        return false;
    const YamlNode *base = yaml_at(root, "base");
    if (base && !yaml_expect(base, YAML_MAP, error))
        return false;
    for (unsigned i = 0; base && i < base->count; i++) {
        const YamlNode *key = yaml_key(base, i);
        Type *type = g_hash_table_lookup(pack->type_names, yaml_text(key));
        if (!type)
            return yaml_refuse(key, error, "no such type: %s", yaml_text(key));
        if (type->polarity == POLARITY_PROTECTIVE)
            return yaml_refuse(key, error, "a protective type has no severity");
        if (!read_severities(type, yaml_item(base, i), error))
            return false;
    }
    return true;
}

static bool read_texts(Pack *pack, const YamlNode *map, const char *const *keys,
                       const char **const *into, GError **error)
{
    for (unsigned i = 0; keys[i]; i++) {
        const char *text = yaml_need(map, keys[i], error);
        if (!text)
            return false;
        *into[i] = keep(pack, text);
    }
    return true;
}

static bool known_status(const YamlNode *map, const char *status, GError **error)
{
    static const char *const known[] = {"VERIFIED-P", "VERIFIED-S", "FROM MEMORY", NULL};
    return g_strv_contains(known, status) || yaml_refuse(map, error, "no such status: %s", status);
}

static bool read_provision(Pack *pack, const YamlNode *map, GError **error)
{
    static const char *const keys[] = {"id",      "law",    "provision", "gist", "status",
                                       "checked", "nature", "binds",     NULL};
    static const char *const texts[] = {"id", "status", "checked", "nature", "binds", NULL};
    Provision *provision = g_new0(Provision, 1);
    g_ptr_array_add(pack->provisions, provision);
    const char **into[] = {&provision->id, &provision->status, &provision->checked,
                           &provision->nature, &provision->binds};
    if (!yaml_only(map, keys, error) || !read_texts(pack, map, texts, into, error) ||
        !known_status(map, provision->status, error) ||
        !read_langs(pack, map, "provision", true, provision->provision, error) ||
        !read_langs(pack, map, "gist", true, provision->gist, error))
        return false;
    const char *law = yaml_need(map, "law", error);
    if (!law)
        return false;
    provision->law = law_named(law);
    if (provision->law == LAW_COUNT)
        return yaml_refuse(yaml_at(map, "law"), error, "no such law: %s", law);
    g_hash_table_replace(pack->law, (char *)provision->id, provision);
    return true;
}

static bool read_hotline(Pack *pack, const YamlNode *map, GError **error)
{
    static const char *const keys[] = {"id", "number", "name", "status", "checked", NULL};
    static const char *const texts[] = {"id", "number", "status", "checked", NULL};
    g_autofree Hotline *hotline = g_new0(Hotline, 1);
    const char **into[] = {&hotline->id, &hotline->number, &hotline->status, &hotline->checked};
    if (!yaml_only(map, keys, error) || !read_texts(pack, map, texts, into, error) ||
        !known_status(map, hotline->status, error) ||
        !read_langs(pack, map, "name", true, hotline->name, error))
        return false;
    char *id = (char *)hotline->id;
    g_hash_table_replace(pack->hotlines, id, g_steal_pointer(&hotline));
    return true;
}

bool law_read(Pack *pack, const YamlNode *root, GError **error)
{
    return yaml_only(root, (const char *const[]){"provisions", "hotlines", NULL}, error) &&
           read_list(pack, root, "provisions", read_provision, error) &&
           read_list(pack, root, "hotlines", read_hotline, error);
}

const Provision *pack_provision(const Pack *pack, const char *id)
{
    return g_hash_table_lookup(pack->law, id);
}

const Hotline *pack_hotline(const Pack *pack, const char *id)
{
    return g_hash_table_lookup(pack->hotlines, id);
}

static bool verified(const char *status)
{
    return g_str_has_prefix(status, "VERIFIED-");
}

bool provision_printable(const Provision *provision, Law law)
{
    return verified(provision->status) && (provision->law == LAW_NONE || provision->law == law);
}

const char *pack_law_checked(const Pack *pack)
{
    const char *oldest = "";
    for (unsigned i = 0; i < pack->provisions->len; i++) {
        const Provision *provision = pack->provisions->pdata[i];
        bool stands = g_hash_table_lookup(pack->law, provision->id) == provision;
        if (stands && verified(provision->status) &&
            (!*oldest || strcmp(provision->checked, oldest) < 0))
            oldest = provision->checked;
    }
    return oldest;
}

typedef struct {
    const Pack *pack;
    Lang lang;
    Law law;
} Printing;

static void drop_bracket(GString *out, const char **rest)
{
    static const char *const pairs[][2] = {{" (", ")"}, {"(", ")"}, {"（", "）"}};
    for (unsigned i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (g_str_has_suffix(out->str, pairs[i][0]) && g_str_has_prefix(*rest, pairs[i][1])) {
            g_string_truncate(out, out->len - strlen(pairs[i][0]));
            *rest += strlen(pairs[i][1]);
            return;
        }
}

static void print_hotline(const Printing *printing, const char *id, GString *out)
{
    const Hotline *hotline = pack_hotline(printing->pack, id);
    if (!hotline)
        return;
    g_string_append(out, hotline->name[printing->lang]);
    if (!verified(hotline->status))
        return;
    g_string_append(out, " ");
    g_string_append(out, hotline->number);
}

static void print_reference(const Printing *printing, const char *name, GString *out,
                            const char **rest)
{
    if (g_str_has_prefix(name, "hotline:")) {
        print_hotline(printing, name + strlen("hotline:"), out);
        return;
    }
    const Provision *provision = pack_provision(printing->pack, name);
    if (provision && provision_printable(provision, printing->law))
        g_string_append(out, provision->provision[printing->lang]);
    else
        drop_bracket(out, rest);
}

// The brace that closes the one at `open`, or NULL.
static const char *closing(const char *open)
{
    int depth = 0;
    for (const char *c = open; *c; c++) {
        depth += (*c == '{') - (*c == '}');
        if (depth == 0)
            return c;
    }
    return NULL;
}

static void print_text(const Printing *printing, const char *text, GString *out);

// {?CN:words}: the words, under that law only.
static void print_condition(const Printing *printing, const char *inside, GString *out)
{
    const char *colon = strchr(inside, ':');
    g_autofree char *law = colon ? g_strndup(inside + 1, (size_t)(colon - inside) - 1) : NULL;
    if (law && law_named(law) == printing->law)
        print_text(printing, colon + 1, out);
}

static void print_text(const Printing *printing, const char *text, GString *out)
{
    while (*text) {
        const char *open = strchr(text, '{'), *end = open ? closing(open) : NULL;
        if (!end) {
            g_string_append(out, text);
            return;
        }
        g_string_append_len(out, text, open - text);
        g_autofree char *inside = g_strndup(open + 1, (size_t)(end - open) - 1);
        text = end + 1;
        if (*inside == '?')
            print_condition(printing, inside, out);
        else
            print_reference(printing, inside, out, &text);
    }
}

// What is left when a condition at its begin or end says nothing is a sentence, too.
static void tidy(GString *out)
{
    while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_erase(out, 0, (gssize)strspn(out->str, " "));
    if (g_ascii_islower(out->str[0]))
        out->str[0] = g_ascii_toupper(out->str[0]);
}

char *pack_expand(const Pack *pack, const char *text, Lang lang, Law law)
{
    Printing printing = {pack, lang, law};
    GString *out = g_string_new(NULL);
    print_text(&printing, text, out);
    tidy(out);
    return g_string_free(out, FALSE);
}
