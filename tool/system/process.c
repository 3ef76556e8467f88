#include "system/process.h"

#include "base/clock.h"
#include "files/file.h"
#include "system/guard.h"
#include "system/loop_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    GRACE_MS = 3000,   /* from a polite signal to SIGKILL */
    CANCEL_MS = 4500,  /* the same of what is remote, which is cancelled by others */
    GIVE_UP_MS = 5000, /* from SIGKILL to not waiting any longer */
    DRAIN_MS = 500,    /* from the child's end to closing a pipe that somebody still holds */
};

/* A child between child_start() and `done`. */
struct running {
    struct loop_child guard; /* the first member; what the loop knows of is the guard */
    struct loop *loop;
    struct child child;
    uv_process_t process;
    uv_pipe_t pipes[2]; /* [1] only when split */
    uv_timer_t timer;
    size_t open_pipes, open_handles;
    int socket; /* to the guard; closing it kills the child and all it has started */
    int input;  /* a socket too; -1: none */
    double started;
    bool exited, killed, closing, stopping;
    struct child_result result;
    char buffer[65536];
};

static void finish(struct running *r)
{
    loop_remove(r->loop, &r->guard);
    r->result.seconds = clock_seconds() - r->started;
    r->child.done(r->child.data, &r->result);
}

static void on_closed(uv_handle_t *handle)
{
    struct running *r = handle->data;
    if (--r->open_handles == 0)
        finish(r);
}

/* Close all handles; finish() follows when the last one is closed. */
static void close_all(struct running *r)
{
    if (r->closing)
        return;
    r->closing = true;
    uv_close((uv_handle_t *)&r->process, on_closed);
    uv_close((uv_handle_t *)&r->timer, on_closed);
    child_end_input(r);
    for (size_t i = 0; i < (r->child.split ? 2U : 1U); i++)
        uv_close((uv_handle_t *)&r->pipes[i], on_closed);
}

static void on_drained(uv_timer_t *timer)
{
    close_all(timer->data);
}

static void close_socket(struct running *r)
{
    if (r->socket >= 0)
        close(r->socket);
    r->socket = -1;
}

/* Not even the guard could end it: something hangs in the kernel. */
static void on_give_up(uv_timer_t *timer)
{
    struct running *r = timer->data;
    r->result.signal = SIGKILL;
    kill(-r->guard.pid, SIGKILL);
    close_all(r);
}

static void kill_now(struct running *r)
{
    r->killed = true;
    close_socket(r);
    uv_timer_start(&r->timer, on_give_up, GIVE_UP_MS, 0);
}

static void on_grace_over(uv_timer_t *timer)
{
    kill_now(timer->data);
}

static void on_stop(struct loop_child *guard, int signum)
{
    struct running *r = (struct running *)guard;
    if (r->exited || r->killed)
        return;
    if (signum == SIGKILL) {
        kill_now(r);
        return;
    }
    r->stopping = true;
    guard_signal(r->socket, signum == SIGPIPE || r->child.remote ? SIGTERM : signum);
    uv_timer_start(&r->timer, on_grace_over, r->child.remote ? CANCEL_MS : GRACE_MS, 0);
}

static void on_timeout(uv_timer_t *timer)
{
    struct running *r = timer->data;
    r->result.timed_out = true;
    on_stop(&r->guard, SIGTERM);
}

void child_limit(struct running *r, double seconds)
{
    if (r->exited || r->stopping)
        return;
    if (seconds > 0)
        uv_timer_start(&r->timer, on_timeout, loop_milliseconds(seconds) + 1, 0);
    else
        uv_timer_stop(&r->timer);
}

void child_cancel_by(struct running *r, const char *const *argv)
{
    guard_cancel(r->socket, argv);
}

/* --- its input ------------------------------------------------------------------------------- */

