// SPDX-License-Identifier: GPL-3.0-or-later
// The lists behind sign.h, put into one hash table the first time one is asked for.
#include "text/sign.h"

#include <stdint.h>

#include "text/utf8.h"

static const struct {
    unsigned sign;
    const char *characters;
} lists[] = {
    {SIGN_TERMINAL, "。！？；：︰!?;:…｡"},
    {SIGN_CLOSING, "”’\"'）)》〉」』】〕］]}"},
    {SIGN_OPENING, "（(《〈「『【〔［[{“‘"},
    {SIGN_NEVER_FIRST, "的了们們得着著过過，。、；：！？）》〉」』】〕］”’,;)]}"},
    {SIGN_OPEN_END,
     "您我们們可应應不無无已会會能须須需按经經，、,的和与與及或为為对對将將被把从從由于於向在"
     "至以使并並且但而如若因则則其该該各每所/第"},
    {SIGN_INNER, "，、,：:；“"},
    {SIGN_NUMBER, "第零〇一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰廿甲乙丙丁戊己庚辛"},
    {SIGN_BLANK, " \t\r\n\v\f\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
                 "\u2009\u200A\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF"
                 "\xC2\x85"},
};

enum { SLOTS = 1024 };

typedef struct {
    gunichar c;
    unsigned signs;
} Slot;

static Slot slots[SLOTS];

static Slot *slot_of(gunichar c)
{
    unsigned at = c * 2654435761u >> 22;
    while (slots[at].c && slots[at].c != c)
        at = (at + 1) % SLOTS;
    return &slots[at];
}

static void fill(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (const char *at = lists[i].characters; *at; at = utf8_next(at)) {
            Slot *slot = slot_of(utf8_get(at));
            slot->c = utf8_get(at);
            slot->signs |= lists[i].sign;
        }
    }
}

unsigned sign_of(gunichar c)
{
    static gsize filled;
    if (g_once_init_enter(&filled)) {
        fill();
        g_once_init_leave(&filled, 1);
    }
    return slot_of(c)->signs;
}
