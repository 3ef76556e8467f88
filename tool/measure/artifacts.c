#include "measure/artifacts.h"

#include "base/file.h"
#include "data/last_failed.h"
#include "runfile/run_file.h"

int artifacts_judge(const struct run *r, const struct child_result *result, struct error *err)
{
    const struct strv *command = &r->venv->plan->options->command;
    return task_judge(result, command->len ? command->items[0] : "pytest", err);
}

static const char *hint(const struct run *r)
{
    return r->venv->plan->options->copy_dir
               ? ""
               : "; if the suite reads files outside its directory, try --copy-dir";
}

size_t artifacts_count(const struct run *r, struct error *none)
{
    size_t count = 0;
    const char *json = run_json(r);
    if (!path_exists(json))
        error_set(none, EXIT_FAILED, "the run file is not usable: none was written");
    else if (run_file_count(json, &count, none) < 0)
        error_add(none, "the run file is not usable");
    else if (count > 0)
        return count;
    else
        error_set(none, EXIT_FAILED, "the run collected no benchmarks%s", hint(r));
    return 0;
}

int artifacts_nothing(const struct run *r, int ended, const struct error *none, struct error *err)
{
    if (ended < 0)
        return error_set(err, EXIT_FAILED, "%s, and there is no benchmark data%s",
                         arena_strdup(r->venv->task.shared->arena, err->text), hint(r));
    *err = *none;
    return -1;
}

int artifacts_keep(const struct run *r, struct error *err)
{
    return file_copy(run_json(r), r->file, err) < 0 ? error_add(err, "keeping the run file") : 0;
}

void artifacts_failed_tests(const struct run *r, struct strv *ids)
{
    struct error ignored;
    struct arena *a = r->venv->task.shared->arena;
    const char *record = path_join(a, run_cache(r), "v/cache/lastfailed");
    if (path_exists(record) && last_failed_read(a, record, ids, &ignored) < 0)
        ids->len = 0;
}
