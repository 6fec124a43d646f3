// SPDX-License-Identifier: GPL-3.0-or-later
// Of the candidates of one type the most severe names the hit; the others may fill its slots.
#include "hits.h"

#include <string.h>

void hit_free(Hit *hit)
{
    g_free(hit->reasons);
    g_free(hit);
}

static void candidate_clear(Candidate *candidate)
{
    g_ptr_array_unref(candidate->reasons);
}

GArray *hits_candidates(void)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_array_set_clear_func(candidates, (GDestroyNotify)candidate_clear);
    return candidates;
}

// By type; within one, the most severe, then the most confident, then rule order, then place.
static int compare_candidates(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->type != y->type)
        return (int)x->type->index - (int)y->type->index;
    if (x->graded.severity != y->graded.severity)
        return y->graded.severity - x->graded.severity;
    if (x->graded.confidence != y->graded.confidence)
        return (int)y->graded.confidence - (int)x->graded.confidence;
    if (x->rule != y->rule)
        return (int)x->rule->index - (int)y->rule->index;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static int compare_spans(const void *a, const void *b)
{
    const PlainSpan *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

// As short as can be: a long document has tens of thousands of hits.
static const char **copy_reasons(const GPtrArray *reasons)
{
    if (!reasons->len)
        return NULL;
    const char **copy = g_new0(const char *, reasons->len + 1);
    memcpy(copy, reasons->pdata, reasons->len * sizeof *copy);
    return copy;
}

static Hit *hit_from(const Candidate *best, uint32_t unit)
{
    Hit *hit = g_new0(Hit, 1);
    hit->rule = &best->rule->info;
    hit->type = best->type;
    hit->polarity = best->type->polarity;
    hit->unit = unit;
    hit->defined = best->defined ? (int32_t)best->defined->unit : NO_UNIT;
    hit->span = best->span;
    hit->stem = best->stem;
    hit->severity = best->graded.severity;
    hit->confidence = best->graded.confidence;
    hit->reasons = copy_reasons(best->reasons);
    memcpy(hit->slots, best->slots, sizeof hit->slots);
    return hit;
}

static void join(Hit *hit, const Candidate *other)
{
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        if (hit->slots[i].start == hit->slots[i].end)
            hit->slots[i] = other->slots[i];
}

void hits_fold(GPtrArray *hits, GArray *candidates, uint32_t unit)
{
    g_array_sort(candidates, compare_candidates);
    Hit *hit = NULL;
    for (unsigned i = 0; i < candidates->len; i++) {
        const Candidate *one = &g_array_index(candidates, Candidate, i);
        if (hit && hit->type == one->type) {
            join(hit, one);
            continue;
        }
        hit = hit_from(one, unit);
        g_ptr_array_add(hits, hit);
    }
}

static int compare_hits(const void *a, const void *b)
{
    const Hit *x = *(const Hit *const *)a, *y = *(const Hit *const *)b;
    int order = compare_spans(&x->span, &y->span);
    return order ? order : (int)x->type->index - (int)y->type->index;
}

// A type in a unit, as one number; what differs most stands low, where GLib's hash looks.
static gint64 type_in_unit(const Type *type, int32_t unit)
{
    return (gint64)type->index << 32 | (uint32_t)unit;
}

// How many hits of a type need the definition in a unit: gint64 → guint.
static GHashTable *count_uses(const GPtrArray *hits)
{
    GHashTable *uses = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (unsigned i = 0; i < hits->len; i++) {
        const Hit *hit = hits->pdata[i];
        if (hit->defined == NO_UNIT)
            continue;
        gint64 key = type_in_unit(hit->type, hit->defined);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(uses, &key));
        g_hash_table_insert(uses, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(count + 1));
    }
    return uses;
}

// Takes a hit that goes out of the counts.
static void forget_use(GHashTable *uses, const Hit *hit)
{
    gint64 key = type_in_unit(hit->type, hit->defined);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(uses, &key));
    if (hit->defined != NO_UNIT)
        g_hash_table_insert(uses, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(count - 1));
}

// From the last hit to the first: what a definition in use needs itself is needed no more.
static void drop_definitions(GPtrArray *hits)
{
    g_autoptr(GHashTable) uses = count_uses(hits);
    if (g_hash_table_size(uses) == 0)
        return;
    size_t count = 0;
    g_autofree gpointer *all = g_ptr_array_steal(hits, &count);
    for (size_t i = count; i-- > 0;) {
        Hit *hit = all[i];
        gint64 key = type_in_unit(hit->type, (int32_t)hit->unit);
        if (!g_hash_table_lookup(uses, &key))
            continue;
        forget_use(uses, hit);
        hit_free(hit);
        all[i] = NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (all[i])
            g_ptr_array_add(hits, all[i]);
}

void hits_finish(GPtrArray *hits)
{
    drop_definitions(hits);
    g_ptr_array_sort(hits, compare_hits);
}
