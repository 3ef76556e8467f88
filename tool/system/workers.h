/* workers.h - work on numbered items on other threads, ahead of the one who takes them in order.
 *
 * Call order: workers_open(), then workers_wait() for 0, 1, 2 ... COUNT-1, workers_close() at any
 * time. At most WINDOW items from the one waited for are begun, so that item N may use again what
 * item N - WINDOW held.
 */
#pragma once

#include "base/arena.h"

struct workers;

/* How many items are worth having under way on this machine, the taken one included; at least 1. */
size_t workers_window(void);

/* The same for items of CELLS cells of a table each: 1 where there are too few to be worth a
 * thread. */
size_t workers_window_for(size_t cells);

/* Start WORK(DATA, item) for items 0 to COUNT-1.  WORK runs on several threads at once, or, where
 * there is one processor or one item or no thread can be had, inside workers_wait().  It must not
 * use an arena that others use meanwhile. */
struct workers *workers_open(struct arena *a, size_t count, size_t window,
                             void (*work)(void *data, size_t item), void *data);
/* Return when ITEM is done.  The items before it are no longer in use then. */
void workers_wait(struct workers *workers, size_t item);
/* Wait for what is under way; begin nothing more. */
void workers_close(struct workers *workers);
