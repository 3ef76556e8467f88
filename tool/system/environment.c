#include "system/environment.h"

#include <string.h>

extern char **environ;

/* Whether ENTRY, "NAME=value", sets NAME. */
static bool sets(const char *entry, const char *name)
{
    size_t len = strlen(name);
    return strncmp(entry, name, len) == 0 && entry[len] == '=';
}

static bool set_again(const char *entry, const struct strv *set)
{
    size_t len = strcspn(entry, "=");
    for (size_t i = 0; i < set->len; i++)
        if (strncmp(set->items[i], entry, len + 1) == 0)
            return true;
    return false;
}

const char *const *environment_make(struct arena *a, const char *const *unset,
                                    const struct strv *set)
{
    struct strv out = strv_new(a);
    for (char **p = environ; *p; p++) {
        bool drop = set_again(*p, set);
        for (const char *const *name = unset; *name && !drop; name++)
            drop = sets(*p, *name);
        if (!drop)
            strv_add(&out, *p);
    }
    strv_append(&out, set);
    return out.items;
}