/* That it reads no more is told by its end, not by a SIGPIPE to us. */
void child_write(struct running *r, const char *bytes, size_t len)
{
    while (r->input >= 0 && len > 0) {
        ssize_t n = send(r->input, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        bytes += n;
        len -= (size_t)n;
    }
}

void child_end_input(struct running *r)
{
    if (r->input >= 0)
        close(r->input);
    r->input = -1;
}

/* --- its output ------------------------------------------------------------------------------ */

static void on_ended(uv_process_t *process, int64_t exit_code, int signum)
{
    struct running *r = process->data;
    r->exited = true;
    r->guard.pid = 0;
    r->result.exit_code = r->killed ? 0 : (int)exit_code;
    r->result.signal = r->killed ? SIGKILL : signum;
    close_socket(r);
    if (r->open_pipes == 0)
        close_all(r);
    else
        uv_timer_start(&r->timer, on_drained, DRAIN_MS, 0);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)suggested;
    struct running *r = handle->data;
    *buffer = uv_buf_init(r->buffer, sizeof r->buffer);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buffer)
{
    struct running *r = stream->data;
    if (n > 0 && r->child.output)
        r->child.output(r->child.data, (uv_pipe_t *)stream == &r->pipes[1] ? 2 : 1, buffer->base,
                        (size_t)n);
    if (n >= 0)
        return;
    uv_read_stop(stream);
    if (--r->open_pipes == 0 && r->exited)
        close_all(r);
}

/* Make pipes for the child's output; WRITE_ENDS are for its streams 1 and 2. */
static int open_pipes(struct running *r, uv_file write_ends[2])
{
    size_t count = r->child.split ? 2 : 1;
    write_ends[0] = write_ends[1] = -1;
    for (size_t i = 0; i < count; i++) {
        uv_file ends[2];
        int code = uv_pipe(ends, UV_NONBLOCK_PIPE, 0);
        if (code < 0)
            return code;
        write_ends[i] = ends[1];
        uv_pipe_init(loop_uv(r->loop), &r->pipes[i], 0);
        r->pipes[i].data = r;
        r->open_handles++;
        code = uv_pipe_open(&r->pipes[i], ends[0]);
        if (code < 0) {
            close(ends[0]);
            return code;
        }
    }
    if (count == 1)
        write_ends[1] = write_ends[0];
    return 0;
}

/* Start the guard and wait until it has started the child. */
static int spawn(struct running *r, const uv_file write_ends[2], uv_file socket, uv_file input)
{
    const struct child *c = &r->child;
    uv_stdio_container_t stdio[] = {
        {.flags = input >= 0 ? UV_INHERIT_FD : UV_IGNORE, .data.fd = input},
        {.flags = UV_INHERIT_FD, .data.fd = write_ends[0]},
        {.flags = UV_INHERIT_FD, .data.fd = write_ends[1]},
        [GUARD_SOCKET] = {.flags = UV_INHERIT_FD, .data.fd = socket},
        [GUARD_HELD] = {.flags = c->held > STDERR_FILENO ? UV_INHERIT_FD : UV_IGNORE,
                        .data.fd = c->held},
        [GUARD_STDERR] = {.flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO},
    };
    enum guard_kind kind = c->remote            ? GUARD_REMOTE
                           : c->fixed_addresses ? GUARD_FIXED
                                                : GUARD_PLAIN;
    struct arena *a = loop_arena(r->loop);
    /* libuv's arrays are not const, but it does not write to them. */
    uv_process_options_t options = {
        .exit_cb = on_ended,
        .file = guard_program(a),
        .args = (char **)(uintptr_t)guard_words(a, c->argv, kind),
        .env = (char **)(uintptr_t)c->env,
        .cwd = c->cwd,
        .flags = UV_PROCESS_DETACHED,
        .stdio = stdio,
        .stdio_count = c->remote                 ? GUARD_STDERR + 1
                       : c->held > STDERR_FILENO ? GUARD_HELD + 1
                                                 : GUARD_SOCKET + 1,
    };
    r->process.data = r;
    r->open_handles++;
    int code = uv_spawn(loop_uv(r->loop), &r->process, &options);
    close(socket);
    if (code == 0 && (code = uv_translate_sys_error(guard_started(r->socket))) < 0)
        (void)waitpid(r->process.pid, NULL, 0); /* nothing watches it: it was never a child */
    return code;
}

static void on_closed_unstarted(uv_handle_t *handle)
{
    struct running *r = handle->data;
    r->open_handles--;
}

/* Undo what child_start() made when the child could not be started. */
static void abandon(struct running *r, bool process_made)
{
    size_t pipes = r->open_handles - 1 - (process_made ? 1 : 0);
    uv_close((uv_handle_t *)&r->timer, on_closed_unstarted);
    if (process_made)
        uv_close((uv_handle_t *)&r->process, on_closed_unstarted);
    for (size_t i = 0; i < pipes; i++)
        uv_close((uv_handle_t *)&r->pipes[i], on_closed_unstarted);
    while (r->open_handles > 0)
        uv_run(loop_uv(r->loop), UV_RUN_NOWAIT);
}

