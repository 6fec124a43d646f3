// SPDX-License-Identifier: GPL-3.0-or-later
// A text is its length and its bytes with their NUL, a list its length and its elements. A list of
// words that was there before is its number. The last number says where the findings end and the
// report begins.
#include <math.h>
#include <string.h>

#include "report/packed.h"
#include "report/packed_inside.h"

enum { PIECE = 64 * 1024 };

struct Packer {
    GByteArray *waiting;
    PackedPiece piece;
    void *to;
    GHashTable *lists; // GPtrArray → its number from 1
    uint32_t findings; // so far
    uint64_t bytes;    // so far, with those that wait
};

Packer *packer_new(PackedPiece piece, void *to)
{
    Packer *packer = g_new0(Packer, 1);
    *packer = (Packer){.waiting = g_byte_array_sized_new(PIECE), .piece = piece, .to = to};
    // A list must not go while it is known: another would come to stand in its place.
    packer->lists = g_hash_table_new_full(NULL, NULL, (GDestroyNotify)g_ptr_array_unref, NULL);
    return packer;
}

void packer_free(Packer *packer)
{
    g_byte_array_unref(packer->waiting);
    g_hash_table_unref(packer->lists);
    g_free(packer);
}

static void flush(Packer *packer)
{
    packer->piece(packer->waiting->data, packer->waiting->len, packer->to);
    g_byte_array_set_size(packer->waiting, 0);
}

static void put(Packer *packer, const void *data, size_t len)
{
    if (packer->waiting->len + len > PIECE)
        flush(packer);
    if (len > PIECE)
        packer->piece(data, len, packer->to);
    else
        g_byte_array_append(packer->waiting, data, (guint)len);
    packer->bytes += len;
}

static void put_u32(Packer *packer, uint32_t number)
{
    put(packer, &number, sizeof number);
}

static void put_u64(Packer *packer, uint64_t number)
{
    put(packer, &number, sizeof number);
}

// `text` may be NULL.
static void put_text(Packer *packer, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    g_assert(len < PACKED_NONE);
    put_u32(packer, text ? (uint32_t)len : PACKED_NONE);
    if (text)
        put(packer, text, len + 1);
}

// To hundredths, as the JSON has it. There is no -0.
static double rounded(double value)
{
    return isfinite(value) ? round(value * 100) / 100 + 0.0 : 0;
}

static void put_real(Packer *packer, double value)
{
    double number = rounded(value);
    put(packer, &number, sizeof number);
}

static void put_range(Packer *packer, Range range)
{
    put(packer, &range, sizeof range);
}

static void put_words(Packer *packer, const GPtrArray *words)
{
    put_u32(packer, words->len);
    for (guint i = 0; i < words->len; i++)
        put_text(packer, words->pdata[i]);
}

// Findings share their lists.
static void put_list(Packer *packer, GPtrArray *words)
{
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(packer->lists, words));
    put_u32(packer, known);
    if (known)
        return;
    put_words(packer, words);
    g_hash_table_insert(packer->lists, g_ptr_array_ref(words),
                        GUINT_TO_POINTER(g_hash_table_size(packer->lists) + 1));
}

static void put_languages(Packer *packer, const GPtrArray *languages)
{
    put_u32(packer, languages->len);
    for (guint i = 0; i < languages->len; i++) {
        const LanguageShare *share = languages->pdata[i];
        put_text(packer, share->code);
        put_real(packer, share->share);
    }
}

static void put_reasons(Packer *packer, const GPtrArray *reasons)
{
    put_u32(packer, reasons->len);
    for (guint i = 0; i < reasons->len; i++) {
        const Reason *reason = reasons->pdata[i];
        put_u32(packer, reason->code);
        put_u32(packer, reason->page > 0 ? (uint32_t)reason->page : 0);
        put_text(packer, reason->rule);
        put_text(packer, reason->message);
    }
}

