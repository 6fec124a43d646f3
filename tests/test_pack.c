// SPDX-License-Identifier: GPL-3.0-or-later
// Packs that load and packs that do not: each bad row is one file beside the shipped pack, and what
// the error must say.
#include <check.h>
#include <string.h>

#include "files.h"
#include "run.h"
#include "shipped.h"

#define HEAD "type: contacts_read\nrules:\n"

static const struct {
    const char *file, *content, *message;
} bad[] = {
    {"zh/a.yaml", "type: contacts_read\nrules: [\n", "zh/a.yaml:3: "},
    {"zh/a.yaml", "type: contacts_read\ncolour: red\nrules: []\n",
     "zh/a.yaml:2: no such key: colour"},
    {"zh/a.yaml", "type: contacts_red\nrules: []\n", "zh/a.yaml:1: no such type: contacts_red"},
    {"zh/a.yaml", "type: contacts_read\n", "zh/a.yaml:1: key missing: rules"},
    {"zh/a.yaml", "rules: []\n", "zh/a.yaml:1: key missing: type"},
    {"zh/a.yaml", HEAD "  - match: [a]\n", "zh/a.yaml:3: key missing: id"},
    {"zh/a.yaml", HEAD "  - {id: a b, match: [a]}\n", "zh/a.yaml:3: an id has letters"},
    {"zh/a.yaml", HEAD "  - {id: a}\n", "zh/a.yaml:3: a rule needs match or absent"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], colour: b}\n", "zh/a.yaml:3: no such key: colour"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a]}\n  - {id: a, match: [b]}\n",
     "zh/a.yaml:4: id given twice: a"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], id: b}\n", "zh/a.yaml:3: key given twice: id"},
    {"zh/a.yaml", HEAD "  - id: a\n    match:\n      - '(a'\n", "zh/a.yaml:5: bad pattern: "},
    {"zh/a.yaml", HEAD "  - id: a\n    match:\n      - ''\n", "zh/a.yaml:5: an empty pattern"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['[a']}\n", "zh/a.yaml:3: [ is not closed"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['a(*SKIP)b']}\n", "zh/a.yaml:3: verbs such as"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['(a|b)c(?1)d']}\n", "zh/a.yaml:3: this kind of group"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['a(?C200)']}\n", "zh/a.yaml:3: callouts are not"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['a{,3}']}\n", "zh/a.yaml:3: a repeat is written"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['a{ 2 }']}\n", "zh/a.yaml:3: a repeat is written"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['\\Qa']}\n", "zh/a.yaml:3: \\Q, \\E and \\C"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['(?<=a+)b']}\n", "zh/a.yaml:3: bad pattern: "},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['{no_such_list}']}\n",
     "zh/a.yaml:3: no such lexicon entry: no_such_list"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['[①-⑨]']}\n", "zh/a.yaml:3: a range cannot be folded"},
    {"zh/a.yaml", HEAD "  - {id: a, match: ['[㈱]']}\n", "zh/a.yaml:3: folds to several"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], denied_as: nothing}\n",
     "zh/a.yaml:3: no such type: nothing"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], confidence: sure}\n",
     "zh/a.yaml:3: no such confidence: sure"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], negation: maybe}\n",
     "zh/a.yaml:3: no such negation: maybe"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], grade: [{when: b, severity: 9}]}\n",
     "zh/a.yaml:3: severity is written +1"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], grade: [{severity: +1}]}\n",
     "zh/a.yaml:3: key missing: when"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [a], grade: [{when: b}]}\n",
     "zh/a.yaml:3: a grade that changes nothing"},
    {"zh/a.yaml",
     HEAD "  - {id: a, match: [a], grade: [{when: b, severity: +1, negation: promise}]}\n",
     "zh/a.yaml:3: no such negation: promise"},
    {"zh/a.yaml",
     HEAD "  - {id: a, match: [a], grade: [{when: b, severity: +1, negation: ignore}]}\n", NULL},
    {"zh/a.yaml", HEAD "  - {id: a, absent: {of: nothing, severity: 2}}\n",
     "zh/a.yaml:3: no such type: nothing"},
    {"zh/a.yaml", HEAD "  - {id: a, absent: {of: contacts_read, severity: 7}}\n",
     "zh/a.yaml:3: severity is 1 to 5"},
    {"zh/a.yaml", HEAD "  - {id: a, absent: {of: contacts_read, severity: 2, kinds: [novel]}}\n",
     "zh/a.yaml:3: no such kind of document: novel"},
    {"zh/a.yaml", HEAD "  - {id: a, absent: {of: contacts_read, severity: 2, characters: 2k}}\n",
     "zh/a.yaml:3: characters is a number"},
    {"zh/a.yaml", HEAD "  - {id: a, match: [b], absent: {of: contacts_read, severity: 2}}\n",
     "zh/a.yaml:3: absent stands alone"},
    {"zh/a.yaml", HEAD "  - id: a\n    match: [通讯录]\n    examples:\n      match: [短信]\n",
     "zh/a.yaml:6: a: match example fails: 短信 (no expression of the rule matches)"},
    {"zh/a.yaml",
     HEAD "  - id: a\n    match: [通讯录]\n    unless: [企业]\n    examples:\n      match: "
          "[企业通讯录]\n",
     "zh/a.yaml:7: a: match example fails: 企业通讯录 (it matches, but `unless`"},
    {"zh/a.yaml",
     HEAD "  - id: a\n    match: [通讯录]\n    examples:\n      no_match: [通讯录。]\n",
     "zh/a.yaml:6: a: no_match example fails: 通讯录。"},
    {"zh/a.yaml", HEAD "  - id: a\n    match: [x]\n    examples: {nearly: [x]}\n",
     "zh/a.yaml:5: no such key: nearly"},
    {"zh/a.yaml", "type: contacts_read\ngrade: [{when: b}]\nrules: [{id: a, match: [a]}]\n",
     "zh/a.yaml:2: a grade that changes nothing"},
    {"lexicon/xx.yaml", "entries:\n  a: '{b}'\n  b: '{a}'\n", NULL}, // unused: harmless
    {"lexicon/xx.yaml", "entries:\n  a: '(b)'\n", "lexicon/xx.yaml:2: a lexicon entry may not"},
    {"lexicon/xx.yaml", "entries:\n  a: ''\n", "lexicon/xx.yaml:2: an empty alternative"},
    {"lexicon/xx.yaml", "entries:\n  a: []\n", "lexicon/xx.yaml:2: a is empty"},
    {"lexicon/xx.yaml", "entries:\n  a1: b\n", "lexicon/xx.yaml:2: not a lexicon name"},
    {"lexicon/xx.yaml", "entries:\n  slot_data: '{b}'\n  b: '{slot_data}'\n", "uses itself"},
    {"lexicon/xx.yaml", "entry: {}\n", "lexicon/xx.yaml:1: no such key: entry"},
    {"lexicon/xx.yaml", "entries: {a: &x b, c: *x}\n", "lexicon/xx.yaml:1: aliases"},
    {"resolve/xx.yaml", "negator: [a]\n", "resolve/xx.yaml:1: no such key: negator"},
    {"resolve/xx.yaml", "negators: ['(a']\n", "resolve/xx.yaml:1: bad pattern: "},
    {"types.yaml", "types:\n  - {key: new_one, polarity: risk, name: N, explanation: E}\n",
     "types.yaml:2: the type new_one has no base severity"},
    {"types.yaml",
     "types:\n  - {key: n, polarity: risk, name: N, explanation: E, severity: 2,\n"
     "     basis: [CN-PIPL-6, CN-NO-SUCH]}\n",
     "types.yaml:3: no such provision: CN-NO-SUCH"},
    {"types.yaml", "types:\n  - {key: New, polarity: risk, name: N, explanation: E}\n",
     "types.yaml:2: a key has small letters"},
    {"types.yaml", "types:\n  - {key: n, matter: lent, polarity: risk, name: N, explanation: E}\n",
     "types.yaml:2: no such matter: lent"},
    {"types.yaml", "types:\n  - {key: n, polarity: good, name: N, explanation: E}\n",
     "types.yaml:2: polarity is risk or protective"},
    {"types.yaml", "types:\n  - {key: n, id: C01, polarity: risk, name: N, explanation: E}\n",
     "types.yaml:2: id is another type's: C01"},
    {"types.yaml", "types:\n  - {key: n, polarity: protective, severity: 2, name: N}\n",
     "types.yaml:2: a protective type has no severity"},
    {"types.yaml", "types:\n  - {key: n, polarity: risk, severity: 2, explanation: E}\n",
     "types.yaml:2: key missing: name"},
    {"types.yaml",
     "types:\n  - {key: n, polarity: risk, severity: 2, name: N, explanation: E,\n"
     "     absence: {explanation: E}}\n",
     "types.yaml:3: key missing: advice"},
    {"severity.yaml", "base: {nothing: {default: 3}}\n", "severity.yaml:1: no such type: nothing"},
    {"severity.yaml", "base: {contacts_read: {CN: 3}}\n", "severity.yaml:1: key missing: default"},
    {"severity.yaml", "base: {contacts_read: {default: 3, XX: 2}}\n",
     "severity.yaml:1: no such law: XX"},
    {"severity.yaml", "base: {separate_consent: {default: 3}}\n",
     "severity.yaml:1: a protective type has no severity"},
    {"kinds.yaml", "kinds: [{kind: x, titles: ['(']}]\n", "kinds.yaml:1: bad pattern: "},
    {"kinds.yaml", "laws: [{law: XX}]\n", "kinds.yaml:1: no such law: XX"},
    {"law.yaml", "provisions: [{id: X}]\n", "law.yaml:1: key missing: status"},
    {"cues/xx.yaml", "announced: [a]\n", "cues/xx.yaml:1: no such list of cues: announced"},
    {"cues/xx.yaml", "announcing: a\n", "cues/xx.yaml:1: "},
    {"cues/xx.yaml", "announcing:\n  - a\n  - [b]\n", "cues/xx.yaml:3: "},
    {"cues/xx.yaml", "announcing: [a, b, a]\n", "cues/xx.yaml:1: a word given twice: a"},
    {"cues/xx.yaml", "openings: ['']\n", "cues/xx.yaml:1: an empty word"},
    {"cues/xx.yaml", "openings: ['Él ']\n",
     "cues/xx.yaml:1: plain text never holds “Él ”, but “El ”"},
    {"cues/xx.yaml", "openings: ['El ']\n", NULL},
    {"cues/xx.yaml", "columns: [Uso]\n", "cues/xx.yaml:1: “Uso” is looked for in small letters"},
    {"cues/xx.yaml", "prefixes: [Non]\n", "cues/xx.yaml:1: “Non” is looked for in small letters"},
    {"cues/xx.yaml", "joining: [Und, UND]\nannouncing: [Wie folgt]\n", NULL}, // as they stand
    {"cues/xx.yaml", "common: [kaj, Ni]\n", "cues/xx.yaml:1: “Ni” is looked for in small letters"},
    {"cues/xx.yaml", "common: [kaj, aprobitajnformoj]\n", NULL},
    {"cues/xx.yaml", "common: [kaj, aprobitajinformoj]\n", "cues/xx.yaml:1: no room for “aprob"},
    {"deep/er/a.yaml", HEAD, NULL}, // deeper folders are not looked into
    {"stray.yaml", "a: b\n", "stray.yaml: not a place for a rule file"},
    {"pack.list", "zh/none.yaml\n", "pack.list:1: "},
    {"pack.list", "# one\n../zh/none.yaml\n", "pack.list:2: a path out of the folder"},
    {"pack.list", "/etc/passwd\n", "pack.list:1: a path out of the folder"},
};

