#include "sweep/narrow.h"

#include "base/embed.h"
#include "base/file.h"

#include <string.h>

enum { NOTHING_COLLECTED = 5 }; /* pytest's exit status */

static const char plugin_name[] = "_benchmem_only";

EMBED(benchmem_only, BENCHMEM_ONLY_PY);

int narrow_run(struct version *v, struct strv *argv, struct strv *env, struct error *err)
{
    const struct sweep *s = v->sweep;
    struct arena *a = s->arena;
    if (!s->only)
        return 0;
    const char *list = arena_printf(a, "%s/%ld.only.txt", v->dir, v->round);
    const char *ids = strv_join(s->only, "\n");
    if (file_write(list, ids, strlen(ids), err) < 0)
        return -1;
    strv_addf(env, "BENCHMEM_ONLY=%s", list);
    if (s->options->command.len)
        return 0;
    if (file_write(arena_printf(a, "%s/%s.py", v->site, plugin_name), benchmem_only,
                   strlen(benchmem_only), err) < 0)
        return error_add(err, "writing the plugin that chooses benchmarks");
    strv_add(argv, "-p");
    strv_add(argv, plugin_name);
    return 0;
}

bool narrow_had_none(const struct version *v, const struct child_result *result)
{
    return v->sweep->only && !v->sweep->options->command.len && !result->signal &&
           result->exit_code == NOTHING_COLLECTED;
}
