// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/templates.h"

#include <stdint.h>
#include <string.h>

enum { VALUES = 32, BAND = 4, BANDS = VALUES / BAND, ALIKE_LEAST = 26 }; // 26 of 32: 0.8

typedef struct {
    uint32_t least[VALUES];
} Sketch;

struct Templates {
    GArray *sketches;  // Sketch, one a template
    GHashTable *bands; // band key → index of the first template with it, plus one
};

Templates *templates_new(void)
{
    Templates *templates = g_new(Templates, 1);
    templates->sketches = g_array_new(FALSE, FALSE, sizeof(Sketch));
    templates->bands = g_hash_table_new(g_direct_hash, g_direct_equal);
    return templates;
}

void templates_free(Templates *templates)
{
    g_array_unref(templates->sketches);
    g_hash_table_unref(templates->bands);
    g_free(templates);
}

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

// FNV-1a, 64 bits.
static uint64_t hash_string(const char *string)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (const unsigned char *at = (const unsigned char *)string; *at; at++)
        hash = (hash ^ *at) * UINT64_C(0x100000001b3);
    return hash;
}

static Sketch sketch_of(const GPtrArray *prints)
{
    Sketch sketch;
    memset(&sketch, 0xff, sizeof sketch);
    for (guint p = 0; p < prints->len; p++) {
        uint64_t hash = hash_string(prints->pdata[p]);
        for (uint64_t i = 0; i < VALUES; i++) {
            uint32_t value = (uint32_t)(mix(hash + i * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
            sketch.least[i] = MIN(sketch.least[i], value);
        }
    }
    return sketch;
}

static void *band_key(const Sketch *sketch, unsigned band)
{
    uint64_t key = band;
    for (unsigned i = 0; i < BAND; i++)
        key = mix(key + sketch->least[band * BAND + i] + 1);
    return (void *)(uintptr_t)key;
}

static bool alike(const Sketch *a, const Sketch *b)
{
    unsigned same = 0;
    for (unsigned i = 0; i < VALUES; i++)
        same += a->least[i] == b->least[i];
    return same >= ALIKE_LEAST;
}

static bool known(const Templates *templates, const Sketch *sketch)
{
    for (unsigned band = 0; band < BANDS; band++) {
        void *key = band_key(sketch, band);
        guint found = GPOINTER_TO_UINT(g_hash_table_lookup(templates->bands, key));
        if (found && alike(sketch, &g_array_index(templates->sketches, Sketch, found - 1)))
            return true;
    }
    return false;
}

bool templates_add(Templates *templates, const GPtrArray *prints)
{
    Sketch sketch = sketch_of(prints);
    if (known(templates, &sketch))
        return false;
    g_array_append_val(templates->sketches, sketch);
    for (unsigned band = 0; band < BANDS; band++) {
        void *key = band_key(&sketch, band);
        if (!g_hash_table_contains(templates->bands, key))
            g_hash_table_insert(templates->bands, key, GUINT_TO_POINTER(templates->sketches->len));
    }
    return true;
}

unsigned templates_count(const Templates *templates)
{
    return templates->sketches->len;
}