static char *shipped, *folder;

static void begin(void)
{
    shipped = source_path("rules");
    folder = folder_new();
}

static void end(void)
{
    folder_free(folder);
    g_free(shipped);
}

START_TEST(refuses)
{
    folder_put(folder, "zh/fine.yaml",
               HEAD "  - {id: fine, match: ['{contact_list}'], negation: ignore}\n");
    folder_put(folder, bad[_i].file, bad[_i].content);
    g_autoptr(GError) error = NULL;
    g_autoptr(Pack) pack = pack_load((const char *const[]){shipped, folder, NULL}, &error);
    if (!bad[_i].message) {
        ck_assert_msg(pack, "%s", error ? error->message : "");
        return;
    }
    ck_assert_msg(!pack, "row %d was taken", _i);
    ck_assert_msg(strstr(error->message, bad[_i].message), "%s instead of %s", error->message,
                  bad[_i].message);
}
END_TEST

static Pack *loaded(void)
{
    g_autoptr(GError) error = NULL;
    Pack *pack = pack_load((const char *const[]){shipped, folder, NULL}, &error);
    ck_assert_msg(pack, "%s", error ? error->message : "");
    return pack;
}

START_TEST(adds_a_type)
{
    folder_put(folder, "types.yaml",
               "types:\n"
               "  - key: cooling_off\n"
               "    polarity: risk\n"
               "    severity: 3\n"
               "    name: {zh: 放弃冷静期, en: Cooling-off waiver}\n"
               "    explanation: {zh: 说明, en: Explained}\n");
    folder_put(folder, "zh/cooling_off.yaml",
               "type: cooling_off\nrules:\n"
               "  - id: mine.zh.cooling_off\n"
               "    match: ['放弃[^。；]{0,8}冷静期']\n"
               "    examples: {match: [您放弃十四日冷静期。], no_match: [冷静期。]}\n");
    g_autoptr(Pack) pack = loaded();
    const Type *type = pack_type(pack, "cooling_off");
    ck_assert_str_eq(type->id, "cooling_off");
    ck_assert_str_eq(type->name[LANG_EN], "Cooling-off waiver");
    ck_assert_int_eq(type->severity[LAW_TW], 3);
    ck_assert_ptr_null(type->basis[0]);
    ck_assert_ptr_eq(pack_type_at(pack, type->index), type);
}
END_TEST

