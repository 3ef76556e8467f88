#include "measure/selection.h"

#include "base/embed.h"
#include "files/file.h"

#include <string.h>

enum { NOTHING_COLLECTED = 5 }; /* pytest's exit status */

EMBED(benchmem_only, BENCHMEM_ONLY_PY);

static int prepare(const struct run *r, struct strv *env, struct error *err)
{
    if (!r->only)
        return 0;
    const char *list = run_path(r, "only.txt"), *ids = strv_join(r->only, "\n");
    if (file_write_scratch(list, ids, strlen(ids), err) < 0)
        return -1;
    strv_addf(env, "BENCHMEM_ONLY=%s", list);
    return 1;
}

const struct plugin selection_plugin = {
    .modules = {{"_benchmem_only", benchmem_only}},
    .does = "chooses benchmarks",
    .prepare = prepare,
};

bool selection_had_none(const struct run *r, const struct child_result *result)
{
    return r->only && !r->venv->plan->options->command.len && !result->signal &&
           result->exit_code == NOTHING_COLLECTED;
}
