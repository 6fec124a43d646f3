// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions: their tokens, their folding, word lists put in, matching and its limits.
#include <check.h>
#include <string.h>

#include "rules/codes.h"
#include "rules/lexicon.h"
#include "rules/pattern.h"
#include "rules/regex.h"
#include "run.h"

// One letter a token: c char, . any, e escape, [ class, ^ anchor, ( ) group, | or, * repeat, n
// name, C callout, o other, ! bad.
static const char letters[] = {0, 'c', '.', 'e', '[', '^', '(', ')', '|', '*', 'n', 'C', 'o', '!'};

static const struct {
    const char *expression, *tokens;
} scans[] = {
    {"", ""},
    {"ab", "cc"},
    {"通讯录", "ccc"},
    {"a|b", "c|c"},
    {"{name}x", "nc"},
    {"a{2}b{2,}c{2,3}d{,x}", "c*c*c*ccccc"},
    {"a{,3}", "c!"}, // a repeat from PCRE2 10.43 on, literal before
    {"a{ 2, 3 }", "c!"},
    {"a+?b*+c?", "c*c*c*"},
    {"[^]a]b", "[c"},
    {"[[:alpha:]]b", "[c"},
    {"[\\]]b", "[c"},
    {"\\.\\d\\p{Han}\\pL\\x{4e00}", "ceeec"},
    {"\\bx\\b", "^c^"},
    {"(a)(?:b)(?<n>c)(?=d)(?<!e)", "(c)(c)(c)(c)(c)"},
    {"(?i)a(?-i:b)", "Cc(c)"},
    {"(?<n>a)\\k<n>\\1", "(c)oo"},
    {"\\p{Han}{2}", "e*"},
    {"x{a b}", "cccccc"},
    {"(a)\\g1\\g-1\\12\\cA\\pé", "(c)ooooe"}, // what they take is no literal
    {"\\p", "!"},
    {"\\c", "!"},
    {"[a", "!"},
    {"\\", "!"},
    {"\\Qa", "!"},
    {"(*ACCEPT)", "!"},
    {"(?#x)", "!"},
    {"(a)(?1)", "(c)!"}, // matches more than is written there
    {"(a)(?-1)", "(c)!"},
    {"(?R)", "!"},
    {"(?C1)", "C"},
    {"(?<n", "!"},
    {"\\x{41", "!"},
    {"\\x{-1}", "!"},
    {"\\x{110000}", "!"},
    {"\\x{d800}", "!"},
    {"\\x-1\\x0x4\\x414", "cccccccc"},
};

START_TEST(scans_tokens)
{
    g_autoptr(GString) tokens = g_string_new(NULL);
    RegexToken token = {.kind = REGEX_CHAR};
    for (size_t at = 0; token.kind != REGEX_BAD; at = token.end) {
        token = regex_next(scans[_i].expression, at);
        if (token.kind == REGEX_END)
            break;
        g_string_append_c(tokens, letters[token.kind]);
    }
    ck_assert_str_eq(tokens->str, scans[_i].tokens);
}
END_TEST

static const struct {
    const char *expression, *folded;
} folds[] = {
    {"读取", "读取"},
    {"讀取", "读取"},
    {"，", "\\,"},
    {"\\，\\（\\收", "\\,\\(收"},
    {"（甲方）", "\\(甲方\\)"},
    {"①", "1"},
    {"㈱+", "(?:\\(株\\))+"},
    {"[，。]", "[\\,。]"},
    {"[：:]", "[\\::]"},
    {"[:：]", "[\\:\\:]"},
    {"[［］]", "[\\[\\]]"},
    {"é", "e"},
    {"Ａ？", "A\\?"},
    {"(?<資料>x)", "(?<資料>x)"},
    {"[一-龥]", "[一-龥]"},
};

START_TEST(folds_literals)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folded = regex_fold(folds[_i].expression, &error);
    ck_assert_msg(folded, "%s", error ? error->message : "");
    ck_assert_str_eq(folded, folds[_i].folded);
}
END_TEST

static const struct {
    const char *expression, *text;
    size_t own;
    int start, end; // -1: none
} matches[] = {
    {"b+", "abbc", 0, 1, 3},
    {"B", "abc", 0, 1, 2},      // caseless
    {"x*", "abc", 0, -1, -1},   // never empty
    {"a.b", "a\nb", 0, -1, -1}, // the dot stays on its line
    {"讯", "通讯录", 0, 3, 6},
    {"a[^x]*?b", "a b x b", 0, 0, 3},
    {"a[^x]*?b", "a b c b", 4, 0, 7}, // must end after byte 4: goes on to the second b
    {"a[^x]*?b", "a b c b", 7, -1, -1},
    {"a", "a a", 1, 2, 3}, // a match wholly before `own` is passed over
};

