/* sweep.c - `benchmem sweep`: its options and its help. */
#include "sweep/sweep.h"
#include "cluster/launcher.h"
#include "command/commands.h"
#include "command/measurements.h"
#include "command/min_effect.h"
#include "command/rounds_auto.h"
#include "files/file.h"
#include "secret/mask.h"
#include "secret/secret.h"
#include "text/error_print.h"

#include <stdlib.h>
#include <string.h>

enum {
    BUDGET = 600,
    KEEP_BUILDS = 50,
    COUNT_CALLS = 3, /* what the plugin is told; it has no defaults of its own */
    COUNT_WARMUP = 12,
    COUNT_MOST = 1000,
    REUSE_SIZE = 1024,
    UNSET = -1
};

struct options {
    struct sweep_options sweep;
    const char *rounds, *secrets, *min_effects[MIN_EFFECTS], *pass;
    struct judge_options effects;
    bool ctest;
    long measurements;
};

#define AT(field) offsetof(struct options, field)

static const struct option options[] = {
    {"--suite", 0, "PATH", NULL, OPTION_TEXT, AT(sweep.suite),
     "pytest suite, a directory or a file; it (or the file's directory) is copied into the "
     "isolation directory"},
    {"--out", 0, "DIR", NULL, OPTION_TEXT, AT(sweep.out),
     "where LABEL.json and the manifest sweep.json go; default .benchmarks/sweep"},
    {"--memory", 0, NULL, NULL, OPTION_ON, AT(sweep.memory),
     "measure memory too: adds --benchmark-memory and installs pytest-benchmem"},
    {"--no-memory", 0, NULL, NULL, OPTION_OFF, AT(sweep.memory),
     "measure time only, with pytest-benchmark (the default)"},
    {"--profile", 0, NULL, NULL, OPTION_ON, AT(sweep.profile),
     "with --memory: keep the stacks of allocations too, for benchmem flamegraph"},
    {"--instructions", 0, NULL, NULL, OPTION_ON, AT(sweep.instructions),
     "count machine instructions too: after the timed run a counted one, under Valgrind, of "
     "several versions at once; load on the machine does not change what is counted"},
    {"--no-time", 0, NULL, NULL, OPTION_ON, AT(sweep.no_time),
     "with --instructions: no times; with --memory too the timed run is for the memory alone; "
     "--rounds are counted runs"},
    {"--count-calls", 0, "N", NULL, OPTION_COUNT, AT(sweep.count_calls),
     "calls of each benchmark that are counted, of which the smallest is the value; default 3"},
    {"--count-warmup", 0, "N", NULL, OPTION_WHOLE, AT(sweep.count_warmup),
     "calls before them that are not counted; default 12"},
    {"--pass", 0, "PASS", "timed|counted", OPTION_CHOICE, AT(pass),
     "one of the two of --instructions: timed leaves the environments for counted, which counts "
     "what was timed and takes no turn on the machine"},
    {"--pin", 0, "SPEC", NULL, OPTION_LIST, AT(sweep.pins),
     "requirement installed alongside; repeatable"},
    {"--as-of", 0, "DATE", NULL, OPTION_TEXT, AT(sweep.as_of),
     "YYYY-MM-DD: resolve as if it were that day (uv's --exclude-newer)"},
    {"--import-check", 0, "MODULE", NULL, OPTION_TEXT, AT(sweep.import_check),
     "module that must come from the environment; checked before the run and at its end"},
    {"--copy-dir", 0, "DIR", NULL, OPTION_TEXT, AT(sweep.copy_dir),
     "what is copied into the isolation directory, when the suite needs more than itself; build "
     "trees in it, virtual environments and .git are not"},
    {"--pytest-arg", 0, "ARG", NULL, OPTION_LIST, AT(sweep.pytest_args),
     "argument for pytest, one word each; repeatable"},
    {"--install-spec", 0, "TEMPLATE", NULL, OPTION_TEXT, AT(sweep.install_spec),
     "requirement for plain versions and tags, with {version} in it"},
    {"--build-config", 0, "CONFIG", NULL, OPTION_TEXT, AT(sweep.build_config),
     "of versions build:DIR: the configuration that is installed, where the tree has several"},
    {"--build-component", 0, "COMPONENT", NULL, OPTION_LIST, AT(sweep.build_components),
     "install this component and no other that is not named; repeatable; default all"},
    {"--build-module-dir", 0, "DIR", NULL, OPTION_TEXT, AT(sweep.build_module_dir),
     "where the package is that was built, relative to the prefix; default: where it is found"},
    {"--build-requirement", 0, "REQ", NULL, OPTION_LIST, AT(sweep.build_requirements),
     "what the package needs that is built; repeatable; default what its dist-info or its "
     "project's pyproject.toml says"},
    {"--repository", 0, "REPO", NULL, OPTION_TEXT, AT(sweep.repository),
     "git repository, a URL or a directory: versions that are plain or bare words are its tags, "
     "branches or commits, each built by --install-command in a checkout of its own"},
    {"--install-command", 0, "COMMAND", NULL, OPTION_LIST, AT(sweep.install_commands),
     "what builds such a version and installs it into {venv}; repeatable, run one after the other "
     "in {source}, not by a shell"},
    {"--keep-builds", 0, "N", NULL, OPTION_WHOLE, AT(sweep.keep_builds),
     "builds that are kept in OUT/builds for later sweeps; default 50; 0 builds anew"},
    {"--python", 0, "PY", NULL, OPTION_TEXT, AT(sweep.python),
     "interpreter or version for the environments; default: the python3 on PATH"},
    {"--timeout", 0, "SECONDS", NULL, OPTION_NUMBER, AT(sweep.timeout),
     "for each version, with all processes it starts; for its counted run once more"},
    {"--queue-timeout", 0, "SECONDS", NULL, OPTION_NUMBER, AT(sweep.queue_timeout),
     "for a job that waits for its node; --timeout counts from when it has it"},
    {"--jobs", 0, "N", NULL, OPTION_COUNT, AT(sweep.jobs),
     "versions provisioned at once, default the number of processors, 8 at most; measuring is "
     "always one at a time"},
    {"--rounds", 0, "N", NULL, OPTION_TEXT, AT(rounds),
     "run the suite N times per version, each time in a process of its own, round by round over "
     "the versions; OUT/LABEL.json joins what they gave; auto: three times, then only benchmarks "
     "whose verdict is unclear"},
    {"--budget", 0, "SECONDS", NULL, OPTION_NUMBER, AT(sweep.budget),
     "begin no round of --rounds auto that would end after so many seconds of measuring; default "
     "600"},
    {"--min-effect", 0, "PCT", NULL, OPTION_TEXT, AT(min_effects[MIN_EFFECT_TIME]),
     "with --rounds auto: " MIN_EFFECT_TIME_HELP},
    {"--min-effect-memory", 0, "RULE", NULL, OPTION_TEXT, AT(min_effects[MIN_EFFECT_MEMORY]),
     MIN_EFFECT_MEMORY_HELP},
    {"--seed", 0, "N", NULL, OPTION_COUNT, AT(sweep.seed),
     "of the order of the versions within a round, to repeat it; default a new one, which is "
     "printed"},
    {"--round", 0, "K", NULL, OPTION_COUNT, AT(sweep.round),
     "measure round K only (and those before it that are missing), in the environments that round "
     "K-1 left, and leave them for the next; 1 begins anew"},
    {"--clean", 0, NULL, NULL, OPTION_ON, AT(sweep.clean),
     "remove the environments that --round or --pass left; measure nothing"},
    {"--reuse", 0, NULL, NULL, OPTION_ON, AT(sweep.reuse),
     "do not measure a version again of which a result of the same inputs is at hand; and keep "
     "what is measured for that"},
    {"--reuse-times", 0, NULL, NULL, OPTION_ON, AT(sweep.reuse_times),
     "the same with times, which are then of an earlier date"},
    {"--reuse-dir", 0, "DIR", NULL, OPTION_TEXT, AT(sweep.reuse_dir),
     "where results are kept for --reuse; default ~/.cache/benchmem/results"},
    {"--reuse-size", 0, "MIB", NULL, OPTION_COUNT, AT(sweep.reuse_size),
     "how much they may have, in MiB; those used longest ago go first; default 1024"},
    {"--resume", 0, NULL, NULL, OPTION_ON, AT(sweep.resume),
     "measure only what an interrupted sweep of the same versions did not"},
    {"--cpu", 0, "LIST", NULL, OPTION_TEXT, AT(sweep.cpu),
     "CPUs that the measured processes are kept to, such as 3 or 2-3,5"},
    {"--lock", 0, "FILE", NULL, OPTION_TEXT, AT(sweep.lock),
     "file of the lock by which no other benchmem on this machine provisions or measures while "
     "this one measures, or off; default BENCHMEM_LOCK, else /run/lock/benchmem.lock or "
     "/tmp/benchmem.lock"},
    {"--launcher", 0, "WORD", NULL, OPTION_LIST, AT(sweep.launcher),
     "word before the command of the run, such as taskset, -c, 3; repeatable; with srun it runs on "
     "a node of a cluster"},
    {"--job-name", 0, "NAME", NULL, OPTION_TEXT, AT(sweep.job_name),
     "jobs are called NAME.LABEL, or NAME.round-K; default PACKAGE"},
    {"--pin-node", 0, NULL, NULL, OPTION_ON, AT(sweep.pin_node),
     "measure everything on one node, that of --prepare or of the first job (the default with "
     "--rounds)"},
    {"--any-node", 0, NULL, NULL, OPTION_ON, AT(sweep.any_node),
     "measure on whatever node a job gets"},
    {"--nodes", 0, "N", NULL, OPTION_COUNT, AT(sweep.nodes),
     "measure on N nodes at once: with --rounds so many rounds, each on a node of its own, "
     "otherwise versions"},
    {"--locked", 0, NULL, NULL, OPTION_ON, AT(sweep.locked),
     "install from the lock files in OUT/locks; resolve nothing"},
    {"--skip-unavailable", 0, NULL, NULL, OPTION_ON, AT(sweep.skip_unavailable),
     "a version that cannot be installed is skipped, not failed; exit 77 if all are"},
    {"--allow-partial", 0, NULL, NULL, OPTION_ON, AT(sweep.allow_partial),
     "a version of which some benchmarks failed is no failure"},
    {"--prepare", 0, NULL, NULL, OPTION_ON, AT(sweep.prepare),
     "resolve all versions, fetch and build what they need, begin a new run; measure nothing"},
    {"--keep-venv", 0, NULL, NULL, OPTION_ON, AT(sweep.keep_venv),
     "leave the environments and say where they are"},
    {"--work-dir", 0, "DIR", NULL, OPTION_TEXT, AT(sweep.work_dir),
     "where temporary directories are made; default TMPDIR, else /tmp"},
    {"--tmp-prefix", 0, "P", NULL, OPTION_TEXT, AT(sweep.tmp_prefix),
     "what their names begin with; default pytest-benchmem-"},
    {"--secrets", 0, "FILE", NULL, OPTION_TEXT, AT(secrets),
     "versions, pins and arguments whole, one a line, and 'environment NAME=VALUE'; the others "
     "have *** for the secrets of their URLs"},
    {"--ctest", 0, NULL, NULL, OPTION_ON, AT(ctest),
     "print the results as CTest's measurements too, for CDash: numbers, versions, the run file"},
    {"--measurements", 0, "N", NULL, OPTION_WHOLE, AT(measurements),
     "of how many benchmarks, by name, --ctest gives the numbers one by one; default 20"},
    {0},
};

