#include "system/workers.h"

#include "system/host.h"

#include <stdbool.h>
#include <uv.h>

enum {
    THREADS_MOST = 4,
    CELLS_LEAST = 10000, /* formatting so many takes milliseconds, a thread 0.1 ms */
    SPARE = 2,           /* items that may wait for being taken while all threads are at work */
};

struct workers {
    size_t count, window;
    void (*work)(void *data, size_t item);
    void *data;
    uv_thread_t threads[THREADS_MOST];
    size_t thread_count;
    bool locked;     /* there are threads; else all is done in workers_wait() */
    uv_mutex_t lock; /* of all below */
    uv_cond_t changed;
    size_t begun; /* items before it were given out */
    size_t taken; /* items before it are no longer in use */
    bool *done;
    bool closing;
};

static size_t threads_most(void)
{
    size_t processors = (size_t)host_cpus();
    return processors < THREADS_MOST ? processors : THREADS_MOST;
}

size_t workers_window(void)
{
    size_t threads = threads_most();
    return threads < 2 ? 1 : 1 + threads + SPARE;
}

size_t workers_window_for(size_t cells)
{
    return cells < CELLS_LEAST ? 1 : workers_window();
}

/* Do the next item; the lock is held before and after. */
static void do_next(struct workers *h)
{
    size_t item = h->begun++;
    uv_mutex_unlock(&h->lock);
    h->work(h->data, item);
    uv_mutex_lock(&h->lock);
    h->done[item] = true;
    uv_cond_broadcast(&h->changed);
}

static void work_ahead(void *data)
{
    struct workers *h = data;
    uv_mutex_lock(&h->lock);
    while (!h->closing && h->begun < h->count) {
        if (h->begun < h->taken + h->window)
            do_next(h);
        else
            uv_cond_wait(&h->changed, &h->lock);
    }
    uv_mutex_unlock(&h->lock);
}

struct workers *workers_open(struct arena *a, size_t count, size_t window,
                             void (*work)(void *data, size_t item), void *data)
{
    struct workers *h = arena_alloc(a, sizeof *h);
    *h = (struct workers){.count = count, .window = window, .work = work, .data = data};
    h->done = arena_array(a, count, sizeof *h->done);
    if (count < 2 || window < 2 || uv_mutex_init(&h->lock) < 0)
        return h;
    if (uv_cond_init(&h->changed) < 0) {
        uv_mutex_destroy(&h->lock);
        return h;
    }
    size_t want = threads_most() < count ? threads_most() : count;
    while (h->thread_count < want &&
           uv_thread_create(&h->threads[h->thread_count], work_ahead, h) == 0)
        h->thread_count++;
    h->locked = true;
    return h;
}

void workers_wait(struct workers *h, size_t item)
{
    if (!h->locked) {
        h->work(h->data, item);
        return;
    }
    uv_mutex_lock(&h->lock);
    h->taken = item;
    uv_cond_broadcast(&h->changed);
    while (!h->done[item]) {
        if (h->begun == item)
            do_next(h);
        else
            uv_cond_wait(&h->changed, &h->lock);
    }
    uv_mutex_unlock(&h->lock);
}

void workers_close(struct workers *h)
{
    if (!h->locked)
        return;
    uv_mutex_lock(&h->lock);
    h->closing = true;
    uv_cond_broadcast(&h->changed);
    uv_mutex_unlock(&h->lock);
    for (size_t i = 0; i < h->thread_count; i++)
        uv_thread_join(&h->threads[i]);
    uv_cond_destroy(&h->changed);
    uv_mutex_destroy(&h->lock);
    h->locked = false;
}
