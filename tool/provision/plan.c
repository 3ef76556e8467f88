#include "provision/plan.h"

#include "files/file.h"
#include "files/tree.h"
#include "provision/plan_builds.h"
#include "provision/plan_versions.h"
#include "provision/requirement.h"
#include "system/cpus.h"
#include "system/host.h"

#include <stdio.h>
#include <string.h>

enum { JOBS_MAX = 8 };

/* What the checks share: where memory comes from and where problems go. */
struct check {
    struct arena *arena;
    struct strv problems;
};

/* --- paths ----------------------------------------------------------------------------------- */

static void add_copy(struct check *c, struct plan *plan, const char *from)
{
    const char *name = path_name(from);
    if (!*name)
        strv_addf(&c->problems, "%s: cannot be copied as a whole; name a directory in it", from);
    else if (plan->copy_count && strcmp(plan->copies[0].name, name) == 0)
        strv_addf(&c->problems,
                  "--suite and --copy-dir are two directories with the name '%s'; rename one, or "
                  "let --copy-dir hold the suite",
                  name);
    else
        plan->copies[plan->copy_count++] = (struct planned_copy){from, name};
}

/* Decide what is copied into the isolation directory, and the suite's path in there. */
static void plan_suite(struct check *c, const struct sweep_options *o, struct plan *plan)
{
    struct error err;
    const char *copy = NULL, *suite = o->suite ? path_real(c->arena, o->suite, &err) : NULL;
    if (o->copy_dir) {
        copy = path_real(c->arena, o->copy_dir, &err);
        if (!copy || !path_is_dir(copy)) {
            strv_addf(&c->problems, "--copy-dir %s: no such directory", o->copy_dir);
            return;
        }
        add_copy(c, plan, copy);
    }
    if (!suite) {
        if (o->suite)
            strv_addf(&c->problems, "--suite %s: no such file or directory", o->suite);
        else
            strv_add(&c->problems, "--suite is missing: name the directory or file with the "
                                   "benchmarks");
        return;
    }
    if (!path_is_dir(suite) && !path_is_file(suite)) {
        strv_addf(&c->problems, "--suite %s: is neither a directory nor a regular file", o->suite);
        return;
    }
    const char *root = path_is_dir(suite) ? suite : path_parent(c->arena, suite);
    if (copy && path_below(suite, copy))
        root = copy;
    else
        add_copy(c, plan, root);
    const char *below = suite + strlen(root), *name = path_name(root);
    /* A name that looks like an option must not be one to pytest. */
    plan->suite = arena_printf(c->arena, "%s%s%s", *name == '-' ? "./" : "", name, below);
}

static void plan_places(struct check *c, const struct sweep_options *o, struct plan *plan)
{
    struct error err;
    plan->out = path_absolute(c->arena, o->out, &err);
    const char *work = o->work_dir ? o->work_dir : tree_temp_parent();
    plan->work_dir = path_is_dir(work) ? path_real(c->arena, work, &err) : NULL;
    if (!plan->out)
        strv_addf(&c->problems, "--out %s", err.text);
    if (!plan->work_dir) {
        strv_addf(&c->problems, "--work-dir %s: no such directory", work);
        return;
    }
    for (size_t i = 0; i < plan->copy_count; i++)
        if (path_below(plan->work_dir, plan->copies[i].from))
            strv_addf(
                &c->problems,
                "the temporary directories would lie in %s, which is copied into them; choose "
                "another --work-dir",
                plan->copies[i].from);
}

/* --- the rest -------------------------------------------------------------------------------- */

static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day, end = 0;
    if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 || text[4] != '-' ||
        text[7] != '-' || sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
        end != 10)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return year > 0 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap);
}

static bool is_identifier_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* Python identifiers parted by dots; letters beyond ASCII are taken as they come. */
static bool is_module(const char *text)
{
    for (;; text++) {
        size_t len = strcspn(text, ".");
        if (len == 0 || (text[0] >= '0' && text[0] <= '9'))
            return false;
        for (size_t i = 0; i < len; i++)
            if ((unsigned char)text[i] < 0x80 && !is_identifier_char(text[i]))
                return false;
        text += len;
        if (!*text)
            return true;
    }
}

static void check_words(struct check *c, const struct sweep_options *o)
{
    struct strv *p = &c->problems;
    if (!requirement_is_name(o->package))
        strv_addf(p, "PACKAGE '%s' is not a distribution's name", o->package);
    if (o->as_of && !is_date(o->as_of))
        strv_addf(p, "--as-of '%s' is not a date; write YYYY-MM-DD", o->as_of);
    if (o->import_check && !is_module(o->import_check))
        strv_addf(p, "--import-check '%s' is not a module's name", o->import_check);
    if (o->install_spec && !strstr(o->install_spec, "{version}"))
        strv_addf(p, "--install-spec '%s' does not hold {version}", o->install_spec);
    if (o->python && (!*o->python || o->python[0] == '-' || str_has_control(o->python)))
        strv_addf(p, "--python '%s' is neither an interpreter nor a version", o->python);
    if (!*o->tmp_prefix || strchr(o->tmp_prefix, '/') || str_has_control(o->tmp_prefix))
        strv_addf(p, "--tmp-prefix '%s' is not part of a file name", o->tmp_prefix);
    for (size_t i = 0; i < o->pins.len; i++) {
        struct error err;
        if (requirement_check(o->pins.items[i], &err) < 0)
            strv_addf(p, "--pin '%s': %s", o->pins.items[i], err.text);
    }
    if (o->launcher.len && !*o->launcher.items[0])
        strv_add(p, "--launcher: its first word is empty");
    if (o->command.len && !*o->command.items[0])
        strv_add(p, "the command after -- is empty");
}

