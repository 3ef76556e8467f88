#include "sweep/version.h"

#include "base/clock.h"
#include "base/environment.h"
#include "sweep/progress.h"

#include <math.h>
#include <string.h>

enum { LAST_LINES = 15, CAPTURE_MAX = 1 << 20 };

/* What would let something other than the environment into a child. */
static const char *const unset[] = {"PYTHONPATH",  "PYTHONHOME",   "PYTHONSTARTUP",
                                    "VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__",
                                    NULL};

void version_init(struct version *v, struct sweep *sweep, const struct planned_version *planned)
{
    *v = (struct version){.sweep = sweep, .planned = planned, .lock.fd = -1};
    strv_init(&v->last_lines, sweep->arena);
    strv_init(&v->failed_tests, sweep->arena);
    strv_init(&v->packages, sweep->arena);
    strv_init(&v->history_lines, sweep->arena);
    output_init(&v->output, sweep->arena);
    for (size_t i = 0; i < STAGE_COUNT; i++)
        v->seconds[i] = NAN;
}

/* --- stages ---------------------------------------------------------------------------------- */

/* Add the time since the stage was entered to its seconds. */
static void leave(struct version *v)
{
    if (v->stage == STAGE_NONE)
        return;
    double spent = clock_seconds() - v->stage_started;
    v->seconds[v->stage] = isnan(v->seconds[v->stage]) ? spent : v->seconds[v->stage] + spent;
    progress_end(v->sweep->progress, v, spent);
    v->stage = STAGE_NONE;
}

void version_enter(struct version *v, enum sweep_stage stage, const char *activity)
{
    leave(v);
    v->stage = stage;
    v->activity = activity;
    v->stage_started = clock_seconds();
    progress_begin(v->sweep->progress, v);
}

const char *const *version_environment(struct arena *a, const struct strv *set)
{
    return environment_make(a, unset, set);
}

/* What is left of --timeout, which each round has for itself; 0 if there is none. */
static double time_left(const struct version *v)
{
    double limit = v->sweep->options->timeout, spent = -v->spent_before;
    if (limit <= 0)
        return 0;
    if (v->stage != STAGE_NONE)
        spent += clock_seconds() - v->stage_started;
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (!isnan(v->seconds[i]))
            spent += v->seconds[i];
    return spent < limit ? limit - spent : 0.001;
}

void version_fail(struct version *v, const struct error *err)
{
    if (v->status != VERSION_PENDING || loop_signal(v->sweep->loop))
        return;
    v->status = v->stage == STAGE_RUN ? VERSION_FAILED : VERSION_UNAVAILABLE;
    v->failed_stage = v->stage;
    struct arena *a = v->sweep->arena;
    v->reason = arena_strdup(a, mask_text(a, v->sweep->plan->mask, err->text));
    output_last_lines(&v->output, LAST_LINES, &v->last_lines);
}

/* --- steps ----------------------------------------------------------------------------------- */

/* The versions of one version_run_all() and how far it is. */
struct pool {
    struct version **versions;
    size_t count, next, running, jobs;
    bool filling;
};

static void fill(struct pool *pool);

/* Start steps of the version until one has something to wait for, or the chain is over. */
static void advance(struct version *v)
{
    struct error err;
    while (v->pending == 0 && *v->chain && v->status == VERSION_PENDING &&
           !loop_signal(v->sweep->loop)) {
        version_step *step = *v->chain++;
        v->pending++; /* holds the step open while it starts things */
        if (step(v, &err) < 0)
            version_fail(v, &err);
        v->pending--;
    }
    if (v->pending > 0)
        return;
    leave(v);
    v->pool->running--;
    fill(v->pool);
}

static void fill(struct pool *pool)
{
    if (pool->filling)
        return;
    pool->filling = true;
    while (pool->next < pool->count && pool->running < pool->jobs) {
        struct version *v = pool->versions[pool->next++];
        pool->running++;
        advance(v);
    }
    pool->filling = false;
}

