// SPDX-License-Identifier: GPL-3.0-or-later
// Diff: pairing, and what a pair says about the change.
#include "report/diff.h"

#include <string.h>

#include "report/context.h"
#include "report/fingerprint.h"

static const double LIKE = 0.5;     // least likeness of two clauses that are one
enum { COMPARED_MOST = 400 * 400 }; // pairs of one type; beyond, clauses are paired in order

static const char *const names[] = {"same",  "moved",   "reworded", "milder",
                                    "worse", "removed", "added"};

const char *change_name(Change change)
{
    g_assert((unsigned)change < CHANGE_COUNT);
    return names[change];
}

// One finding on its way to a partner.
typedef struct {
    const Finding *finding;
    char *bare;        // stem and words, letters and digits only
    GHashTable *pairs; // of neighbouring characters, once needed
    bool taken;
} Side;

static void side_free(Side *side)
{
    g_free(side->bare);
    g_clear_pointer(&side->pairs, g_hash_table_unref);
    g_free(side);
}

static Side *side_new(const Finding *finding)
{
    Side *side = g_new0(Side, 1);
    g_autoptr(GString) bare = g_string_new(NULL);
    side->finding = finding;
    if (finding->stem_quote)
        fingerprint_bare(bare, finding->stem_quote, strlen(finding->stem_quote), true);
    g_string_append_c(bare, '\n');
    if (finding->shown)
        fingerprint_bare(bare, finding->shown, strlen(finding->shown), true);
    side->bare = g_strdup(bare->str);
    return side;
}

static GPtrArray *sides_of(const Report *report)
{
    GPtrArray *sides = g_ptr_array_new_with_free_func((GDestroyNotify)side_free);
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = g_ptr_array_index(report->findings, i);
        if (!finding->suppressed_reason)
            g_ptr_array_add(sides, side_new(finding));
    }
    return sides;
}

// --- likeness ---

static GHashTable *character_pairs(Side *side)
{
    if (side->pairs)
        return side->pairs;
    side->pairs = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    gunichar last = 0;
    for (const char *at = side->bare; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        gint64 key = (gint64)last << 32 | c;
        g_hash_table_add(side->pairs, g_memdup2(&key, sizeof key));
        last = c;
    }
    return side->pairs;
}

// Share of neighbouring characters that both have (Dice), 0-1.
static double likeness(Side *a, Side *b)
{
    GHashTable *x = character_pairs(a), *y = character_pairs(b);
    guint all = g_hash_table_size(x) + g_hash_table_size(y), common = 0;
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, x);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        common += g_hash_table_contains(y, key);
    return all ? 2.0 * common / all : 1;
}

// --- pairing ---

static bool may_be_one(const Side *a, const Side *b)
{
    return !a->taken && !b->taken && a->finding->placed == b->finding->placed &&
           a->finding->polarity == b->finding->polarity &&
           strcmp(a->finding->type, b->finding->type) == 0;
}

static void add_pair(Diff *diff, Side *before, Side *after)
{
    DiffPair *pair = g_new0(DiffPair, 1);
    if (before) {
        pair->before = before->finding;
        before->taken = true;
    }
    if (after) {
        pair->after = after->finding;
        after->taken = true;
    }
    g_ptr_array_add(diff->pairs, pair);
}

static void pair_equal(Diff *diff, GPtrArray *before, GPtrArray *after)
{
    g_autoptr(GHashTable) prints = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < after->len; i++) {
        Side *side = g_ptr_array_index(after, i);
        if (!g_hash_table_contains(prints, side->finding->fingerprint))
            g_hash_table_insert(prints, side->finding->fingerprint, side);
    }
    for (guint i = 0; i < before->len; i++) {
        Side *side = g_ptr_array_index(before, i);
        Side *other = g_hash_table_lookup(prints, side->finding->fingerprint);
        if (other && may_be_one(side, other))
            add_pair(diff, side, other);
    }
}

typedef struct {
    double likeness;
    guint before, after;
} Candidate;

static gint compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    if (x->likeness != y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    if (x->before != y->before)
        return x->before < y->before ? -1 : 1;
    return x->after < y->after ? -1 : x->after > y->after;
}

