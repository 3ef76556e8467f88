/* Fuzz target: the rules of --fail-on.  Any text is taken or refused without a fault; what is taken
 * is a threshold that growth can exceed, and more growth never mends a broken rule. */
#include "compare/rule.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check(const struct rule *rule)
{
    static const double values[] = {0, 1e-9, 1e-3, 0.5, 1, 99, 1e6, 1e12, 1e300};
    enum { COUNT = sizeof values / sizeof *values };
    if (!isfinite(rule->limit) || rule->limit < 0 || !isfinite(rule->at_least) ||
        rule->at_least < 0 || !*rule->field)
        abort();
    for (int base = 0; base < COUNT; base++) {
        bool broken = false;
        for (int head = 0; head < COUNT; head++) {
            bool now = rule_is_broken(rule, values[base], values[head]);
            if ((broken && !now) || (now && head <= base))
                abort();
            broken = now;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct rule rule;
    struct error err = {0};
    if (rule_parse(&arena, arena_strndup(&arena, (const char *)data, size), &rule, &err) == 0)
        check(&rule);
    else if (err.exit_code != EXIT_USAGE || !*err.text)
        abort();
    arena_release(&arena);
    return 0;
}
