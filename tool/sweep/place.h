/* place.h - where a version is on its way through a sweep.
 *
 *   PLANNED ── LENT ─────┬───────────┐
 *      └──── WANTED ─────┤           │
 *               │      READY         │
 *              LOST      │ ⟲        DONE
 *               └─ RECORDED, UNRECORDED
 *                        └───────── ENDED     (from anywhere, if the sweep is interrupted)
 *
 * Of what a version has come to the status is another thing: that is what it ended as, and with
 * rounds it may change at each of them while the place does not.
 */
#pragma once

#include <stdbool.h>

enum place {
    PLACE_PLANNED,    /* its label may still be another sweep's */
    PLACE_LENT,       /* an earlier round left its environment; it is not looked at yet */
    PLACE_WANTED,     /* has no environment: to be resolved and provisioned */
    PLACE_READY,      /* has one, in which nothing was measured by this process */
    PLACE_RECORDED,   /* what it came to by now is in the manifest; there may be more rounds */
    PLACE_UNRECORDED, /* the same, but that could not be written down */
    PLACE_LOST,       /* could not be provisioned */
    PLACE_DONE,       /* nothing is wanted of it: the manifest says all */
    PLACE_ENDED,      /* its environment is put away, its earlier result settled */
    PLACES
};

/* Whether a version may move from one to the other. */
bool place_may(enum place from, enum place to);

/* Whether there is an environment to measure in. */
bool place_has_environment(enum place place);
/* Whether the manifest says what the version came to. */
bool place_is_recorded(enum place place);

const char *place_name(enum place place);
