// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/take.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "text/fault.h"

static const cJSON nothing; // type cJSON_Invalid

struct cJSON *take_parse(const char **at, const char *end)
{
    return *at < end && **at == '{' ? cJSON_ParseWithLengthOpts(*at, (size_t)(end - *at), at, false)
                                    : NULL;
}

void take_drop(struct cJSON *root)
{
    cJSON_Delete(root);
}

Take take_of(const struct cJSON *root, const char *where, GError **error, bool *sound)
{
    return (Take){root->child, where, error, sound};
}

void take_unsound(Take *take, const char *what)
{
    if (*take->sound)
        g_set_error(take->error, FAULT_DOMAIN, FAULT_DAMAGED, "report: %s: unsound %s", take->where,
                    what ? what : "element");
    *take->sound = false;
}

static const cJSON *take_any(Take *take, const char *key)
{
    const cJSON *item = take->next;
    if (!*take->sound)
        return &nothing;
    if (!item || g_strcmp0(item->string, key) != 0) {
        take_unsound(take, key);
        return &nothing;
    }
    take->next = item->next;
    return item;
}

const char *take_key(const Take *take)
{
    return *take->sound && take->next ? take->next->string : NULL;
}

void take_end(Take *take)
{
    if (take->next)
        take_unsound(take, take->next->string);
}

static Take inside(const Take *take, const cJSON *item, const char *where)
{
    return (Take){item->child, where ? where : take->where, take->error, take->sound};
}

Take take_object(Take *take, const char *key, bool optional, bool *there)
{
    const cJSON *item = take_any(take, key);
    bool null = optional && cJSON_IsNull(item);
    if (!null && !cJSON_IsObject(item))
        take_unsound(take, key);
    if (there)
        *there = !null && *take->sound;
    return inside(take, item, key);
}

Take take_array(Take *take, const char *key)
{
    const cJSON *item = take_any(take, key);
    if (!cJSON_IsArray(item))
        take_unsound(take, key);
    return inside(take, *take->sound ? item : &nothing, key);
}

bool take_element(Take *array, Take *element)
{
    if (!*array->sound || !array->next)
        return false;
    *element = inside(array, take_any(array, NULL), NULL);
    return true;
}

char *take_text(Take *take, const char *key, bool optional)
{
    const cJSON *item = take_any(take, key);
    if (optional && cJSON_IsNull(item))
        return NULL;
    if (!cJSON_IsString(item))
        take_unsound(take, key);
    return g_strdup(*take->sound ? item->valuestring : "");
}

static double number_of(Take *take, const cJSON *item, const char *key, double least, double most)
{
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= least && item->valuedouble <= most))
        take_unsound(take, key);
    return *take->sound ? item->valuedouble : 0;
}

static double whole_of(Take *take, const cJSON *item, const char *key, double least, double most)
{
    double number = number_of(take, item, key, least, most);
    if (number != floor(number))
        take_unsound(take, key);
    return *take->sound ? number : 0;
}

double take_real(Take *take, const char *key, double least, double most)
{
    return number_of(take, take_any(take, key), key, least, most);
}

double take_whole(Take *take, const char *key, double least, double most)
{
    return whole_of(take, take_any(take, key), key, least, most);
}

int take_count(Take *take, const char *key, int most)
{
    const cJSON *item = take_any(take, key);
    return cJSON_IsNull(item) ? 0 : (int)whole_of(take, item, key, 1, most);
}

bool take_bool(Take *take, const char *key)
{
    const cJSON *item = take_any(take, key);
    if (!cJSON_IsBool(item))
        take_unsound(take, key);
    return cJSON_IsTrue(item);
}

void take_null(Take *take, const char *key)
{
    if (!cJSON_IsNull(take_any(take, key)))
        take_unsound(take, key);
}

unsigned take_word(Take *take, const char *key, unsigned count, const char *(*name)(unsigned))
{
    g_autofree char *word = take_text(take, key, false);
    for (unsigned i = 0; i < count; i++)
        if (*take->sound && strcmp(name(i), word) == 0)
            return i;
    take_unsound(take, key);
    return 0;
}

void take_strings(Take *take, const char *key, GPtrArray *to)
{
    Take array = take_array(take, key);
    while (*array.sound && array.next)
        g_ptr_array_add(to, take_text(&array, NULL, false));
}

char *take_hex(Take *take, const char *key, size_t digits, bool optional)
{
    char *text = take_text(take, key, optional);
    if (text && (strlen(text) != digits || strspn(text, "0123456789abcdef") != digits))
        take_unsound(take, key);
    return text;
}
