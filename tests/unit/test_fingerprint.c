/* Fingerprints: BLAKE2b as others compute it, and what of a directory changes one. */
#include "unit_test.h"

#include "files/file.h"
#include "files/fingerprint.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void as_hashlib(void **state)
{
    /* hashlib.blake2b(bytes(i % 251 for i in range(N)), digest_size=32) of Python */
    static const struct {
        size_t len;
        const char *name;
    } known[] = {
        {0, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
        {1, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"},
        {127, "f2fe67ff342e21b8f45e8f2e0bcd1d9243245d50ee6c78042e9c491388791c72"},
        {128, "c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1"},
        {129, "f7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9"},
        {255, "d9ef0fc521b4266d16df662bec231bc2ec3989e7adeaf63169c295dc239dbbea"},
        {256, "582f782226018ec33076bd8d1c42413530ac7e1126260ffc0f306ba3befc3f24"},
        {257, "227e15ed64ee8e93eb7bc53828f76eed974f2c4ab1408c3d08f212b7f8d69904"},
        {1000, "b372d0608f720c8c3dd41e9c8eecb10143b41abe520b616607e754bf79c08331"},
    };
    struct arena *a = *state;
    unsigned char bytes[1000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i % 251);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        for (size_t piece = 1; piece <= 300; piece += 37) { /* in pieces of any size */
            struct fingerprint f = fingerprint_new();
            for (size_t at = 0; at < known[i].len; at += piece)
                fingerprint_add(&f, bytes + at,
                                known[i].len - at < piece ? known[i].len - at : piece);
            assert_string_equal(fingerprint_name(a, &f), known[i].name);
        }
    }
    assert_string_equal(fingerprint_of(a, "abc"),
                        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static const char *const exclude[] = {"__pycache__", "*.ipynb", "*/mark", NULL};

static const char *of_tree(struct arena *a, const char *path, const char *leave_out)
{
    struct error err;
    struct fingerprint f = fingerprint_new();
    assert_int_equal(fingerprint_tree(&f, a, path, exclude, leave_out, &err), 0);
    return fingerprint_name(a, &f);
}

static void put(struct arena *a, const char *dir, const char *name, const char *text)
{
    struct error err;
    assert_int_equal(dir_make(path_parent(a, path_join(a, dir, name)), &err), 0);
    assert_int_equal(file_write(path_join(a, dir, name), text, strlen(text), &err), 0);
}

static void trees(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a), *out = path_join(a, root, "out");
    put(a, root, "a.py", "one");
    put(a, root, "sub/b.py", "two");
    const char *first = of_tree(a, root, out);
    assert_string_equal(of_tree(a, root, out), first);

    /* what is not copied changes nothing */
    put(a, root, "out/x.json", "results");
    put(a, root, "__pycache__/a.pyc", "code");
    put(a, root, "sub/n.ipynb", "notebook");
    put(a, root, "sub/build/mark", "");
    assert_int_equal(symlink("/nowhere", path_join(a, root, "dangling")), 0);
    assert_int_equal(symlink("sub", path_join(a, root, "to-directory")), 0);
    assert_string_equal(of_tree(a, root, out), first);
    assert_string_not_equal(of_tree(a, root, NULL), first);

    /* what is does: content, name, mode, place, an empty directory, what a link leads to */
    put(a, root, "a.py", "0ne");
    assert_string_not_equal(of_tree(a, root, out), first);
    put(a, root, "a.py", "one");
    assert_string_equal(of_tree(a, root, out), first);
    assert_int_equal(chmod(path_join(a, root, "a.py"), 0755), 0);
    assert_string_not_equal(of_tree(a, root, out), first);
    assert_int_equal(chmod(path_join(a, root, "a.py"), 0600), 0);
    assert_string_equal(of_tree(a, root, out), first);
    assert_int_equal(file_rename(path_join(a, root, "a.py"), path_join(a, root, "c.py"), &err), 0);
    assert_string_not_equal(of_tree(a, root, out), first);
    assert_int_equal(file_rename(path_join(a, root, "c.py"), path_join(a, root, "a.py"), &err), 0);
    assert_int_equal(dir_make(path_join(a, root, "empty"), &err), 0);
    assert_string_not_equal(of_tree(a, root, out), first);
    assert_int_equal(rmdir(path_join(a, root, "empty")), 0);
    const char *away = test_directory(a);
    put(a, away, "data", "1");
    assert_int_equal(symlink(path_join(a, away, "data"), path_join(a, root, "data")), 0);
    const char *linked = of_tree(a, root, out);
    assert_string_not_equal(linked, first);
    put(a, away, "data", "2");
    assert_string_not_equal(of_tree(a, root, out), linked);

    struct fingerprint f = fingerprint_new();
    assert_int_equal(fingerprint_tree(&f, a, path_join(a, root, "none"), exclude, NULL, &err), -1);
    assert_non_null(strstr(err.text, "none: cannot list"));
    assert_int_equal(tree_remove(root, &err), 0);
    assert_int_equal(tree_remove(away, &err), 0);
}

static const char *of_listing(struct arena *a, const char *path, const char *suffix, bool deep)
{
    struct error err;
    struct fingerprint f = fingerprint_new();
    assert_int_equal(fingerprint_listing(&f, a, path, suffix, exclude, deep, &err), 0);
    return fingerprint_name(a, &f);
}

static void listings(void **state)
{
    struct arena *a = *state;
    struct error err;
    const char *root = test_directory(a);
    put(a, root, "libz.so.1", "code");
    put(a, root, "sub/b.py", "two");
    const char *shallow = of_listing(a, root, ".so", false),
               *deep = of_listing(a, root, NULL, true);
    put(a, root, "notes.txt", "any");
    put(a, root, "libz.sock", "any");
    put(a, root, "sub/b.py", "three");
    assert_string_equal(of_listing(a, root, ".so", false), shallow);
    assert_string_not_equal(of_listing(a, root, NULL, true), deep);
    put(a, root, "libz.so.1", "more code");
    const char *longer = of_listing(a, root, ".so", false);
    assert_string_not_equal(longer, shallow);
    const struct timespec times[] = {{.tv_sec = 1}, {.tv_sec = 1}};
    assert_int_equal(utimensat(AT_FDCWD, path_join(a, root, "libz.so.1"), times, 0), 0);
    assert_string_not_equal(of_listing(a, root, ".so", false), longer);
    assert_int_equal(tree_remove(root, &err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(as_hashlib),
        arena_test(trees),
        arena_test(listings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
