/* command_test.h - a command as it is called, in a directory of its own.
 */
#pragma once

#include "unit_test.h"

#include "command/commands.h"
#include "files/file.h"
#include "files/tree.h"
#include "outdir/manifest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    struct arena *arena;
    const char *dir;
    struct error err;
    const char *out, *errors; /* of the last call */
};

static inline struct fixture begin(struct arena *a)
{
    struct fixture f = {.arena = a};
    f.dir = test_directory(a);
    assert_non_null(f.dir);
    return f;
}

static inline void done(struct fixture *f)
{
    assert_int_equal(tree_remove(f->dir, &f->err), 0);
}

static inline const char *in_dir(const struct fixture *f, const char *name)
{
    return path_join(f->arena, f->dir, name);
}

/* A run file with one benchmark per id; times in seconds, peaks in bytes (none where 0). */
static inline const char *put_run(struct fixture *f, const char *name, const char *const *ids,
                                  const double *times, const double *peaks)
{
    struct str text = str_new(f->arena);
    str_add(&text, "{\"benchmarks\": [");
    for (size_t i = 0; ids[i]; i++) {
        str_addf(&text, "%s{\"fullname\": \"t.py::%s\", \"stats\": {\"min\": %.17g}", i ? ", " : "",
                 ids[i], times[i]);
        if (peaks && peaks[i] > 0)
            str_addf(&text,
                     ", \"extra_info\": {\"benchmem\": {\"peak_bytes\": [%.17g], "
                     "\"allocations\": [1], \"total_bytes\": [1]}}",
                     peaks[i]);
        str_add(&text, "}");
    }
    str_add(&text, "]}");
    const char *path = in_dir(f, name);
    if (file_write(path, text.data, text.len, &f->err) < 0)
        fail_msg("%s", f->err.text);
    return path;
}

/* Make sweep.json of these versions; ok ones have their run file already. */
static inline void put_sweep(struct fixture *f, const char *const *labels,
                             const enum version_status *statuses)
{
    struct manifest m = {.package = "p", .run_id = "r"};
    for (size_t i = 0; labels[i]; i++) {
        struct manifest_entry *e = manifest_add(f->arena, &m, labels[i]);
        e->version = e->spec = labels[i];
        e->run_id = "r";
        e->status = statuses[i];
        if (statuses[i] == VERSION_OK)
            e->json = arena_printf(f->arena, "%s.json", labels[i]);
        if (statuses[i] == VERSION_UNAVAILABLE) {
            e->failed_stage = STAGE_INSTALL;
            e->reason = "no such version";
        }
    }
    if (manifest_write(f->arena, in_dir(f, "sweep.json"), &m, &f->err) < 0)
        fail_msg("%s", f->err.text);
}

/* Have the descriptor lead to the file.  Returns where it led before. */
static inline int redirect(int from, const char *path)
{
    int before = dup(from), fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(before >= 0 && fd >= 0 && dup2(fd, from) == from);
    close(fd);
    return before;
}

static inline void give_back(int from, int before)
{
    assert_int_equal(dup2(before, from), from);
    close(before);
}

/* Call the command: in this process, as in each fork valgrind would translate all of it anew.
 * Returns its exit status. */
static inline int call(struct fixture *f, const struct command *command, const char *const *words)
{
    const char *out = in_dir(f, "stdout"), *errors = in_dir(f, "stderr");
    int argc = 0;
    char *argv[32];
    for (; words[argc]; argc++)
        argv[argc] = arena_strdup(f->arena, words[argc]);
    argv[argc] = NULL;
    fflush(stdout);
    int output = redirect(STDOUT_FILENO, out), error_output = redirect(STDERR_FILENO, errors);
    int status = command->run(f->arena, command, argc, argv);
    fflush(stdout);
    give_back(STDOUT_FILENO, output);
    give_back(STDERR_FILENO, error_output);
    f->out = file_read(f->arena, out, NULL, &f->err);
    f->errors = file_read(f->arena, errors, NULL, &f->err);
    assert_non_null(f->out);
    assert_non_null(f->errors);
    return status;
}

#define CALL_COMMAND(f, command, ...) call(f, command, (const char *const[]){__VA_ARGS__, NULL})

static inline void assert_says(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("'%s' does not say '%s'", text, what);
}
