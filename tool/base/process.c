#include "base/process.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/stray.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

enum {
    GRACE_MS = 3000,   /* from a polite signal to SIGKILL */
    GIVE_UP_MS = 5000, /* from SIGKILL to not waiting any longer */
    DRAIN_MS = 500,    /* from the child's end to closing a pipe that somebody still holds */
};

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
enum { SIGNAL_COUNT = sizeof signals / sizeof *signals };

struct running;

struct loop {
    uv_loop_t uv;
    struct arena *arena;
    uv_signal_t watchers[SIGNAL_COUNT];
    uv_timer_t ticker, sleeper;
    void (*tick)(void *data);
    void *tick_data;
    bool asleep;
    volatile sig_atomic_t signal;
    size_t active; /* children and work */
    struct running *children;
};

/* A child between child_start() and `done`. */
struct running {
    struct running *next;
    struct loop *loop;
    struct child child;
    uv_process_t process;
    uv_pipe_t pipes[2]; /* [1] only when split */
    uv_timer_t timer;
    size_t open_pipes, open_handles;
    pid_t pid;  /* the guard's */
    int socket; /* to the guard; closing it kills the child and all it has started */
    double started;
    bool exited, killed, closing;
    struct child_result result;
    char buffer[65536];
};

/* As libuv counts time; a time beyond its reach is the longest that is not. */
static uint64_t milliseconds(double seconds)
{
    const double longest = 1e12; /* thirty years */
    return seconds < longest / 1000 ? (uint64_t)(seconds * 1000) : (uint64_t)longest;
}

/* --- the loop -------------------------------------------------------------------------------- */

static void stop_child(struct running *r, int signum);

static void on_signal(uv_signal_t *watcher, int signum)
{
    struct loop *l = watcher->data;
    bool again = l->signal != 0;
    if (!again)
        l->signal = signum;
    for (struct running *r = l->children; r; r = r->next)
        stop_child(r, again ? SIGKILL : signum);
    uv_timer_stop(&l->sleeper);
    l->asleep = false;
}

static void on_tick(uv_timer_t *timer)
{
    struct loop *l = timer->data;
    if (l->tick)
        l->tick(l->tick_data);
}

static void on_wake(uv_timer_t *timer)
{
    struct loop *l = timer->data;
    l->asleep = false;
}

struct loop *loop_open(struct arena *a, struct error *err)
{
    struct loop *l = arena_alloc(a, sizeof *l);
    l->arena = a;
    int code = uv_loop_init(&l->uv);
    if (code < 0) {
        error_set(err, STATUS_FAILED, "cannot start an event loop: %s", uv_strerror(code));
        return NULL;
    }
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        uv_signal_init(&l->uv, &l->watchers[i]);
        l->watchers[i].data = l;
        uv_signal_start(&l->watchers[i], on_signal, signals[i]);
        uv_unref((uv_handle_t *)&l->watchers[i]);
    }
    uv_timer_init(&l->uv, &l->ticker);
    uv_timer_init(&l->uv, &l->sleeper);
    l->ticker.data = l->sleeper.data = l;
    uv_unref((uv_handle_t *)&l->ticker);
    stray_adopt();
    return l;
}

void loop_close(struct loop *l)
{
    for (struct running *r = l->children; r; r = r->next)
        stop_child(r, SIGKILL);
    loop_run(l);
    loop_kill_strays(l);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        uv_close((uv_handle_t *)&l->watchers[i], NULL);
    uv_close((uv_handle_t *)&l->ticker, NULL);
    uv_close((uv_handle_t *)&l->sleeper, NULL);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    uv_loop_close(&l->uv);
}

void loop_tick(struct loop *l, double seconds, void (*tick)(void *data), void *data)
{
    l->tick = tick;
    l->tick_data = data;
    uint64_t ms = milliseconds(seconds);
    if (tick)
        uv_timer_start(&l->ticker, on_tick, ms, ms);
    else
        uv_timer_stop(&l->ticker);
}

