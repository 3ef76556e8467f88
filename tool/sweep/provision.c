#include "sweep/provision.h"

#include "base/digest.h"
#include "base/file.h"
#include "sweep/isolate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The oldest uv that was tried; 0.4.0 has no `uv venv --no-project`.  cmake/PytestBenchmem asks for
 * the same. */
static const struct {
    int major, minor, patch;
} uv_oldest = {0, 5, 0};

/* --- tools ----------------------------------------------------------------------------------- */

struct answer {
    struct str text, errors;
    struct child_result result;
};

static void on_answer(void *data, int stream, const char *bytes, size_t len)
{
    struct answer *answer = data;
    struct str *s = stream == 1 ? &answer->text : &answer->errors;
    if (s->len + len < 65536)
        str_addn(s, bytes, len);
}

static void on_answer_done(void *data, const struct child_result *result)
{
    ((struct answer *)data)->result = *result;
}

/* Start a command whose output is its answer. */
static int ask(struct sweep *sweep, const char *const *argv, struct answer *answer,
               struct error *err)
{
    str_init(&answer->text, sweep->arena);
    str_init(&answer->errors, sweep->arena);
    struct child child = {.argv = argv,
                          .env = sweep->env,
                          .timeout = 60,
                          .split = true,
                          .output = on_answer,
                          .done = on_answer_done,
                          .data = answer};
    return child_start(sweep->loop, &child, err);
}

static const char *trimmed(struct arena *a, const char *text)
{
    while (*text == ' ' || *text == '\n')
        text++;
    size_t len = strlen(text);
    while (len && strchr(" \r\n", text[len - 1]))
        len--;
    return arena_strndup(a, text, len);
}

static const char *masked(const struct sweep *sweep, const char *text)
{
    return mask_text(sweep->arena, sweep->plan->mask, text);
}

static int check_uv(struct sweep *sweep, const struct answer *answer, struct error *err)
{
    int major = 0, minor = 0, patch = 0;
    const char *text = trimmed(sweep->arena, answer->text.data);
    if (version_judge(&answer->result, sweep->uv, err) < 0) {
        const char *words = masked(sweep, trimmed(sweep->arena, answer->errors.data));
        return error_set(err, STATUS_FAILED, "uv: %s%s%s; put a working uv on PATH",
                         arena_strdup(sweep->arena, err->text), *words ? ": " : "", words);
    }
    if (sscanf(text, "uv %9d.%9d.%9d", &major, &minor, &patch) != 3)
        return error_set(err, STATUS_FAILED,
                         "uv: %s does not say its version but '%.80s'; put a real uv on PATH",
                         sweep->uv, text);
    if (major * 1000000 + minor * 1000 + patch <
        uv_oldest.major * 1000000 + uv_oldest.minor * 1000 + uv_oldest.patch)
        return error_set(err, STATUS_FAILED,
                         "uv: %s is version %d.%d.%d, which is too old; install %d.%d.%d or newer "
                         "(pip install -U uv)",
                         sweep->uv, major, minor, patch, uv_oldest.major, uv_oldest.minor,
                         uv_oldest.patch);
    sweep->uv_version = arena_printf(sweep->arena, "%d.%d.%d", major, minor, patch);
    return 0;
}

static int check_python(struct sweep *sweep, const char *wanted, const struct answer *answer,
                        struct error *err)
{
    sweep->python = trimmed(sweep->arena, answer->text.data);
    if (answer->result.exit_code || answer->result.signal || !*sweep->python)
        return error_set(err, STATUS_FAILED,
                         "--python: no interpreter for '%s': %s; name one that is installed",
                         wanted, masked(sweep, trimmed(sweep->arena, answer->errors.data)));
    return 0;
}

int provision_tools(struct sweep *sweep, struct error *err)
{
    struct arena *a = sweep->arena;
    struct strv set;
    strv_init(&set, a);
    sweep->env = version_environment(a, &set);
    sweep->uv = path_program(a, "uv");
    if (!sweep->uv)
        return error_set(err, STATUS_FAILED, "uv: not found on PATH; install it (pip install uv)");

    const char *wanted = sweep->options->python;
    if (!wanted)
        wanted = path_program(a, "python3") ? path_program(a, "python3") : "python3";
    const char *version[] = {sweep->uv, "--version", NULL};
    const char *find[] = {sweep->uv, "python", "find", "--no-project", "--", wanted, NULL};
    struct answer uv = {0}, python = {0};
    int started = ask(sweep, version, &uv, err);
    if (started == 0)
        started = ask(sweep, find, &python, err);
    loop_run(sweep->loop);
    if (loop_signal(sweep->loop))
        return error_set(err, STATUS_SIGNAL + loop_signal(sweep->loop), "interrupted");
    if (started < 0 || check_uv(sweep, &uv, err) < 0)
        return -1;
    return check_python(sweep, wanted, &python, err);
}

/* --- resolve --------------------------------------------------------------------------------- */

