#include "provision/task.h"

#include "base/clock.h"
#include "system/environment.h"

#include <math.h>
#include <string.h>

enum { CAPTURE_MAX = 1 << 20 };

/* What would let something other than the environment into a child; and another repository, as
 * where a hook of git has started us, or another prefix, into what is built. */
static const char *const unset[] = {"PYTHONPATH",     "PYTHONHOME",
                                    "PYTHONSTARTUP",  "VIRTUAL_ENV",
                                    "CONDA_PREFIX",   "__PYVENV_LAUNCHER__",
                                    "GIT_DIR",        "GIT_WORK_TREE",
                                    "GIT_INDEX_FILE", "GIT_PREFIX",
                                    "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
                                    "DESTDIR",        NULL};

void outcome_init(struct outcome *o, struct arena *a)
{
    *o = (struct outcome){.status = VERSION_PENDING};
    o->last_lines = strv_new(a);
    o->failed_tests = failures_new(a);
}

bool outcome_has_results(const struct outcome *o)
{
    return o->status == VERSION_OK || o->status == VERSION_PARTIAL;
}

void task_init(struct task *t, const struct tasks *shared, const char *label)
{
    *t = (struct task){.shared = shared, .label = label};
    output_init(&t->output, shared->arena);
    outcome_init(&t->outcome, shared->arena);
    for (size_t i = 0; i < STAGE_COUNT; i++)
        t->seconds[i] = NAN;
}

const char *const *task_environment(struct arena *a, const struct strv *set)
{
    return environment_make(a, unset, set);
}

/* --- stages ---------------------------------------------------------------------------------- */

/* Add the time since the stage was entered to its seconds. */
static void leave(struct task *t)
{
    if (t->stage == STAGE_NONE)
        return;
    double spent = clock_seconds() - t->stage_started;
    t->seconds[t->stage] = isnan(t->seconds[t->stage]) ? spent : t->seconds[t->stage] + spent;
    t->shared->left(t->shared->data, t, spent);
    t->stage = STAGE_NONE;
}

void task_enter(struct task *t, enum sweep_stage stage, const char *activity)
{
    leave(t);
    t->stage = stage;
    t->activity = activity;
    t->stage_started = clock_seconds();
    t->shared->entered(t->shared->data, t);
}

double task_time_left(const struct task *t)
{
    double limit = t->shared->timeout, spent = -t->spent_before;
    if (limit <= 0)
        return 0;
    if (t->stage != STAGE_NONE && t->stage != STAGE_QUEUE)
        spent += clock_seconds() - t->stage_started;
    for (size_t i = 0; i < STAGE_QUEUE; i++)
        if (!isnan(t->seconds[i]))
            spent += t->seconds[i];
    return spent < limit ? limit - spent : 0.001;
}

void task_explain(struct task *t, const struct error *err)
{
    struct arena *a = t->shared->arena;
    t->outcome.reason = arena_strdup(a, mask_text(a, t->shared->mask, err->text));
    if (!t->outcome.has_lines)
        output_last_lines(&t->output, TASK_LAST_LINES, &t->outcome.last_lines);
}

/* The chain ends here, at the stage it is in. */
static void fail(struct task *t, const struct error *err)
{
    if (t->outcome.status != VERSION_PENDING || loop_signal(t->shared->loop))
        return;
    t->outcome.status = t->stage >= STAGE_RUN ? VERSION_FAILED : VERSION_UNAVAILABLE;
    t->outcome.failed_stage = t->stage;
    task_explain(t, err);
}

/* --- steps ----------------------------------------------------------------------------------- */

/* The tasks of one task_run_all() and how far it is. */
struct pool {
    struct task **tasks;
    size_t count, next, running, at_once;
    bool filling, ended;
};

static void fill(struct pool *pool);

/* What a branch has come to; the task itself may have failed first. */
static void join(struct task *t, const struct task *branch)
{
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (!isnan(branch->seconds[i]))
            t->seconds[i] = branch->seconds[i];
    output_add(&t->output, branch->output.text.data, branch->output.text.len);
    if (t->outcome.status == VERSION_PENDING)
        t->outcome = branch->outcome;
}

/* Whether the step is over: then what its branch came to is the task's. */
static bool end_step(struct task *t)
{
    if (t->pending > 0)
        return false;
    if (t->branch)
        join(t, t->branch);
    t->branch = NULL;
    return true;
}

/* Start steps of the task until one has something to wait for, or the chain is over. */
static void advance(struct task *t)
{
    struct error err;
    while (end_step(t) && *t->chain && t->outcome.status == VERSION_PENDING &&
           !loop_signal(t->shared->loop)) {
        task_step *step = *t->chain++;
        t->pending++; /* holds the step open while it starts things */
        if (step(t, &err) < 0)
            fail(t, &err);
        t->pending--;
    }
    if (t->pending > 0)
        return;
    leave(t);
    if (t->trunk) {
        task_release(t->trunk, NULL);
        return;
    }
    t->pool->running--;
    fill(t->pool);
}