void loop_run(struct loop *l)
{
    while (l->active > 0)
        uv_run(&l->uv, UV_RUN_ONCE);
}

void loop_sleep(struct loop *l, double seconds)
{
    if (l->signal)
        return;
    l->asleep = true;
    uv_timer_start(&l->sleeper, on_wake, milliseconds(seconds), 0);
    while (l->asleep)
        uv_run(&l->uv, UV_RUN_ONCE);
}

int loop_signal(const struct loop *l)
{
    return (int)l->signal;
}

const volatile sig_atomic_t *loop_stop_flag(const struct loop *l)
{
    return &l->signal;
}

void loop_kill_strays(struct loop *l)
{
    pid_t known[64];
    size_t count = 0;
    for (struct running *r = l->children; r && count < sizeof known / sizeof *known; r = r->next)
        if (!r->exited)
            known[count++] = r->pid;
    stray_kill(known, count);
}

/* --- children -------------------------------------------------------------------------------- */

static void finish(struct running *r)
{
    struct loop *l = r->loop;
    for (struct running **p = &l->children; *p; p = &(*p)->next) {
        if (*p == r) {
            *p = r->next;
            break;
        }
    }
    r->result.seconds = clock_seconds() - r->started;
    r->child.done(r->child.data, &r->result);
    l->active--;
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
    kill(-r->pid, SIGKILL);
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

static void stop_child(struct running *r, int signum)
{
    if (r->exited || r->killed)
        return;
    if (signum == SIGKILL) {
        kill_now(r);
        return;
    }
    guard_signal(r->socket, signum == SIGPIPE ? SIGTERM : signum);
    uv_timer_start(&r->timer, on_grace_over, GRACE_MS, 0);
}

static void on_timeout(uv_timer_t *timer)
{
    struct running *r = timer->data;
    r->result.timed_out = true;
    stop_child(r, SIGTERM);
}

static void on_ended(uv_process_t *process, int64_t exit_code, int signum)
{
    struct running *r = process->data;
    r->exited = true;
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
        uv_pipe_init(&r->loop->uv, &r->pipes[i], 0);
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
static int spawn(struct running *r, const uv_file write_ends[2], uv_file socket)
{
    const struct child *c = &r->child;
    uv_stdio_container_t stdio[] = {
        {.flags = UV_IGNORE},
        {.flags = UV_INHERIT_FD, .data.fd = write_ends[0]},
        {.flags = UV_INHERIT_FD, .data.fd = write_ends[1]},
        [GUARD_SOCKET] = {.flags = UV_INHERIT_FD, .data.fd = socket},
        [GUARD_HELD] = {.flags = UV_INHERIT_FD, .data.fd = c->held},
    };
    struct arena *a = r->loop->arena;
    /* libuv's arrays are not const, but it does not write to them. */
    uv_process_options_t options = {
        .exit_cb = on_ended,
        .file = guard_program(a),
        .args = (char **)(uintptr_t)guard_words(a, c->argv),
        .env = (char **)(uintptr_t)c->env,
        .cwd = c->cwd,
        .flags = UV_PROCESS_DETACHED,
        .stdio = stdio,
        .stdio_count = c->held > STDERR_FILENO ? GUARD_HELD + 1 : GUARD_SOCKET + 1,
    };
    r->process.data = r;
    r->open_handles++;
    int code = uv_spawn(&r->loop->uv, &r->process, &options);
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
    struct loop *l = r->loop;
    size_t pipes = r->open_handles - 1 - (process_made ? 1 : 0);
    uv_close((uv_handle_t *)&r->timer, on_closed_unstarted);
    if (process_made)
        uv_close((uv_handle_t *)&r->process, on_closed_unstarted);
    for (size_t i = 0; i < pipes; i++)
        uv_close((uv_handle_t *)&r->pipes[i], on_closed_unstarted);
    while (r->open_handles > 0)
        uv_run(&l->uv, UV_RUN_NOWAIT);
}

static int start(struct loop *l, const struct child *child, struct error *err)
{
    const char *name = child->argv[0];
    if (l->signal)
        return error_set(err, STATUS_SIGNAL + (int)l->signal, "%s: not started: interrupted", name);
    if (child->cwd && !path_is_dir(child->cwd))
        return error_set(err, STATUS_FAILED, "%s: cannot start it in %s: no such directory", name,
                         child->cwd);

    struct running *r = arena_alloc(l->arena, sizeof *r);
    *r = (struct running){.loop = l, .child = *child, .started = clock_seconds(), .socket = -1};
    uv_timer_init(&l->uv, &r->timer);
    r->timer.data = r;
    r->open_handles++;
    uv_file write_ends[2], ends[2];
    int code = open_pipes(r, write_ends);
    if (code == 0)
        code = uv_translate_sys_error(guard_socket(ends));
    bool process_made = code == 0;
    if (process_made) {
        r->socket = ends[0];
        code = spawn(r, write_ends, ends[1]);
    }
    if (write_ends[0] >= 0)
        close(write_ends[0]);
    if (write_ends[1] >= 0 && write_ends[1] != write_ends[0])
        close(write_ends[1]);
    if (code < 0) {
        close_socket(r);
        abandon(r, process_made);
        return error_set(err, STATUS_FAILED, "%s: cannot start it: %s", name, uv_strerror(code));
    }

    r->pid = r->process.pid;
    r->next = l->children;
    l->children = r;
    l->active++;
    for (size_t i = 0; i < (child->split ? 2U : 1U); i++) {
        r->open_pipes++;
        uv_read_start((uv_stream_t *)&r->pipes[i], on_alloc, on_read);
    }
    if (child->timeout > 0)
        uv_timer_start(&r->timer, on_timeout, milliseconds(child->timeout) + 1, 0);
    return 0;
}

/* A child inherits what the thread that makes it is kept to. */
int child_start(struct loop *l, const struct child *child, struct error *err)
{
    if (!child->cpus)
        return start(l, child, err);
    const struct cpus *before = cpus_keep_to(l->arena, child->cpus, err);
    if (!before)
        return error_add(err, "%s", child->argv[0]);
    int result = start(l, child, err);
    cpus_restore(before);
    return result;
}

/* --- work ------------------------------------------------------------------------------------ */

/* On a thread of its own: libuv's pool of them aborts the program where one cannot be started. */
struct job {
    uv_thread_t thread;
    uv_async_t ended;
    struct loop *loop;
    void (*work)(void *data);
    void (*done)(void *data);
    void *data;
};

static void on_work(void *data)
{
    struct job *j = data;
    j->work(j->data);
    uv_async_send(&j->ended);
}

static void on_job_closed(uv_handle_t *handle)
{
    struct job *j = handle->data;
    j->done(j->data);
    j->loop->active--;
}

static void on_work_ended(uv_async_t *ended)
{
    struct job *j = ended->data;
    uv_thread_join(&j->thread);
    uv_close((uv_handle_t *)ended, on_job_closed);
}

int loop_work(struct loop *l, void (*work)(void *data), void (*done)(void *data), void *data,
              struct error *err)
{
    if (l->signal)
        return error_set(err, STATUS_SIGNAL + (int)l->signal, "not started: interrupted");
    struct job *j = arena_alloc(l->arena, sizeof *j);
    *j = (struct job){.loop = l, .work = work, .done = done, .data = data};
    int code = uv_async_init(&l->uv, &j->ended, on_work_ended);
    j->ended.data = j;
    if (code == 0 && (code = uv_thread_create(&j->thread, on_work, j)) < 0)
        uv_close((uv_handle_t *)&j->ended, NULL);
    if (code < 0)
        return error_set(err, STATUS_FAILED,
                         "cannot start a thread: %s (too little memory, or too many processes)",
                         uv_strerror(code));
    l->active++;
    return 0;
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
