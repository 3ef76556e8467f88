#include "measure/resources.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS_MOST = 1000 };

static const char gpus[] = "gpus";

/* The ids of one type. */
struct given {
    const char *type;
    struct strv ids;
};

struct all {
    struct given *items;
    size_t count, cap;
};

static int by_type(const void *a, const void *b)
{
    return strcmp(((const struct given *)a)->type, ((const struct given *)b)->type);
}

static struct strv *ids_of(struct arena *a, struct all *all, const char *type)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].type, type) == 0)
            return &all->items[i].ids;
    all->items = arena_more(a, all->items, all->count, &all->cap, sizeof *all->items);
    struct given *added = &all->items[all->count++];
    added->type = type;
    added->ids = strv_new(a);
    return &added->ids;
}

/* CTEST_RESOURCE_GROUP_<group>, or that of a type in it; "" where there is none. */
static const char *variable(struct arena *a, long group, const char *type)
{
    char *name =
        arena_printf(a, "CTEST_RESOURCE_GROUP_%ld%s%s", group, type ? "_" : "", type ? type : "");
    for (char *p = name; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    const char *value = getenv(name);
    return value ? value : "";
}

static void add_ids(struct arena *a, struct all *all, long group, const char *type)
{
    struct strv parts = strv_parts(a, variable(a, group, type), ';');
    for (size_t i = 0; i < parts.len; i++) {
        const char *part = parts.items[i];
        if (!str_starts(part, "id:"))
            continue;
        const char *id = arena_strndup(a, part + 3, strcspn(part + 3, ","));
        struct strv *ids = ids_of(a, all, type);
        if (!strv_has(ids, id))
            strv_add(ids, id);
    }
}

const char *resources_given(struct arena *a, struct strv *env)
{
    const char *count = getenv("CTEST_RESOURCE_GROUP_COUNT");
    long groups = count ? strtol(count, NULL, 10) : 0;
    struct all all = {0};
    for (long group = 0; group < groups && group < GROUPS_MOST; group++) {
        struct strv types = strv_parts(a, variable(a, group, NULL), ',');
        for (size_t i = 0; i < types.len; i++)
            if (*types.items[i])
                add_ids(a, &all, group, types.items[i]);
    }
    if (!all.count)
        return NULL;
    qsort(all.items, all.count, sizeof *all.items, by_type);
    struct strv told = strv_new(a);
    for (size_t i = 0; i < all.count; i++) {
        const char *ids = strv_join(&all.items[i].ids, ",");
        strv_addf(&told, "%s %s", all.items[i].type, ids);
        if (env && strcmp(all.items[i].type, gpus) == 0)
            strv_addf(env, "CUDA_VISIBLE_DEVICES=%s", ids);
    }
    return strv_join(&told, "; ");
}
