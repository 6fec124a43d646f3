// SPDX-License-Identifier: GPL-3.0-or-later
// Which words changed between two clauses: the longest common subsequence of their words.
#include <string.h>

#include "report/diff.h"

enum { WORDS_MOST = 800 }; // of each; longer middles are shown whole, old and new

typedef struct {
    const char *at;
    size_t len;
} Token;

static void piece_free(DiffPiece *piece)
{
    g_free(piece->text);
    g_free(piece);
}

static bool is_word_character(gunichar c)
{
    return g_unichar_isalnum(c) && !g_unichar_iswide(c);
}

static GArray *words_of(const char *text)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(Token));
    while (*text) {
        const char *end = g_utf8_next_char(text);
        if (is_word_character(g_utf8_get_char(text)))
            while (*end && is_word_character(g_utf8_get_char(end)))
                end = g_utf8_next_char(end);
        Token one = {text, (size_t)(end - text)};
        g_array_append_val(words, one);
        text = end;
    }
    return words;
}

static bool same(const GArray *a, guint i, const GArray *b, guint k)
{
    const Token *x = &g_array_index(a, Token, i), *y = &g_array_index(b, Token, k);
    return x->len == y->len && memcmp(x->at, y->at, x->len) == 0;
}

static void add_piece(GPtrArray *pieces, PieceKind kind, const Token *one)
{
    DiffPiece *last = pieces->len ? g_ptr_array_index(pieces, pieces->len - 1) : NULL;
    if (last && last->kind == kind) {
        char *longer = g_strdup_printf("%s%.*s", last->text, (int)one->len, one->at);
        g_free(last->text);
        last->text = longer;
        return;
    }
    DiffPiece *piece = g_new0(DiffPiece, 1);
    piece->kind = kind;
    piece->text = g_strndup(one->at, one->len);
    g_ptr_array_add(pieces, piece);
}

static void add_run(GPtrArray *pieces, PieceKind kind, const GArray *words, guint from, guint to)
{
    for (guint i = from; i < to; i++)
        add_piece(pieces, kind, &g_array_index(words, Token, i));
}

// length[i * (m + 1) + k]: words common to a[i...] and b[k...], of n and m words from `from` on.
static uint16_t *common_lengths(const GArray *a, const GArray *b, guint from, guint n, guint m)
{
    uint16_t *length = g_new0(uint16_t, (gsize)(n + 1) * (m + 1));
    for (guint i = n; i-- > 0;)
        for (guint k = m; k-- > 0;) {
            uint16_t *here = &length[(gsize)i * (m + 1) + k];
            uint16_t down = length[(gsize)(i + 1) * (m + 1) + k], right = here[1];
            *here = same(a, from + i, b, from + k)
                        ? (uint16_t)(length[(gsize)(i + 1) * (m + 1) + k + 1] + 1)
                        : MAX(down, right);
        }
    return length;
}

static void add_middle(GPtrArray *pieces, const GArray *a, const GArray *b, guint from, guint n,
                       guint m)
{
    if (n > WORDS_MOST || m > WORDS_MOST) {
        add_run(pieces, PIECE_OLD, a, from, from + n);
        add_run(pieces, PIECE_NEW, b, from, from + m);
        return;
    }
    g_autofree uint16_t *length = common_lengths(a, b, from, n, m);
    guint i = 0, k = 0;
    while (i < n && k < m) {
        uint16_t down = length[(gsize)(i + 1) * (m + 1) + k];
        uint16_t right = length[(gsize)i * (m + 1) + k + 1];
        if (same(a, from + i, b, from + k)) {
            add_piece(pieces, PIECE_KEPT, &g_array_index(a, Token, from + i++));
            k++;
        } else if (down >= right) {
            add_piece(pieces, PIECE_OLD, &g_array_index(a, Token, from + i++));
        } else {
            add_piece(pieces, PIECE_NEW, &g_array_index(b, Token, from + k++));
        }
    }
    add_run(pieces, PIECE_OLD, a, from + i, from + n);
    add_run(pieces, PIECE_NEW, b, from + k, from + m);
}

GPtrArray *diff_words(const char *before, const char *after)
{
    g_autoptr(GArray) a = words_of(before);
    g_autoptr(GArray) b = words_of(after);
    GPtrArray *pieces = g_ptr_array_new_with_free_func((GDestroyNotify)piece_free);
    guint head = 0, tail = 0, least = MIN(a->len, b->len);
    while (head < least && same(a, head, b, head))
        head++;
    while (tail < least - head && same(a, a->len - 1 - tail, b, b->len - 1 - tail))
        tail++;
    add_run(pieces, PIECE_KEPT, a, 0, head);
    add_middle(pieces, a, b, head, a->len - head - tail, b->len - head - tail);
    add_run(pieces, PIECE_KEPT, a, a->len - tail, a->len);
    return pieces;
}
