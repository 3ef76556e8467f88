/* Fuzz target: callgrind's dumps.  Any bytes are read or refused without a fault; of what is read
 * the functions add up to the total, are in order, differ, and have names of bounded length. */
#include "measure/callgrind.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check_function(const struct callgrind_function *f,
                           const struct callgrind_function *next)
{
    enum { LONGEST = CALLGRIND_NAME_MAX + 19 }; /* three dots and a digest */
    if (f->instructions == 0 || strlen(f->name) > LONGEST || strlen(f->object) > LONGEST ||
        strlen(f->file) > LONGEST)
        abort();
    if (!next)
        return;
    if (f->instructions < next->instructions)
        abort();
    if (strcmp(f->name, next->name) == 0 && strcmp(f->object, next->object) == 0 &&
        strcmp(f->file, next->file) == 0)
        abort();
}

static void check(const struct callgrind *dump)
{
    uint64_t sum = 0, most = 0;
    for (size_t i = 0; i < dump->count; i++) {
        check_function(&dump->functions[i], i + 1 < dump->count ? &dump->functions[i + 1] : NULL);
        sum += dump->functions[i].instructions;
    }
    if (sum != dump->total || dump->number < -1 || !dump->creator)
        abort();
    size_t count = callgrind_most(dump, 999);
    for (size_t i = 0; i < count; i++)
        most += dump->functions[i].instructions;
    if (count > dump->count || callgrind_most(dump, 1000) != dump->count ||
        dump->total - most > dump->total / 1000)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct callgrind dump;
    struct error err = {0};
    if (callgrind_parse(&arena, (const char *)data, size, &dump, &err) == 0)
        check(&dump);
    else if (err.exit_code != EXIT_FAILED || !*err.text || dump.count)
        abort();
    arena_release(&arena);
    return 0;
}