void version_run_all(struct sweep *sweep, struct version **versions, size_t count,
                     version_step *const *chain, size_t jobs)
{
    struct pool pool = {.versions = versions, .count = count, .jobs = jobs};
    for (size_t i = 0; i < count; i++) {
        versions[i]->pool = &pool;
        versions[i]->chain = chain;
    }
    fill(&pool);
    loop_run(sweep->loop);
    for (size_t i = 0; i < count; i++)
        versions[i]->pool = NULL;
}

/* --- commands and work ----------------------------------------------------------------------- */

struct task {
    struct version *v;
    struct version_command command;
    const char *what; /* the command's words, for messages */
    struct mask_stream output;
    void (*work)(void *data);
    void *data;
};

/* What the command prints, its secrets masked, goes to the version's log. */
static void on_masked(void *data, const char *bytes, size_t len)
{
    struct version *v = data;
    output_add(&v->output, bytes, len);
}

static void on_output(void *data, int stream, const char *bytes, size_t len)
{
    struct task *t = data;
    struct str *capture = t->command.capture;
    if (!capture || stream != 1)
        mask_stream_add(&t->output, bytes, len);
    else if (capture->len + len <= CAPTURE_MAX)
        str_addn(capture, bytes, len);
}

static void end_task(struct task *t, const struct child_result *result)
{
    struct version *v = t->v;
    struct error err;
    int status = 0;
    if (result)
        mask_stream_end(&t->output);
    if (t->command.finish)
        status = t->command.finish(v, result, &err);
    else if (result)
        status = version_judge(result, t->what, &err);
    if (status < 0)
        version_fail(v, &err);
    if (--v->pending == 0)
        advance(v);
}

static void on_child_done(void *data, const struct child_result *result)
{
    end_task(data, result);
}

static void on_work(void *data)
{
    struct task *t = data;
    t->work(t->data);
}

static void on_work_done(void *data)
{
    end_task(data, NULL);
}

int version_command(struct version *v, const struct version_command *command, struct error *err)
{
    struct task *t = arena_alloc(v->sweep->arena, sizeof *t);
    *t = (struct task){
        .v = v, .command = *command, .what = output_words(v->sweep->arena, command->argv)};
    struct child child = {
        .argv = command->argv,
        .cpus = command->cpus,
        .cwd = command->cwd,
        .env = command->env ? command->env : v->sweep->env,
        .timeout = time_left(v),
        .held = v->lock.fd, /* while they live the label is not free */
        .output = on_output,
        .split = command->capture != NULL,
        .done = on_child_done,
        .data = t,
    };
    mask_stream_init(&t->output, v->sweep->arena, v->sweep->plan->mask, on_masked, v);
    output_command(&v->output, v->sweep->plan->mask, command->argv);
    if (child_start(v->sweep->loop, &child, err) < 0)
        return -1;
    v->pending++;
    return 0;
}

int version_work(struct version *v, void (*work)(void *data), void *data,
                 int (*finish)(struct version *v, const struct child_result *result,
                               struct error *err),
                 struct error *err)
{
    struct task *t = arena_alloc(v->sweep->arena, sizeof *t);
    *t = (struct task){.v = v, .command.finish = finish, .work = work, .data = data};
    if (loop_work(v->sweep->loop, on_work, on_work_done, t, err) < 0)
        return -1;
    v->pending++;
    return 0;
}

int version_judge(const struct child_result *result, const char *what, struct error *err)
{
    if (result->timed_out)
        return error_set(err, STATUS_FAILED, "%s: ended because the version's --timeout was over",
                         what);
    if (result->signal)
        return error_set(err, STATUS_FAILED, "%s: ended by signal %d (%s)", what, result->signal,
                         strsignal(result->signal));
    if (result->exit_code)
        return error_set(err, STATUS_FAILED, "%s: exited with %d", what, result->exit_code);
    return 0;
}
