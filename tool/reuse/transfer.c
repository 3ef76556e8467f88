#include "reuse/transfer.h"

#include "files/file.h"
#include "runfile/amend.h"

#include <string.h>

/* The member of that name of an object; none if there is none, or VALUE is no object. */
static struct span member(struct arena *a, struct span value, const char *name)
{
    struct spans members = {0};
    return span_members(a, value, &members) ? span_member(&members, name) : (struct span){0};
}

/* What a benchmark has that can be handed on; nothing where it was not counted. */
static struct amendment amendment_of(struct arena *a, struct span benchmark)
{
    struct span own = member(a, member(a, benchmark, "extra_info"), "benchmem");
    struct span instructions = member(a, own, "instructions"), counted = member(a, own, "counted");
    struct amendment none = {.fullname = member(a, benchmark, "fullname")};
    if (!instructions.at || !counted.at)
        return none;
    const char *text =
        arena_printf(a, "{\"instructions\": %.*s, \"counted\": %.*s}", (int)instructions.len,
                     instructions.at, (int)counted.len, counted.at);
    none.members = (struct span){text, strlen(text)};
    return none;
}

int transfer_counts(struct arena *a, const char *from, const char *to, size_t *amended,
                    struct error *err)
{
    size_t len, count = 0;
    struct spans benchmarks = {0};
    const char *text = file_read(a, from, &len, err);
    if (!text)
        return -1;
    struct span root = span_trim((struct span){text, len});
    if (!span_elements(a, member(a, root, "benchmarks"), &benchmarks))
        return error_set(err, EXIT_FAILED, "%s: has no list of benchmarks", from);
    struct amendment *all = arena_array(a, benchmarks.count + 1, sizeof *all);
    for (size_t i = 0; i < benchmarks.count; i++) {
        struct amendment one = amendment_of(a, benchmarks.values[i]);
        if (one.members.at)
            all[count++] = one;
    }
    return amend_run_file(to, all, count, false, to, amended, err);
}
