/* Strings, arenas, errors, files, trees and terminals. */
#include "unit_test.h"

#include "base/error.h"
#include "base/str.h"
#include "files/file.h"
#include "files/tree.h"
#include "system/terminal.h"
#include "system/workers.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void error_gathers_context(void **state)
{
    (void)state;
    struct error e;
    assert_int_equal(error_set(&e, EXIT_USAGE, "%s: no such file", "x"), -1);
    error_add(&e, "reading %d", 7);
    assert_string_equal(e.text, "reading 7: x: no such file");
    assert_int_equal(e.exit_code, EXIT_USAGE);
}

static void error_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"é", "è", "€", "😁", "😀"}; /* of odd and even bytes */
    struct error e;
    char text[sizeof e.text + 16];
    for (size_t c = 0; c < sizeof characters / sizeof *characters * 4; c++) {
        const char *character = characters[c / 4];
        size_t n = strlen(character), len = 0;
        for (; len + n < sizeof text; len += n)
            memcpy(text + len, character, n);
        text[len] = '\0';
        error_set(&e, EXIT_FAILED, "%.*s%s", (int)(c % 4), "abc", text);
        len = strlen(e.text);
        assert_true(len < sizeof e.text && len >= sizeof e.text - n);
        assert_memory_equal(e.text + len - n, character, n);
    }
}

static void arena_falls_back(void **state)
{
    struct arena *a = *state;
    char *kept = arena_strdup(a, "kept");
    struct arena_mark mark = arena_mark(a);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(a, 10000), i, 10000);
    arena_reset(a, mark);
    assert_string_equal(kept, "kept");
    char *zeroed = arena_alloc(a, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(zeroed[i], 0);
}

static void strings_and_lists_grow(void **state)
{
    struct arena *a = *state;
    struct str s = str_new(a);
    for (int i = 0; i < 1000; i++)
        str_addf(&s, "%d,", i);
    assert_int_equal(s.len, 3890);
    assert_true(str_ends(s.data, "998,999,"));
    struct strv v = strv_parts(a, " a, b ,,c", ',');
    assert_int_equal(v.len, 4);
    assert_string_equal(strv_join(&v, "|"), "a|b||c");
    assert_null(v.items[v.len]);
}

static void paths(void **state)
{
    struct arena *a = *state;
    assert_string_equal(path_stem(a, "out/2.0.1.json"), "2.0.1");
    assert_string_equal(path_parent(a, "x"), ".");
    assert_string_equal(path_parent(a, "/x"), "/");
    assert_string_equal(path_url(a, "/a b;é"), "file:///a%20b%3B%C3%A9");
}