static void put_document(Packer *packer, const DocumentInfo *info)
{
    put_text(packer, info->path);
    put_text(packer, info->sha256);
    put_u64(packer, info->bytes);
    put_text(packer, info->format);
    put_text(packer, info->encoding);
    put_text(packer, info->kind);
    put_u32(packer, info->loan);
    put_text(packer, info->title);
    put_languages(packer, info->languages);
    put_u32(packer, info->law);
    put_text(packer, info->law_from);
    put_u32(packer, (uint32_t)info->pages);
    put_u32(packer, info->characters);
    put_u32(packer, info->status);
    put_reasons(packer, info->reasons);
    put_words(packer, info->references);
}

static void put_verdict(Packer *packer, const Report *report)
{
    put_u32(packer, (uint32_t)report->severity);
    put_u32(packer, (uint32_t)report->level);
    put_u32(packer, report->counts->len);
    for (guint i = 0; i < report->counts->len; i++)
        put_u32(packer, g_array_index(report->counts, uint32_t, i));
    put_words(packer, report->absent);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        put_u32(packer, report->answers[i]);
}

static void put_rects(Packer *packer, const GArray *rects)
{
    put_u32(packer, rects->len);
    for (guint i = 0; i < rects->len; i++) {
        PageBox rect = g_array_index(rects, PageBox, i);
        float *const sides[] = {&rect.box.x0, &rect.box.y0, &rect.box.x1, &rect.box.y1};
        for (size_t k = 0; k < G_N_ELEMENTS(sides); k++)
            *sides[k] = (float)rounded((double)*sides[k]);
        put(packer, &rect, sizeof rect);
    }
}

static void put_prominence(Packer *packer, const Prominence *prominence)
{
    put_u32(packer, prominence->known);
    if (!prominence->known)
        return;
    put_real(packer, (double)prominence->font_size);
    put_real(packer, (double)prominence->body_size);
    put_u32(packer, prominence->color & PACKED_COLOR_MOST);
    put_u32(packer, prominence->background & PACKED_COLOR_MOST);
    put_real(packer, (double)prominence->contrast);
    put_u32(packer, prominence->hidden);
}

static void put_place(Packer *packer, const Finding *finding)
{
    put_text(packer, finding->quote);
    put_range(packer, finding->range);
    put_u32(packer, finding->parts->len);
    put(packer, finding->parts->data, finding->parts->len * sizeof(Range));
    put_text(packer, finding->shown);
    put_text(packer, finding->stem_quote);
    if (finding->stem_quote)
        put_range(packer, finding->stem);
    put_range(packer, finding->unit);
    put_text(packer, finding->unit_number);
    put_text(packer, finding->unit_heading);
    put_u32(packer, (uint32_t)finding->page);
    put_u32(packer, (uint32_t)finding->last_page);
    put_rects(packer, finding->rects);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        put_text(packer, finding->slots[i]);
    put_prominence(packer, &finding->prominence);
}

static void put_also(Packer *packer, const GPtrArray *also)
{
    put_u32(packer, also->len);
    for (guint i = 0; i < also->len; i++) {
        const Also *other = also->pdata[i];
        put_text(packer, other->language);
        put_text(packer, other->quote);
        put_range(packer, other->range);
    }
}

void packer_add(Packer *packer, const Finding *finding)
{
    packer->findings++;
    put_text(packer, finding->fingerprint);
    put_text(packer, finding->type);
    put_text(packer, finding->rule);
    put_u32(packer, finding->polarity);
    put_text(packer, finding->language);
    put_u32(packer, finding->source);
    put_u32(packer, (uint32_t)finding->severity);
    put_u32(packer, finding->confidence);
    put_list(packer, finding->reasons);
    put_list(packer, finding->basis);
    if (finding->placed)
        put_place(packer, finding);
    put_text(packer, finding->suppressed_reason);
    if (finding->suppressed_reason)
        put_text(packer, finding->suppressed_until);
    put_also(packer, finding->also);
}

uint64_t packer_end(Packer *packer, const Report *report)
{
    for (guint i = 0; i < report->findings->len; i++)
        packer_add(packer, report->findings->pdata[i]);
    uint64_t findings = packer->bytes;
    put_document(packer, &report->document);
    put_verdict(packer, report);
    put_u32(packer, packer->findings);
    put_u64(packer, findings);
    flush(packer);
    return packer->bytes;
}