static int start(struct loop *l, const struct child *child, struct error *err)
{
    const char *name = child->argv[0];
    int signum = loop_signal(l);
    if (signum)
        return error_set(err, EXIT_SIGNAL + signum, "%s: not started: interrupted", name);
    if (child->cwd && !path_is_dir(child->cwd))
        return error_set(err, EXIT_FAILED, "%s: cannot start it in %s: no such directory", name,
                         child->cwd);

    struct running *r = arena_alloc(loop_arena(l), sizeof *r);
    *r = (struct running){.guard.stop = on_stop,
                          .loop = l,
                          .child = *child,
                          .started = clock_seconds(),
                          .socket = -1,
                          .input = -1};
    uv_timer_init(loop_uv(l), &r->timer);
    r->timer.data = r;
    r->open_handles++;
    uv_file write_ends[2], ends[2], input[2] = {-1, -1};
    int code = open_pipes(r, write_ends);
    if (code == 0 && child->has_input)
        code = uv_translate_sys_error(guard_socket(input));
    r->input = input[0];
    if (code == 0)
        code = uv_translate_sys_error(guard_socket(ends));
    bool process_made = code == 0;
    if (process_made) {
        r->socket = ends[0];
        code = spawn(r, write_ends, ends[1], input[1]);
    }
    if (input[1] >= 0)
        close(input[1]);
    if (write_ends[0] >= 0)
        close(write_ends[0]);
    if (write_ends[1] >= 0 && write_ends[1] != write_ends[0])
        close(write_ends[1]);
    if (code < 0) {
        close_socket(r);
        child_end_input(r);
        abandon(r, process_made);
        return error_set(err, EXIT_FAILED, "%s: cannot start it: %s", name, uv_strerror(code));
    }

    r->guard.pid = r->process.pid;
    loop_add(l, &r->guard);
    if (child->running)
        *child->running = r;
    for (size_t i = 0; i < (child->split ? 2U : 1U); i++) {
        r->open_pipes++;
        uv_read_start((uv_stream_t *)&r->pipes[i], on_alloc, on_read);
    }
    child_limit(r, child->timeout);
    return 0;
}

/* A child inherits what the thread that makes it is kept to. */
int child_start(struct loop *l, const struct child *child, struct error *err)
{
    if (!child->cpus)
        return start(l, child, err);
    const struct cpus *before = cpus_keep_to(loop_arena(l), child->cpus, err);
    if (!before)
        return error_add(err, "%s", child->argv[0]);
    int result = start(l, child, err);
    cpus_restore(before);
    return result;
}

/* --- answers --------------------------------------------------------------------------------- */

struct answer answer_new(struct arena *a, size_t most)
{
    return (struct answer){.text = str_new(a), .errors = str_new(a), .most = most};
}

static void on_answer(void *data, int stream, const char *bytes, size_t len)
{
    struct answer *answer = data;
    struct str *s = stream == 1 ? &answer->text : &answer->errors;
    if (!answer->most || s->len + len <= answer->most)
        str_addn(s, bytes, len);
}

static void on_answered(void *data, const struct child_result *result)
{
    ((struct answer *)data)->result = *result;
}

int answer_start(struct loop *l, const struct child *child, struct answer *answer,
                 struct error *err)
{
    struct child asked = *child;
    asked.split = true;
    asked.output = on_answer;
    asked.done = on_answered;
    asked.data = answer;
    return child_start(l, &asked, err);
}

int answer_get(struct arena *a, const struct child *child, struct answer *answer, struct error *err)
{
    struct loop *l = loop_open(a, err);
    if (!l)
        return -1;
    int result = answer_start(l, child, answer, err), signum = 0;
    if (result == 0)
        loop_run(l);
    signum = loop_signal(l);
    loop_close(l);
    return result == 0 && signum ? error_set(err, EXIT_SIGNAL + signum, "interrupted") : result;
}

/* --- streams --------------------------------------------------------------------------------- */

void process_fill_standard_streams(void)
{
    int fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO)
        fd = open("/dev/null", O_RDWR);
    if (fd >= 0)
        close(fd);
}