static void put(const char *dir, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void tree_is_copied_and_removed_without_following_links(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = test_directory(a);
    assert_non_null(root);
    char *outside = test_directory(a);
    char *from = path_join(a, root, "from"), *to = path_join(a, root, "to");
    assert_int_equal(dir_make(path_join(a, from, "sub/.git"), &err), 0);
    assert_int_equal(dir_make(path_join(a, from, "results/logs"), &err), 0);
    put(outside, "precious", "p");
    put(from, "a.py", "a");
    put(from, "b.ipynb", "b");
    assert_int_equal(dir_make(path_join(a, from, "sub/build"), &err), 0);
    assert_int_equal(dir_make(path_join(a, from, "sub/other"), &err), 0);
    put(from, "sub/build/Cache.txt", "b");
    put(from, "sub/Cache", "no mark");
    put(from, "Cache.txt", "of the whole");
    assert_int_equal(symlink(path_join(a, outside, "precious"), path_join(a, from, "link")), 0);
    assert_int_equal(symlink(outside, path_join(a, from, "dirlink")), 0);
    assert_int_equal(mkfifo(path_join(a, from, "fifo"), 0600), 0);

    static const char *const exclude[] = {"*.ipynb", ".git", "*/Cache.txt", NULL};
    assert_int_equal(tree_copy(from, to, exclude, path_join(a, from, "results"), NULL, &err), 0);
    struct strv names = strv_new(a);
    assert_int_equal(dir_list(to, &names, &err), 0);
    assert_string_equal(strv_join(&names, " "), "Cache.txt a.py link sub");
    names.len = 0;
    assert_int_equal(dir_list(path_join(a, to, "sub"), &names, &err), 0);
    assert_string_equal(strv_join(&names, " "), "Cache other");

    assert_int_equal(symlink(outside, path_join(a, to, "again")), 0);
    assert_int_equal(chmod(path_join(a, to, "sub"), 0), 0);
    assert_int_equal(tree_remove(root, &err), 0);
    assert_false(path_exists(root));
    assert_true(path_exists(path_join(a, outside, "precious")));
    assert_int_equal(tree_remove(outside, &err), 0);
    assert_int_equal(tree_remove(outside, &err), 0);
}

static void a_file_appears_whole_or_not_at_all(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = test_directory(a);
    char *path = path_join(a, root, "f");
    assert_int_equal(file_write(path, "one", 3, &err), 0);
    assert_int_equal(file_write(path, "two!", 4, &err), 0);
    size_t len;
    assert_string_equal(file_read(a, path, &len, &err), "two!");
    assert_int_equal(len, 4);
    assert_int_equal(dir_make(path_join(a, root, "d/e"), &err), 0);
    assert_int_equal(file_write(path_join(a, root, "d/e"), "x", 1, &err), -1);
    assert_non_null(strstr(err.text, "d/e"));
    struct strv names = strv_new(a);
    dir_list(path_join(a, root, "d"), &names, &err);
    assert_int_equal(names.len, 1);
    tree_remove(root, &err);
}

enum { ITEMS = 500, WINDOW = 4 };

struct slots {
    size_t item[WINDOW]; /* what each slot holds; an item that is still to be taken stays */
};

static void fill_slot(void *data, size_t item)
{
    struct slots *slots = data;
    slots->item[item % WINDOW] = item;
}

static void work_ahead_is_taken_in_order(void **state)
{
    for (size_t window = 1; window <= WINDOW; window++) {
        struct slots slots = {{0}};
        struct workers *ahead = workers_open(*state, ITEMS, window, fill_slot, &slots);
        for (size_t i = 0; i < ITEMS; i++) {
            workers_wait(ahead, i);
            for (int look = 0; look < 20; look++)
                assert_int_equal(slots.item[i % WINDOW], i);
        }
        workers_close(ahead);
    }
    assert_true(workers_window() >= 1);
}

static void work_ahead_can_be_left(void **state)
{
    struct slots slots = {{0}};
    struct workers *ahead = workers_open(*state, ITEMS, WINDOW, fill_slot, &slots);
    workers_wait(ahead, 0);
    workers_close(ahead);
    size_t held = slots.item[0];
    assert_true(held == 0); /* not item WINDOW: item 0 was not given back */
    ahead = workers_open(*state, 0, WINDOW, fill_slot, &slots);
    workers_close(ahead);
}

/* A terminal's own width, else what the environment says of it. */
static void columns_of_a_terminal(void **state)
{
    static const struct {
        unsigned short own;
        const char *said;
        size_t columns;
    } cases[] = {{123, "77", 123}, {0, "77", 77}, {0, "x", 80}, {0, "-5", 80}, {0, "10000", 80}};
    (void)state;
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
        skip();
    FILE *slave = fopen(ptsname(master), "r+");
    FILE *file = tmpfile();
    assert_true(slave && file);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct winsize size = {.ws_row = 24, .ws_col = cases[i].own};
        assert_int_equal(ioctl(master, TIOCSWINSZ, &size), 0);
        setenv("COLUMNS", cases[i].said, 1);
        assert_int_equal(terminal_columns(slave), cases[i].columns);
        assert_int_equal(terminal_columns(file), 0);
    }
    unsetenv("COLUMNS");
    fclose(slave);
    fclose(file);
    close(master);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_gathers_context),
        cmocka_unit_test(error_is_cut_between_characters),
        arena_test(arena_falls_back),
        arena_test(strings_and_lists_grow),
        arena_test(work_ahead_is_taken_in_order),
        arena_test(work_ahead_can_be_left),
        arena_test(paths),
        arena_test(tree_is_copied_and_removed_without_following_links),
        arena_test(a_file_appears_whole_or_not_at_all),
        cmocka_unit_test(columns_of_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