void task_branch(struct task *t, task_step *const *chain)
{
    struct task *branch = arena_alloc(t->shared->arena, sizeof *branch);
    task_init(branch, t->shared, t->label);
    branch->held = t->held;
    branch->spent_before = t->spent_before;
    branch->subject = t->subject;
    branch->chain = chain;
    branch->trunk = t;
    t->branch = branch;
    task_hold(t);
    advance(branch);
}

static void fill(struct pool *pool)
{
    if (pool->filling)
        return;
    pool->filling = true;
    while (pool->next < pool->count && pool->running < pool->at_once) {
        struct task *t = pool->tasks[pool->next++];
        pool->running++;
        advance(t);
    }
    pool->filling = false;
    pool->ended = pool->running == 0;
}

void task_run_all(struct task **tasks, size_t count, task_step *const *chain, size_t at_once)
{
    struct pool pool = {.tasks = tasks, .count = count, .at_once = at_once};
    for (size_t i = 0; i < count; i++) {
        tasks[i]->pool = &pool;
        tasks[i]->chain = chain;
        outcome_init(&tasks[i]->outcome, tasks[i]->shared->arena);
    }
    fill(&pool);
    if (count)
        loop_run_until(tasks[0]->shared->loop, &pool.ended);
    for (size_t i = 0; i < count; i++)
        tasks[i]->pool = NULL;
}

/* --- commands and work ----------------------------------------------------------------------- */

struct running {
    struct task *task;
    struct task_command command;
    const char *what; /* the command's words, for messages */
    struct mask_stream output;
    void (*work)(void *data);
    void *data;
};

/* What the command prints, its secrets masked, goes to the task's log. */
static void on_masked(void *data, const char *bytes, size_t len)
{
    struct task *t = data;
    output_add(&t->output, bytes, len);
}

static void on_output(void *data, int stream, const char *bytes, size_t len)
{
    struct running *r = data;
    struct str *capture = r->command.capture;
    if (!capture || stream != 1)
        mask_stream_add(&r->output, bytes, len);
    else if (capture->len + len <= CAPTURE_MAX)
        str_addn(capture, bytes, len);
}

void task_hold(struct task *t)
{
    t->pending++;
}

void task_release(struct task *t, const struct error *err)
{
    if (err)
        fail(t, err);
    if (--t->pending == 0)
        advance(t);
}

static void end_running(struct running *r, const struct child_result *result)
{
    struct task *t = r->task;
    struct error err;
    int status = 0;
    if (result)
        mask_stream_end(&r->output);
    if (r->command.finish)
        status = r->command.finish(t, result, &err);
    else if (result)
        status = task_judge(result, r->what, &err);
    task_release(t, status < 0 ? &err : NULL);
}

static void on_child_done(void *data, const struct child_result *result)
{
    end_running(data, result);
}

static void on_work(void *data)
{
    struct running *r = data;
    r->work(r->data);
}

static void on_work_done(void *data)
{
    end_running(data, NULL);
}

int task_command(struct task *t, const struct task_command *command, struct error *err)
{
    const struct tasks *shared = t->shared;
    struct running *r = arena_alloc(shared->arena, sizeof *r);
    *r = (struct running){
        .task = t, .command = *command, .what = output_words(shared->arena, command->argv)};
    struct child child = {
        .argv = command->argv,
        .cpus = command->cpus,
        .fixed_addresses = command->fixed_addresses,
        .cwd = command->cwd,
        .env = command->env ? command->env : shared->env,
        .timeout = task_time_left(t),
        .held = t->held,
        .output = on_output,
        .split = command->capture != NULL,
        .done = on_child_done,
        .data = r,
    };
    mask_stream_init(&r->output, shared->arena, shared->mask, on_masked, t);
    output_command(&t->output, shared->mask, command->argv);
    if (child_start(shared->loop, &child, err) < 0)
        return -1;
    t->pending++;
    return 0;
}

int task_work(struct task *t, void (*work)(void *data), void *data,
              int (*finish)(struct task *task, const struct child_result *result,
                            struct error *err),
              struct error *err)
{
    struct running *r = arena_alloc(t->shared->arena, sizeof *r);
    *r = (struct running){.task = t, .command.finish = finish, .work = work, .data = data};
    if (loop_work(t->shared->loop, on_work, on_work_done, r, err) < 0)
        return -1;
    t->pending++;
    return 0;
}

int task_judge_said(struct task *t, const struct child_result *result, const char *what,
                    struct error *err)
{
    struct arena *a = t->shared->arena;
    if (task_judge(result, what, err) == 0)
        return 0;
    const char *gist = output_gist(a, &t->output);
    if (*gist && !result->lost && !result->timed_out && !result->signal)
        error_set(err, EXIT_FAILED, "%s: %s", arena_strdup(a, err->text), gist);
    return -1;
}

int task_judge(const struct child_result *result, const char *what, struct error *err)
{
    if (result->lost)
        return error_set(err, EXIT_FAILED, "%s", result->lost);
    if (result->timed_out)
        return error_set(err, EXIT_FAILED, "%s: ended because the version's --timeout was over",
                         what);
    if (result->signal)
        return error_set(err, EXIT_FAILED, "%s: ended by signal %d (%s)", what, result->signal,
                         strsignal(result->signal));
    if (result->exit_code)
        return error_set(err, EXIT_FAILED, "%s: exited with %d", what, result->exit_code);
    return 0;
}