const char *provision_inputs(const struct sweep *sweep, const struct planned_version *planned)
{
    const struct plan *plan = sweep->plan;
    uint64_t digest = digest_text(DIGEST_EMPTY, planned->spec);
    for (size_t i = 0; i < plan->extras.len; i++)
        digest = digest_text(digest, mask_text(sweep->arena, NULL, plan->extras.items[i]));
    digest = digest_text(digest, sweep->options->as_of ? sweep->options->as_of : "");
    digest = digest_text(digest, sweep->python);
    return digest_name(sweep->arena, digest);
}

static int make_dir(struct version *v, struct error *err)
{
    if (!v->dir && workdir_make(&v->work, err) < 0)
        return -1;
    v->dir = v->work.path;
    return 0;
}

/* The lock is kept without the secrets of its URLs. */
static int keep_lock(const struct version *v, const char *text, struct error *err)
{
    const char *masked = mask_text(v->sweep->arena, NULL, text);
    return file_write(v->lockfile, masked, strlen(masked), err);
}

static int resolved(struct version *v, const struct child_result *result, struct error *err)
{
    if (version_judge(result, "uv pip compile", err) < 0)
        return error_add(err, "resolving %s", v->planned->spec);
    const char *made = path_join(v->sweep->arena, v->dir, "lock.txt");
    const char *text = file_read(v->sweep->arena, made, NULL, err);
    if (!text || keep_lock(v, text, err) < 0)
        return error_add(err, "keeping the lock");
    v->resolved = true;
    return 0;
}

static int resolve(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    struct arena *a = s->arena;
    if (v->resolved)
        return 0;
    version_enter(v, STAGE_INSTALL, "resolve");
    if (s->options->locked)
        return error_set(err, STATUS_FAILED,
                         "--locked: there is no lock %s; sweep once without --locked to make it",
                         v->lockfile);
    if (make_dir(v, err) < 0)
        return -1;
    struct str wanted;
    str_init(&wanted, a);
    str_addf(&wanted, "%s\n", v->planned->full_spec);
    for (size_t i = 0; i < s->plan->extras.len; i++)
        str_addf(&wanted, "%s\n", s->plan->extras.items[i]);
    const char *input = path_join(a, v->dir, "requirements.in");
    if (file_write(input, wanted.data, wanted.len, err) < 0)
        return -1;

    struct strv argv;
    strv_init(&argv, a);
    strv_add(&argv, s->uv);
    strv_add(&argv, "pip");
    strv_add(&argv, "compile");
    strv_add(&argv, "--quiet");
    strv_add(&argv, "--no-header");
    strv_add(&argv, "--no-annotate");
    strv_add(&argv, "--generate-hashes");
    strv_addf(&argv, "--python=%s", s->python);
    if (s->options->as_of)
        strv_addf(&argv, "--exclude-newer=%s", s->options->as_of);
    strv_addf(&argv, "--output-file=%s", path_join(a, v->dir, "lock.txt"));
    strv_add(&argv, input);
    /* Its standard output is the lock once more: captured, so that it does not fill the log. */
    struct str *copy = arena_alloc(a, sizeof *copy);
    str_init(copy, a);
    return version_command(
        v, &(struct version_command){.argv = argv.items, .capture = copy, .finish = resolved}, err);
}

version_step *const provision_resolve[] = {resolve, NULL};

/* --- venv ------------------------------------------------------------------------------------ */

/* The directory venv/lib/PYTHON/site-packages, whatever the interpreter calls itself. */
static const char *find_site(struct version *v)
{
    struct arena *a = v->sweep->arena;
    struct error ignored;
    struct strv names;
    strv_init(&names, a);
    const char *lib = path_join(a, v->venv, "lib");
    if (dir_list(lib, &names, &ignored) < 0)
        return NULL;
    for (size_t i = 0; i < names.len; i++) {
        const char *site = arena_printf(a, "%s/%s/site-packages", lib, names.items[i]);
        if (path_is_dir(site))
            return site;
    }
    return NULL;
}

/* "version_info = 3.11.7" in pyvenv.cfg, or NULL. */
static const char *read_python_version(struct version *v)
{
    struct arena *a = v->sweep->arena;
    struct error ignored;
    const char *text = file_read(a, path_join(a, v->venv, "pyvenv.cfg"), NULL, &ignored);
    const char *at = text ? strstr(text, "version_info = ") : NULL;
    if (!at)
        return NULL;
    at += strlen("version_info = ");
    return trimmed(a, arena_strndup(a, at, strcspn(at, "\n")));
}

static int venv_made(struct version *v, const struct child_result *result, struct error *err)
{
    if (version_judge(result, "uv venv", err) < 0)
        return -1;
    v->site = find_site(v);
    v->python_version = read_python_version(v);
    if (!v->site || !path_exists(v->python))
        return error_set(err, STATUS_FAILED,
                         "uv venv: made no environment in %s; try 'uv venv' by hand", v->venv);
    return 0;
}