/* "7" or "auto" */
static int read_rounds(struct options *all, struct error *err)
{
    struct sweep_options *o = &all->sweep;
    const char *text = all->rounds;
    if (!text)
        return 0;
    if (strcmp(text, "auto") == 0) {
        o->until_clear = true;
        o->rounds = ROUNDS_UNTIL_CLEAR;
        o->budget = o->budget > 0 ? o->budget : BUDGET;
        return 0;
    }
    size_t len = strspn(text, "0123456789");
    o->rounds = len && len < 9 && !text[len] ? strtol(text, NULL, 10) : 0;
    return o->rounds > 0
               ? 0
               : error_set(err, EXIT_USAGE,
                           "sweep: --rounds '%s' is neither a whole number from 1 nor auto", text);
}

/* Put back what stands for *** in the words. */
static int put_back(struct arena *a, const struct mask *known, struct strv *words,
                    struct error *err)
{
    for (size_t i = 0; i < words->len; i++) {
        words->items[i] = mask_restore(a, known, words->items[i], err);
        if (!words->items[i])
            return -1;
    }
    return 0;
}

/* The words, and the environment, as they were before CMake hid the secrets of their URLs. */
static int read_secrets(struct arena *a, const char *path, struct sweep_options *o,
                        struct error *err)
{
    struct strv *const lists[] = {&o->versions,        &o->pins,     &o->build_requirements,
                                  &o->pytest_args,     &o->launcher, &o->command,
                                  &o->install_commands};
    size_t len;
    const char *text = path ? file_read(a, path, &len, err) : "";
    int result = text ? 0 : -1;
    struct mask *known = mask_new(a);
    if (path && result == 0) {
        mask_learn(known, text);
        for (size_t i = 0; i < sizeof lists / sizeof *lists && result == 0; i++)
            result = put_back(a, known, lists[i], err);
        if (result == 0 && o->install_spec &&
            !(o->install_spec = mask_restore(a, known, o->install_spec, err)))
            result = -1;
        if (result == 0 && o->repository &&
            !(o->repository = mask_restore(a, known, o->repository, err)))
            result = -1;
        if (result == 0)
            result = mask_restore_environment(a, text, err);
    }
    if (result < 0)
        err->exit_code = EXIT_USAGE;
    return result < 0 ? error_add(err, "sweep: --secrets %s", path) : 0;
}