// What a type is about: its group says it, or it does itself.
START_TEST(knows_what_types_are_about)
{
    folder_put(folder, "types.yaml",
               "types:\n"
               "  - {key: bare, polarity: risk, severity: 2, name: N, explanation: E}\n"
               "  - {key: own, group: X, matter: given, polarity: risk, severity: 2, name: N,"
               " explanation: E}\n"
               "  - {key: lettered, group: C, matter: other, polarity: risk, severity: 2, name: N,"
               " explanation: E}\n");
    static const struct {
        const char *type;
        Matter matter;
    } about[] = {{"C01", MATTER_TAKEN}, {"S01", MATTER_GIVEN},     {"P01", MATTER_PROMISED},
                 {"A01", MATTER_OTHER}, {"R01", MATTER_OTHER},     {"bare", MATTER_OTHER},
                 {"own", MATTER_GIVEN}, {"lettered", MATTER_OTHER}};
    g_autoptr(Pack) pack = loaded();
    for (size_t i = 0; i < G_N_ELEMENTS(about); i++) {
        const Type *type = pack_type(pack, about[i].type);
        ck_assert_msg(type && type->matter == about[i].matter, "%s", about[i].type);
    }
}
END_TEST

START_TEST(replaces_a_rule)
{
    g_autofree char *other = g_build_filename(folder, "other", NULL);
    folder_put(folder, "zh/a.yaml",
               HEAD "  - {id: mine.a, match: [甲]}\n  - {id: mine.b, match: [乙]}\n");
    folder_put(folder, "other/zh/a.yaml",
               "type: sms_read\nrules:\n  - {id: mine.a, match: [丙]}\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(Pack) pack = pack_load((const char *const[]){shipped, folder, other, NULL}, &error);
    ck_assert_msg(pack, "%s", error ? error->message : "");
    unsigned seen = 0;
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const RuleInfo *rule = pack_rule_info(pack, i);
        if (strcmp(rule->id, "mine.a") != 0)
            continue;
        seen++;
        ck_assert_str_eq(rule->type->key, "sms_read");
    }
    ck_assert_uint_eq(seen, 1);
}
END_TEST

