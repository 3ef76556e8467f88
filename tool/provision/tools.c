#include "provision/tools.h"

#include "files/file.h"

#include <stdio.h>
#include <string.h>

/* The oldest uv that was tried; 0.4.0 has no `uv venv --no-project`.  cmake/PytestBenchmem asks for
 * the same. */
static const struct {
    int major, minor, patch;
} uv_oldest = {0, 5, 0};

/* The oldest Valgrind of a distribution that is still kept up; the first git that has --config-env,
 * which keeps the secrets of a URL out of its words. */
enum { VALGRIND_MAJOR = 3, VALGRIND_MINOR = 15, GIT_MAJOR = 2, GIT_MINOR = 31 };

struct answer {
    struct str text, errors;
    struct child_result result;
};

static void answer_init(struct answer *answer, struct arena *a)
{
    *answer = (struct answer){0};
    answer->text = str_new(a);
    answer->errors = str_new(a);
}

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
static int ask(const struct tasks *shared, const char *const *argv, struct answer *answer,
               struct error *err)
{
    struct child child = {.argv = argv,
                          .env = shared->env,
                          .timeout = 60,
                          .split = true,
                          .output = on_answer,
                          .done = on_answer_done,
                          .data = answer};
    return child_start(shared->loop, &child, err);
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

static int check_uv(struct tools *tools, const struct tasks *shared, const struct answer *answer,
                    struct error *err)
{
    int major = 0, minor = 0, patch = 0;
    const char *text = trimmed(shared, &answer->text);
    if (task_judge(&answer->result, tools->uv, err) < 0) {
        const char *words = masked(shared, &answer->errors);
        return error_set(err, EXIT_FAILED, "uv: %s%s%s; put a working uv on PATH",
                         arena_strdup(shared->arena, err->text), *words ? ": " : "", words);
    }
    if (sscanf(text, "uv %9d.%9d.%9d", &major, &minor, &patch) != 3)
        return error_set(err, EXIT_FAILED,
                         "uv: %s does not say its version but '%.80s'; put a real uv on PATH",
                         tools->uv, text);
    if (major * 1000000 + minor * 1000 + patch <
        uv_oldest.major * 1000000 + uv_oldest.minor * 1000 + uv_oldest.patch)
        return error_set(err, EXIT_FAILED,
                         "uv: %s is version %d.%d.%d, which is too old; install %d.%d.%d or newer "
                         "(pip install -U uv)",
                         tools->uv, major, minor, patch, uv_oldest.major, uv_oldest.minor,
                         uv_oldest.patch);
    tools->uv_version = arena_printf(shared->arena, "%d.%d.%d", major, minor, patch);
    return 0;
}

/* Whether that is the path of a program itself, with which uv would answer.  One that is no binary,
 * as pyenv's, stands for another. */
static bool is_interpreter(struct arena *a, const char *wanted)
{
    struct file_map map;
    if (*wanted != '/' || !path_program(a, wanted) || file_map(wanted, &map, NULL) < 0)
        return false;
    bool is_elf = map.len > 4 && memcmp(map.data,
                                        "\x7f"
                                        "ELF",
                                        4) == 0;
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

/* A program that is called NAME and says PREFIX and its version. */
static int check_program(const struct tasks *shared, const struct answer *answer, const char *path,
                         const char *prefix, int wanted_major, int wanted_minor, struct error *err)
{
    int major = 0, minor = 0;
    const char *name = path_name(path), *text = trimmed(shared, &answer->text);
    if (task_judge(&answer->result, path, err) < 0) {
        const char *words = masked(shared, &answer->errors);
        return error_set(err, EXIT_FAILED, "%s: %s%s%s; put a working %s on PATH", name,
                         arena_strdup(shared->arena, err->text), *words ? ": " : "", words, name);
    }
    if (!str_starts(text, prefix) || sscanf(text + strlen(prefix), "%9d.%9d", &major, &minor) != 2)
        return error_set(err, EXIT_FAILED,
                         "%s: %s does not say its version but '%.80s'; put a real %s on PATH", name,
                         path, text, name);
    if (major < wanted_major || (major == wanted_major && minor < wanted_minor))
        return error_set(err, EXIT_FAILED,
                         "%s: %s is version %d.%d, which is too old; install %d.%d or newer", name,
                         path, major, minor, wanted_major, wanted_minor);
    return 0;
}

int tools_find(struct tools *tools, const struct tasks *shared, const struct plan *plan,
               struct error *err)
{
    struct arena *a = shared->arena;
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

    const char *wanted = plan->options->python;
    if (!wanted)
        wanted = path_program(a, "python3") ? path_program(a, "python3") : "python3";
    const char *version[] = {tools->uv, "--version", NULL};
    const char *find[] = {tools->uv, "python", "find", "--no-project", "--", wanted, NULL};
    const char *ask_valgrind[] = {tools->valgrind, "--version", NULL};
    const char *ask_git[] = {tools->git, "--version", NULL};
    struct answer uv, python, valgrind, git;
    answer_init(&uv, a);
    answer_init(&valgrind, a);
    answer_init(&git, a);
    answer_init(&python, a);
    int started = ask(shared, version, &uv, err);
    tools->python = is_interpreter(a, wanted) ? wanted : NULL;
    if (started == 0 && !tools->python)
        started = ask(shared, find, &python, err);
    if (started == 0 && tools->valgrind)
        started = ask(shared, ask_valgrind, &valgrind, err);
    if (started == 0 && tools->git)
        started = ask(shared, ask_git, &git, err);
    loop_run(shared->loop);
    if (loop_signal(shared->loop))
        return error_set(err, EXIT_SIGNAL + loop_signal(shared->loop), "interrupted");
    if (started < 0 || check_uv(tools, shared, &uv, err) < 0)
        return -1;
    if (tools->valgrind && check_program(shared, &valgrind, tools->valgrind, "valgrind-",
                                         VALGRIND_MAJOR, VALGRIND_MINOR, err) < 0)
        return -1;
    if (tools->git &&
        check_program(shared, &git, tools->git, "git version ", GIT_MAJOR, GIT_MINOR, err) < 0)
        return error_add(err, "--repository");
    return tools->python ? 0 : check_python(tools, shared, wanted, &python, err);
}
