/* The store: what is put comes back, the least recently used goes, and what a KILL leaves. */
#include "unit_test.h"

#include "files/file.h"
#include "files/lock.h"
#include "files/store.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const volatile sig_atomic_t go_on = 0, stop_now = 1;

enum { FILES = 8 };

static struct store_bound of(size_t entries)
{
    return (struct store_bound){.entries = entries};
}

static const char *make(struct arena *a, const char *dir, const char *name, const char *text)
{
    struct error err;
    const char *path = path_join(a, dir, name);
    assert_int_equal(dir_make(path_parent(a, path), &err), 0);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
    return path;
}

static const char *text_of(struct arena *a, const char *dir, const char *name)
{
    struct error err;
    const char *text = file_read(a, path_join(a, dir, name), NULL, &err);
    return text ? text : "";
}

static const char *names_in(struct arena *a, const char *dir)
{
    struct error err;
    struct strv names = strv_new(a);
    assert_int_equal(dir_list(dir, &names, &err), 0);
    return strv_join(&names, " ");
}

/* A store that is not there yet, beside a directory "from" with a file "f". */
static struct store store_of(struct arena *a, const char **root)
{
    struct error err;
    *root = path_real(a, test_directory(a), &err);
    make(a, path_join(a, *root, "from"), "f", "one");
    return (struct store){.dir = path_join(a, *root, "a b;c/store"), .stop = &go_on};
}

