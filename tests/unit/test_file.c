/* Files and paths: what each function gives back where it works, and where it cannot. */
#include "unit_test.h"

#include "base/digest.h"
#include "base/str.h"
#include "files/file.h"
#include "files/lock.h"
#include "files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char *scratch(struct arena *a)
{
    char *root = test_directory(a);
    assert_non_null(root);
    return root;
}

static char *make(struct arena *a, const char *dir, const char *name, const char *text)
{
    struct error err;
    char *path = path_join(a, dir, name);
    assert_int_equal(file_write(path, text, strlen(text), &err), 0);
    return path;
}

static const char *text_of(struct arena *a, const char *path)
{
    struct error err;
    return file_read(a, path, NULL, &err);
}

static void maps(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct file_map map;
    char *root = scratch(a), *path = make(a, root, "f", "text");
    assert_int_equal(file_map(path, &map, &err), 0);
    assert_int_equal(map.len, 4);
    assert_memory_equal(map.data, "text", 4);
    file_map_rest(&map, 0, 4);
    assert_memory_equal(map.data, "text", 4);
    file_unmap(&map);
    assert_null(map.data);
    assert_int_equal(file_map(make(a, root, "empty", ""), &map, &err), 0);
    assert_null(map.data);
    assert_int_equal(map.len, 0);
    file_unmap(&map);
    assert_int_equal(file_map(root, &map, &err), -1);
    assert_non_null(strstr(err.text, "not a regular file"));
    assert_int_equal(file_map(path_join(a, root, "none"), &map, &err), -1);
    assert_non_null(strstr(err.text, "none: cannot open: "));
    assert_string_equal(file_digest(a, make(a, root, "a", "a"), &err), "af63dc4c8601ec8c");
    tree_remove(root, &err);
}

static void reads_only_small_files_of_ours(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *text = NULL;
    char *root = scratch(a), *link = path_join(a, root, "link"), large[8193] = "";
    assert_int_equal(file_read_own(a, make(a, root, "f", "text"), &text, &err), 1);
    assert_string_equal(text, "text");
    assert_int_equal(file_read_own(a, path_join(a, root, "none"), &text, &err), 0);
    assert_int_equal(symlink("f", link), 0);
    assert_int_equal(file_read_own(a, link, &text, &err), 0);
    assert_int_equal(file_read_own(a, root, &text, &err), 0);
    memset(large, 'x', sizeof large - 2);
    assert_int_equal(file_read_own(a, make(a, root, "large", large), &text, &err), 1);
    assert_int_equal(strlen(text), 8191);
    memset(large, 'x', sizeof large - 1);
    assert_int_equal(file_read_own(a, make(a, root, "large", large), &text, &err), 0);
    assert_int_equal(file_read_own(a, path_join(a, root, "f/x"), &text, &err), -1);
    assert_int_equal(mkfifo(path_join(a, root, "pipe"), 0600), 0);
    assert_null(file_read(a, path_join(a, root, "pipe"), NULL, &err));
    assert_non_null(strstr(err.text, "is a pipe"));
    tree_remove(root, &err);
}

static void writes_in_parts(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = scratch(a), *path = make(a, root, "f", "old");
    static char part[100000]; /* more than is held back */
    memset(part, 'x', sizeof part);
    struct file_writer *w = file_write_begin(a, path, &err);
    assert_non_null(w);
    file_put(w, "<", 1);
    file_put(w, part, sizeof part);
    for (size_t i = 0; i < 1000; i++)
        file_put(w, part, 100);
    file_put(w, ">", 1);
    assert_string_equal(text_of(a, path), "old");
    assert_int_equal(file_write_end(w, true, &err), 0);
    const char *text = text_of(a, path);
    assert_int_equal(strlen(text), 200002);
    assert_true(text[0] == '<' && text[200001] == '>' && strspn(text + 1, "x") == 200000);
    w = file_write_begin(a, path, &err);
    file_put(w, "new", 3);
    assert_int_equal(file_write_end(w, false, &err), 0);
    assert_int_equal(strlen(text_of(a, path)), 200002);
    assert_null(file_write_begin(a, path_join(a, root, "none/f"), &err));
    struct strv names = strv_new(a);
    assert_int_equal(dir_list(root, &names, &err), 0);
    assert_string_equal(strv_join(&names, " "), "f");
    tree_remove(root, &err);
}

