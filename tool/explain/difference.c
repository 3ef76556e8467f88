#include "explain/difference.h"

#include "base/index.h"
#include "base/numbers.h"
#include "base/str.h"
#include "files/path.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Digits of a Rust compiler's hash; how long "-" and auditwheel's are. */
enum { HASH = 16, AUDITWHEEL = 9 };

static bool is_hash(const char *text)
{
    size_t digits = 0;
    while (digits < HASH && isxdigit((unsigned char)text[digits]))
        digits++;
    return digits == HASH && !text[HASH];
}

/* How long the name is without the number that a compiler has given to a part or copy of a
 * function: "get.part.0", "run.llvm.1234". */
static size_t without_number(struct arena *a, const char *name, size_t len)
{
    static const char *const kinds[] = {".part",     ".isra", ".constprop",
                                        ".lto_priv", ".cold", ".llvm"};
    size_t digits = 0;
    while (digits < len && isdigit((unsigned char)name[len - 1 - digits]))
        digits++;
    if (!digits || digits == len || name[len - 1 - digits] != '.')
        return len;
    const char *before = arena_strndup(a, name, len - 1 - digits);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_ends(before, kinds[i]))
            return len - 1 - digits;
    return len;
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
    len = without_number(a, name, len);
    return str_starts(name, "0x") ? NULL : arena_strndup(a, name, len);
}

/* Where the ".so" of a library's name is, NULL: it is none's. */
static const char *suffix_of(const char *object)
{
    const char *at = path_name(object);
    while ((at = strstr(at, ".so")) && at[3] && at[3] != '.')
        at += 3;
    return at;
}

/* The library without what differs between its releases and builds: "libx.so" of "libx.so.2.5.0"
 * and of auditwheel's "libx-0a1b2c3d.so.2", "_x.so" of "_x.cpython-311-x86_64-linux-gnu.so". */
static const char *settled_object(struct arena *a, const char *object)
{
    const char *suffix = suffix_of(object);
    if (!suffix)
        return object;
    const char *stem = arena_strndup(a, object, (size_t)(suffix - object));
    const char *name = path_name(stem), *tag = strstr(name, ".cpython-");
    size_t len = tag ? (size_t)(tag - stem) : strlen(stem) - (str_ends(stem, ".abi3") ? 5 : 0);
    if (!tag && len > AUDITWHEEL && stem[len - AUDITWHEEL] == '-' &&
        strspn(stem + len - AUDITWHEEL + 1, "0123456789abcdef") == AUDITWHEEL - 1)
        len -= AUDITWHEEL;
    return arena_printf(a, "%.*s.so", (int)len, stem);
}

/* The part is of that object too: what both are called, where they are called differently. */
static void add_object(struct arena *a, struct difference_part *part, const char *object)
{
    if (strcmp(part->object, object) != 0)
        part->object = settled_object(a, object);
}

/* Where the side's functions without a name begin that are in the part's object; whether there are
 * any. */
static bool find_range(struct arena *a, const struct counts *side, struct difference_part *part)
{
    const char *object = settled_object(a, part->object);
    for (size_t i = 0; i < side->part_count; i++) {
        const struct counts_part *from = &side->parts[i];
        if (!str_starts(from->name, "0x") || strcmp(settled_object(a, from->object), object) != 0)
            continue;
        unsigned long long address = strtoull(from->name, NULL, 16);
        part->lowest = !part->lowest || address < part->lowest ? address : part->lowest;
        part->highest = address > part->highest ? address : part->highest;
    }
    return part->highest > 0;
}

/* Both sides' functions, while they are put together. */
struct joining {
    struct arena *arena;
    struct index places; /* object and name → part */
    struct difference_part *parts;
    size_t count, cap;
};

/* A site or a Python function of a side, by what it is called. */
struct named {
    const char *name, *file;
    double line;
};

struct names {
    struct named *items;
    size_t count;
};

static struct names names_of_sites(struct arena *a, const struct counts *side)
{
    struct names names = {arena_array(a, side->part_count, sizeof *names.items), side->part_count};
    for (size_t i = 0; i < names.count; i++) {
        const struct counts_part *p = &side->parts[i];
        names.items[i] = (struct named){p->name, p->object, p->line};
    }
    return names;
}

static struct names names_of_python(struct arena *a, const struct counts *side)
{
    struct names names = {arena_array(a, side->python_count, sizeof *names.items),
                          side->python_count};
    for (size_t i = 0; i < names.count; i++) {
        const struct counts_python *p = &side->python[i];
        names.items[i] = (struct named){p->name, p->file, p->line};
    }
    return names;
}

/* How many are in that one's file and called like it, as a function's sites and lambdas are; *PLACE
 * is its own among them, by line from 1. */
static size_t count_alike(const struct names *side, const struct named *of, size_t *place)
{
    size_t count = 0;
    *place = 1;
    for (size_t i = 0; i < side->count; i++) {
        const struct named *n = &side->items[i];
        if (strcmp(n->name, of->name) != 0 || strcmp(n->file, of->file) != 0)
            continue;
        count++;
        *place += n->line < of->line;
    }
    return count;
}

/* Which of those that are called alike OWN's I-th is on both sides; 0: all of them are one. */
static size_t place_of(const struct names *own, size_t i, const struct names *other)
{
    size_t place, ignored;
    size_t count = count_alike(own, &own->items[i], &place);
    return count > 1 && count == count_alike(other, &own->items[i], &ignored) ? place : 0;
}

/* What a part is found by; NAME is NULL for the functions without one. */
static const char *key_of(struct arena *a, size_t place, const char *object, const char *name)
{
    return arena_printf(a, "%zu\n%s\n%s", place, settled_object(a, object), name ? name : "");
}