/* What counts as a change, where it decides how long is measured. */
static int read_effects(struct arena *a, struct options *all, struct error *err)
{
    all->effects = judge_defaults();
    if (!all->sweep.until_clear &&
        (all->min_effects[MIN_EFFECT_TIME] || all->min_effects[MIN_EFFECT_MEMORY]))
        return error_set(err, EXIT_USAGE,
                         "sweep: --min-effect is for --rounds auto; to judge what was measured, "
                         "give it to compare and plot");
    if (min_effects_read(a, all->min_effects, &all->effects, err) < 0)
        return error_add(err, "sweep");
    return 0;
}

/* How often each benchmark is called when it is counted. */
static int read_counting(struct sweep_options *o, struct error *err)
{
    if (!o->instructions && (o->count_calls != UNSET || o->count_warmup != UNSET))
        return error_set(err, EXIT_USAGE, "sweep: %s is for --instructions; give that too",
                         o->count_calls != UNSET ? "--count-calls" : "--count-warmup");
    if (o->count_calls > COUNT_MOST || o->count_warmup > COUNT_MOST)
        return error_set(err, EXIT_USAGE, "sweep: %s: more than %d",
                         o->count_calls > COUNT_MOST ? "--count-calls" : "--count-warmup",
                         COUNT_MOST);
    o->count_calls = o->count_calls == UNSET ? COUNT_CALLS : o->count_calls;
    o->count_warmup = o->count_warmup == UNSET ? COUNT_WARMUP : o->count_warmup;
    return 0;
}

