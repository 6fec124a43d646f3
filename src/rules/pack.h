// SPDX-License-Identifier: GPL-3.0-or-later
// Pack: everything the rule files say, loaded once, read-only ever after.
//
// A pack is made from folders laid out like the shipped rules/: types.yaml, law.yaml,
// severity.yaml, kinds.yaml, cues/<language>.yaml, lexicon/<language>.yaml,
// <language>/<type>.yaml and pack.list, which names the files. The shipped folder comes first;
// later ones add to it, and a rule, type or lexicon entry of the same name replaces the earlier
// one.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/cues.h"

typedef struct Pack Pack;

typedef enum { LANG_ZH, LANG_EN, LANG_COUNT } Lang; // languages a person is spoken to in

typedef enum { POLARITY_RISK, POLARITY_PROTECTIVE, POLARITY_ABSENT, POLARITY_COUNT } Polarity;
const char *polarity_name(Polarity polarity); // "risk", "protective", "absent"

typedef enum { CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH, CONFIDENCE_COUNT } Confidence;
const char *confidence_name(Confidence confidence); // "low", "medium", "high"

// A jurisdiction whose law a document is read under.
typedef enum {
    LAW_NONE,
    LAW_CN,
    LAW_TW,
    LAW_HK,
    LAW_IN,
    LAW_ID,
    LAW_PH,
    LAW_KE,
    LAW_NG,
    LAW_MX,
    LAW_CO,
    LAW_US,
    LAW_EU,
    LAW_COUNT
} Law;
const char *law_name(Law law);   // "CN", ..., "none"
Law law_named(const char *name); // LAW_COUNT when there is none of that name

// What clauses of a type are about; the engine asks this, where it once asked for their group.
typedef enum {
    MATTER_OTHER,
    MATTER_TAKEN,    // what the lender takes
    MATTER_GIVEN,    // what it gives to others
    MATTER_PROMISED, // what it promises of such things
} Matter;

// A clause type, from types.yaml.
typedef struct {
    const char *id;    // "C01"; a researcher's own type may have none: then its key
    const char *key;   // "contacts_read": the name in every output
    const char *group; // "C", "S", "A", "R", "P" or a researcher's own
    Polarity polarity; // risk or protective
    const char *name[LANG_COUNT];
    const char *definition[LANG_COUNT];
    const char *explanation[LANG_COUNT]; // references {CN-PIPL-15}, {hotline:12378} not yet put in
    const char *advice[LANG_COUNT];
    const char *const *basis; // ids of provisions, most important first, NULL-ended
    int severity[LAW_COUNT];  // base under each law, 1-5; 0 for protective types
    unsigned index;           // place in the order of types.yaml
    // What it means that a document has no such clause, and what one can do then, with references
    // as above; NULL: nothing is said of it.
    const char *lack[LANG_COUNT];
    const char *lack_advice[LANG_COUNT];
    Matter matter; // that of its group (C, S, P) unless types.yaml says otherwise
} Type;

// A provision of law or of an industry standard, from law.yaml.
typedef struct {
    const char *id;
    Law law;                           // LAW_NONE for an app store's policy and the like
    const char *provision[LANG_COUNT]; // "个人信息保护法 第六条", "Personal Information Protection
                                       // Law, art. 6"
    const char *gist[LANG_COUNT];
    const char *status; // "VERIFIED-P", "VERIFIED-S", "FROM MEMORY": only VERIFIED ones are printed
    const char *checked; // date of checking, YYYY-MM-DD
    const char *nature;  // "statute", "regulation", "standard", "industry", "case", "draft",
                         // "store", "guidance"
    const char *binds;   // "any", or the kind of lender it binds: "bank", "consumer_finance",
                         // "micro_lender", "card"
} Provision;

// A telephone number, from law.yaml; reached by {hotline:ID}.
typedef struct {
    const char *id, *number, *name[LANG_COUNT], *status, *checked;
} Hotline;

typedef struct Rule Rule; // rule.h: what the engine sees of it

// What a reader of `rules list` and of the reports sees of a rule.
typedef struct {
    const char *id;       // "zh.contacts_read.grant"
    const char *language; // "zh"
    const Type *type;
    const char *file; // path as given, for messages
    int line;
    bool absent;  // speaks of what a document lacks
    int severity; // of an absence, 1-5, as its rule says; 0 for other rules
} RuleInfo;

// Loads and checks folders (NULL-ended). Every error names file and line. Examples of packs that
// are not the shipped one (by hash) are run, and a failing one refuses the pack.
Pack *pack_load(const char *const *folders, GError **error);
// The same without running examples, for `rules test`, which reports every failure.
Pack *pack_load_unchecked(const char *const *folders, GError **error);
// The rules of one folder alone. How text is cut is no rule: a folder without cues is given those
// of `shipped`.
Pack *pack_load_alone(const char *folder, const char *shipped, bool checked, GError **error);
void pack_free(Pack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pack, pack_free)

// Gives back memory that was read for patterns used so far: in the midst of a long document.
void pack_rest(const Pack *pack);
// The same and all that was compiled: at its end, before findings are made of what matched.
void pack_forget(const Pack *pack);

const char *pack_sha256(const Pack *pack);           // 64 hex digits over all files, in order
const char *const *pack_languages(const Pack *pack); // languages that have rules, NULL-ended
bool pack_has_language(const Pack *pack, const char *language);

const Cues *pack_cues(const Pack *pack); // what text_new() wants

size_t pack_type_count(const Pack *pack);
const Type *pack_type_at(const Pack *pack, size_t index);
const Type *pack_type(const Pack *pack, const char *key_or_id); // NULL when unknown

const Provision *pack_provision(const Pack *pack, const char *id); // NULL when unknown
const Hotline *pack_hotline(const Pack *pack, const char *id);
const char *
pack_law_checked(const Pack *pack); // the oldest date of checking among printed provisions

// Whether a provision may be printed under `law`: verified, and of that law or of none.
bool provision_printable(const Provision *provision, Law law);

// Puts the provisions and numbers that `text` refers to in their places: {CN-PIPL-15} becomes its
// name, {hotline:12378} "name number", or the name alone while the number is not verified; a
// provision that may not be printed becomes nothing, with the brackets around it. {?CN:words} keeps
// the words (which may hold references) only under that law. The caller frees it.
char *pack_expand(const Pack *pack, const char *text, Lang lang, Law law);

size_t pack_rule_count(const Pack *pack);
const RuleInfo *pack_rule_info(const Pack *pack, size_t index);
