// SPDX-License-Identifier: GPL-3.0-or-later
// Rule files: the first byte says which kind of file the rest is. Whatever loads must also run.
#include <string.h>

#include "fields.h"
#include "fuzz.h"
#include "rules/check.h"
#include "rules/kinds.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "rules/resolver.h"

static void try_rules(const YamlNode *root, Lexicon *lexicon)
{
    g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    g_autofree char *language = g_strdup("zh");
    RuleSet set = {.language = language, .lexicon = lexicon, .rules = rules};
    if (!rule_read(fields_pack(), &set, root, false, rules, NULL) || rules->len == 0)
        return;
    size_t count = 0;
    static const char words[] = "我们将读取您的通讯录,并向第三方提供。we may access your contacts";
    Prefilter *prefilter = prefilter_new(&set, true);
    prefilter_scan(prefilter, words, strlen(words), &count);
    prefilter_free(prefilter);
}

static void try_file(unsigned kind, const YamlNode *root)
{
    g_autoptr(Lexicon) lexicon = lexicon_new();
    if (kind == 0 && lexicon_add(lexicon, root, false, NULL)) {
        GPtrArray *complaints = g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
        lexicon_complain(lexicon, complaints);
        g_ptr_array_unref(complaints);
    } else if (kind == 1) {
        try_rules(root, lexicon);
    } else if (kind == 2) {
        resolver_free(resolver_new(root, lexicon, false, NULL));
    } else if (kind == 3) {
        Kinds *kinds = kinds_new();
        kinds_read(kinds, root, false, NULL);
        kinds_free(kinds);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    g_autoptr(YamlNode) root = yaml_parse("fuzz.yaml", (const char *)data + 1, size - 1, NULL);
    if (root)
        try_file(data[0] % 4, root);
    return 0;
}