START_TEST(finds)
{
    g_autoptr(Pattern) pattern = pattern_new(matches[_i].expression, NULL);
    Subject subject = {
        .str = matches[_i].text, .len = strlen(matches[_i].text), .own = matches[_i].own};
    PatternMatch match;
    PatternResult result = pattern_find(pattern, &subject, 0, &match);
    ck_assert_int_eq(result, matches[_i].start < 0 ? PATTERN_NO : PATTERN_YES);
    if (result != PATTERN_YES)
        return;
    ck_assert_int_eq((int)match.whole.start, matches[_i].start);
    ck_assert_int_eq((int)match.whole.end, matches[_i].end);
}
END_TEST

START_TEST(names_groups)
{
    g_autoptr(Pattern) pattern =
        pattern_new("(?:(?<data>a)|(?<data>b)) (?<verb>c)(?<mine>d)", NULL);
    Subject subject = {.str = "b cd", .len = 4};
    PatternMatch match;
    ck_assert_int_eq(pattern_find(pattern, &subject, 0, &match), PATTERN_YES);
    ck_assert_int_eq((int)match.groups[GROUP_DATA].start, 0);
    ck_assert_int_eq((int)match.groups[GROUP_DATA].end, 1);
    ck_assert_int_eq((int)match.groups[GROUP_VERB].start, 2);
    ck_assert_int_eq((int)match.groups[GROUP_ACTOR].end, 0);
}
END_TEST

START_TEST(asks_for_parties)
{
    g_autoptr(Pattern) pattern = pattern_new("{party_lender}有权", NULL);
    uint8_t parties[PARTY_LETTERS] = {1 << PARTY_BORROWER, 1 << PARTY_LENDER};
    Subject subject = {.str = "甲方有权,乙方有权", .parties = parties};
    subject.len = strlen(subject.str);
    PatternMatch match;
    ck_assert_int_eq(pattern_find(pattern, &subject, 0, &match), PATTERN_YES);
    ck_assert_int_eq((int)match.whole.start, (int)strlen("甲方有权,"));
    subject.parties = NULL; // not known: any letter is any party
    ck_assert_int_eq(pattern_find(pattern, &subject, 0, &match), PATTERN_YES);
    ck_assert_int_eq((int)match.whole.start, 0);
}
END_TEST

START_TEST(gives_up)
{
    g_autoptr(Pattern) pattern = pattern_new("(?:x|xx)+[yz]", NULL);
    g_autofree char *text = g_strnfill(3000, 'x');
    ck_assert_int_eq(pattern_in(pattern, text, 3000), PATTERN_UNDECIDED);
    g_autoptr(Pattern) deep = pattern_new("(?:(?:a|b)*c?)*[yz]", NULL);
    g_autofree char *long_text = g_strnfill(1 << 20, 'a');
    ck_assert_int_ne(pattern_in(deep, long_text, 1 << 20), PATTERN_YES);
}
END_TEST

// Interpreted first, then by machine code, and at once where interpreting would be dear: no answer
// depends on that.
START_TEST(stays_the_same)
{
    g_autoptr(Pattern) dear = pattern_new("(?:x|xx)+[yz]", NULL);
    g_autofree char *text = g_strnfill(17, 'x');
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(pattern_in(dear, text, 17), PATTERN_NO); // some 5,000 steps
    g_autoptr(Pattern) cheap = pattern_new("(?<data>通讯录)", NULL);
    static const char words[] = "读取通讯录";
    for (int i = 0; i < 300; i++) {
        Subject subject = {.str = words, .len = sizeof words - 1};
        PatternMatch match;
        ck_assert_int_eq(pattern_find(cheap, &subject, 0, &match), PATTERN_YES);
        ck_assert_uint_eq(match.whole.start, 6);
        ck_assert_uint_eq(match.groups[GROUP_DATA].end, 15);
        ck_assert_int_eq(pattern_in(cheap, "读取通讯", 12), PATTERN_NO);
    }
}
END_TEST