static struct difference_part *part_for(struct joining *j, const struct counts_part *from,
                                        size_t place)
{
    const char *name = settled_name(j->arena, from->name);
    bool added;
    size_t at =
        *index_add(&j->places, key_of(j->arena, place, from->object, name), j->count, &added);
    if (added) {
        j->parts = arena_more(j->arena, j->parts, j->count, &j->cap, sizeof *j->parts);
        j->parts[j->count++] = (struct difference_part){.object = from->object, .name = name};
    }
    add_object(j->arena, &j->parts[at], from->object);
    return &j->parts[at];
}

static void add_side(struct joining *j, const struct counts *own, const struct counts *other,
                     int side)
{
    const struct names names = names_of_sites(j->arena, own),
                       others = names_of_sites(j->arena, other);
    for (size_t i = 0; i < own->part_count; i++) {
        const struct counts_part *from = &own->parts[i];
        size_t place = from->line > 0 ? place_of(&names, i, &others) : 0;
        struct difference_part *part = part_for(j, from, place);
        bool *is_in = side ? &part->in_after : &part->in_before;
        if (!*is_in) /* the largest of several */
            part->line = from->line;
        *is_in = true;
        *(side ? &part->after : &part->before) += from->amount;
        part->allocations[side] += from->allocations;
    }
}

/* The part for a library's functions without a name on one side, where a function that only the
 * other side has, by its name, may be: NULL if there is none. */
static struct difference_part *nameless_for(const struct joining *j,
                                            const struct difference_part *named)
{
    if (!named->name || named->in_before == named->in_after)
        return NULL;
    const size_t *at = index_find(&j->places, key_of(j->arena, 0, named->object, NULL));
    struct difference_part *p = at ? &j->parts[*at] : NULL;
    return p && p->in_before == named->in_after && p->in_after == named->in_before ? p : NULL;
}

/* Put a library together that has symbols on one side alone. */
static void join_nameless(struct joining *j)
{
    bool *is_joined = arena_array(j->arena, j->count, sizeof *is_joined);
    size_t kept = 0;
    for (size_t i = 0; i < j->count; i++) {
        const struct difference_part *from = &j->parts[i];
        struct difference_part *to = nameless_for(j, from);
        if (to) {
            to->before += from->before;
            to->after += from->after;
            add_object(j->arena, to, from->object);
            is_joined[i] = is_joined[to - j->parts] = true;
        }
    }
    for (size_t i = 0; i < j->count; i++) {
        struct difference_part *p = &j->parts[i];
        if (is_joined[i] && p->name)
            continue;
        if (is_joined[i])
            p->in_before = p->in_after = true;
        j->parts[kept++] = *p;
    }
    j->count = kept;
}

/* ---- Python functions ---- */

/* The side's functions, put to those of the other side that are called so. */
static void join_python(struct arena *a, struct index *places, const struct counts *side,
                        const struct counts *other, int at, struct difference *d)
{
    const struct names names = names_of_python(a, side), others = names_of_python(a, other);
    for (size_t i = 0; i < side->python_count; i++) {
        const struct counts_python *from = &side->python[i];
        bool added;
        size_t alike = place_of(&names, i, &others);
        size_t place =
            *index_add(places, arena_printf(a, "%zu\n%s\n%s", alike, from->file, from->name),
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
    if (!before->python_count || !after->python_count)
        return;
    struct index places = index_new(a);
    size_t most = before->python_count + after->python_count;
    struct difference_python *sorted = arena_array(a, most, sizeof *sorted);
    double *sizes = arena_array(a, most, sizeof *sizes);
    d->python = arena_array(a, most, sizeof *d->python);
    join_python(a, &places, before, after, 0, d);
    join_python(a, &places, after, before, 1, d);
    for (size_t i = 0; i < d->python_count; i++)
        sizes[i] = fabs(difference_python_change(&d->python[i]));
    const size_t *order = numbers_descending(a, sizes, d->python_count);
    for (size_t i = 0; i < d->python_count; i++)
        sorted[i] = d->python[order[i]];
    d->python = sorted;
}

bool difference_has_bytecodes(const struct difference *d)
{
    for (size_t i = 0; i < d->python_count; i++)
        if (isnan(d->python[i].bytecodes[0] + d->python[i].bytecodes[1]))
            return false;
    return true;
}

bool difference_is_of_python(const struct difference *d)
{
    enum { LEAST = 10 }; /* a tenth of by how much the whole changed */
    double before = 0, changed = 0, own = 0, all = d->after - d->before;
    bool bytecodes = difference_has_bytecodes(d);
    for (size_t i = 0; i < d->python_count; i++) {
        const struct difference_python *p = &d->python[i];
        before += bytecodes ? p->bytecodes[0] : p->calls[0];
        changed += fabs(bytecodes ? difference_python_change(p) : p->calls[1] - p->calls[0]);
    }
    for (size_t i = 0; i < d->part_count; i++)
        if (strchr(d->parts[i].object, '/')) /* it is below site-packages */
            own += d->parts[i].after - d->parts[i].before;
    return changed > 0 && changed * d->before * LEAST >= fabs(all) * before && own / all < 0.5;
}

struct difference difference_of(struct arena *a, const struct counts *before,
                                const struct counts *after)
{
    struct joining j = {.arena = a};
    struct difference d = {.before = before->total, .after = after->total};
    j.places = index_new(a);
    add_side(&j, before, after, 0);
    add_side(&j, after, before, 1);
    join_nameless(&j);
    double *sizes = arena_array(a, j.count, sizeof *sizes);
    for (size_t i = 0; i < j.count; i++) {
        sizes[i] = fabs(j.parts[i].after - j.parts[i].before);
        if (!j.parts[i].name && !find_range(a, after, &j.parts[i]))
            find_range(a, before, &j.parts[i]);
    }
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
