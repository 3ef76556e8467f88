/* venv_install(): the packages of a lock into an environment. */
#include "files/file.h"
#include "provision/venv.h"

#include <string.h>

/* What a lock says of how it can be installed, and what will be there. */
struct lock_facts {
    const char *file;     /* the lock, or one of ours with the secrets put back */
    bool all_hashed;      /* every requirement has hashes */
    bool has_conditions;  /* some have markers, so that they may not be installed */
    struct strv packages; /* "name==version", "name @ URL" */
    struct strv rebuilt;  /* names of directory sources, of which uv would serve a stale build */
};

/* The lock's file if it can be used as it is; else one in the temporary directory with the secrets
 * in their places.  NULL if one of them is not known. */
static const char *unmask_lock(const struct venv *e, const char *text, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    const char *full = mask_restore(a, e->plan->mask, text, err);
    if (!full) {
        error_add(err, "%s", e->lock);
        return NULL;
    }
    if (strcmp(full, text) == 0)
        return e->lock;
    const char *path = path_join(a, e->dir, "lock-full.txt");
    return file_write_scratch(path, full, strlen(full), err) < 0 ? NULL : path;
}

/* A line that names a package; what follows it are its hashes, if it ends with a backslash. */
static void read_requirement(struct lock_facts *facts, struct arena *a, const char *line)
{
    bool is_hashed = str_ends(line, " \\");
    facts->all_hashed = facts->all_hashed && is_hashed;
    facts->has_conditions = facts->has_conditions || strstr(line, " ;");
    const char *package = arena_strndup(a, line, strlen(line) - (is_hashed ? 2 : 0));
    strv_add(&facts->packages, mask_text(a, NULL, package));
    if (strstr(line, " @ file://") && !is_hashed)
        strv_add(&facts->rebuilt, arena_strndup(a, line, strcspn(line, " [")));
}

static int read_lock(struct venv *e, struct lock_facts *facts, struct error *err)
{
    struct arena *a = e->task.shared->arena;
    char *text = file_read(a, e->lock, NULL, err);
    if (!text)
        return error_add(err, "reading the lock");
    *facts = (struct lock_facts){.all_hashed = true, .file = unmask_lock(e, text, err)};
    if (!facts->file)
        return -1;
    facts->packages = strv_new(a);
    facts->rebuilt = strv_new(a);
    struct strv lines = strv_parts(a, text, '\n');
    for (size_t i = 0; i < lines.len; i++)
        if (*lines.items[i] && !strchr("#- ", *lines.items[i]))
            read_requirement(facts, a, lines.items[i]);
    return 0;
}

static int start_sync(struct task *t, bool offline, struct error *err);

static int synced_online(struct task *t, const struct child_result *result, struct error *err)
{
    struct venv *e = t->subject;
    if (task_judge_said(t, result, "uv pip sync", err) == 0)
        return 0;
    e->packages = strv_new(t->shared->arena);
    return error_add(err, "installing %s", e->planned->spec);
}

/* What is not in uv's cache yet has to be fetched. */
static int synced_offline(struct task *t, const struct child_result *result, struct error *err)
{
    if (!result->exit_code && !result->signal)
        return 0;
    if (result->timed_out || loop_signal(t->shared->loop))
        return synced_online(t, result, err);
    return start_sync(t, false, err);
}

static int start_sync(struct task *t, bool offline, struct error *err)
{
    struct venv *e = t->subject;
    struct lock_facts facts = {0};
    if (read_lock(e, &facts, err) < 0)
        return -1;
    struct strv argv = strv_new(t->shared->arena);
    strv_add_each(&argv, e->tools->uv, "pip", "sync", "--quiet");
    if (offline)
        strv_add(&argv, "--offline");
    if (facts.all_hashed)
        strv_add(&argv, "--require-hashes");
    for (size_t i = 0; i < facts.rebuilt.len; i++)
        strv_addf(&argv, "--reinstall-package=%s", facts.rebuilt.items[i]);
    strv_addf(&argv, "--python=%s", e->python);
    strv_add(&argv, facts.file);
    int started =
        task_command(t,
                     &(struct task_command){.argv = argv.items,
                                            .finish = offline ? synced_offline : synced_online},
                     err);
    if (started == 0 && !facts.has_conditions)
        e->packages = facts.packages;
    return started;
}

int venv_install(struct task *t, struct error *err)
{
    task_enter(t, STAGE_INSTALL, "install");
    return start_sync(t, true, err);
}
