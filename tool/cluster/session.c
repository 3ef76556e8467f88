#include "cluster/session.h"

#include "cluster/node.h"
#include "files/path.h"

#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 1 << 16, FRAME_MOST = 1 << 20 };

static const double slack = 15; /* seconds that the node has to end a command whose time is over */

struct session {
    struct arena *arena;
    struct session_place place;
    struct running *running; /* the launcher; NULL once it has ended */
    struct session_user user;
    bool ready, waiting; /* for the user's `done` */
    bool closed;         /* its end is wanted */
    bool leaving;        /* the command may have been ended with the job; see take_ended() */
    double opened;
    struct session_told told;
    struct str words;  /* what the launcher printed */
    struct str frames; /* what came from the node and was not taken yet */
};

/* --- who waits ------------------------------------------------------------------------------- */

static void await(struct session *s, const struct session_user *user)
{
    s->user = *user;
    s->waiting = true;
}

static void done(struct session *s)
{
    bool waited = s->waiting;
    s->waiting = false;
    if (waited)
        s->user.done(s->user.data);
}

static void hand_on(struct session *s, const char *bytes, size_t len)
{
    if (s->waiting && s->user.output)
        s->user.output(s->user.data, bytes, len);
}

/* --- the job --------------------------------------------------------------------------------- */

static void know_job(struct session *s, const char *job)
{
    s->told.job = job;
    if (s->running)
        child_cancel_by(s->running, (const char *const[]){s->place.launcher->cancel, job, NULL});
}

/* "srun, job 12 on node1" as far as it is known. */
static const char *who(const struct session *s)
{
    return arena_printf(s->arena, "%s%s%s%s%s", s->place.launcher->name,
                        s->told.job ? ", job " : "", s->told.job ? s->told.job : "",
                        s->told.node ? " on " : "", s->told.node ? s->told.node : "");
}

/* Why there is no result of the command, or no node. */
static const char *why(const struct session *s, const struct child_result *r)
{
    struct arena *a = s->arena;
    const char *words = launcher_reason(a, s->place.launcher, s->words.data);
    if (r->timed_out && !s->ready)
        return arena_printf(a, "%s: queued %.0f s, and --queue-timeout is over", who(s),
                            r->seconds);
    if (r->timed_out)
        return arena_printf(a, "%s: the node did not answer any more", who(s));
    if (!s->ready && strstr(words, "execve()"))
        return arena_printf(a,
                            "%s: the nodes do not see %s: %s; set --work-dir (WORK_DIR) to a "
                            "directory that they share with this machine",
                            who(s), path_parent(a, s->place.program), words);
    const char *ended = r->signal ? arena_printf(a, "ended by signal %d", r->signal)
                                  : arena_printf(a, "exited with %d", r->exit_code);
    return arena_printf(a, "%s: %s%s%s", who(s), *words ? words : ended, *words ? "; it " : "",
                        *words ? ended : "");
}

/* --- what comes from the node ---------------------------------------------------------------- */

/* The host's name, then the node's, the job and the step. */
static void take_ready(struct session *s, const char *text)
{
    struct strv lines = strv_parts(s->arena, text, '\n');
    bool whole = lines.len == 4;
    const char *job = whole && *lines.items[2] ? lines.items[2] : NULL;
    s->told.node = whole && *lines.items[1] ? lines.items[1] : lines.items[0];
    /* In an allocation of the user's only the step is ours. */
    if (job && getenv(s->place.launcher->job))
        job = arena_printf(s->arena, "%s.%s", job, lines.items[3]);
    if (job)
        know_job(s, job);
    s->ready = true;
    child_limit(s->running, 0);
}

/* A scheduler ends a job by TERM to all of it, and the command can be the first to go.  So after
 * that no other is run in it, and its end says whether the job was meant. */
static void take_ended(struct session *s, const char *text)
{
    double numbers[5] = {0};
    char *end = (char *)(uintptr_t)text;
    for (size_t i = 0; i < 5; i++)
        numbers[i] = strtod(end, &end);
    s->told.result = (struct child_result){.exit_code = (int)numbers[0],
                                           .signal = (int)numbers[1],
                                           .timed_out = numbers[2] > 0,
                                           .seconds = numbers[3]};
    s->told.state.pace = fmax(s->told.state.pace, numbers[4]);
    s->leaving = s->told.result.signal == SIGTERM && !s->told.result.timed_out;
    child_limit(s->running, s->leaving ? slack : 0);
    if (s->leaving)
        child_end_input(s->running);
    else
        done(s);
}