/* What only a cluster's launcher has, and what of its options we cannot do with. */
static int check_launcher(struct sweep_options *o, struct error *err)
{
    const struct launcher *l = launcher_of(&o->launcher);
    const char *unfit = l ? launcher_unfit(l, &o->launcher) : NULL;
    const char *lacks = o->queue_timeout > 0 ? "--queue-timeout"
                        : o->nodes           ? "--nodes"
                        : o->pin_node        ? "--pin-node"
                        : o->any_node        ? "--any-node"
                                             : NULL;
    o->is_remote = l;
    if (unfit)
        return error_set(err, EXIT_USAGE,
                         "sweep: --launcher %s %s: keeps from us what the task prints; leave it "
                         "out, the log is in OUT/logs",
                         l->name, unfit);
    if (lacks && !l)
        return error_set(err, EXIT_USAGE,
                         "sweep: %s is for the launcher of a cluster; give --launcher with srun as "
                         "its first word, or leave it out",
                         lacks);
    return 0;
}

/* As options_parse(). */
static int parse(struct arena *a, const struct command *command, int argc, char **argv,
                 struct options *all, struct error *err)
{
    struct sweep_options *o = &all->sweep;
    struct strv positional;
    *all = (struct options){.measurements = MEASUREMENTS_DEFAULT};
    o->out = ".benchmarks/sweep";
    o->count_calls = o->count_warmup = UNSET;
    o->keep_builds = KEEP_BUILDS;
    o->tmp_prefix = "pytest-benchmem-";
    o->versions = strv_new(a);
    int result = options_parse(a, command, argc, argv, all, &positional, &o->command, err);
    if (result != 0)
        return result;
    o->reuse = o->reuse || o->reuse_times || o->reuse_dir || o->reuse_size;
    o->reuse_size = o->reuse_size ? o->reuse_size : REUSE_SIZE;
    o->timed_only = all->pass && strcmp(all->pass, "timed") == 0;
    o->counted_only = all->pass && !o->timed_only;
    if (read_rounds(all, err) < 0 || read_effects(a, all, err) < 0 || read_counting(o, err) < 0 ||
        check_launcher(o, err) < 0)
        return -1;
    if (positional.len < 2)
        return error_set(err, EXIT_USAGE,
                         "sweep: wants a PACKAGE and at least one VERSION, such as 'benchmem sweep "
                         "tomli 2.0.1 2.4.0 --suite benchmarks'");
    o->package = positional.items[0];
    for (size_t i = 1; i < positional.len; i++)
        strv_add(&o->versions, positional.items[i]);
    return read_secrets(a, all->secrets, o, err);
}

