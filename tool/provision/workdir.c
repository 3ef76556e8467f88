#include "provision/workdir.h"

#include "base/clock.h"
#include "files/file.h"
#include "files/tree.h"
#include "outdir/outdir.h"
#include "system/host.h"

#include <string.h>

static const char heading[] = "benchmem work 1\n";
static const char token_name[] = ".benchmem-token";

enum { TOKEN_LEN = 32, TOKEN_IN_NAME = 12 };

/* --- the journal ----------------------------------------------------------------------------- */

/* The path comes last, since it may hold any byte. */
static int write_journal(struct arena *a, const struct workdir *w, struct error *err)
{
    const char *text =
        arena_printf(a, "%shost %s\nrun %s\nrun file %s\ntoken %s\npath %s", heading, w->host,
                     w->run ? w->run : "-", w->had_run_file ? "yes" : "no", w->token, w->path);
    if (file_write(w->journal, text, strlen(text), err) < 0)
        return error_add(err, "registering the temporary directory");
    return 0;
}

/* Take "NAME VALUE\n" from the start of *TEXT; NULL if it is not there. */
static const char *take(struct arena *a, const char **text, const char *name)
{
    size_t len = strlen(name);
    if (!*text || !str_starts(*text, name) || (*text)[len] != ' ')
        return NULL;
    const char *value = *text + len + 1, *end = strchr(value, '\n');
    *text = end ? end + 1 : NULL;
    return end ? arena_strndup(a, value, (size_t)(end - value)) : NULL;
}

static bool is_token(const char *text)
{
    return text && strlen(text) == TOKEN_LEN && strspn(text, "0123456789abcdef") == TOKEN_LEN;
}

/* Whether PATH can be one that workdir_register() made for the token. */
static bool is_path(const char *path, const char *token)
{
    return *path == '/' && strlen(path) > TOKEN_IN_NAME &&
           strncmp(path + strlen(path) - TOKEN_IN_NAME, token, TOKEN_IN_NAME) == 0;
}

int workdir_read(struct arena *a, struct workdir *w, const char *out, const char *label,
                 struct error *err)
{
    const char *journal = outdir_path(a, out, OUTDIR_WORK, label, 0), *text = NULL;
    *w = (struct workdir){0};
    int found = file_read_own(a, journal, &text, err);
    if (found <= 0 || !str_starts(text, heading))
        return found < 0 ? -1 : 0;
    text += strlen(heading);
    const char *host = take(a, &text, "host"), *run = take(a, &text, "run");
    const char *had = take(a, &text, "run file"), *token = take(a, &text, "token");
    if (!host || !run || !had || !is_token(token) || !text || !str_starts(text, "path ") ||
        !is_path(text + strlen("path "), token))
        return 0;
    *w = (struct workdir){.journal = journal,
                          .path = text + strlen("path "),
                          .token = token,
                          .host = host,
                          .run = strcmp(run, "-") == 0 ? NULL : run,
                          .had_run_file = strcmp(had, "yes") == 0};
    return 1;
}

bool workdir_is_here(struct arena *a, const struct workdir *w)
{
    return strcmp(w->host, host_facts(a).node) == 0;
}

/* --- its life -------------------------------------------------------------------------------- */

int workdir_register(struct arena *a, struct workdir *w, const char *out, const char *label,
                     const char *parent, const char *prefix, struct error *err)
{
    const char *token = clock_token(a);
    const char *absolute = path_absolute(a, parent, err);
    if (!absolute)
        return -1;
    *w = (struct workdir){
        .journal = outdir_path(a, out, OUTDIR_WORK, label, 0),
        .path = arena_printf(a, "%s/%s%.*s", absolute, prefix, TOKEN_IN_NAME, token),
        .token = token,
        .host = host_facts(a).node,
        .had_run_file = path_exists(outdir_path(a, out, OUTDIR_RUN_FILE, label, 0)),
    };
    if (write_journal(a, w, err) < 0) {
        w->journal = NULL;
        return -1;
    }
    return 0;
}

int workdir_make(struct workdir *w, struct error *err)
{
    if (tree_make_private(w->path, err) < 0)
        return error_add(err, "making a temporary directory");
    w->made = true;
    return tree_add_file(w->path, token_name, w->token, err);
}

int workdir_remove(const struct workdir *w, struct error *err)
{
    if (tree_remove_marked(w->path, token_name, w->token, err) == 0)
        return 0;
    /* What this process made is its own even if the suite has removed the token. */
    return w->made ? tree_remove(w->path, err) : -1;
}

int workdir_forget(struct workdir *w, struct error *err)
{
    const char *journal = w->journal;
    w->journal = NULL;
    return journal ? file_remove(journal, err) : 0;
}

int workdir_lend(struct arena *a, struct workdir *w, const char *run_id, struct error *err)
{
    w->run = run_id;
    if (write_journal(a, w, err) < 0)
        return -1;
    w->journal = NULL;
    return 0;
}
