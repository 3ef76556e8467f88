#include "sweep/measure.h"

#include "base/file.h"
#include "data/last_failed.h"
#include "data/outdir.h"
#include "runfile/run_file.h"
#include "sweep/history.h"
#include "sweep/isolate.h"
#include "sweep/narrow.h"

#include <string.h>

const char *measure_run_file(const struct version *v)
{
    return outdir_path(v->sweep->arena, v->sweep->plan->out, OUTDIR_RUN_FILE, v->planned->label, 0);
}

int measure_settle_previous(struct version *v, struct error *err)
{
    bool recorded = v->status != VERSION_PENDING && v->recorded;
    if (v->lock.fd < 0)
        return 0;
    return outdir_settle(v->sweep->arena, v->sweep->plan->out, v->planned->label, recorded,
                         !recorded || v->has_run_file, err);
}

/* --- the command ----------------------------------------------------------------------------- */

/* What a round leaves in the temporary directory is not found there by the next one. */
static const char *of_round(const struct version *v, const char *name)
{
    return arena_printf(v->sweep->arena, "%s/%ld.%s", v->dir, v->round, name);
}

static const char *made_file(const struct version *v)
{
    return of_round(v, "run.json");
}

static const char *cache_dir(const struct version *v)
{
    return of_round(v, "cache");
}

/* WORD with {python}, {version}, {label}, {cwd}, {suite} and {json} replaced. */
static const char *fill(const struct version *v, const char *word)
{
    const struct {
        const char *name, *value;
    } places[] = {
        {"{python}", v->python},
        {"{version}", v->planned->full_version},
        {"{label}", v->planned->label},
        {"{cwd}", v->cwd},
        {"{suite}", v->sweep->plan->suite},
        {"{json}", made_file(v)},
    };
    struct str s;
    str_init(&s, v->sweep->arena);
    while (*word) {
        size_t i = 0, count = sizeof places / sizeof *places;
        while (i < count && !str_starts(word, places[i].name))
            i++;
        if (i < count)
            str_add(&s, places[i].value);
        else
            str_addc(&s, *word);
        word += i < count ? strlen(places[i].name) : 1;
    }
    return s.data;
}

static int pytest_words(struct version *v, struct strv *argv, struct strv *env, struct error *err)
{
    const struct sweep_options *o = v->sweep->options;
    strv_add(argv, v->python);
    strv_add(argv, "-m");
    strv_add(argv, "pytest");
    strv_add(argv, v->sweep->plan->suite);
    strv_add(argv, "--benchmark-only");
    strv_addf(argv, "--benchmark-json=%s", made_file(v));
    strv_add(argv, "-o");
    strv_addf(argv, "cache_dir=%s", cache_dir(v));
    if (o->memory)
        strv_add(argv, "--benchmark-memory");
    if (isolate_watch(v, argv, env, err) < 0)
        return -1;
    strv_append(argv, &o->pytest_args);
    return 0;
}

static void own_words(struct version *v, struct strv *argv, struct strv *env)
{
    const struct sweep_options *o = v->sweep->options;
    for (size_t i = 0; i < o->command.len; i++)
        strv_add(argv, fill(v, o->command.items[i]));
    strv_addf(env, "BENCHMEM_PYTHON=%s", v->python);
    strv_addf(env, "BENCHMEM_VERSION=%s", v->planned->full_version);
    strv_addf(env, "BENCHMEM_LABEL=%s", v->planned->label);
    strv_addf(env, "BENCHMEM_CWD=%s", v->cwd);
    strv_addf(env, "BENCHMEM_JSON=%s", made_file(v));
}

/* --- what came of it ------------------------------------------------------------------------- */

/* Why there is no benchmark to keep, after what ENDED says of the command's end (0: it did well).
 */
static int no_data(const struct version *v, int ended, const struct error *unreadable,
                   struct error *err)
{
    const char *hint = v->sweep->options->copy_dir ? ""
                                                   : "; if the suite reads files outside its "
                                                     "directory, try --copy-dir";
    if (ended < 0)
        return error_set(err, STATUS_FAILED, "%s, and there is no benchmark data%s",
                         arena_strdup(v->sweep->arena, err->text), hint);
    if (unreadable)
        return error_set(err, STATUS_FAILED, "the run file is not usable: %s", unreadable->text);
    return error_set(err, STATUS_FAILED, "the run collected no benchmarks%s", hint);
}

/* How many benchmarks the made run file holds; 0 and a reason in UNREADABLE if none can be had. */
static size_t count_made(const struct version *v, struct error *unreadable, bool *readable)
{
    size_t count = 0;
    *readable = true;
    if (!path_exists(made_file(v))) {
        *readable = false;
        error_set(unreadable, STATUS_FAILED, "none was written");
    } else if (run_file_count(made_file(v), &count, unreadable) < 0) {
        *readable = false;
        count = 0;
    }
    return count;
}

/* Which tests failed, from pytest's own record; none if it left no usable one. */
static void read_failed_tests(struct version *v)
{
    struct error ignored;
    struct arena *a = v->sweep->arena;
    const char *record = path_join(a, cache_dir(v), "v/cache/lastfailed");
    if (path_exists(record) && last_failed_read(a, record, &v->failed_tests, &ignored) < 0)
        v->failed_tests.len = 0;
}

static int ran(struct version *v, const struct child_result *result, struct error *err)
{
    struct sweep *s = v->sweep;
    struct error unreadable;
    bool readable;
    loop_kill_strays(s->loop);
    if (loop_signal(s->loop))
        return 0;
    size_t count = count_made(v, &unreadable, &readable);
    if (count == 0 && narrow_had_none(v, result))
        return 0;
    if (isolate_verdict(v, count > 0 && !result->timed_out, err) < 0)
        return -1;
    int ended = version_judge(
        result, s->options->command.len ? s->options->command.items[0] : "pytest", err);
    if (ended < 0)
        read_failed_tests(v);
    if (result->timed_out)
        return -1;
    if (count == 0)
        return no_data(v, ended, readable ? NULL : &unreadable, err);
    if (file_copy(made_file(v), history_file(v), &unreadable) < 0) {
        *err = unreadable;
        return error_add(err, "keeping the run file");
    }
    v->benchmarks = count;
    v->has_run_file = true;
    v->status = ended < 0 ? VERSION_PARTIAL : VERSION_OK;
    if (ended < 0) {
        v->reason = arena_strdup(s->arena, mask_text(s->arena, s->plan->mask, err->text));
        output_last_lines(&v->output, 15, &v->last_lines);
    }
    return 0;
}

static int run(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    struct strv argv, set;
    strv_init(&argv, s->arena);
    strv_init(&set, s->arena);
    version_enter(v, STAGE_RUN,
                  history_has_rounds(s) ? arena_printf(s->arena, "round %ld", v->round) : "run");
    strv_append(&argv, &s->options->launcher);
    if (s->options->command.len)
        own_words(v, &argv, &set);
    else if (pytest_words(v, &argv, &set, err) < 0)
        return -1;
    if (narrow_run(v, &argv, &set, err) < 0)
        return -1;
    return version_command(v,
                           &(struct version_command){.argv = argv.items,
                                                     .cwd = v->cwd,
                                                     .env = version_environment(s->arena, &set),
                                                     .cpus = s->plan->cpus,
                                                     .finish = ran},
                           err);
}

version_step *const measure_run[] = {run, NULL};