// What the build compiled is used, and the expression where PCRE2 does not take it.
START_TEST(takes_code_of_the_build)
{
    ck_assert_ptr_null(pattern_code("(", true));
    g_autoptr(GBytes) code = pattern_code("读取(?<data>通讯录)", false);
    g_autoptr(GPtrArray) codes = g_ptr_array_new();
    g_ptr_array_add(codes, code);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GByteArray) packed = g_byte_array_new();
    codes_pack(packed, codes, places);
    static const char words[] = "可读取通讯录和短信";
    for (int broken = 0; broken < 2; broken++) {
        const uint32_t zero = 0;
        packed->data[sizeof(uint32_t)] ^= broken ? 0xFF : 0;
        StartsTable table = {.numbers = &zero,
                             .codes = (const char *)packed->data,
                             .code_places = &g_array_index(places, uint32_t, 0)};
        g_autoptr(Pattern) pattern = pattern_new("短信", NULL);
        pattern_set_number(pattern, 0);
        Subject subject = {.str = words, .len = sizeof words - 1, .starts = &table};
        PatternMatch match;
        ck_assert_int_eq(pattern_find(pattern, &subject, 0, &match), PATTERN_YES);
        ck_assert_uint_eq(match.whole.start, broken ? 21 : 3);
        ck_assert_uint_eq(match.groups[GROUP_DATA].start, broken ? 0 : 9);
    }
}
END_TEST

START_TEST(says_where)
{
    g_autoptr(Pattern) pattern = pattern_new("before (after", NULL);
    g_autoptr(GError) error = NULL;
    ck_assert(!pattern_compile(pattern, &error));
    ck_assert_msg(strstr(error->message, "near '(after'"), "%s", error->message);
}
END_TEST

static const char lists[] =
    "entries:\n"
    "  read: [读取, 讀寫]\n"
    "  list: '{book}|联系人'\n"
    "  book: 通讯录\n"
    "  torn: ['a)', '(?:b']\n"
    "  loop: 'a{pool}'\n"
    "  pool: 'b{loop}'\n"
    "  wide: '{book}{book}{book}{book}{book}{book}{book}{book}'\n"
    "  wider: '{wide}{wide}{wide}{wide}{wide}{wide}{wide}{wide}'\n"
    "  widest: '{wider}{wider}{wider}{wider}{wider}{wider}{wider}{wider}'\n"
    "  wildest: '{widest}{widest}{widest}{widest}{widest}{widest}{widest}'\n"
    "  vast: '{wildest}{wildest}{wildest}{wildest}{wildest}{wildest}'\n"
    "  vaster: '{vast}{vast}{vast}{vast}{vast}{vast}{vast}{vast}'\n";

static const struct {
    const char *source, *expanded, *message;
} expansions[] = {
    {"{read}x{2}", "(?:读取|读写)x{2}", NULL},
    {"{list}", "(?:(?:通讯录)|联系人)", NULL},
    {"\\p{Han}{read}", "\\p{Han}(?:读取|读写)", NULL},
    {"{party_lender}", "(?:[甲乙丙丁戊己庚辛壬癸]方(?C1))", NULL},
    {"{none}", NULL, "no such lexicon entry: none"},
    {"{loop}", NULL, "the lexicon entry loop (l.yaml:6) uses itself"},
    {"{vaster}{vaster}", NULL, "too large"},
    {"a)|(?:b", NULL, "bad pattern: a ) that closes nothing"},
    {"{torn}", NULL, "bad pattern: a ) that closes nothing"},
    {"[)]\\)(a)", "[)]\\)(a)", NULL},
};

START_TEST(expands)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Lexicon) lexicon = lexicon_new();
    g_autoptr(YamlNode) root = yaml_parse("l.yaml", lists, strlen(lists), &error);
    ck_assert_msg(root && lexicon_add(lexicon, root, false, &error), "%s",
                  error ? error->message : "");
    g_autofree char *expanded = lexicon_expand(lexicon, expansions[_i].source, &error);
    if (expansions[_i].expanded)
        ck_assert_str_eq(expanded, expansions[_i].expanded);
    else
        ck_assert_msg(!expanded && g_str_has_prefix(error->message, expansions[_i].message), "%s",
                      error ? error->message : "taken");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, scans_tokens, 0, G_N_ELEMENTS(scans));
    tcase_add_loop_test(cases, folds_literals, 0, G_N_ELEMENTS(folds));
    tcase_add_loop_test(cases, finds, 0, G_N_ELEMENTS(matches));
    tcase_add_test(cases, names_groups);
    tcase_add_test(cases, asks_for_parties);
    tcase_add_test(cases, gives_up);
    tcase_add_test(cases, stays_the_same);
    tcase_add_test(cases, takes_code_of_the_build);
    tcase_add_test(cases, says_where);
    tcase_add_loop_test(cases, expands, 0, G_N_ELEMENTS(expansions));
    return run_cases("pattern", cases);
}
