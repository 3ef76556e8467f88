/* The way of a version through a sweep: every move from every place, allowed or refused. */
#include "unit_test.h"

#include "sweep/place.h"
#include "sweep/version.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A row is where from, a column where to, both in the order of enum place. */
/* clang-format off */
static const char *const moves[PLACES] = {
    /*                     P L W R + - x D E */
    [PLACE_PLANNED]    = ". Y Y . . . . . Y",
    [PLACE_LENT]       = ". . Y Y . . . Y Y",
    [PLACE_WANTED]     = ". . . Y . . Y Y Y",
    [PLACE_READY]      = ". . . . Y Y . . Y",
    [PLACE_RECORDED]   = ". . . . Y Y . . Y",
    [PLACE_UNRECORDED] = ". . . . Y Y . . Y",
    [PLACE_LOST]       = ". . . . Y Y . . Y",
    [PLACE_DONE]       = ". . . . . . . . Y",
    [PLACE_ENDED]      = ". . . . . . . . .",
};
/* clang-format on */

/* Whether version_move() ends the program. */
static bool aborts(enum place from, enum place to)
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static const struct planned_version planned = {.label = "1.0"};
        struct version v = {.planned = &planned, .place = from};
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        signal(SIGABRT, SIG_DFL);
        version_move(&v, to);
        _exit(v.place == to ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGABRT;
    assert_int_equal(WEXITSTATUS(status), 0);
    return false;
}

static void every_move(void **state)
{
    (void)state;
    for (size_t from = 0; from < PLACES; from++)
        for (size_t to = 0; to < PLACES; to++) {
            bool allowed = moves[from][2 * to] == 'Y';
            if (place_may((enum place)from, (enum place)to) != allowed ||
                aborts((enum place)from, (enum place)to) == allowed)
                fail_msg("from %s to %s", place_name((enum place)from), place_name((enum place)to));
        }
}

/* From the first place each of the others is reached, and from each the end. */
static void all_are_on_the_way(void **state)
{
    (void)state;
    bool reached[PLACES] = {[PLACE_PLANNED] = true};
    for (int again = 0; again < PLACES; again++)
        for (int from = 0; from < PLACES; from++)
            for (int to = 0; to < PLACES; to++)
                reached[to] =
                    reached[to] || (reached[from] && place_may((enum place)from, (enum place)to));
    for (int place = 0; place < PLACES; place++) {
        assert_true(reached[place]);
        assert_int_equal(place_may((enum place)place, PLACE_ENDED), place != PLACE_ENDED);
    }
}

static void what_a_place_means(void **state)
{
    (void)state;
    static const char *const names[PLACES] = {"planned",    "lent", "wanted", "ready", "recorded",
                                              "unrecorded", "lost", "done",   "ended"};
    static const char environment[] = "...YYY...", recorded[] = "....Y..Y.";
    for (int i = 0; i < PLACES; i++) {
        assert_string_equal(place_name((enum place)i), names[i]);
        assert_int_equal(place_has_environment((enum place)i), environment[i] == 'Y');
        assert_int_equal(place_is_recorded((enum place)i), recorded[i] == 'Y');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_move),
        cmocka_unit_test(all_are_on_the_way),
        cmocka_unit_test(what_a_place_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
