#include "sweep/machine_turn.h"

#include "provision/plan_versions.h"
#include "provision/requirement.h"
#include "sweep/progress.h"
#include "system/machine_lock.h"
#include "text/error_print.h"

#include <string.h>

enum { NAMED = 3 }; /* versions of the other sweep that are told */

static const double attempt_every = 0.05; /* seconds */

/* "sweep of tomli 2.0.1, 2.4.0" by a command line, or "". */
static const char *what_it_does(struct arena *a, const struct strv *words)
{
    struct strv labels = strv_new(a);
    if (words->len < 3 || strcmp(words->items[1], "sweep") != 0 ||
        !requirement_is_name(words->items[2]))
        return "";
    for (size_t i = 3; i < words->len && labels.len < NAMED && words->items[i][0] != '-'; i++) {
        const char *word = words->items[i], *split = plan_split(a, word);
        strv_add(&labels,
                 split ? arena_strndup(a, word, (size_t)(split - word)) : plan_label(a, word));
    }
    return arena_printf(a, ", a sweep of %s %s", words->items[2], strv_join(&labels, ", "));
}

static void say_for_whom(struct sweep *s, bool alone)
{
    struct strv words = strv_new(s->arena);
    long pid = machine_lock_holder(&s->turn, &words);
    progress_note(s->progress,
                  "waiting to %s: the machine is taken by process %ld%s (--lock off does not wait)",
                  alone ? "measure" : "provision", pid, what_it_does(s->arena, &words));
}

struct machine_lock machine_turn_of(struct arena *a, const char *option)
{
    bool is_off = option && strcmp(option, "off") == 0;
    return (struct machine_lock){
        .path = is_off   ? NULL
                : option ? option
                         : machine_lock_path(a),
        .fd = -1,
    };
}

bool machine_turn_take(struct sweep *s, bool alone)
{
    struct error err;
    bool said = false;
    while (s->turn.path && !loop_signal(s->loop)) {
        int taken = machine_lock_try(&s->turn, alone, &err);
        if (taken > 0)
            return true;
        if (taken < 0) {
            error_add(&err, "measuring without being alone");
            error_print(&err, stderr);
            s->turn.path = NULL;
            return true;
        }
        if (!said)
            say_for_whom(s, alone);
        said = true;
        loop_sleep(s->loop, attempt_every);
    }
    return !loop_signal(s->loop);
}

void machine_turn_give(struct sweep *s)
{
    machine_lock_release(&s->turn);
}
