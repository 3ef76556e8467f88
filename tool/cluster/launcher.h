/* launcher.h - the launchers that lead to the nodes of a cluster, and what must be known of each;
 * one table.
 *
 * A launcher is known by the name of its first word.  Of any other nothing is known: its words
 * stand before the command, and that is all (`taskset -c 3`).
 */
#pragma once

#include "base/str.h"

struct launcher {
    const char *name;      /* "srun" */
    const char *job_name;  /* its option that names a job: "--job-name=" */
    const char *node_list; /* its option that chooses the node: "--nodelist=" */
    /* Variables that a task has in its environment: its number among the tasks, the node's name,
     * the job, and the job's step. */
    const char *rank, *node, *job, *step;
    const char *cancel; /* the program that cancels a job, or JOB.STEP */
    const char *queued; /* what it prints before a job's number when it has to wait for it */
    /* What of what it prints says best why a job has failed, the most telling first. */
    const char *const *telling;
    /* Its options that keep a task's output from us. */
    const char *const *unfit;
};

/* That of the words, or NULL. */
const struct launcher *launcher_of(const struct strv *words);

/* The option among the words that it cannot be used with, or NULL. */
const char *launcher_unfit(const struct launcher *launcher, const struct strv *words);

/* Append the words for a job of that NAME, on NODE (NULL: on any).  The user's own come later and
 * win. */
void launcher_words(const struct launcher *launcher, const struct strv *words, const char *name,
                    const char *node, struct strv *argv);

/* The job of which what it printed says that it waits, or NULL. */
const char *launcher_queued(struct arena *a, const struct launcher *launcher, const char *text);

/* Of what it printed the line that says why; "" if it printed nothing. */
const char *launcher_reason(struct arena *a, const struct launcher *launcher, const char *text);
