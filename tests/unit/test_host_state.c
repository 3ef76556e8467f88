/* What the kernel says of the machine, what of it is kept, and what of it makes times doubtful. */
#include "unit_test.h"

#include "files/file.h"
#include "files/tree.h"
#include "outdir/doubts.h"
#include "outdir/host_record.h"
#include "outdir/manifest.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

static void put(struct arena *a, const char *root, const char *name, const char *text)
{
    struct error err;
    const char *path = arena_printf(a, "%s/%s", root, name);
    assert_int_equal(dir_make(path_parent(a, path), &err), 0);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
}

static void is_read(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a);
    put(a, root, "proc/loadavg", "3.25 1.50 0.75 2/300 4711\n");
    put(a, root, "proc/stat", "cpu  1 2 3\nctxt 5\nprocs_running 4\nprocs_blocked 0\n");
    put(a, root, "proc/cpuinfo",
        "processor\t: 0\nflags\t\t: fpu hypervisor sse\ncpu MHz\t\t: 2400.5\n\n"
        "processor\t: 1\ncpu MHz\t\t: 3100.25\n");
    put(a, root, "proc/meminfo", "MemTotal: 1000 kB\nSwapTotal: 500 kB\nSwapFree:   400 kB\n");
    put(a, root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    put(a, root, "sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
    put(a, root, "sys/class/dmi/id/sys_vendor", "QEMU\n");
    struct host_state h = host_state_now(a, root);
    assert_true(h.load[0] == 3.25 && h.load[1] == 1.5 && h.load[2] == 0.75);
    assert_int_equal(h.cpus, 2);
    assert_int_equal(h.running, 3);
    assert_string_equal(h.governor, "powersave");
    assert_int_equal(h.turbo, 1);
    assert_true(h.mhz == 3100.25);
    assert_true(h.memory == 1024000 && h.swap == 102400);
    assert_string_equal(h.virtual, "QEMU");

    put(a, root, "sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance\n");
    put(a, root, "sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
    h = host_state_now(a, root);
    assert_string_equal(h.governor, "mixed");
    assert_int_equal(h.turbo, 0);
    assert_int_equal(tree_remove(root, &err), 0);
}

static void what_is_unknown_stays_so(void **state)
{
    struct arena *a = *state;
    struct host_state h = host_state_now(a, "/nowhere/at/all");
    assert_true(isnan(h.load[0]) && isnan(h.mhz) && isnan(h.memory) && isnan(h.swap));
    assert_int_equal(h.cpus, 0);
    assert_int_equal(h.running, -1);
    assert_int_equal(h.turbo, -1);
    assert_null(h.governor);
    assert_null(h.virtual);
    struct str s = str_new(a);
    struct json j = json_new(&s);
    host_record_write(&j, NULL, &h);
    assert_string_equal(s.data,
                        "{\"load\": [null, null, null], \"cpus\": null, \"running\": null, "
                        "\"governor\": null, \"turbo\": null, \"mhz\": null, \"memory\": null, "
                        "\"swap\": null, \"virtual\": null, \"pace\": null}");
    struct cJSON *object = cJSON_Parse(s.data);
    struct host_state back = host_record_read(a, object);
    cJSON_Delete(object);
    assert_true(isnan(back.load[2]) && isnan(back.swap) && back.cpus == 0);
    assert_int_equal(back.running, -1);
    assert_int_equal(back.turbo, -1);
    assert_null(back.governor);
}

static void comes_back(void **state)
{
    struct arena *a = *state;
    struct host_state h = {.pace = 0.0012,
                           .load = {0.5, 1, 2},
                           .cpus = 8,
                           .running = 0,
                           .governor = "performance",
                           .turbo = 0,
                           .mhz = 2400.5,
                           .memory = 16e9,
                           .swap = 0,
                           .virtual = ""};
    struct str s = str_new(a);
    struct json j = json_new(&s);
    host_record_write(&j, NULL, &h);
    struct cJSON *object = cJSON_Parse(s.data);
    struct host_state back = host_record_read(a, object);
    cJSON_Delete(object);
    assert_true(back.load[0] == 0.5 && back.load[2] == 2 && back.mhz == 2400.5);
    assert_true(back.memory == 16e9 && back.swap == 0 && back.pace == 0.0012);
    assert_int_equal(back.cpus, 8);
    assert_int_equal(back.running, 0);
    assert_int_equal(back.turbo, 0);
    assert_string_equal(back.governor, "performance");
    assert_string_equal(back.virtual, "");
}

/* A manifest of two versions and three rounds on a quiet machine. */
static void make(struct arena *a, struct manifest *m)
{
    *m = (struct manifest){.run_id = "r"};
    for (int v = 0; v < 2; v++) {
        struct manifest_entry *e = manifest_add(a, m, v ? "2.0" : "1.0");
        e->run_id = "r";
        e->rounds_wanted = 3;
        for (long round = 3; round > 0; round--) {
            struct manifest_round *r = manifest_add_round(a, e, round);
            r->host = (struct host_state){.load = {1.2, 1, 1},
                                          .cpus = 2,
                                          .running = 1,
                                          .governor = "performance",
                                          .turbo = 1,
                                          .mhz = 2000,
                                          .memory = 1e9,
                                          .swap = 1e6,
                                          .pace = 0.001 + 0.00001 * (double)round};
        }
    }
    assert_int_equal(m->entries[0].rounds[0].round, 1);
    assert_int_equal(m->entries[0].rounds[2].round, 3);
}

static void a_quiet_machine_is_not_doubted(void **state)
{
    struct arena *a = *state;
    struct manifest m;
    make(a, &m);
    assert_null(doubts_of(a, &m));
    struct manifest none = {0};
    assert_null(doubts_of(a, &none));
}

static void doubts_say_where(void **state)
{
    struct arena *a = *state;
    struct manifest m;
    make(a, &m);
    manifest_find_round(&m.entries[0], 2)->host.load[0] = 2.5;
    manifest_find_round(&m.entries[1], 2)->host.load[0] = 3.21;
    manifest_find_round(&m.entries[1], 3)->host.load[0] = 2.2;
    assert_string_equal(doubts_of(a, &m),
                        "times doubtful: load 3.2 on 2 processors in 2 of 3 rounds");
    for (int v = 0; v < 2; v++)
        for (long round = 1; round <= 3; round++)
            manifest_find_round(&m.entries[v], round)->host.governor = "powersave";
    manifest_find_round(&m.entries[0], 1)->host.swap = 2e7;
    manifest_find_round(&m.entries[0], 3)->host.running = 4;
    assert_string_equal(doubts_of(a, &m),
                        "times doubtful: load 3.2 on 2 processors in 2 of 3 rounds, "
                        "4 other processes running in 1 of 3 rounds, governor powersave, "
                        "swap in use in 1 of 3 rounds");
    /* of all that is, the largest is told, in whichever version and round */
    manifest_find_round(&m.entries[1], 3)->host.running = 3;
    manifest_find_round(&m.entries[1], 3)->host.load[0] = 2.9;
    assert_string_equal(doubts_of(a, &m),
                        "times doubtful: load 3.2 on 2 processors in 2 of 3 rounds, "
                        "4 other processes running in 1 of 3 rounds, governor powersave, "
                        "swap in use in 1 of 3 rounds");
    m.entries[0].run_id = m.entries[1].run_id = "older";
    assert_null(doubts_of(a, &m));
}

static void a_slow_processor_is_doubted(void **state)
{
    struct arena *a = *state;
    struct manifest m;
    make(a, &m);
    manifest_find_round(&m.entries[0], 1)->host.pace = 0.0012;
    manifest_find_round(&m.entries[1], 2)->host.pace = NAN;
    assert_null(doubts_of(a, &m));
    manifest_find_round(&m.entries[1], 3)->host.pace = 0.001717;
    manifest_find_round(&m.entries[0], 3)->host.pace = 0.0013;
    assert_string_equal(doubts_of(a, &m),
                        "times doubtful: the processor up to 1.7 times slower than at its best in "
                        "1 of 3 rounds");
    /* whichever version had the worst of it, and not where the load was highest */
    manifest_find_round(&m.entries[0], 3)->host.pace = 0.002121;
    manifest_find_round(&m.entries[1], 3)->host.load[0] = 1.9;
    assert_string_equal(doubts_of(a, &m),
                        "times doubtful: the processor up to 2.1 times slower than at its best in "
                        "1 of 3 rounds");
}

static void a_pace_is_measured(void **state)
{
    (void)state;
    double one = host_pace(), two = host_pace();
    assert_true(one > 1e-5 && one < 1 && two > 1e-5 && two < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(is_read),
        arena_test(what_is_unknown_stays_so),
        arena_test(comes_back),
        arena_test(a_quiet_machine_is_not_doubted),
        arena_test(doubts_say_where),
        arena_test(a_slow_processor_is_doubted),
        arena_test(a_pace_is_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