static void take(struct session *s, char kind, const char *bytes, size_t len)
{
    switch (kind) {
    case NODE_READY:
        take_ready(s, arena_strndup(s->arena, bytes, len));
        done(s);
        break;
    case NODE_STATE:
        s->told.state = host_state_scan(s->arena, arena_strndup(s->arena, bytes, len));
        break;
    case NODE_OUTPUT:
        hand_on(s, bytes, len);
        break;
    case NODE_ENDED:
        take_ended(s, arena_strndup(s->arena, bytes, len));
        break;
    case NODE_FAILED:
        s->told.result = (struct child_result){
            .lost = arena_printf(s->arena, "%s: %.*s", who(s), (int)len, bytes)};
        child_limit(s->running, 0);
        done(s);
        break;
    default: /* of a newer program */
        break;
    }
}

/* Take the frames that are whole. */
static void take_frames(struct session *s)
{
    size_t at = 0;
    for (;;) {
        const char *head = s->frames.data + at, *end = memchr(head, '\n', s->frames.len - at);
        char *number_end = NULL;
        if (!end)
            break;
        size_t len = head[1] == ' ' ? strtoul(head + 2, &number_end, 10) : FRAME_MOST;
        if (head[1] != ' ' || number_end != end || len >= FRAME_MOST) {
            at += (size_t)(end + 1 - head); /* not the node's program: of a shell, a prolog */
            continue;
        }
        size_t whole = (size_t)(end + 1 - head) + len + 1;
        if (s->frames.len - at < whole)
            break;
        at += whole;
        take(s, head[0], end + 1, len);
    }
    memmove(s->frames.data, s->frames.data + at, s->frames.len - at + 1);
    s->frames.len -= at;
}

static void on_output(void *data, int stream, const char *bytes, size_t len)
{
    struct session *s = data;
    if (stream == 1) {
        str_addn(&s->frames, bytes, len);
        take_frames(s);
        return;
    }
    hand_on(s, bytes, len);
    if (s->words.len + len < WORDS_MOST)
        str_addn(&s->words, bytes, len);
    const char *job = launcher_queued(s->arena, s->place.launcher, s->words.data);
    if (job && !s->told.job && !getenv(s->place.launcher->job))
        know_job(s, job);
}

static void on_ended(void *data, const struct child_result *result)
{
    struct session *s = data;
    s->running = NULL;
    bool by_itself = s->closed || (s->leaving && result->exit_code == 0 && !result->signal);
    if (!by_itself) {
        s->told.result = *result;
        s->told.result.lost = why(s, result);
    }
    s->ready = false;
    done(s);
}

/* --- for its users --------------------------------------------------------------------------- */

struct session *session_open(struct loop *loop, struct arena *a, const struct session_place *place,
                             const struct session_user *user, struct error *err)
{
    const struct launcher *l = place->launcher;
    struct session *s = arena_alloc(a, sizeof *s);
    *s = (struct session){.arena = a, .place = *place, .told.state = host_state_unknown()};
    s->words = str_new(a);
    s->frames = str_new(a);
    str_reserve(&s->frames, 4096);
    str_reserve(&s->words, 256);
    struct strv argv = strv_new(a);
    launcher_words(l, place->words, place->name, place->node, &argv);
    strv_add_each(&argv, place->program, l->rank, l->node, l->job, l->step);
    await(s, user);
    struct child child = {.argv = argv.items,
                          .env = place->env,
                          .timeout = place->queue_timeout,
                          .remote = true,
                          .has_input = true,
                          .split = true,
                          .running = &s->running,
                          .output = on_output,
                          .done = on_ended,
                          .data = s};
    return child_start(loop, &child, err) < 0 ? NULL : s;
}

/* Add a text with its zero. */
static void add(struct str *s, const char *text)
{
    str_addn(s, text ? text : "", (text ? strlen(text) : 0) + 1);
}

void session_run(struct session *s, const struct session_command *c,
                 const struct session_user *user)
{
    struct str body = str_new(s->arena), head = str_new(s->arena);
    add(&body, c->cwd);
    add(&body, c->cpus);
    add(&body, c->fixed_addresses ? "fixed" : "");
    add(&body, c->paced ? "pace" : "");
    add(&body, arena_printf(s->arena, "%.3f", c->timeout));
    add(&body, arena_printf(s->arena, "%zu", c->env->len));
    for (size_t i = 0; i < c->env->len; i++)
        add(&body, c->env->items[i]);
    for (const char *const *word = c->argv; *word; word++)
        add(&body, *word);
    str_addf(&head, "%zu\n", body.len);
    await(s, user);
    s->told.state = host_state_unknown();
    s->words.data[s->words.len = 0] = '\0';
    child_write(s->running, head.data, head.len);
    child_write(s->running, body.data, body.len);
    child_limit(s->running, c->timeout > 0 ? c->timeout + slack : 0);
}

void session_close(struct session *s, const struct session_user *user)
{
    s->closed = true;
    await(s, user);
    if (s->running) {
        child_end_input(s->running);
        child_limit(s->running, slack);
    } else {
        done(s);
    }
}

bool session_is_ready(const struct session *s)
{
    return s && s->ready && s->running;
}

const struct session_told *session_told(const struct session *s)
{
    return &s->told;
}
