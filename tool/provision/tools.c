#include "provision/tools.h"

#include "files/file.h"

#include <stdio.h>
#include <string.h>

/* A program that is asked for its version. */
struct wanted {
    const char *prefix; /* of what it answers */
    int parts;          /* of its version that count */
    int oldest[3];
    const char *how; /* to install it; may be "" */
};

/* The oldest uv that was tried; 0.4.0 has no `uv venv --no-project`.  cmake/PytestBenchmem asks for
 * the same.  The oldest Valgrind of a distribution that is still kept up.  The first git that has
 * --config-env, which keeps the secrets of a URL out of its words. */
static const struct wanted wanted_uv = {"uv ", 3, {0, 5, 0}, " (pip install -U uv)"},
                           wanted_valgrind = {"valgrind-", 2, {3, 15}, ""},
                           wanted_git = {"git version ", 2, {2, 31}, ""};

enum { ANSWER_MOST = 65536 };

/* Start a command whose output is its answer. */
static int ask(const struct tasks *shared, const char *const *argv, struct answer *answer,
               struct error *err)
{
    const struct child child = {.argv = argv, .env = shared->env, .timeout = 60};
    return answer_start(shared->loop, &child, answer, err);
}

/* The same of its version, if there is a program. */
static int ask_version(const struct tasks *shared, const char *program, struct answer *answer,
                       struct error *err)
{
    struct strv argv = strv_new(shared->arena);
    strv_add_each(&argv, program, "--version");
    return program ? ask(shared, argv.items, answer, err) : 0;
}

static const char *trimmed(const struct tasks *shared, const struct str *answer)
{
    const char *text = answer->data + strspn(answer->data, " \n");
    size_t len = strlen(text);
    while (len && strchr(" \r\n", text[len - 1]))
        len--;
    return arena_strndup(shared->arena, text, len);
}

/* The same without the secrets in it. */
static const char *masked(const struct tasks *shared, const struct str *answer)
{
    return mask_text(shared->arena, shared->mask, trimmed(shared, answer));
}

static const char *version_text(struct arena *a, const int *version, int parts)
{
    return parts == 3 ? arena_printf(a, "%d.%d.%d", version[0], version[1], version[2])
                      : arena_printf(a, "%d.%d", version[0], version[1]);
}

/* Its version, if that will do; NULL otherwise. */
static const char *check_program(const struct tasks *shared, const struct answer *answer,
                                 const char *path, const struct wanted *w, struct error *err)
{
    struct arena *a = shared->arena;
    int version[3] = {0};
    const char *name = path_name(path), *text = trimmed(shared, &answer->text);
    if (task_judge(&answer->result, path, err) < 0) {
        const char *words = masked(shared, &answer->errors);
        error_set(err, EXIT_FAILED, "%s: %s%s%s; put a working %s on PATH", name,
                  arena_strdup(a, err->text), *words ? ": " : "", words, name);
        return NULL;
    }
    if (!str_starts(text, w->prefix) || sscanf(text + strlen(w->prefix), "%9d.%9d.%9d", &version[0],
                                               &version[1], &version[2]) < w->parts) {
        error_set(err, EXIT_FAILED,
                  "%s: %s does not say its version but '%.80s'; put a real %s on PATH", name, path,
                  text, name);
        return NULL;
    }
    int i = 0;
    while (i < w->parts - 1 && version[i] == w->oldest[i])
        i++;
    const char *said = version_text(a, version, w->parts);
    if (version[i] >= w->oldest[i])
        return said;
    error_set(err, EXIT_FAILED, "%s: %s is version %s, which is too old; install %s or newer%s",
              name, path, said, version_text(a, w->oldest, w->parts), w->how);
    return NULL;
}

/* Whether that is the path of a program itself, with which uv would answer.  One that is no binary,
 * as pyenv's, stands for another. */
