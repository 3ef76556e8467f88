#include "measure/artifacts.h"

#include "files/file.h"
#include "outdir/build_record.h"
#include "runfile/amend.h"
#include "runfile/places.h"
#include "runfile/run_file.h"

enum { TESTS_FAILED = 1, NOTHING_COLLECTED = 5 }; /* pytest's exit statuses */

int artifacts_judge(const struct run *r, const struct child_result *result, struct error *err)
{
    const struct strv *command = &r->venv->plan->options->command;
    if (!command->len && result->exit_code == NOTHING_COLLECTED && !result->signal && !result->lost)
        return error_set(err, EXIT_FAILED, "pytest: exited with 5: it collected no tests");
    return task_judge(result, command->len ? command->items[0] : "pytest", err);
}

bool artifacts_cut(const struct run *r, const struct child_result *result)
{
    bool is_pytest = !r->venv->plan->options->command.len;
    return result->signal || result->timed_out || result->lost ||
           result->exit_code > (is_pytest ? TESTS_FAILED : 0);
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
        error_set(none, EXIT_FAILED, "the run collected no benchmarks");
    return 0;
}

int artifacts_nothing(const struct run *r, int ended, const struct error *none, struct error *err)
{
    const struct outcome *o = &r->venv->task.outcome;
    if (ended == 0)
        *err = *none;
    else if (!o->has_lines || o->last_lines.len)
        error_set(err, EXIT_FAILED, "%s, and there is no benchmark data",
                  arena_strdup(r->venv->task.shared->arena, err->text));
    return -1;
}

int artifacts_add_skipped(const struct run *r, const struct failures *skipped, struct error *err)
{
    enum { GROUPS = 3 };
    struct arena *a = r->venv->task.shared->arena;
    if (skipped->len && !r->venv->task.outcome.failed_tests.len)
        error_set(err, EXIT_FAILED, "%s; skipped: %s", arena_strdup(a, err->text),
                  failures_line(a, skipped, GROUPS));
    return -1;
}

int artifacts_keep(const struct run *r, struct error *err)
{
    const struct manifest_place *p = &r->place;
    const struct place place = {r->round, p->node, p->job, p->resources};
    if ((p->node || p->job || p->resources) && places_write(run_json(r), &place, err) < 0)
        return error_add(err, "noting where it ran");
    if (file_copy(run_json(r), r->file, err) < 0)
        return error_add(err, "keeping the run file");
    return artifacts_add_build(r, err);
}

int artifacts_add_build(const struct run *r, struct error *err)
{
    const struct build_record *build = r->venv->build_record;
    if (!build)
        return 0;
    struct str text = str_new(r->venv->task.shared->arena);
    struct json j = json_new(&text);
    build_record_write(&j, NULL, build);
    if (amend_run_file_member(r->file, "benchmem_build", (struct span){text.data, text.len}, err) <
        0)
        return error_add(err, "noting how the build tree was built");
    return 0;
}

void artifacts_failed_tests(const struct run *r, struct failures *failed)
{
    struct error ignored;
    const char *record = path_join(r->venv->task.shared->arena, run_cache(r), "v/cache/lastfailed");
    if (path_exists(record))
        (void)failures_read(failed, record, &ignored);
}
