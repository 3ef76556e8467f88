#include "measure/counted.h"

#include "base/clock.h"
#include "base/embed.h"
#include "files/beside.h"
#include "files/file.h"
#include "measure/artifacts.h"
#include "measure/count_record.h"
#include "measure/origin.h"
#include "measure/reasons.h"
#include "text/json.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

EMBED(benchmem_count, BENCHMEM_COUNT_PY);
EMBED(benchmem_trace, BENCHMEM_TRACE_PY);

enum { AS_SIGNAL = 128 }; /* a launcher's exit status for a signal */

static const char what[] = "pytest under Valgrind";

static const char *record(const struct run *r)
{
    return run_path(r, "record");
}

static const char *dumps(const struct run *r)
{
    return run_path(r, "dump");
}

/* --- the words ------------------------------------------------------------------------------- */

/* Whether the environment's Python is built without the global lock ("python3.13t"): it takes no
 * other allocator than its own. */
static bool is_free_threaded(const struct venv *v)
{
    struct arena *a = v->task.shared->arena;
    return str_ends(path_name(path_parent(a, v->site)), "t");
}

/* Where the run sees it: on a node only beside the environment. */
static const char *find_library(const struct run *r, enum beside library, struct error *err)
{
    struct arena *a = r->venv->task.shared->arena;
    return r->session ? beside_put(a, library, r->venv->dir, err) : beside_path(a, library, err);
}

/* What an allocator executes depends on where free memory happens to be; ours goes by sizes alone
 * (measure/even.c).  It is said by words, behind those of a launcher, so that nothing but Valgrind
 * has it.  Who chooses Python's allocator keeps that, and the C library's. */
static int add_allocator(const struct run *r, struct strv *argv, struct error *err)
{
    const char *even, *others = getenv("LD_PRELOAD");
    if (getenv("PYTHONMALLOC"))
        return 0;
    even = find_library(r, BESIDE_EVEN, err);
    if (!even)
        return -1;
    if (strpbrk(even, " :")) /* which would end the name there */
        return 0;
    strv_add(argv, "env");
    strv_addf(argv, "LD_PRELOAD=%s%s%s", even, others && *others ? ":" : "", others ? others : "");
    strv_addf(argv, "BENCHMEM_COUNT_EVEN=%s", even);
    if (!is_free_threaded(r->venv))
        strv_add(argv, "PYTHONMALLOC=malloc");
    return 0;
}

static int prepare(const struct run *r, struct strv *env, struct error *err)
{
    const struct sweep_options *o = r->venv->plan->options;
    const char *library = find_library(r, BESIDE_CALL, err);
    if (!library)
        return -1;
    strv_addf(env, "BENCHMEM_COUNT_FILE=%s", record(r));
    strv_addf(env, "BENCHMEM_COUNT_LIBRARY=%s", library);
    strv_addf(env, "BENCHMEM_COUNT_CALLS=%ld", o->count_calls);
    strv_addf(env, "BENCHMEM_COUNT_WARMUP=%ld", o->count_warmup);
    return 1;
}

const struct plugin traced_plugin = {
    .modules = {{"_benchmem_trace", benchmem_trace}},
    .does = "says which Python functions are run",
};

const struct plugin counted_plugin = {
    .modules = {{"_benchmem_count", benchmem_count}},
    .does = "counts instructions",
    .prepare = prepare,
};

/* What makes counts differ unless it is set.  Several threads make them senseless: Valgrind runs
 * one at a time, and the others wait by spinning. */
