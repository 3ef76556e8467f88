/* What tools print: the log's two ends, the last lines of the newest command. */
#include "unit_test.h"

#include "files/file.h"
#include "files/tree.h"
#include "provision/output.h"

#include <string.h>

#define END ((size_t)128 * 1024) /* how much is kept at either end */

/* Lines of different lengths that tell where they stand, LEN bytes of them. */
static char *text_of(struct arena *a, size_t len)
{
    struct str s = str_new(a);
    while (s.len < len)
        str_addf(&s, "%zu%.*s\n", s.len, (int)(s.len % 50),
                 "..................................................");
    s.data[len] = '\0';
    return s.data;
}

static void both_ends_are_kept(void **state)
{
    static const size_t lengths[] = {0,           1,       END,         2 * END - 1, 2 * END,
                                     2 * END + 1, 3 * END, 3 * END + 1, 5 * END + 7, 20 * END};
    static const size_t chunks[] = {1000, 4097, 65536, 7 * END};
    struct error err;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths * 4; i++) {
        struct arena a = {0};
        struct output o;
        size_t len = lengths[i / 4], chunk = chunks[i % 4], n;
        (void)state;
        const char *text = text_of(&a, len);
        const char *dir = test_directory(&a);
        const char *path = path_join(&a, dir, "log");
        output_init(&o, &a);
        for (size_t at = 0; at < len; at += n) {
            n = len - at < chunk ? len - at : chunk;
            output_add(&o, text + at, n);
        }
        assert_int_equal(output_write(&o, path, &err), 0);
        const char *expected = len <= 2 * END
                                   ? text
                                   : arena_printf(&a, "%.*s\n[%zu bytes left out]\n%s", (int)END,
                                                  text, len - 2 * END, text + len - END);
        assert_string_equal(file_read(&a, path, NULL, &err), expected);
        assert_int_equal(tree_remove(dir, &err), 0);
        arena_release(&a);
    }
}

static const char *last(struct arena *a, const struct output *o, size_t most)
{
    struct strv lines = strv_new(a);
    output_last_lines(o, most, &lines);
    return strv_join(&lines, "|");
}

static void last_lines(void **state)
{
    struct arena *a = *state;
    struct output o;
    static const char *const first[] = {"uv", "pip it", NULL}, *const second[] = {"pytest", NULL};
    output_init(&o, a);
    assert_string_equal(last(a, &o, 3), "");
    output_command(&o, NULL, first);
    assert_string_equal(last(a, &o, 3), ""); /* its words are not its output */
    output_add(&o, "a\nb\n\n  \nc\r\n\td", 13);
    assert_string_equal(last(a, &o, 3), "b|c|    d");
    assert_string_equal(last(a, &o, 9), "a|b|c|    d");
    output_add(&o, "\n", 1);
    output_command(&o, NULL, second);
    output_add(&o, "\0e\x1b[1m\n", 7);
    assert_string_equal(last(a, &o, 3), "\\x00e\\x1b[1m");
}

/* However much a command printed before and after, only what is whole and its own is told. */
static void last_lines_of_a_flood(void **state)
{
    struct arena *a = *state;
    static const char *const words[] = {"pytest", NULL};
    const char *flood = text_of(a, 5 * END);
    for (int before = 0; before < 2; before++) {
        struct output o;
        output_init(&o, a);
        if (before)
            output_add(&o, flood, 5 * END);
        output_command(&o, NULL, words);
        output_add(&o, flood, 4 * END);
        output_add(&o, "\nlast but one\nlast\n", 19);
        assert_string_equal(last(a, &o, 2), "last but one|last");
        output_command(&o, NULL, words);
        output_add(&o, "its own\n", 8);
        assert_string_equal(last(a, &o, 15), "its own");
    }
}

static void words_as_a_shell_takes_them(void **state)
{
    static const char *const words[] = {"uv", "a b", "it's", "", "demo==1.0", "a$b", "~", NULL};
    assert_string_equal(output_words(*state, words), "uv 'a b' 'it'\\''s' '' demo==1.0 'a$b' '~'");
}

static void the_gist(void **state)
{
    static const struct {
        const char *text, *gist;
    } cases[] = {
        {"", ""},
        {"Resolved 3\nwarning: x\nlast words\n", "last words"},
        {"error: Failed to fetch: `x`\n  Caused by: dns error\n",
         "Failed to fetch: `x` Caused by: dns error"},
        {"error: No solution found\n  cause: Because a and b.\n",
         "No solution found: Because a and b."},
        {"Using Python\n  × No solution found:\n  ╰─▶ Because a\n      and b.\n\nhint: c\n",
         "No solution found: Because a and b."},
        {"  × Failed to build `x==1`\n  ├─▶ The build backend returned an error\n"
         "  ╰─▶ Call failed (exit status: 1)\nlog\n",
         "Failed to build `x==1`: The build backend returned an error: Call failed (exit status: "
         "1)"},
        {"-- Found x\nCMake Error at src/CMakeLists.txt:1 (configure_file):\n  configure_file "
         "Problem "
         "configuring file\n\n\n-- Configuring incomplete\nSee also \"x.log\".\n",
         "src/CMakeLists.txt:1 (configure_file): configure_file Problem configuring file"},
        {"[1/2] Building\nFAILED: x.o\ncc -c x.c\nx.c:3:1: error: expected ';'\n    3 | }\n"
         "x.c:4:1: error: more\nninja: build stopped: subcommand failed.\n",
         "x.c:3:1: error: expected ';'"},
        {"x.c:1:10: fatal error: y.h: No such file\ngmake: *** [all] Error 2\n",
         "x.c:1:10: fatal error: y.h: No such file"},
        {"fatal: unable to access 'u'\nfatal: clone of 'u' failed\nFailed to clone 'x'. Retry "
         "scheduled\nFailed to clone 'x' a second time, aborting\n",
         "unable to access 'u': clone of 'u' failed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct output o;
        output_init(&o, *state);
        output_add(&o, cases[i].text, strlen(cases[i].text));
        assert_string_equal(output_gist(*state, &o), cases[i].gist);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(both_ends_are_kept),          arena_test(last_lines),
        arena_test(last_lines_of_a_flood),       arena_test(the_gist),
        arena_test(words_as_a_shell_takes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