// A language nobody wrote C for: its file of cues tells it, its lists and its titles.
START_TEST(learns_a_language)
{
    folder_put(folder, "cues/eo.yaml",
               "common: [kaj, la, ni, vi, viajn, estas, el, al, tiuj, ke, por]\n"
               "announcing: [jenajn]\nopenings: ['Ni ']\ncolumns: [celo, datumo]\n");
    folder_put(
        folder, "eo/a.yaml",
        HEAD
        "  - {id: mine.eo, match: ['\\bkolektas\\b[^.]{1,140}\\bkontakt'], negation: ignore}\n");
    g_autoptr(Pack) pack = loaded();
    static const char words[] =
        "Ni, la kreditdonanto, kolektas por la kredito el via telefono tion, kion ni poste "
        "listigas en la jenajn\n"
        "- kontaktoj\n- mesagxoj\n"
        "Celo\tDatumo\nkredito\tkontaktoj\nservo\tnomo\n";
    g_autoptr(Document) doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (unsigned i = 0; lines[i]; i++)
        document_add_line(doc, lines[i], strlen(lines[i]));
    g_autoptr(Text) text = text_new(doc, pack_cues(pack));
    g_autoptr(GArray) units = units_new(doc, text);
    ck_assert_str_eq(g_array_index(units, Unit, 0).language, "eo");
    ck_assert_int_eq(g_array_index(units, Unit, 1).stem, 0);
    ck_assert_int_eq(g_array_index(units, Unit, 3).kind, UNIT_HEAD);
    MatchOptions options = {.law = LAW_NONE, .kind = {"other", true}};
    g_autoptr(Matches) matches = match_run(pack, doc, text, units, &options);
    ck_assert_uint_eq(matches->hits->len, 1);
    ck_assert_int_eq(((const Hit *)matches->hits->pdata[0])->unit, 1);
}
END_TEST

