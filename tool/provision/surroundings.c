#include "provision/surroundings.h"

#include "files/file.h"
#include "provision/surroundings_variables.h"
#include "system/host.h"

#include <stdlib.h>
#include <string.h>

/* --- programs -------------------------------------------------------------------------------- */

void surroundings_add_program(struct fingerprint *print, struct arena *a, const char *name)
{
    struct strv files = strv_new(a), seen = strv_new(a);
    if (strchr(name, '/'))
        fingerprint_place(print, a, name);
    else
        files = path_files(a, name);
    for (size_t i = 0; i < files.len; i++) {
        const char *real = path_real(a, files.items[i], NULL);
        if (!real || strv_has(&seen, real))
            continue;
        strv_add(&seen, real);
        fingerprint_place(print, a, real);
    }
}

/* What rustc and cargo are chosen from, where they are rustup's. */
static void add_toolchains(struct fingerprint *print, struct arena *a)
{
    static const char *const none[] = {NULL};
    const char *home = getenv("HOME"), *rustup = getenv("RUSTUP_HOME");
    const char *dir = rustup && *rustup ? rustup : path_join(a, home ? home : "/", ".rustup");
    const char *hashes = path_join(a, dir, "update-hashes");
    fingerprint_place(print, a, path_join(a, dir, "settings.toml"));
    if (path_is_dir(hashes))
        (void)fingerprint_listing(print, a, hashes, NULL, none, false, NULL);
}

/* Each by itself, so that it can be told which of them is another. */
static void add_programs(struct facts *f)
{
    static const char *const names[] = {"cc",      "c++",   "gcc",  "g++",   "gfortran",  "clang",
                                        "clang++", "nvcc",  "ld",   "rustc", "cargo",     "cmake",
                                        "ninja",   "meson", "make", "swig",  "pkg-config"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct fingerprint print = fingerprint_new();
        surroundings_add_program(&print, f->arena, names[i]);
        if (strcmp(names[i], "rustc") == 0)
            add_toolchains(&print, f->arena);
        facts_add(f, arena_printf(f->arena, "program %s", names[i]),
                  fingerprint_name(f->arena, &print));
    }
}

/* --- variables ------------------------------------------------------------------------------- */

/* Those whose words are programs: CC="ccache gcc-13". */
static bool names_programs(const char *name)
{
    static const char *const names[] = {"CC",  "CXX",     "FC",          "F77",
                                        "F90", "CUDACXX", "CUDAHOSTCXX", "LD",
                                        "AR",  "AS",      "RUSTC",       "CMAKE_*_COMPILER*",
                                        NULL};
    return str_matches_any(name, names);
}

/* What the value names: programs, or the file that is read. */
static void add_named(struct fingerprint *print, struct arena *a, const char *name,
                      const char *value)
{
    struct strv words = names_programs(name) ? strv_parts(a, value, ' ') : strv_new(a);
    for (size_t i = 0; i < words.len; i++)
        surroundings_add_program(print, a, words.items[i]);
    if (str_starts(name, "CMAKE_") && *value == '/' && path_is_file(value)) {
        const char *content = fingerprint_file(a, value, NULL);
        fingerprint_text(print, content ? content : "");
    }
}

/* Their order is that of who has set them. */
static void add_variables(struct facts *f, const struct mask *mask, const char *const *all)
{
    struct arena *a = f->arena;
    struct strv sorted = strv_new(a);
    strv_add_texts(&sorted, all);
    strv_sort(&sorted);
    for (size_t i = 0; i < sorted.len; i++) {
        const char *each = sorted.items[i], *value = strchr(each, '=');
        if (!value || !surroundings_variable_counts(each, (size_t)(value - each)))
            continue;
        const char *name = arena_strndup(a, each, (size_t)(value - each));
        struct fingerprint print = fingerprint_new();
        fingerprint_text(&print, mask_text(a, mask, value));
        add_named(&print, a, name, value + 1);
        facts_add(f, arena_printf(a, "variable %s", name), fingerprint_name(a, &print));
    }
}

/* --- the system ------------------------------------------------------------------------------ */

static int add_system(struct facts *f, struct error *err)
{
    static const char *const bytecode[] = {"__pycache__", NULL};
    struct arena *a = f->arena;
    const struct host host = host_facts(a);
    const char *libc = host_c_library(a), *name = libc ? fingerprint_file(a, libc, err) : NULL;
    if (!libc)
        return error_set(err, EXIT_FAILED, "which C library this machine has cannot be told");
    struct fingerprint print = fingerprint_new();
    if (!name ||
        fingerprint_listing(&print, a, path_parent(a, libc), ".so", bytecode, false, err) < 0)
        return -1;
    facts_add(f, "C library", name);
    facts_add(f, "system libraries", fingerprint_name(a, &print));
    facts_add(f, "architecture", host.machine);
    facts_add(f, "processor", host.cpu);
    facts_add(f, "processor's features", host_features(a));
    return 0;
}

int surroundings_add(struct facts *f, const struct mask *mask, const char *const *env,
                     struct error *err)
{
    if (add_system(f, err) < 0)
        return -1;
    add_variables(f, mask, env);
    add_programs(f);
    return 0;
}