static GArray *candidates(GPtrArray *before, GPtrArray *after)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Candidate));
    guint compared = 0;
    for (guint i = 0; i < before->len; i++)
        for (guint k = 0; k < after->len; k++) {
            Side *a = g_ptr_array_index(before, i), *b = g_ptr_array_index(after, k);
            if (!may_be_one(a, b))
                continue;
            double like = compared++ < COMPARED_MOST ? likeness(a, b) : LIKE;
            Candidate candidate = {like, i, k};
            if (like >= LIKE)
                g_array_append_val(found, candidate);
        }
    g_array_sort(found, compare_candidates);
    return found;
}

// The likest first.
static void pair_alike(Diff *diff, GPtrArray *before, GPtrArray *after)
{
    g_autoptr(GArray) found = candidates(before, after);
    for (guint i = 0; i < found->len; i++) {
        const Candidate *candidate = &g_array_index(found, Candidate, i);
        Side *a = g_ptr_array_index(before, candidate->before);
        Side *b = g_ptr_array_index(after, candidate->after);
        if (may_be_one(a, b))
            add_pair(diff, a, b);
    }
}

static void pair_alone(Diff *diff, GPtrArray *before, GPtrArray *after)
{
    for (guint i = 0; i < before->len; i++) {
        Side *side = g_ptr_array_index(before, i);
        if (!side->taken)
            add_pair(diff, side, NULL);
    }
    for (guint i = 0; i < after->len; i++) {
        Side *side = g_ptr_array_index(after, i);
        if (!side->taken)
            add_pair(diff, NULL, side);
    }
}

// --- judging ---

static bool same_words(const Finding *a, const Finding *b)
{
    Side *x = side_new(a), *y = side_new(b);
    bool same = strcmp(x->bare, y->bare) == 0;
    side_free(x);
    side_free(y);
    return same;
}

static Change change_of(const DiffPair *pair)
{
    if (!pair->before)
        return CHANGE_ADDED;
    if (!pair->after)
        return CHANGE_REMOVED;
    if (pair->before->severity != pair->after->severity)
        return pair->before->severity < pair->after->severity ? CHANGE_WORSE : CHANGE_MILDER;
    return same_words(pair->before, pair->after) ? CHANGE_SAME : CHANGE_REWORDED;
}

// What the change is to the reader: -1 worse, 1 better, 0 neither. A risk or a gap that comes, a
// protection that goes, a clause that weighs more is worse; an unsure finding that comes or goes
// says nothing.
static int worth_of(const DiffPair *pair)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    int worth = finding->polarity == POLARITY_PROTECTIVE ? 1 : -1;
    if (finding->confidence == CONFIDENCE_LOW)
        worth = 0;
    switch (pair->change) {
    case CHANGE_ADDED:
        return worth;
    case CHANGE_REMOVED:
        return -worth;
    case CHANGE_WORSE:
        return -1;
    case CHANGE_MILDER:
        return 1;
    default:
        return 0;
    }
}

static gint compare_before(gconstpointer a, gconstpointer b)
{
    const DiffPair *x = *(DiffPair *const *)a, *y = *(DiffPair *const *)b;
    uint32_t p = x->before->range.start, q = y->before->range.start;
    if (p != q)
        return p < q ? -1 : 1;
    p = x->after->range.start, q = y->after->range.start;
    return p < q ? -1 : p > q;
}

static GPtrArray *paired_by_place(const Diff *diff)
{
    GPtrArray *both = g_ptr_array_new();
    for (guint i = 0; i < diff->pairs->len; i++) {
        DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        if (pair->before && pair->after && pair->before->placed)
            g_ptr_array_add(both, pair);
    }
    g_ptr_array_sort(both, compare_before);
    return both;
}

static uint32_t place_after(const GPtrArray *both, guint i)
{
    return ((const DiffPair *)g_ptr_array_index(both, i))->after->range.start;
}