static void a_full_disk_is_told_with_a_remedy(void **state)
{
    (void)state;
    struct error err;
    errno = ENOSPC;
    assert_int_equal(error_system(&err, "f", "write"), -1);
    assert_string_equal(err.text, "f: cannot write: No space left on device; make room on that "
                                  "disk and try again");
    errno = EACCES;
    error_system(&err, "f", "open");
    assert_non_null(strstr(err.text, "; check its permissions or choose another place"));
    errno = ENOENT;
    error_system(&err, "f", "open");
    assert_string_equal(err.text, "f: cannot open: No such file or directory");
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full >= 0)
        assert_int_equal(file_write_all(full, "x", 1), -1);
    close(full);
}

static void keeps_and_gives_back(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = scratch(a), *path = make(a, root, "f", "one"), *aside = path_join(a, root, "g");
    assert_int_equal(file_keep(path, aside, &err), 0);
    assert_int_equal(file_restore(aside, path, &err), 0); /* two names of one file */
    assert_string_equal(text_of(a, path), "one");
    assert_false(path_exists(aside));
    make(a, root, "g", "stale");
    assert_int_equal(file_keep(path, aside, &err), 0);
    make(a, root, "f", "two");
    assert_string_equal(text_of(a, aside), "one");
    assert_int_equal(file_restore(aside, path, &err), 0);
    assert_string_equal(text_of(a, path), "one");
    assert_false(path_exists(aside));
    assert_int_equal(file_restore(aside, path, &err), -1);
    assert_int_equal(file_keep(path_join(a, root, "none"), aside, &err), -1);
    assert_int_equal(file_keep(path, root, &err), -1);
    assert_int_equal(file_copy(path, aside, &err), 0);
    assert_string_equal(text_of(a, aside), "one");
    assert_int_equal(file_copy(root, aside, &err), -1);
    assert_int_equal(file_rename(aside, path_join(a, root, "h"), &err), 0);
    assert_int_equal(file_remove(aside, &err), 0); /* that it is not there is no error */
    assert_int_equal(file_remove(path_join(a, root, "f/x"), &err), 0);
    assert_int_equal(file_remove(root, &err), -1);
    tree_remove(root, &err);
}