static bool is_interpreter(struct arena *a, const char *wanted)
{
    static const char elf[] = {0x7f, 'E', 'L', 'F'};
    struct file_map map;
    if (*wanted != '/' || !path_program(a, wanted) || file_map(wanted, &map, NULL) < 0)
        return false;
    bool is_elf = map.len > sizeof elf && memcmp(map.data, elf, sizeof elf) == 0;
    file_unmap(&map);
    return is_elf;
}

static int check_python(struct tools *tools, const struct tasks *shared, const char *wanted,
                        const struct answer *answer, struct error *err)
{
    tools->python = trimmed(shared, &answer->text);
    if (answer->result.exit_code || answer->result.signal || !*tools->python)
        return error_set(err, EXIT_FAILED,
                         "--python: no interpreter for '%s': %s; name one that is installed",
                         wanted, masked(shared, &answer->errors));
    return 0;
}

/* What the programs answered. */
struct answers {
    const char *wanted; /* the interpreter that uv is asked for */
    struct answer uv, python, valgrind, git;
};

/* Where the programs are. */
static int find(struct tools *tools, struct arena *a, const struct plan *plan, struct error *err)
{
    tools->uv = path_program(a, "uv");
    if (!tools->uv)
        return error_set(err, EXIT_FAILED, "uv: not found on PATH; install it (pip install uv)");

    tools->valgrind = plan->options->instructions ? path_program(a, "valgrind") : NULL;
    if (plan->options->instructions && !tools->valgrind)
        return error_set(err, EXIT_FAILED,
                         "valgrind: not found on PATH, and --instructions counts with it; install "
                         "it (apt install valgrind)");

    tools->git = plan->repository ? path_program(a, "git") : NULL;
    if (plan->repository && !tools->git)
        return error_set(err, EXIT_FAILED, "--repository: there is no git on PATH; install it");
    return 0;
}

int tools_ask(struct tools *tools, const struct tasks *shared, const struct plan *plan,
              struct error *err)
{
    struct arena *a = shared->arena;
    if (find(tools, a, plan, err) < 0)
        return -1;
    struct answers *said = tools->said = arena_alloc(a, sizeof *said);
    const char *own = plan->options->python ? NULL : path_program(a, "python3");
    said->wanted = plan->options->python ? plan->options->python : own ? own : "python3";
    const char *look[] = {tools->uv, "python", "find", "--no-project", "--", said->wanted, NULL};
    said->uv = answer_new(a, ANSWER_MOST);
    said->python = answer_new(a, ANSWER_MOST);
    said->valgrind = answer_new(a, ANSWER_MOST);
    said->git = answer_new(a, ANSWER_MOST);
    tools->python = is_interpreter(a, said->wanted) ? said->wanted : NULL;
    if (ask_version(shared, tools->uv, &said->uv, err) < 0 ||
        (!tools->python && ask(shared, look, &said->python, err) < 0) ||
        ask_version(shared, tools->valgrind, &said->valgrind, err) < 0)
        return -1;
    return ask_version(shared, tools->git, &said->git, err);
}

bool tools_can_begin(const struct tools *tools)
{
    return tools->python && !tools->valgrind && !tools->git;
}

int tools_find(struct tools *tools, const struct tasks *shared, struct error *err)
{
    const struct answers *said = tools->said;
    if (tools->uv_version)
        return 0;
    loop_run(shared->loop);
    if (loop_signal(shared->loop))
        return error_set(err, EXIT_SIGNAL + loop_signal(shared->loop), "interrupted");
    tools->uv_version = check_program(shared, &said->uv, tools->uv, &wanted_uv, err);
    if (!tools->uv_version ||
        (tools->valgrind &&
         !check_program(shared, &said->valgrind, tools->valgrind, &wanted_valgrind, err)))
        return -1;
    if (tools->git && !check_program(shared, &said->git, tools->git, &wanted_git, err))
        return error_add(err, "--repository");
    return tools->python ? 0 : check_python(tools, shared, said->wanted, &said->python, err);
}
