/* session.h - a launcher's task on a node of a cluster, in which commands run one after the other.
 *
 * It waits in the scheduler's queue once, when it is opened, and holds the node until it is closed.
 * On the node runs benchmem-node (cluster/node.c).  The time of a command is counted there, from
 * its start; that of the queue here.  If we are interrupted or die the job is cancelled
 * (system/guard.h).
 *
 * One thing is waited for at a time: that the session is ready, that a command has ended, that the
 * session has.
 */
#pragma once

#include "cluster/launcher.h"
#include "system/host_state.h"
#include "system/process.h"

struct session;

/* Where and as what. */
struct session_place {
    const struct launcher *launcher;
    const struct strv *words; /* the launcher's, as the user gave them */
    const char *name;         /* of the job */
    const char *node;         /* that it is to be on; NULL: any */
    const char *program;      /* benchmem-node, where the nodes see it */
    const char *const *env;   /* of the launcher and of what runs */
    double queue_timeout;     /* seconds; 0: none */
};

/* A command on the node. */
struct session_command {
    const char *const *argv;
    const char *cwd;
    const struct strv *env; /* "NAME=value" beside the session's */
    const char *cpus;       /* list of those of the node that it is kept to; NULL: all */
    bool fixed_addresses;   /* as of struct child */
    bool paced;             /* how fast the node is is looked at before and after */
    double timeout;         /* seconds from its start; 0: none */
};

/* Who waits; both are called from inside the loop. */
struct session_user {
    /* What comes out meanwhile: of the command, and of the launcher. */
    void (*output)(void *data, const char *bytes, size_t len);
    void (*done)(void *data);
    void *data;
};

/* Start the launcher; DONE follows when the session is ready or has failed to be. */
struct session *session_open(struct loop *loop, struct arena *a, const struct session_place *place,
                             const struct session_user *user, struct error *err);
/* Run the command in a session that is ready; DONE follows when it or the session has ended. */
void session_run(struct session *session, const struct session_command *command,
                 const struct session_user *user);
/* Give the node back; DONE follows when it is, at once if it was before. */
void session_close(struct session *session, const struct session_user *user);

/* Whether commands can be run in it. */
bool session_is_ready(const struct session *session);

/* --- what is known of it --- */

struct session_told {
    const char *node, *job; /* "12" or as part of one "12.3"; NULL until it is known */
    /* How the command ended; its `lost` says why if the session ended first, as does that of a
     * session that did not get ready. */
    struct child_result result;
    struct host_state state; /* when the command began, the pace the worse of before and after */
};
const struct session_told *session_told(const struct session *session);