static void comes_back(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct stat st;
    const char *root;
    struct store s = store_of(a, &root);
    const char *from = path_join(a, root, "from"), *to = path_join(a, root, "to");
    assert_int_equal(store_get(&s, "ab", to, &err), 0);
    assert_false(path_exists(s.dir));

    assert_int_equal(chmod(make(a, from, "bin/tool", "#!"), 0750), 0);
    make(a, from, "pkg/__pycache__/m.pyc", "x");
    assert_int_equal(symlink("lib.so.1", path_join(a, from, "bin/lib.so")), 0);
    assert_int_equal(symlink("bin", path_join(a, from, "also")), 0);
    assert_int_equal(store_put(&s, "ab", from, of(5), &err), 0);
    assert_true(store_has(&s, "ab"));
    assert_int_equal(store_get(&s, "ab", to, &err), 1);
    assert_string_equal(text_of(a, to, "f"), "one");
    assert_int_equal(lstat(path_join(a, to, "bin/tool"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0750);
    assert_true(path_is_link(path_join(a, to, "bin/lib.so")));
    assert_true(path_is_link(path_join(a, to, "also")));
    assert_true(path_is_dir(path_join(a, to, "pkg")));
    assert_false(path_exists(path_join(a, to, "pkg/__pycache__")));

    /* The newer one takes its place. */
    make(a, from, "f", "two");
    assert_int_equal(store_put(&s, "ab", from, of(5), &err), 0);
    assert_int_equal(store_get(&s, "ab", path_join(a, root, "again"), &err), 1);
    assert_string_equal(text_of(a, root, "again/f"), "two");

    /* The target is there already; then that nobody waits any more. */
    assert_int_equal(store_get(&s, "ab", to, &err), -1);
    s.stop = &stop_now;
    assert_int_equal(store_get(&s, "ab", path_join(a, root, "third"), &err), -1);
    assert_int_equal(store_put(&s, "cd", from, of(5), &err), -1);
    assert_false(store_has(&s, "cd"));
    assert_int_equal(tree_remove(root, &err), 0);
}

static void least_recently_used(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root;
    struct store s = store_of(a, &root);
    const char *from = path_join(a, root, "from");
    static const char *const keys[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(store_put(&s, keys[i], from, of(3), &err), 0);
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    assert_int_equal(store_get(&s, "a", path_join(a, root, "to"), &err), 1);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    assert_int_equal(store_put(&s, "d", from, of(3), &err), 0);
    assert_true(store_has(&s, "a"));
    assert_false(store_has(&s, "b"));
    assert_int_equal(store_put(&s, "e", from, of(1), &err), 0);
    assert_string_equal(names_in(a, s.dir), "e");

    /* By size: "one" has three bytes. */
    assert_int_equal(store_put(&s, "f", from, (struct store_bound){.bytes = 6}, &err), 0);
    assert_string_equal(names_in(a, s.dir), "e f");
    assert_int_equal(store_put(&s, "g", from, (struct store_bound){.bytes = 6}, &err), 0);
    assert_string_equal(names_in(a, s.dir), "f g");
    assert_int_equal(store_put(&s, "h", from, (struct store_bound){.bytes = 1}, &err), 0);
    assert_string_equal(names_in(a, s.dir), "h");
    assert_int_equal(store_drop(&s, "h", &err), 0);
    assert_int_equal(store_drop(&s, "h", &err), 0);
    assert_string_equal(names_in(a, s.dir), "");
    assert_int_equal(tree_remove(root, &err), 0);
}

/* What a dead writer left goes, what a living one has made stays; strangers' files are no entries.
 */
static void leftovers(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root;
    struct lock lock;
    struct store s = store_of(a, &root);
    make(a, s.dir, ".new-1/f", "half");
    make(a, s.dir, ".new-1.busy", "99\n");
    make(a, s.dir, ".new-2/f", "half");
    make(a, s.dir, "README", "not ours");
    assert_int_equal(lock_try(&lock, path_join(a, s.dir, ".new-2.busy"), NULL, &err), 1);
    assert_int_equal(store_put(&s, "a", path_join(a, root, "from"), of(1), &err), 0);
    assert_false(path_exists(path_join(a, s.dir, ".new-1")));
    assert_false(path_exists(path_join(a, s.dir, ".new-1.busy")));
    assert_string_equal(text_of(a, s.dir, ".new-2/f"), "half");
    assert_string_equal(text_of(a, s.dir, "README"), "not ours");
    lock_release(&lock);
    assert_int_equal(tree_remove(root, &err), 0);
}

/* The directories "from-0" ... of FILES files with one text each. */
static void make_sources(struct arena *a, const char *root, int count)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; k < FILES; k++)
            make(a, root, arena_printf(a, "from-%d/%d", i, k), arena_printf(a, "%d", i));
}

/* An entry that is there has all of its files, all of one source. */
static bool is_whole(struct arena *a, const char *dir)
{
    for (int k = 0; k < FILES; k++)
        if (!*text_of(a, dir, "0") ||
            strcmp(text_of(a, dir, arena_printf(a, "%d", k)), text_of(a, dir, "0")) != 0)
            return false;
    return true;
}

static _Noreturn void put_and_get(struct arena *a, const struct store *s, const char *root, int id,
                                  int times)
{
    struct error err;
    for (int i = 0; i < times; i++) {
        const char *key = (const char *const[]){"a", "b", "c"}[(i + id) % 3];
        const char *from = arena_printf(a, "%s/from-%d", root, id);
        const char *to = arena_printf(a, "%s/to-%d-%d", root, id, i);
        if (store_put(s, key, from, of(2), &err) < 0 || store_get(s, key, to, &err) < 0 ||
            (path_exists(to) && !is_whole(a, to)))
            _exit(1);
    }
    _exit(0);
}

static void several_at_once(void **state)
{
    enum { PROCESSES = 6, TIMES = 6 };
    struct arena *a = *state;
    struct error err;
    const char *root;
    struct store s = store_of(a, &root);
    make_sources(a, root, PROCESSES);
    for (int i = 0; i < PROCESSES; i++)
        if (fork() == 0)
            put_and_get(a, &s, root, i, TIMES);
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(store_has(&s, "a") + store_has(&s, "b") + store_has(&s, "c"), 2);
    assert_int_equal(tree_remove(root, &err), 0);
}

static void killed(void **state)
{
    enum { KILLS = 40, MOST_MS = 12 };
    struct arena *a = *state;
    struct error err;
    const char *root;
    struct store s = store_of(a, &root);
    make_sources(a, root, 2);
    for (int i = 0; i < KILLS; i++) {
        pid_t pid = fork();
        if (pid == 0)
            put_and_get(a, &s, root, i % 2, 1000);
        nanosleep(&(struct timespec){.tv_nsec = (i % MOST_MS + 1) * 1000000L}, NULL);
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        struct strv names = strv_new(a);
        if (path_is_dir(s.dir))
            assert_int_equal(dir_list(s.dir, &names, &err), 0);
        for (size_t k = 0; k < names.len; k++)
            if (names.items[k][0] != '.')
                assert_true(is_whole(a, path_join(a, s.dir, names.items[k])));
        for (int id = 0; id < 2; id++)
            for (int k = 0; path_exists(arena_printf(a, "%s/to-%d-%d", root, id, k)); k++)
                assert_int_equal(tree_remove(arena_printf(a, "%s/to-%d-%d", root, id, k), &err), 0);
    }
    assert_int_equal(store_put(&s, "a", path_join(a, root, "from-0"), of(1), &err), 0);
    assert_string_equal(names_in(a, s.dir), "a");
    assert_int_equal(tree_remove(root, &err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(comes_back), arena_test(least_recently_used),
        arena_test(leftovers),  arena_test(several_at_once),
        arena_test(killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