/* The words in memory of ours, and no secret left in those that every user of the machine can see
 * in the list of processes. */
static char **hide_words(struct arena *a, int argc, char **argv)
{
    struct secret_walk secrets;
    char **words = arena_array(a, (size_t)argc + 1, sizeof *words);
    for (int i = 0; i < argc; i++) {
        size_t start, end, len = strlen(argv[i]);
        words[i] = arena_strdup(a, argv[i]);
        secret_begin(&secrets, words[i], len);
        while (secret_next(&secrets, &start, &end))
            memset(argv[i] + start, '*', end - start);
    }
    return words;
}

/* What CTest is told of the plan's versions, after everything else. */
static int tell_ctest(struct arena *a, const struct plan *plan, long most, struct error *err)
{
    struct str lines = str_new(a);
    struct strv labels = strv_new(a);
    for (size_t i = 0; i < plan->count; i++)
        strv_add(&labels, plan->versions[i].label);
    if (measurements_sweep(&lines, plan->out, &labels, (size_t)most, plan->options->counted_only,
                           err) < 0)
        return error_add(err, "sweep");
    fwrite(lines.data, 1, lines.len, stdout);
    return 0;
}

static int run(struct arena *a, const struct command *command, int argc, char **argv)
{
    struct error err;
    struct options o;
    struct plan plan;
    bool recorded;
    int exit_code = EXIT_OK, result;
    result = parse(a, command, argc, hide_words(a, argc, argv), &o, &err);
    if (result > 0)
        command_help(command, stdout);
    if (result == 0 && (result = plan_make(a, &o.sweep, &plan, &err)) == 0) {
        struct sweep_judge judge = rounds_auto_judge(&o.effects);
        exit_code = sweep_run(a, &plan, &judge, &recorded);
        bool is_whole = o.sweep.round < 2 || o.sweep.until_clear || o.sweep.round == o.sweep.rounds;
        if (recorded && o.ctest && is_whole)
            result = tell_ctest(a, &plan, o.measurements, &err);
    }
    if (result >= 0)
        return exit_code;
    error_print(&err, stderr);
    return exit_code == EXIT_OK ? err.exit_code : exit_code;
}