static void cleans_what_nobody_writes(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = scratch(a), *held = make(a, root, ".benchmem-held", "");
    make(a, root, ".benchmem-dead", "");
    make(a, root, "results", "");
    int fd = open(held, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
    assert_int_equal(symlink("results", path_join(a, root, ".benchmem-link")), 0);
    file_clean(root);
    struct strv names = strv_new(a);
    dir_list(root, &names, &err);
    assert_string_equal(strv_join(&names, " "), ".benchmem-held .benchmem-link results");
    assert_true(file_is_named(fd, held));
    assert_int_equal(unlink(held), 0);
    assert_false(file_is_named(fd, held));
    make(a, root, ".benchmem-held", "");
    assert_false(file_is_named(fd, held)); /* another one of that name */
    close(fd);
    file_clean(path_join(a, root, "none"));
    tree_remove(root, &err);
}

static void makes_directories(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = scratch(a), *deep = path_join(a, root, "a/b/c/");
    assert_int_equal(dir_make(deep, &err), 0);
    assert_int_equal(dir_make(deep, &err), 0);
    assert_true(path_is_dir(deep));
    assert_int_equal(dir_check_writable(deep, &err), 0);
    make(a, root, "f", "");
    assert_int_equal(dir_make(path_join(a, root, "f/d"), &err), -1);
    assert_int_equal(dir_check_writable(path_join(a, root, "f"), &err), -1);
    assert_int_equal(tree_make_plain(path_join(a, root, "plain"), &err), 0);
    assert_int_equal(tree_make_plain(path_join(a, root, "plain"), &err), 0);
    assert_int_equal(tree_make_plain(path_join(a, root, "f"), &err), -1);
    assert_non_null(strstr(err.text, "no directory"));
    assert_int_equal(symlink("plain", path_join(a, root, "link")), 0);
    assert_int_equal(tree_make_plain(path_join(a, root, "link"), &err), -1);
    assert_non_null(strstr(err.text, "a link"));
    struct strv names = strv_new(a);
    assert_int_equal(dir_list(path_join(a, root, "none"), &names, &err), -1);
    tree_remove(root, &err);
}

static void paths(void **state)
{
    struct arena *a = *state;
    struct error err;
    char *root = scratch(a), *program = make(a, root, "run", "");
    assert_true(path_is_file(program) && !path_is_dir(program) && path_exists(program));
    assert_string_equal(path_join(a, "d", "f"), "d/f");
    assert_string_equal(path_join(a, "d/", "f"), "d/f");
    assert_string_equal(path_join(a, "d", "/f"), "/f");
    assert_string_equal(path_join(a, ".", "f"), "f");
    assert_string_equal(path_name("a/b.c"), "b.c");
    assert_string_equal(path_name("b"), "b");
    assert_string_equal(path_parent(a, "a/b/c"), "a/b");
    assert_string_equal(path_stem(a, ".hidden"), ".hidden");
    assert_string_equal(path_stem(a, "none"), "none");
    assert_string_equal(path_absolute(a, "/x/../y", &err), "/x/../y");
    char *here = path_absolute(a, ".", &err);
    assert_string_equal(path_absolute(a, "././f", &err), path_join(a, here, "f"));
    assert_string_equal(path_absolute(a, "", &err), here);
    assert_string_equal(path_real(a, arena_printf(a, "%s/./run", root), &err),
                        path_join(a, path_real(a, root, &err), "run"));
    assert_null(path_real(a, path_join(a, root, "none"), &err));
    assert_non_null(strstr(err.text, "none: cannot resolve the path: "));
    assert_null(path_program(a, program)); /* not executable */
    assert_int_equal(chmod(program, 0700), 0);
    assert_string_equal(path_program(a, program), program);
    const char *path = arena_strdup(a, getenv("PATH"));
    setenv("PATH", arena_printf(a, "/none:%s", root), 1);
    assert_string_equal(path_program(a, "run"), program);
    assert_null(path_program(a, "walk"));
    setenv("PATH", path, 1);
    tree_remove(root, &err);
}

/* What a crash left of a lock does not matter, what lies in its place does. */
static void locks(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct lock one, other;
    long owner = 0;
    char *root = scratch(a), *path = path_join(a, root, "lock");
    assert_int_equal(lock_try(&one, path, &owner, &err), 1);
    assert_string_equal(text_of(a, path), arena_printf(a, "%ld\n", (long)getpid()));
    assert_int_equal(lock_try(&other, path, &owner, &err), 0);
    assert_int_equal(owner, getpid());
    assert_int_equal(lock_take(&other, path, 0.02, &err), -1);
    assert_non_null(strstr(err.text, "held by process"));
    lock_release(&one);
    lock_release(&one);
    assert_false(path_exists(path));
    assert_int_equal(lock_take(&one, path, 0.02, &err), 0);
    lock_release(&one);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_int_equal(lock_try(&one, path, NULL, &err), -1);
    tree_remove(root, &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(maps),
        arena_test(reads_only_small_files_of_ours),
        arena_test(writes_in_parts),
        arena_test(a_full_disk_is_told_with_a_remedy),
        arena_test(keeps_and_gives_back),
        arena_test(cleans_what_nobody_writes),
        arena_test(makes_directories),
        arena_test(paths),
        arena_test(locks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
