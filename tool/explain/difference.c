#include "explain/difference.h"

#include "base/index.h"
#include "base/numbers.h"
#include "base/str.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { HASH = 16 }; /* digits of a Rust compiler's hash */

static bool is_hash(const char *text)
{
    size_t digits = 0;
    while (digits < HASH && isxdigit((unsigned char)text[digits]))
        digits++;
    return digits == HASH && !text[HASH];
}

/* The name without what differs between builds or calls of one function; NULL for an address. */
static const char *settled_name(struct arena *a, const char *name)
{
    size_t len = strlen(name), digits = 0;
    while (digits < len && isdigit((unsigned char)name[len - 1 - digits]))
        digits++;
    if (digits && digits < len && name[len - 1 - digits] == '\'')
        len -= digits + 1;
    if (len > HASH + 3 && str_starts(name + len - HASH - 3, "::h") &&
        is_hash(arena_strndup(a, name + len - HASH, HASH)))
        len -= HASH + 3;
    return str_starts(name, "0x") ? NULL : arena_strndup(a, name, len);
}

/* Both sides' functions, while they are put together. */
struct joining {
    struct arena *arena;
    struct index places; /* object and name → part */
    struct difference_part *parts;
    size_t count, cap;
};

static struct difference_part *part_for(struct joining *j, const struct counts_part *from)
{
    const char *name = settled_name(j->arena, from->name);
    bool added;
    size_t at =
        *index_add(&j->places, arena_printf(j->arena, "%s\n%s", from->object, name ? name : ""),
                   j->count, &added);
    if (added) {
        j->parts = arena_more(j->arena, j->parts, j->count, &j->cap, sizeof *j->parts);
        j->parts[j->count++] = (struct difference_part){.object = from->object, .name = name};
    }
    return &j->parts[at];
}

/* ---- Python functions ---- */

/* The side's functions, put to those of the other side that are called so. */
static void join_python(struct arena *a, struct index *places, const struct counts *side, int at,
                        struct difference *d)
{
    for (size_t i = 0; i < side->python_count; i++) {
        const struct counts_python *from = &side->python[i];
        bool added;
        size_t place = *index_add(places, arena_printf(a, "%s\n%s", from->file, from->name),
                                  d->python_count, &added);
        struct difference_python *to = &d->python[place];
        if (added) {
            *to = (struct difference_python){.file = from->file, .name = from->name};
            d->python_count++;
        }
        to->line = from->line;
        to->calls[at] += from->calls;
        to->bytecodes[at] += from->bytecodes;
    }
}

double difference_python_change(const struct difference_python *p)
{
    double bytecodes = p->bytecodes[1] - p->bytecodes[0];
    return isnan(bytecodes) ? p->calls[1] - p->calls[0] : bytecodes;
}

static void find_python(struct arena *a, const struct counts *before, const struct counts *after,
                        struct difference *d)
{
    struct index places;
    if (!before->python_count || !after->python_count)
        return;
    index_init(&places, a);
    size_t most = before->python_count + after->python_count;
    struct difference_python *sorted = arena_array(a, most, sizeof *sorted);
    double *sizes = arena_array(a, most, sizeof *sizes);
    d->python = arena_array(a, most, sizeof *d->python);
    join_python(a, &places, before, 0, d);
    join_python(a, &places, after, 1, d);
    for (size_t i = 0; i < d->python_count; i++)
        sizes[i] = fabs(difference_python_change(&d->python[i]));
    const size_t *order = numbers_descending(a, sizes, d->python_count);
    for (size_t i = 0; i < d->python_count; i++)
        sorted[i] = d->python[order[i]];
    d->python = sorted;
}

struct difference difference_of(struct arena *a, const struct counts *before,
                                const struct counts *after)
{
    struct joining j = {.arena = a};
    struct difference d = {.before = before->total, .after = after->total};
    index_init(&j.places, a);
    for (size_t i = 0; i < before->part_count; i++) {
        struct difference_part *part = part_for(&j, &before->parts[i]);
        part->before += before->parts[i].instructions;
        part->in_before = true;
    }
    for (size_t i = 0; i < after->part_count; i++) {
        struct difference_part *part = part_for(&j, &after->parts[i]);
        part->after += after->parts[i].instructions;
        part->in_after = true;
    }
    double *sizes = arena_array(a, j.count, sizeof *sizes);
    for (size_t i = 0; i < j.count; i++)
        sizes[i] = fabs(j.parts[i].after - j.parts[i].before);
    const size_t *order = numbers_descending(a, sizes, j.count);
    d.parts = arena_array(a, j.count, sizeof *d.parts);
    for (size_t i = 0; i < j.count; i++)
        d.parts[i] = j.parts[order[i]];
    d.part_count = j.count;
    d.rest = after->rest - before->rest;
    find_python(a, before, after, &d);
    return d;
}

double difference_share(const struct difference *difference, const struct difference_part *part)
{
    double change = difference->after - difference->before;
    return change != 0 ? 100 * (part->after - part->before) / change : NAN;
}
