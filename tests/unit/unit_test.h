/* unit_test.h - cmocka with what it needs included before it, and an arena per test. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "files/tree.h"

#include <stdlib.h>

/* A new directory for a test's files, absolute. */
static inline char *test_directory(struct arena *a)
{
    char *path = arena_printf(a, "%s/benchmem-test-XXXXXX", tree_temp_parent());
    assert_non_null(mkdtemp(path));
    return path;
}

/* Setup and teardown that give each test an arena as *state. */
static inline int arena_setup(void **state)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        return -1;
    *state = a;
    return 0;
}

static inline int arena_teardown(void **state)
{
    arena_release(*state);
    free(*state);
    return 0;
}

#define arena_test(function) cmocka_unit_test_setup_teardown(function, arena_setup, arena_teardown)
