#include "measure/allocations.h"

#include "base/embed.h"
#include "files/file.h"

EMBED(benchmem_allocations, BENCHMEM_ALLOCATIONS_PY);

static const char *left(const struct run *r)
{
    return run_path(r, "allocations.json");
}

static bool is_first(const struct run *r)
{
    return r->round <= 1;
}

static int prepare(const struct run *r, struct strv *env, struct error *err)
{
    const struct sweep_options *o = r->venv->plan->options;
    (void)err;
    if (!o->memory || o->command.len || (!is_first(r) && path_exists(r->allocations)))
        return 0;
    strv_addf(env, "BENCHMEM_ALLOCATIONS_FILE=%s", left(r));
    strv_addf(env, "BENCHMEM_ALLOCATIONS_STACKS=%s", o->profile ? "1" : "");
    return 1;
}

const struct plugin allocations_plugin = {
    .modules = {{"_benchmem_allocations", benchmem_allocations}},
    .does = "keeps where memory is allocated",
    .prepare = prepare,
};

int allocations_begin(const struct run *r, struct error *err)
{
    return is_first(r) ? file_remove(r->allocations, err) : 0;
}

int allocations_keep(const struct run *r, struct error *err)
{
    size_t len;
    const char *path = left(r);
    if (!path_is_file(path) || path_exists(r->allocations))
        return 0;
    const char *text = file_read(r->venv->task.shared->arena, path, &len, err);
    return !text || file_write(r->allocations, text, len, err) < 0
               ? error_add(err, "keeping where memory is allocated")
               : 0;
}
