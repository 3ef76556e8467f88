#include "system/loop.h"

#include "system/loop_inside.h"
#include "system/orphans.h"

#include <stdbool.h>
#include <stdlib.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
enum { SIGNALS = sizeof signals / sizeof *signals };

struct job;

struct loop {
    uv_loop_t uv;
    struct arena *arena;
    uv_signal_t watchers[SIGNALS];
    uv_timer_t ticker, sleeper;
    void (*tick)(void *data);
    void *tick_data;
    bool asleep;
    volatile sig_atomic_t signal;
    size_t active; /* children and work */
    struct loop_child *children;
    struct job *jobs; /* whose threads run */
};

uint64_t loop_milliseconds(double seconds)
{
    const double longest = 1e12; /* thirty years */
    return seconds < longest / 1000 ? (uint64_t)(seconds * 1000) : (uint64_t)longest;
}

/* --- libuv's memory: where there is none it would abort the program -------------------------- */

static void *there(void *memory, size_t size)
{
    if (!memory && size)
        arena_full();
    return memory;
}

static void *get(size_t size)
{
    return there(malloc(size), size);
}

static void *get_again(void *memory, size_t size)
{
    return there(realloc(memory, size), size);
}

static void *get_zeros(size_t count, size_t size)
{
    return there(calloc(count, size), count && size);
}

/* --- the loop -------------------------------------------------------------------------------- */

static void stop_children(struct loop *l, int signum)
{
    for (struct loop_child *c = l->children; c; c = c->next)
        c->stop(c, signum);
}

static void on_signal(uv_signal_t *watcher, int signum)
{
    struct loop *l = watcher->data;
    bool again = l->signal != 0;
    if (!again)
        l->signal = signum;
    stop_children(l, again ? SIGKILL : signum);
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
    uv_replace_allocator(get, get_again, get_zeros, free);
    struct loop *l = arena_alloc(a, sizeof *l);
    l->arena = a;
    int code = uv_loop_init(&l->uv);
    if (code < 0) {
        error_set(err, EXIT_FAILED, "cannot start an event loop: %s", uv_strerror(code));
        return NULL;
    }
    for (size_t i = 0; i < SIGNALS; i++) {
        uv_signal_init(&l->uv, &l->watchers[i]);
        l->watchers[i].data = l;
        uv_signal_start(&l->watchers[i], on_signal, signals[i]);
        uv_unref((uv_handle_t *)&l->watchers[i]);
    }
    uv_timer_init(&l->uv, &l->ticker);
    uv_timer_init(&l->uv, &l->sleeper);
    l->ticker.data = l->sleeper.data = l;
    uv_unref((uv_handle_t *)&l->ticker);
    orphans_adopt();
    return l;
}

void loop_close(struct loop *l)
{
    stop_children(l, SIGKILL);
    loop_run(l);
    loop_kill_orphans(l);
    for (size_t i = 0; i < SIGNALS; i++)
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
    uint64_t ms = loop_milliseconds(seconds);
    if (tick)
        uv_timer_start(&l->ticker, on_tick, ms, ms);
    else
        uv_timer_stop(&l->ticker);
}

void loop_run_until(struct loop *l, const bool *ended)
{
    while (l->active > 0 && !*ended)
        uv_run(&l->uv, UV_RUN_ONCE);
}

void loop_run(struct loop *l)
{
    static const bool never = false;
    loop_run_until(l, &never);
}

void loop_sleep(struct loop *l, double seconds)
{
    if (l->signal)
        return;
    l->asleep = true;
    uv_timer_start(&l->sleeper, on_wake, loop_milliseconds(seconds), 0);
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

void loop_kill_orphans(struct loop *l)
{
    pid_t known[64];
    size_t count = 0;
    for (const struct loop_child *c = l->children; c && count < 64; c = c->next)
        if (c->pid)
            known[count++] = c->pid;
    orphans_kill(known, count);
}

/* --- children -------------------------------------------------------------------------------- */

void loop_add(struct loop *l, struct loop_child *child)
{
    child->next = l->children;
    l->children = child;
    l->active++;
}

void loop_remove(struct loop *l, struct loop_child *child)
{
    struct loop_child **p = &l->children;
    while (*p != child)
        p = &(*p)->next;
    *p = child->next;
    l->active--;
}

uv_loop_t *loop_uv(struct loop *l)
{
    return &l->uv;
}

struct arena *loop_arena(const struct loop *l)
{
    return l->arena;
}

/* --- work ------------------------------------------------------------------------------------ */

/* On a thread of its own: libuv's pool of them aborts the program where one cannot be started. */
struct job {
    struct job *next;
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
    struct job **p = &j->loop->jobs;
    while (*p != j)
        p = &(*p)->next;
    *p = j->next;
    uv_thread_join(&j->thread);
    uv_close((uv_handle_t *)ended, on_job_closed);
}

int loop_work(struct loop *l, void (*work)(void *data), void (*done)(void *data), void *data,
              struct error *err)
{
    if (l->signal)
        return error_set(err, EXIT_SIGNAL + (int)l->signal, "not started: interrupted");
    struct job *j = arena_alloc(l->arena, sizeof *j);
    *j = (struct job){.loop = l, .work = work, .done = done, .data = data};
    int code = uv_async_init(&l->uv, &j->ended, on_work_ended);
    if (code < 0)
        return error_set(err, EXIT_FAILED, "cannot start work: %s", uv_strerror(code));
    j->ended.data = j;
    l->active++;
    if (uv_thread_create(&j->thread, on_work, j) == 0) {
        j->next = l->jobs;
        l->jobs = j;
    } else { /* too many processes, or too little memory: here and now */
        work(data);
        uv_close((uv_handle_t *)&j->ended, on_job_closed);
    }
    return 0;
}

void loop_end_work(struct loop *l)
{
    if (!l->signal)
        l->signal = SIGTERM;
    for (struct job *j = l->jobs; j; j = j->next)
        uv_thread_join(&j->thread);
    l->jobs = NULL;
}
