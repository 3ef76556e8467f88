#include "reuse/key.h"

#include "base/clock.h"
#include "files/file.h"
#include "files/fingerprint.h"
#include "provision/isolate.h"

#include <string.h>

enum { NAME_PART = 60 };

static const char head[] = "benchmem result 1\n", lock_head[] = "benchmem lock 1\n";

/* --- how it is measured ---------------------------------------------------------------------- */

static int add_copies(struct facts *f, const struct plan *plan, struct error *err)
{
    facts_add(f, "suite", plan->suite);
    for (size_t i = 0; i < plan->copy_count; i++) {
        const struct planned_copy *copy = &plan->copies[i];
        struct fingerprint print = fingerprint_new();
        if (fingerprint_tree(&print, f->arena, copy->from, isolate_passed_over, plan->out, err) < 0)
            return -1;
        facts_add(f, arena_printf(f->arena, "files of %s", copy->name),
                  fingerprint_name(f->arena, &print));
    }
    return 0;
}

/* What pytest finds above the isolation directory. */
static void add_above(struct facts *f, const struct plan *plan)
{
    static const char *const names[] = {"pytest.ini", ".pytest.ini", "pyproject.toml",
                                        "tox.ini",    "setup.cfg",   "conftest.py"};
    struct arena *a = f->arena;
    struct fingerprint print = fingerprint_new();
    for (const char *dir = plan->work_dir;; dir = path_parent(a, dir)) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const char *path = path_join(a, dir, names[i]);
            const char *text = path_is_file(path) ? fingerprint_file(a, path, NULL) : NULL;
            if (text)
                fingerprint_text(&print, text);
        }
        if (strcmp(dir, "/") == 0 || strcmp(dir, ".") == 0)
            break;
    }
    facts_add(f, "pytest's settings above the work directory", fingerprint_name(a, &print));
}

/* The file whose absolute path the word holds, as "--config=/etc/x" does: what is in it counts. */
static int add_named_file(struct fingerprint *print, struct arena *a, const char *word,
                          struct error *err)
{
    const char *path = strchr(word, '/');
    if (path && path[1] && path_is_dir(path))
        return error_set(err, EXIT_FAILED,
                         "'%s' names a directory, and what is in it is not looked at", word);
    const char *name = path && path_is_file(path) ? fingerprint_file(a, path, err) : "";
    if (!name)
        return -1;
    fingerprint_text(print, name);
    return 0;
}

static int add_words(struct facts *f, const char *name, const struct plan *plan,
                     const struct strv *words, struct error *err)
{
    struct fingerprint print = fingerprint_new();
    for (size_t i = 0; i < words->len; i++) {
        fingerprint_text(&print, mask_text(f->arena, plan->mask, words->items[i]));
        if (add_named_file(&print, f->arena, words->items[i], err) < 0)
            return -1;
    }
    facts_add(f, name, words->len ? fingerprint_name(f->arena, &print) : "none");
    return 0;
}

/* The program that the words begin with, if it is found by its name. */
static void add_first(struct facts *f, const char *name, const struct strv *words)
{
    const char *path = words->len ? path_program(f->arena, words->items[0]) : NULL;
    struct fingerprint print = fingerprint_new();
    if (path)
        fingerprint_place(&print, f->arena, path);
    facts_add(f, name, path ? fingerprint_name(f->arena, &print) : "none");
}

int key_method(struct facts *f, const struct plan *plan, struct error *err)
{
    struct arena *a = f->arena;
    const struct sweep_options *o = plan->options;
    if (add_copies(f, plan, err) < 0 ||
        add_words(f, "pytest arguments", plan, &o->pytest_args, err) < 0 ||
        add_words(f, "launcher", plan, &o->launcher, err) < 0 ||
        add_words(f, "command", plan, &o->command, err) < 0)
        return -1;
    add_first(f, "launcher's program", &o->launcher);
    add_first(f, "command's program", &o->command);
    add_above(f, plan);
    facts_add(f, "work directory", plan->work_dir);
    facts_add(f, "prefix", o->tmp_prefix);
    facts_add(f, "import check", o->import_check ? o->import_check : "none");
    facts_add(f, "times", o->no_time ? "no" : "yes");
    facts_add(f, "memory", o->profile ? "with stacks" : o->memory ? "yes" : "no");
    facts_add(f, "instructions",
              o->instructions ? arena_printf(a, "%ld after %ld", o->count_calls, o->count_warmup)
                              : "no");
    facts_add(f, "rounds", arena_printf(a, "%ld", plan_has_rounds(o) ? o->rounds : 1));
    facts_add(f, "CPUs", o->cpu ? o->cpu : "all");
    return 0;
}

/* --- the keys -------------------------------------------------------------------------------- */

/* A file's name has 255 bytes. */
static const char *short_name(struct arena *a, const char *text)
{
    char *name = arena_strndup(a, text, NAME_PART);
    for (char *p = name; *p; p++)
        if (!strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-", *p))
            *p = '-';
    return name;
}

const char *key_prefix(struct arena *a, const struct venv *e)
{
    return arena_printf(a, "%s-%s-", short_name(a, e->plan->options->package),
                        short_name(a, e->planned->label));
}

/* What the version is called; a command of the user's is told. */
static void add_version(struct facts *f, const struct venv *e)
{
    facts_add(f, "package", e->plan->options->package);
    facts_add(f, "label", e->planned->label);
    facts_add(f, "version", e->planned->version);
}

/* What is resolved into its lock. */
static void add_requirements(struct facts *f, const struct venv *e)
{
    struct arena *a = f->arena;
    facts_add(f, "requirement", e->planned->spec);
    struct fingerprint print = fingerprint_new();
    for (size_t i = 0; i < e->plan->extras.len; i++)
        fingerprint_text(&print, mask_text(a, e->plan->mask, e->plan->extras.items[i]));
    facts_add(f, "pins", fingerprint_name(a, &print));
    facts_add(f, "as of", e->plan->options->as_of ? e->plan->options->as_of : "now");
}

int key_of_result(struct arena *a, const struct venv *e, const char *build,
                  const struct facts *environment, const struct facts *method, struct key *key,
                  struct error *err)
{
    struct facts version = {.arena = a};
    const char *lock = file_read(a, e->lock, NULL, err);
    if (!lock)
        return -1;
    add_version(&version, e);
    facts_add(&version, "lock", fingerprint_of(a, lock));
    if (build)
        facts_add(&version, "build", build);
    const struct facts *const all[] = {&version, method, environment};
    *key = key_of_facts(a, head, all, 3, key_prefix(a, e), FINGERPRINT_DIGITS);
    return 0;
}

bool key_has_fixed_lock(struct arena *a, const struct venv *e)
{
    enum { DAYS = 2 }; /* the day ends up to half a day later elsewhere */
    const char *as_of = e->plan->options->as_of;
    if (!as_of || e->planned->build_tree || e->planned->ref ||
        strcmp(as_of, clock_day(a, DAYS)) > 0 || strchr(e->planned->spec, '/'))
        return false;
    for (size_t i = 0; i < e->plan->extras.len; i++)
        if (strchr(e->plan->extras.items[i], '/'))
            return false;
    return true;
}

void key_of_lock(struct arena *a, const struct venv *e, const struct facts *environment,
                 struct key *key)
{
    struct facts version = {.arena = a};
    add_version(&version, e);
    add_requirements(&version, e);
    const struct facts *const all[] = {&version, environment};
    *key = key_of_facts(a, lock_head, all, 2, "lock-", FINGERPRINT_DIGITS);
}