static void settle_environment(struct strv *env)
{
    static const struct {
        const char *name, *value;
    } settings[] = {
        {"PYTHONHASHSEED", "0"},      {"OMP_NUM_THREADS", "1"},   {"OPENBLAS_NUM_THREADS", "1"},
        {"MKL_NUM_THREADS", "1"},     {"BLIS_NUM_THREADS", "1"},  {"VECLIB_MAXIMUM_THREADS", "1"},
        {"NUMEXPR_NUM_THREADS", "1"}, {"NUMBA_NUM_THREADS", "1"}, {"RAYON_NUM_THREADS", "1"},
        {"POLARS_MAX_THREADS", "1"},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (!getenv(settings[i].name))
            strv_addf(env, "%s=%s", settings[i].name, settings[i].value);
}

/* The path as Valgrind takes it, to whom a % is special. */
static const char *for_valgrind(struct arena *a, const char *path)
{
    struct str s = str_new(a);
    for (; *path; path++) {
        if (*path == '%')
            str_addc(&s, '%');
        str_addc(&s, *path);
    }
    return s.data;
}

int counted_words(const struct run *r, struct strv *argv, struct strv *env, struct error *err)
{
    const char *out = for_valgrind(r->venv->task.shared->arena, dumps(r));
    if (add_allocator(r, argv, err) < 0)
        return -1;
    strv_add_each(argv, r->venv->tools->valgrind,
                  "--command-line-only=yes", /* no .valgrindrc, no VALGRIND_OPTS */
                  "--tool=callgrind", "-q", "--instr-atstart=no", "--vgdb=no",
                  "--child-silent-after-fork=yes", "--dump-line=no");
    strv_addf(argv, "--callgrind-out-file=%s", out);
    settle_environment(env);
    return run_suite(r, NULL, argv, env, err);
}

/* --- what came of it ------------------------------------------------------------------------- */

/* Dumps are large, and read. */
static void remove_dumps(const struct run *r)
{
    const char *prefix = path_name(dumps(r));
    struct strv names = strv_new(r->venv->task.shared->arena);
    if (dir_list(r->venv->dir, &names, NULL) < 0)
        return;
    for (size_t i = 0; i < names.len; i++)
        if (str_starts(names.items[i], prefix))
            (void)file_remove(path_join(r->venv->task.shared->arena, r->venv->dir, names.items[i]),
                              NULL);
}

static bool is_sigill(const struct run *r, const struct child_result *result)
{
    return result->signal == SIGILL ||
           (r->venv->plan->options->launcher.len && result->exit_code == AS_SIGNAL + SIGILL);
}

/* How it ended: 0 well, -1 with the reason. */
static int judge_end(const struct run *r, const struct reasons *reasons,
                     const struct child_result *result, struct error *err)
{
    if (task_judge(result, what, err) < 0) {
        if (is_sigill(r, result) && !result->timed_out)
            error_set(err, EXIT_FAILED,
                      "%s: ended by an instruction that Valgrind does not know, as code "
                      "built with -march=native has",
                      what);
        return -1;
    }
    if (reasons->noted && !reasons->ended)
        return error_set(err, EXIT_FAILED, "%s: ended before its tests had", what);
    return reasons->failed.len ? error_set(err, EXIT_FAILED, "%s: tests failed", what) : 0;
}

/* The last part of a quoted node id, quoted. */
static const char *name_in(struct arena *a, struct span fullname)
{
    const char *text = arena_strndup(a, fullname.at, fullname.len);
    const char *stop = text + strcspn(text, "["), *name = text + 1;
    for (const char *p = strstr(text, "::"); p && p < stop; p = strstr(p + 2, "::"))
        name = p + 2;
    return arena_printf(a, "\"%s", name);
}

/* A run file of what was counted, where the process was ended before it wrote its own. */
static int write_run_file(const struct run *r, struct error *err)
{
    struct arena *a = r->venv->task.shared->arena;
    struct str text = str_new(a);
    struct json j = json_new(&text);
    json_begin_object(&j, NULL, JSON_LINES);
    json_raw(&j, "machine_info", "{}", 2);
    json_raw(&j, "commit_info", "{}", 2);
    json_begin_list(&j, "benchmarks", JSON_LINES);
    for (size_t i = 0; i < r->count->benchmark_count; i++) {
        struct span id = r->count->benchmarks[i].fullname;
        const char *name = name_in(a, id);
        json_begin_object(&j, NULL, JSON_SPACED);
        json_null(&j, "group");
        json_raw(&j, "name", name, strlen(name));
        json_raw(&j, "fullname", id.at, id.len);
        json_null(&j, "params");
        json_null(&j, "param");
        json_raw(&j, "extra_info", "{}", 2);
        json_raw(&j, "options", "{}", 2);
        json_raw(&j, "stats", "{}", 2);
        json_end(&j);
    }
    json_end(&j);
    json_string(&j, "datetime", clock_iso(a));
    json_string(&j, "version", "");
    json_end(&j);
    str_addc(&text, '\n');
    return file_write_scratch(run_json(r), text.data, text.len, err);
}

/* Which of the skipped the run file has all the same. */
static int note_skipped(const struct run *r, const struct reasons *reasons, struct error *err)
{
    size_t n = reasons->skipped_json.len, met;
    struct arena *a = r->venv->task.shared->arena;
    struct amendment *none = arena_array(a, n, sizeof *none);
    for (size_t i = 0; i < n; i++) {
        const char *quoted = reasons->skipped_json.items[i];
        none[i] = (struct amendment){.fullname = {quoted, strlen(quoted)}};
    }
    if (n && amend_run_file(r->file, none, n, false, r->file, &met, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (none[i].met)
            failures_add(&r->count->skipped, reasons->skipped.items[i].id,
                         reasons->skipped.items[i].reason);
    return 0;
}

/* Put the counts where the run's results are, and beside them what they are made of. */
static int keep(const struct run *r, size_t *amended, struct error *err)
{
    struct arena *a = r->venv->task.shared->arena;
    struct error none;
    bool no_time = !plan_has_timed_pass(r->venv->plan->options);
    if (no_time && artifacts_count(r, &none) == 0 && write_run_file(r, err) < 0)
        return error_add(err, "keeping what was counted");
    size_t n = r->count->benchmark_count;
    struct amendment *amendments = count_record_amendments(a, r->count);
    if (amend_run_file(no_time ? run_json(r) : r->file, amendments, n, no_time, r->file, amended,
                       err) < 0 ||
        (no_time && artifacts_add_build(r, err) < 0))
        return error_add(err, "keeping what was counted");
    struct str text = str_new(a);
    count_record_print(&text, r->count);
    return file_write(r->counts, text.data, text.len, err) < 0
               ? error_add(err, "keeping what was counted")
               : 0;
}

int counted_judge(struct run *r, const struct child_result *result, struct error *err)
{
    struct task *t = &r->venv->task;
    struct error none;
    struct reasons reasons;
    struct count *count = arena_alloc(t->shared->arena, sizeof *count);
    reasons_read(r, &reasons);
    if (path_exists(record(r)) &&
        count_record_read(t->shared->arena, record(r), dumps(r), count, &none) == 0)
        r->count = count;
    remove_dumps(r);
    size_t counted = r->count ? count->benchmark_count : 0;
    if (origin_judge(r, counted && reasons.ended, err) < 0)
        return -1;
    if (r->count)
        failures_append(&reasons.failed, &count->failed);
    int ended = judge_end(r, &reasons, result, err);
    reasons_explain(r, &reasons, ended, err);
    if (!counted && ended == 0)
        error_set(err, EXIT_FAILED, "%s: nothing was counted", what);
    if (!counted)
        return artifacts_add_skipped(r, &reasons.skipped, err);
    size_t amended = 0;
    struct error kept;
    if (keep(r, &amended, &kept) < 0 || note_skipped(r, &reasons, &kept) < 0) {
        *err = kept;
        return -1;
    }
    t->outcome.benchmarks = amended;
    t->outcome.cut = artifacts_cut(r, result) || (reasons.noted && !reasons.ended);
    t->outcome.status = ended < 0 ? VERSION_PARTIAL : VERSION_OK;
    if (ended < 0)
        task_explain(t, err);
    return 0;
}

bool counted_randomised(const struct run *r)
{
    struct arena *a = r->venv->task.shared->arena;
    struct spans conditions;
    if (!r->count ||
        !span_members(a, (struct span){r->count->conditions, strlen(r->count->conditions)},
                      &conditions))
        return false;
    struct span value = span_member(&conditions, "randomised");
    return value.at && value.len == 4 && memcmp(value.at, "true", 4) == 0;
}