// A folder that stands alone has the shipped cues, unless it brings its own.
START_TEST(lends_cues)
{
    folder_put(folder, "types.yaml",
               "types:\n  - {key: n, polarity: risk, severity: 2, name: {zh: 名, en: N}, "
               "explanation: {zh: 说, en: E}}\n");
    folder_put(folder, "en/n.yaml", "type: n\nrules:\n  - {id: mine.n, match: [levy]}\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(Pack) lent = pack_load_alone(folder, shipped, true, &error);
    ck_assert_msg(lent, "%s", error ? error->message : "");
    ck_assert(cues_hold(pack_cues(lent), CUES_ANNOUNCING, "as follows"));
    ck_assert_uint_eq(pack_rule_count(lent), 1);
    folder_put(folder, "cues/en.yaml", "announcing: [to wit]\n");
    g_autoptr(Pack) own = pack_load_alone(folder, shipped, true, &error);
    ck_assert(cues_hold(pack_cues(own), CUES_ANNOUNCING, "to wit"));
    ck_assert(!cues_hold(pack_cues(own), CUES_ANNOUNCING, "as follows"));
    ck_assert_str_ne(pack_sha256(lent), pack_sha256(own));
}
END_TEST

START_TEST(hashes)
{
    folder_put(folder, "zh/a.yaml", HEAD "  - {id: mine.a, match: [甲]}\n");
    g_autoptr(Pack) one = loaded();
    g_autoptr(Pack) same = loaded();
    folder_put(folder, "zh/a.yaml", HEAD "  - {id: mine.a, match: [乙]}\n");
    g_autoptr(Pack) other = loaded();
    ck_assert_uint_eq(strlen(pack_sha256(one)), 64);
    ck_assert_str_eq(pack_sha256(one), pack_sha256(same));
    ck_assert_str_ne(pack_sha256(one), pack_sha256(other));
}
END_TEST

static const struct {
    Law law;
    const char *text, *printed;
} texts[] = {
    {LAW_CN, "No reference", "No reference"},
    {LAW_CN, "See {CN-PIPL-15}.", "See Personal Information Protection Law, art. 15."},
    {LAW_TW, "See ({CN-PIPL-15}) there", "See there"},
    {LAW_CN, "{?CN:under {CN-PIPL-15}, }ask",
     "Under Personal Information Protection Law, art. 15, ask"},
    {LAW_US, "{?CN:under {CN-PIPL-15}, }ask", "Ask"},
    {LAW_US, "Said. {?CN:Under {CN-PIPL-15}.}", "Said."},
    {LAW_CN, "An open { brace", "An open { brace"},
};

START_TEST(expands)
{
    g_autoptr(Pack) pack = shipped_load(NULL);
    g_autofree char *printed = pack_expand(pack, texts[_i].text, LANG_EN, texts[_i].law);
    ck_assert_str_eq(printed, texts[_i].printed);
}
END_TEST

START_TEST(knows_the_taxonomy)
{
    g_autoptr(Pack) pack = shipped_load(NULL);
    ck_assert_uint_eq(pack_type_count(pack), 34);
    ck_assert_ptr_eq(pack_type(pack, "C01"), pack_type(pack, "contacts_read"));
    ck_assert_ptr_null(pack_type(pack, "C99"));
    ck_assert_int_eq(pack_type(pack, "C01")->severity[LAW_US], 3);
    ck_assert_int_eq(pack_type(pack, "P01")->severity[LAW_CN], 0);
    ck_assert(pack_has_language(pack, "zh"));
    ck_assert(!pack_has_language(pack, "vi"));
    ck_assert(!provision_printable(pack_provision(pack, "CN-PIPL-15"), LAW_TW));
    for (size_t i = 0; i < pack_type_count(pack); i++)
        for (const char *const *id = pack_type_at(pack, i)->basis; *id; id++)
            ck_assert_msg(pack_provision(pack, *id), "no such provision: %s", *id);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_loop_test(cases, refuses, 0, G_N_ELEMENTS(bad));
    tcase_add_loop_test(cases, expands, 0, G_N_ELEMENTS(texts));
    tcase_add_test(cases, adds_a_type);
    tcase_add_test(cases, knows_what_types_are_about);
    tcase_add_test(cases, replaces_a_rule);
    tcase_add_test(cases, learns_a_language);
    tcase_add_test(cases, lends_cues);
    tcase_add_test(cases, hashes);
    tcase_add_test(cases, knows_the_taxonomy);
    return run_cases("pack", cases);
}