static int make_venv(struct version *v, struct error *err)
{
    struct sweep *s = v->sweep;
    version_enter(v, STAGE_VENV, "venv");
    if (make_dir(v, err) < 0)
        return -1;
    v->venv = path_join(s->arena, v->dir, "venv");
    v->python = path_join(s->arena, v->venv, "bin/python");
    struct strv argv;
    strv_init(&argv, s->arena);
    strv_add(&argv, s->uv);
    strv_add(&argv, "venv");
    strv_add(&argv, "--quiet");
    strv_add(&argv, "--no-project");
    strv_addf(&argv, "--python=%s", s->python);
    strv_add(&argv, v->venv);
    return version_command(v, &(struct version_command){.argv = argv.items, .finish = venv_made},
                           err);
}

/* --- install --------------------------------------------------------------------------------- */

/* What a lock says of how it can be installed. */
struct lock_facts {
    const char *file;    /* the lock, or one of ours with the secrets put back */
    bool all_hashed;     /* every requirement has hashes */
    struct strv rebuilt; /* names of directory sources, of which uv would serve a stale build */
};

/* The lock's file if it can be used as it is; else one in the temporary directory with the secrets
 * in their places.  NULL if one of them is not known. */
static const char *unmask_lock(const struct version *v, const char *text, struct error *err)
{
    struct arena *a = v->sweep->arena;
    const char *full = mask_restore(a, v->sweep->plan->mask, text, err);
    if (!full) {
        error_add(err, "%s", v->lockfile);
        return NULL;
    }
    if (strcmp(full, text) == 0)
        return v->lockfile;
    const char *path = path_join(a, v->dir, "lock-full.txt");
    return file_write(path, full, strlen(full), err) < 0 ? NULL : path;
}

static int read_lock(struct version *v, struct lock_facts *facts, struct error *err)
{
    struct arena *a = v->sweep->arena;
    char *text = file_read(a, v->lockfile, NULL, err);
    if (!text)
        return error_add(err, "reading the lock");
    *facts = (struct lock_facts){.all_hashed = true, .file = unmask_lock(v, text, err)};
    if (!facts->file)
        return -1;
    strv_init(&facts->rebuilt, a);
    struct strv lines;
    strv_init(&lines, a);
    strv_split(&lines, text, '\n');
    for (size_t i = 0; i < lines.len; i++) {
        const char *line = lines.items[i], *url = strstr(line, " @ file://");
        if (!*line || *line == '#' || *line == '-')
            continue;
        if (!str_ends(line, "\\"))
            facts->all_hashed = false;
        if (url && !str_ends(line, "\\"))
            strv_add(&facts->rebuilt, arena_strndup(a, line, strcspn(line, " [")));
    }
    return 0;
}

static int start_sync(struct version *v, bool offline, struct error *err);

static int synced_online(struct version *v, const struct child_result *result, struct error *err)
{
    if (version_judge(result, "uv pip sync", err) < 0)
        return error_add(err, "installing %s", v->planned->spec);
    return 0;
}

/* What is not in uv's cache yet has to be fetched. */
static int synced_offline(struct version *v, const struct child_result *result, struct error *err)
{
    if (!result->exit_code && !result->signal)
        return 0;
    if (result->timed_out || loop_signal(v->sweep->loop))
        return synced_online(v, result, err);
    return start_sync(v, false, err);
}

static int start_sync(struct version *v, bool offline, struct error *err)
{
    struct sweep *s = v->sweep;
    struct lock_facts facts = {0};
    if (read_lock(v, &facts, err) < 0)
        return -1;
    struct strv argv;
    strv_init(&argv, s->arena);
    strv_add(&argv, s->uv);
    strv_add(&argv, "pip");
    strv_add(&argv, "sync");
    strv_add(&argv, "--quiet");
    if (offline)
        strv_add(&argv, "--offline");
    if (facts.all_hashed)
        strv_add(&argv, "--require-hashes");
    for (size_t i = 0; i < facts.rebuilt.len; i++)
        strv_addf(&argv, "--reinstall-package=%s", facts.rebuilt.items[i]);
    strv_addf(&argv, "--python=%s", v->python);
    strv_add(&argv, facts.file);
    return version_command(
        v,
        &(struct version_command){.argv = argv.items,
                                  .finish = offline ? synced_offline : synced_online},
        err);
}

static int install(struct version *v, struct error *err)
{
    version_enter(v, STAGE_INSTALL, "install");
    return start_sync(v, true, err);
}

version_step *const provision_environment[] = {make_venv, install, isolate_copy, isolate_check,
                                               NULL};
version_step *const provision_cache[] = {make_venv, install, NULL};

/* --- removal --------------------------------------------------------------------------------- */

bool provision_adopt(struct version *v)
{
    struct arena *a = v->sweep->arena;
    v->dir = v->work.path;
    v->venv = path_join(a, v->dir, "venv");
    v->python = path_join(a, v->venv, "bin/python");
    v->cwd = path_join(a, v->dir, "iso");
    v->site = find_site(v);
    return v->site && path_exists(v->python) && path_is_dir(v->cwd);
}

int provision_remove(struct version *v, struct error *err)
{
    v->dir = NULL;
    if (!v->work.journal)
        return 0;
    int result = workdir_remove(&v->work, err);
    if (result < 0)
        v->work.journal = NULL; /* stays registered: the next start tries again */
    return result;
}
