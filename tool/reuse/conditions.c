#include "reuse/conditions.h"

#include "files/beside.h"
#include "files/file.h"
#include "files/fingerprint.h"
#include "measure/resources.h"
#include "provision/surroundings.h"
#include "system/guard.h"
#include "system/host.h"
#include "system/host_state.h"
#include "system/machine_lock.h"

#include <stdlib.h>
#include <string.h>

static const char *const bytecode[] = {"__pycache__", NULL};

/* --- this program and its tools -------------------------------------------------------------- */

static int add_program(struct facts *f, const struct plan *plan, struct error *err)
{
    static const enum beside beside[] = {BESIDE_CALL, BESIDE_EVEN};
    const char *program = fingerprint_file(f->arena, "/proc/self/exe", err);
    const char *guard = program ? fingerprint_file(f->arena, guard_program(f->arena), err) : NULL;
    if (!guard)
        return -1;
    facts_add(f, "benchmem", program);
    facts_add(f, "benchmem-guard", guard);
    for (size_t i = 0; i < sizeof beside / sizeof *beside && plan->options->instructions; i++) {
        const char *path = beside_path(f->arena, beside[i], err);
        const char *name = path ? fingerprint_file(f->arena, path, err) : NULL;
        if (!name)
            return -1;
        facts_add(f, path_name(path), name);
    }
    return 0;
}

/* The text of a file, if it is there and WANTED (NULL: anything) is in it. */
static void add_text(struct fingerprint *print, struct arena *a, const char *path,
                     const char *wanted)
{
    const char *text = path_is_file(path) ? file_read(a, path, NULL, NULL) : NULL;
    if (text && (!wanted || strstr(text, wanted)))
        fingerprint_text(print, text);
}

/* Where uv looks for settings: above where it is run, the user's, the system's. */
static int add_settings(struct facts *f, struct error *err)
{
    struct arena *a = f->arena;
    const char *home = getenv("HOME"), *config = getenv("XDG_CONFIG_HOME");
    const char *named = getenv("UV_CONFIG_FILE"), *dir = path_absolute(a, ".", err);
    if (!dir)
        return -1;
    struct fingerprint print = fingerprint_new();
    for (;; dir = path_parent(a, dir)) {
        add_text(&print, a, path_join(a, dir, "uv.toml"), NULL);
        add_text(&print, a, path_join(a, dir, "pyproject.toml"), "tool.uv");
        if (strcmp(dir, "/") == 0)
            break;
    }
    if (config && *config)
        add_text(&print, a, path_join(a, config, "uv/uv.toml"), NULL);
    else if (home)
        add_text(&print, a, path_join(a, home, ".config/uv/uv.toml"), NULL);
    add_text(&print, a, "/etc/uv/uv.toml", NULL);
    if (named && *named)
        add_text(&print, a, named, NULL);
    facts_add(f, "uv's settings", fingerprint_name(a, &print));
    return 0;
}

/* Debian's, and where others have it. */
static void add_valgrind(struct facts *f, const struct tools *tools)
{
    static const char *const none[] = {NULL};
    static const char *const places[] = {"libexec/valgrind", "lib/valgrind", "lib64/valgrind"};
    struct arena *a = f->arena;
    if (!tools->valgrind)
        return;
    const char *real = path_real(a, tools->valgrind, NULL);
    const char *prefix = path_parent(a, path_parent(a, real ? real : tools->valgrind));
    struct fingerprint print = fingerprint_new();
    fingerprint_place(&print, a, tools->valgrind);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        (void)fingerprint_listing(&print, a, path_join(a, prefix, places[i]), NULL, none, false,
                                  NULL);
    facts_add(f, "valgrind", fingerprint_name(a, &print));
}

/* --- the interpreter ------------------------------------------------------------------------- */

/* Take in the standard library LIB/NAME, if there is one. */
static bool add_library(struct fingerprint *print, struct arena *a, const char *lib,
                        const char *name)
{
    static const char *const exclude[] = {"__pycache__", "site-packages", "dist-packages", NULL};
    const char *dir = path_join(a, lib, name);
    if (!path_is_file(path_join(a, dir, "os.py")))
        return false;
    fingerprint_text(print, name);
    return fingerprint_listing(print, a, dir, NULL, exclude, true, NULL) == 0;
}

/* That of the program NAME; where it is not called like its library, all that are there. */
static bool add_libraries(struct fingerprint *print, struct arena *a, const char *lib,
                          const char *name)
{
    bool found = add_library(print, a, lib, name);
    struct strv names = strv_new(a);
    if (found || dir_list(lib, &names, NULL) < 0)
        return found;
    for (size_t i = 0; i < names.len; i++)
        if (str_starts(names.items[i], "python3") || str_starts(names.items[i], "pypy"))
            found = add_library(print, a, lib, names.items[i]) || found;
    return found;
}

static int add_interpreter(struct facts *f, const struct tools *tools, struct error *err)
{
    struct arena *a = f->arena;
    const char *real = path_real(a, tools->python, err);
    const char *name = real ? fingerprint_file(a, real, err) : NULL;
    if (!name)
        return -1;
    const char *lib = path_join(a, path_parent(a, path_parent(a, real)), "lib");
    struct fingerprint print = fingerprint_new();
    if (!add_libraries(&print, a, lib, path_name(real)))
        return error_set(err, EXIT_FAILED, "%s: its standard library is not in %s", real, lib);
    (void)fingerprint_listing(&print, a, lib, ".so", bytecode, false, err);
    facts_add(f, "interpreter", tools->python);
    facts_add(f, "interpreter's program", name);
    facts_add(f, "standard library", fingerprint_name(a, &print));
    return 0;
}

/* --- the whole ------------------------------------------------------------------------------- */

int conditions_of_environment(struct facts *f, const struct tools *tools, const struct plan *plan,
                              const char *const *env, struct error *err)
{
    if (add_program(f, plan, err) < 0)
        return -1;
    facts_add(f, "uv", tools->uv_version);
    if (add_settings(f, err) < 0 || add_interpreter(f, tools, err) < 0)
        return -1;
    add_valgrind(f, tools);
    facts_add(f, "processors", arena_printf(f->arena, "%ld", host_facts(f->arena).cpus));
    return surroundings_add(f, plan->mask, env, err);
}

void conditions_of_times(struct facts *f, const struct plan *plan)
{
    struct arena *a = f->arena;
    const struct host host = host_facts(a);
    const struct host_state state = host_state_now(a, "");
    const char *share = file_read(a, "/sys/fs/cgroup/cpu.max", NULL, NULL);
    const char *resources = resources_given(a, NULL);
    const char *lock = plan->options->lock;
    bool alone = lock ? strcmp(lock, "off") != 0 : machine_lock_path(a) != NULL;
    facts_add(f, "machine", host.node);
    facts_add(f, "kernel", host.system);
    facts_add(f, "memory of the machine", arena_printf(a, "%.0f", state.memory));
    facts_add(f, "virtualisation", state.virtual ? state.virtual : "unknown");
    facts_add(f, "governor", state.governor ? state.governor : "unknown");
    facts_add(f, "turbo", arena_printf(a, "%d", state.turbo));
    facts_add(f, "share of the processors", share ? share : "");
    facts_add(f, "resources", resources ? resources : "");
    facts_add(f, "alone on the machine", alone ? "yes" : "no");
}