const struct command command_sweep = {
    .name = "sweep",
    .summary = "Run a benchmark suite in a fresh environment for each version of a package.",
    .arguments = "PACKAGE VERSION... --suite PATH [OPTION...] [-- WORD...]",
    .example =
        "benchmem sweep tomli 1.2.3 2.0.1 2.4.0 --suite benchmarks --memory --out out\n"
        "benchmem sweep mypkg 1.0 dev=. main=git+https://example.org/mypkg@main --suite bench\n"
        "benchmem sweep mypkg 1.0 dev=build:build --suite bench --import-check mypkg\n"
        "benchmem sweep mypkg v1.0 v2.0 --suite bench --repository . "
        "--install-command 'cmake -S . -B {build}' "
        "--install-command 'cmake --build {build}' "
        "--install-command 'cmake --install {build} --prefix {venv}'\n"
        "benchmem sweep mypkg 1.0 2.0 --suite bench --rounds 7\n"
        "benchmem sweep mypkg 1.0 2.0 --suite bench --rounds auto --budget 900\n"
        "benchmem sweep mypkg 1.0 2.0 --suite bench -- {python} run.py --json {json}\n",
    .options = options,
    .notes =
        "A VERSION is a plain version (2.0.1), a requirement (tomli>=2), a URL "
        "(git+https://...@tag),\n"
        "a path to a source tree, build:DIR for a build tree of CMake as it is now, or "
        "LABEL=SPEC\n"
        "with one of these as SPEC. The label names the run\n"
        "file; without LABEL= it is the part after the last @, other characters as '-'.\n"
        "\n"
        "An --install-command is split into words at blanks, with quotes and backslashes as in a "
        "shell, but\n"
        "no shell runs it.  Then {source} {build} {venv} {python} {ref} {jobs} are replaced in "
        "each "
        "word: a\n"
        "clean checkout, where it runs, a directory to build in, the environment and its "
        "interpreter, the\n"
        "version's ref, and how many processes may build at once.\n"
        "\n"
        "What follows -- runs instead of pytest, with {python} {version} {label} {cwd} "
        "{suite} {json}\n"
        "replaced in each word and BENCHMEM_PYTHON, _VERSION, _LABEL, _CWD and _JSON in the\n"
        "environment; it writes a pytest-benchmark file to {json}.\n"
        "\n"
        "--resume takes up a round (without --rounds: a version) if its file is the one that\n"
        "this directory's newest run recorded, and package, pins, suite, options and command\n"
        "are the same; what failed without results is tried again. Whether files of the suite\n"
        "or of a source tree have changed since is not looked at.\n"
        "\n"
        "Exit status: 0 every version is ok, 1 not so, 2 wrong usage, 77 all skipped, 128+N "
        "signal N.",
    .run = run,
};
