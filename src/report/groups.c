// SPDX-License-Identifier: GPL-3.0-or-later
// Groups: findings by type, in the order a reader wants them.
#include "report/groups.h"

gint finding_compare_worst(gconstpointer a, gconstpointer b)
{
    const Finding *x = *(Finding *const *)a, *y = *(Finding *const *)b;
    if ((x->confidence == CONFIDENCE_LOW) != (y->confidence == CONFIDENCE_LOW))
        return x->confidence == CONFIDENCE_LOW ? 1 : -1;
    if (x->severity != y->severity)
        return y->severity - x->severity;
    if (x->confidence != y->confidence)
        return (int)y->confidence - (int)x->confidence;
    return x->range.start < y->range.start ? -1 : x->range.start > y->range.start;
}

static void group_free(Group *group)
{
    g_ptr_array_unref(group->findings);
    g_free(group);
}

static gint compare_groups(gconstpointer a, gconstpointer b)
{
    const Group *x = *(Group *const *)a, *y = *(Group *const *)b;
    if (x->unsure != y->unsure)
        return x->unsure ? 1 : -1;
    if (x->severity != y->severity)
        return y->severity - x->severity;
    return x->type->index < y->type->index ? -1 : 1;
}

static Group *group_for(GPtrArray *by_type, const Type *type, Polarity polarity)
{
    Group *group = g_ptr_array_index(by_type, type->index);
    if (!group) {
        group = g_new0(Group, 1);
        group->type = type;
        group->polarity = polarity;
        group->findings = g_ptr_array_new();
        g_ptr_array_index(by_type, type->index) = group;
    }
    return group;
}

GPtrArray *groups_new(const Report *report, const Pack *pack, Polarity polarity)
{
    g_autoptr(GPtrArray) by_type = g_ptr_array_new();
    g_ptr_array_set_size(by_type, (int)pack_type_count(pack));
    for (guint i = 0; i < report->findings->len; i++) {
        Finding *finding = g_ptr_array_index(report->findings, i);
        const Type *type = pack_type(pack, finding->type);
        if (type && finding->polarity == polarity && !finding->suppressed_reason)
            g_ptr_array_add(group_for(by_type, type, polarity)->findings, finding);
    }
    GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)group_free);
    for (guint i = 0; i < by_type->len; i++) {
        Group *group = g_ptr_array_index(by_type, i);
        if (!group)
            continue;
        g_ptr_array_sort(group->findings, finding_compare_worst);
        const Finding *worst = g_ptr_array_index(group->findings, 0);
        group->severity = worst->severity;
        group->unsure = worst->confidence == CONFIDENCE_LOW;
        g_ptr_array_add(groups, group);
    }
    g_ptr_array_sort(groups, compare_groups);
    return groups;
}

GPtrArray *groups_suppressed(const Report *report)
{
    GPtrArray *suppressed = g_ptr_array_new();
    for (guint i = 0; i < report->findings->len; i++) {
        Finding *finding = g_ptr_array_index(report->findings, i);
        if (finding->suppressed_reason)
            g_ptr_array_add(suppressed, finding);
    }
    return suppressed;
}
