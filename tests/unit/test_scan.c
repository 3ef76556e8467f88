/* Scanning JSON text, against the definition of each function, at every offset and length.  Built
 * twice: as the machine can, and byte by byte (BENCHMEM_SCAN_PLAIN). */
#include "unit_test.h"

#include "runfile/scan.h"

#include <string.h>

enum { LENGTH = 40 };

typedef const char *scan(const char *p, const char *end);

/* Check that in a text of FILL with one STOP the stop is found, wherever it is and wherever the
 * text begins and ends; and that nothing is found without it. */
static void check(scan *find, char fill, char stop, bool found)
{
    char text[LENGTH];
    for (size_t at = 0; at < LENGTH; at++) {
        memset(text, fill, sizeof text);
        text[at] = stop;
        for (size_t from = 0; from <= LENGTH; from += 5) {
            for (size_t to = from; to <= LENGTH; to += 3) {
                bool there = found && at >= from && at < to;
                size_t place = (size_t)(find(text + from, text + to) - text);
                if (place != (there ? at : to))
                    fail_msg("'%c' in '%c' at %zu of [%zu, %zu): %zu", stop, fill, at, from, to,
                             place);
            }
        }
    }
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

static void every_byte(void **state)
{
    (void)state;
    for (int i = 0; i < 256; i++) {
        char c = (char)i;
        check(scan_delimiter, '1', c, is_one_of(c, "\"[]{},: \t\r\n"));
        check(scan_special, 'x', c, is_one_of(c, "\"\\") || i < 0x20);
        check(scan_solid, ' ', c, !is_one_of(c, " \t\r\n"));
        check(scan_solid, '\n', c, !is_one_of(c, " \t\r\n"));
    }
}

static void the_first_of_several(void **state)
{
    static const char text[] = "0123456789abcdefghi]klmnop\"rst{";
    const char *end = text + strlen(text);
    (void)state;
    assert_ptr_equal(scan_delimiter(text, end), strchr(text, ']'));
    assert_ptr_equal(scan_special(text, end), strchr(text, '"'));
    assert_ptr_equal(scan_delimiter(strchr(text, 'r'), end), strchr(text, '{'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte),
        cmocka_unit_test(the_first_of_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