static void check_counting(struct check *c, const struct sweep_options *o)
{
    struct strv *p = &c->problems;
    if (o->profile && !o->memory)
        strv_add(p, "--profile keeps where memory is allocated; give --memory too");
    if (o->no_time && !o->instructions)
        strv_add(p, "--no-time leaves nothing to measure; give --instructions too");
    if (o->no_time && o->rounds > 1 && (o->memory || o->until_clear))
        strv_addf(p, "--rounds with --no-time are counted runs; leave out %s",
                  o->memory ? "--memory" : "'auto'");
    if (o->instructions && o->command.len)
        strv_add(p, "--instructions counts what pytest runs, not a command of your own after --");
    if ((o->timed_only || o->counted_only) && (!o->instructions || o->no_time))
        strv_add(p, "--pass is one of two, which only --instructions without --no-time has");
    if (o->counted_only && o->round > 1)
        strv_add(p, "--pass counted comes once, after the first round; give no later --round");
}

static void plan_rounds(struct check *c, const struct sweep_options *o, struct plan *plan)
{
    struct error err;
    bool is_here = o->cpu && !o->is_remote; /* else they are the node's, which will say */
    plan->cpus = is_here ? cpus_parse(c->arena, o->cpu, &err) : NULL;
    if (is_here && !plan->cpus)
        strv_addf(&c->problems, "--cpu: %s", err.text);
    if (o->rounds > ROUNDS_MOST)
        strv_addf(&c->problems, "--rounds: %ld are more than %d", o->rounds, ROUNDS_MOST);
    if (o->until_clear && o->round > 2)
        strv_add(&c->problems, "--round: with --rounds auto it is 1, or 2 for all that follow");
    if (o->budget > 0 && !o->until_clear)
        strv_add(&c->problems, "--budget limits --rounds auto; give that too");
    if (o->round > 0 && (o->rounds < 2 || o->round > o->rounds))
        strv_add(&c->problems, "--round is one of several rounds; give --rounds as many or more");
    if (o->seed && o->rounds < 2)
        strv_add(&c->problems, "--seed is of the order within rounds; give --rounds 2 or more");
}

size_t plan_jobs(const struct sweep_options *o)
{
    long cpus = host_cpus();
    return (size_t)(o->jobs > 0 ? o->jobs : cpus > JOBS_MAX ? JOBS_MAX : cpus);
}

bool plan_has_rounds(const struct sweep_options *o)
{
    return o->rounds > 1;
}

const char *plan_of_rounds(struct arena *a, const struct sweep_options *o)
{
    return o->until_clear ? "" : arena_printf(a, " of %ld", o->rounds);
}

bool plan_is_last_round(const struct sweep_options *o)
{
    return !o->round || (o->until_clear ? o->round > 1 : o->round == o->rounds);
}

bool plan_pins_node(const struct sweep_options *o)
{
    return o->pin_node || (plan_has_rounds(o) && !o->any_node && o->nodes < 2);
}

bool plan_has_timed_pass(const struct sweep_options *o)
{
    return !o->no_time || o->memory;
}

bool plan_goes_on(const struct sweep_options *o)
{
    return o->round > 1 || o->counted_only;
}

/* The harness every environment needs, unless a pin names it. */
static void plan_extras(struct arena *a, const struct sweep_options *o, struct plan *plan)
{
    const char *harness = o->memory ? "pytest-benchmem" : "pytest-benchmark";
    bool pinned = false;
    plan->extras = strv_new(a);
    for (size_t i = 0; i < o->pins.len; i++) {
        pinned = pinned || requirement_names(a, o->pins.items[i], harness);
        strv_add(&plan->extras, o->pins.items[i]);
    }
    if (!pinned)
        strv_add(&plan->extras, harness);
}

/* What was given before what is about us: it is the first to be put back. */
static struct mask *learn_secrets(struct arena *a, const struct sweep_options *o)
{
    struct mask *m = mask_new(a);
    for (size_t i = 0; i < o->versions.len; i++)
        mask_learn(m, o->versions.items[i]);
    for (size_t i = 0; i < o->pins.len; i++)
        mask_learn(m, o->pins.items[i]);
    for (size_t i = 0; i < o->build_requirements.len; i++)
        mask_learn(m, o->build_requirements.items[i]);
    for (size_t i = 0; i < o->install_commands.len; i++)
        mask_learn(m, o->install_commands.items[i]);
    if (o->repository)
        mask_learn(m, o->repository);
    if (o->install_spec)
        mask_learn(m, o->install_spec);
    mask_learn_environment(m);
    return m;
}

int plan_make(struct arena *a, const struct sweep_options *o, struct plan *plan, struct error *err)
{
    struct check c = {.arena = a, .problems = strv_new(a)};
    *plan = (struct plan){.options = o, .count = o->versions.len};
    plan->mask = learn_secrets(a, o);
    check_words(&c, o);
    plan_versions(a, o, plan, &c.problems);
    plan_suite(&c, o, plan);
    plan_places(&c, o, plan);
    plan_extras(a, o, plan);
    plan_rounds(&c, o, plan);
    check_counting(&c, o);
    plan_builds(a, o, plan, &c.problems);
    if (c.problems.len)
        return error_set(err, EXIT_USAGE, "%s", strv_join(&c.problems, "\nbenchmem: "));
    return 0;
}