// The longest run of clauses that kept their order: piles[n] ends the best run of n + 1 clauses.
static GHashTable *kept_in_order(const GPtrArray *both)
{
    g_autofree guint *piles = g_new0(guint, both->len + 1);
    g_autofree int *before = g_new0(int, both->len + 1);
    guint count = 0;
    for (guint i = 0; i < both->len; i++) {
        guint low = 0, high = count;
        while (low < high) {
            guint middle = (low + high) / 2;
            if (place_after(both, piles[middle]) <= place_after(both, i))
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? (int)piles[low - 1] : -1;
        piles[low] = i;
        count = MAX(count, low + 1);
    }
    GHashTable *kept = g_hash_table_new(NULL, NULL);
    for (int i = count ? (int)piles[count - 1] : -1; i >= 0; i = before[i])
        g_hash_table_add(kept, g_ptr_array_index(both, i));
    return kept;
}

static void find_moved(Diff *diff)
{
    g_autoptr(GPtrArray) both = paired_by_place(diff);
    g_autoptr(GHashTable) kept = kept_in_order(both);
    for (guint i = 0; i < both->len; i++) {
        DiffPair *pair = g_ptr_array_index(both, i);
        if (pair->change == CHANGE_SAME && !g_hash_table_contains(kept, pair))
            pair->change = CHANGE_MOVED;
    }
}

// How much a pair matters to a reader; a protection counts as a medium risk.
static int weight(const DiffPair *pair)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    int most = finding->polarity == POLARITY_PROTECTIVE ? 3 : finding->severity;
    return pair->before ? MAX(most, pair->before->severity) : most;
}

static gint compare_pairs(gconstpointer a, gconstpointer b)
{
    const DiffPair *x = *(DiffPair *const *)a, *y = *(DiffPair *const *)b;
    if (x->bad != y->bad)
        return x->bad ? -1 : 1;
    if (x->good != y->good)
        return x->good ? -1 : 1;
    if (weight(x) != weight(y))
        return weight(y) - weight(x);
    if (x->change != y->change)
        return (int)y->change - (int)x->change;
    const Finding *f = x->after ? x->after : x->before, *g = y->after ? y->after : y->before;
    if (f->range.start != g->range.start)
        return f->range.start < g->range.start ? -1 : 1;
    return strcmp(f->type, g->type);
}

static void judge(Diff *diff)
{
    for (guint i = 0; i < diff->pairs->len; i++) {
        DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        pair->change = change_of(pair);
    }
    find_moved(diff);
    for (guint i = 0; i < diff->pairs->len; i++) {
        DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        pair->bad = worth_of(pair) < 0;
        pair->good = worth_of(pair) > 0;
        diff->worse = diff->worse || pair->bad;
        diff->counts[pair->change]++;
    }
    g_ptr_array_sort(diff->pairs, compare_pairs);
}

Diff *diff_new(const Report *before, const Report *after, const Pack *pack)
{
    Diff *diff = g_new0(Diff, 1);
    diff->before = before;
    diff->after = after;
    diff->pairs = g_ptr_array_new_with_free_func(g_free);
    diff->unsure =
        before->document.status != STATUS_COMPLETE || after->document.status != STATUS_COMPLETE;
    diff->unread = before->document.status == STATUS_NOT_ANALYSED ||
                   after->document.status == STATUS_NOT_ANALYSED;
    if (diff->unread)
        return diff;
    diff->places[0] = before->text ? places_new(before->text, strlen(before->text)) : NULL;
    diff->places[1] = after->text ? places_new(after->text, strlen(after->text)) : NULL;
    g_autoptr(GPtrArray) old = sides_of(before);
    g_autoptr(GPtrArray) new = sides_of(after);
    pair_equal(diff, old, new);
    pair_alike(diff, old, new);
    pair_alone(diff, old, new);
    judge(diff);
    return diff;
}

void diff_free(Diff *diff)
{
    if (!diff)
        return;
    g_ptr_array_unref(diff->pairs);
    for (size_t i = 0; i < G_N_ELEMENTS(diff->places); i++)
        g_clear_pointer(&diff->places[i], places_free);
    g_free(diff);
}

char *diff_quote(const Diff *diff, const DiffPair *pair, bool after)
{
    return context_quote(after ? diff->after : diff->before, diff->places[after],
                         after ? pair->after : pair->before);
}

int diff_exit(const Diff *diff)
{
    if (diff->unsure)
        return 3;
    return diff->worse ? 1 : 0;
}
