#include "data/counts.h"

#include "files/file.h"
#include "files/path.h"
#include "runfile/parse.h"
#include "runfile/squeeze.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

static const char alien[] = "not what a pass keeps";

bool counts_explain(enum metric metric)
{
    return metric == METRIC_INSTRUCTIONS || metric == METRIC_PEAK || metric == METRIC_ALLOCATED ||
           metric == METRIC_ALLOCATIONS;
}

enum outdir_file counts_kept_in(enum metric metric)
{
    return metric == METRIC_INSTRUCTIONS ? OUTDIR_COUNTS : OUTDIR_ALLOCATIONS;
}

/* What the quoted text says, as run files are read; NULL if it is none. */
static const char *text_of(struct arena *a, struct span quoted)
{
    struct error ignored;
    if (!span_begins(quoted, '"'))
        return NULL;
    if (!memchr(quoted.at, '\\', quoted.len))
        return arena_strndup(a, quoted.at + 1, quoted.len - 2);
    struct squeeze s = {.at = quoted.at, .end = quoted.at + quoted.len, .text = str_new(a)};
    if (squeeze_value(&s) != SCAN_DONE)
        return NULL;
    cJSON *text = parse_json(s.text.data, s.text.len, &ignored);
    const char *found = cJSON_IsString(text) ? arena_strdup(a, text->valuestring) : NULL;
    cJSON_Delete(text);
    return found;
}

/* Find out where which benchmark is. */
static void index_benchmarks(struct arena *a, struct counts_file *file)
{
    struct arena scratch = {0};
    struct spans members;
    bool added;
    file->places = index_new(a);
    for (size_t i = 0; i < file->benchmarks.count; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        const char *id = span_members(&scratch, file->benchmarks.values[i], &members)
                             ? text_of(a, span_member(&members, "fullname"))
                             : NULL;
        if (id)
            index_add(&file->places, id, i, &added);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
}

/* The members of the benchmark, of the first where ID is NULL; false if there is none. */
static bool find_benchmark(struct arena *a, const struct counts_file *file, const char *id,
                           struct spans *members)
{
    const size_t first = 0, *place = id ? index_find(&file->places, id) : &first;
    return place && *place < file->benchmarks.count &&
           span_members(a, file->benchmarks.values[*place], members);
}

/* The text at a place of a list of texts; NULL if there is none. */
static const char *text_at(struct arena *a, const struct spans *list, double place)
{
    return place >= 0 && place < (double)list->count ? text_of(a, list->values[(size_t)place])
                                                     : NULL;
}

/* Name what stands at the function's place: [OBJECT, NAME]. */
static bool name_part(struct arena *a, const struct spans *functions, const struct spans *objects,
                      double place, struct counts_part *part)
{
    struct spans pair;
    double object;
    if (!(place >= 0) || place >= (double)functions->count ||
        !span_elements(a, functions->values[(size_t)place], &pair) || pair.count != 2 ||
        !span_number(pair.values[0], &object))
        return false;
    part->object = text_at(a, objects, object);
    part->name = text_at(a, &pair, 1);
    return part->object && part->name;
}

/* Those that were traced; nothing where that cannot be read. */
static void read_python(struct arena *a, struct span value, struct counts *counts)
{
    struct spans list, one;
    if (!span_begins(value, '[') || !span_elements(a, value, &list))
        return;
    counts->python = arena_array(a, list.count, sizeof *counts->python);
    for (size_t i = 0; i < list.count; i++) {
        struct counts_python *p = &counts->python[counts->python_count];
        if (!span_elements(a, list.values[i], &one) || one.count != 5 ||
            !span_number(one.values[1], &p->line) || !span_number(one.values[3], &p->calls))
            continue;
        p->file = text_at(a, &one, 0);
        p->name = text_at(a, &one, 2);
        if (!span_number(one.values[4], &p->bytecodes))
            p->bytecodes = NAN;
        counts->python_count += p->file && p->name ? 1 : 0;
    }
}

static bool read_functions(struct arena *a, const struct counts_file *file,
                           const struct spans *members, struct counts *counts)
{
    struct spans flat, rest;
    if (!span_elements(a, span_member(members, "functions"), &flat) || flat.count % 2 ||
        !span_members(a, span_member(members, "rest"), &rest) ||
        !span_number(span_member(members, "instructions"), &counts->total) ||
        !span_number(span_member(&rest, "instructions"), &counts->rest))
        return false;
    counts->part_count = flat.count / 2;
    counts->parts = arena_array(a, counts->part_count, sizeof *counts->parts);
    for (size_t i = 0; i < counts->part_count; i++) {
        double place;
        if (!span_number(flat.values[2 * i], &place) ||
            !span_number(flat.values[2 * i + 1], &counts->parts[i].amount) ||
            !name_part(a, &file->functions, &file->objects, place, &counts->parts[i]))
            return false;
    }
    read_python(a, span_member(members, "python"), counts);
    return true;
}

/* The numbers of a list, PER of them for each thing; NULL where it is none. */
static const double *read_numbers(struct arena *a, struct span value, size_t per, size_t *count)
{
    struct spans list;
    if (!span_begins(value, '[') || !span_elements(a, value, &list) || list.count % per)
        return NULL;
    double *numbers = arena_array(a, list.count + 1, sizeof *numbers);
    for (size_t i = 0; i < list.count; i++)
        if (!span_number(list.values[i], &numbers[i]))
            return NULL;
    *count = list.count / per;
    return numbers;
}

/* What was allocated, or what of it was there at the high-water mark. */
static bool find_memory(struct arena *a, const struct spans *members, enum metric metric,
                        struct spans *memory)
{
    return span_members(a, span_member(members, metric == METRIC_PEAK ? "peak" : "allocated"),
                        memory);
}

static bool read_sites(struct arena *a, const struct counts_file *file, const struct spans *memory,
                       enum metric metric, struct counts *counts)
{
    enum { FUNCTION, LINE, BYTES, ALLOCATIONS, NUMBERS };
    bool is_number = metric == METRIC_ALLOCATIONS;
    size_t count;
    const double *numbers = read_numbers(a, span_member(memory, "sites"), NUMBERS, &count);
    if (!numbers ||
        !span_number(span_member(memory, is_number ? "allocations" : "bytes"), &counts->total))
        return false;
    counts->part_count = count;
    counts->parts = arena_array(a, count, sizeof *counts->parts);
    counts->rest = counts->total;
    for (size_t i = 0; i < count; i++) {
        const double *site = numbers + NUMBERS * i;
        struct counts_part *part = &counts->parts[i];
        part->line = site[LINE];
        part->allocations = site[ALLOCATIONS];
        part->amount = is_number ? site[ALLOCATIONS] : site[BYTES];
        counts->rest -= part->amount;
        if (!name_part(a, &file->functions, &file->objects, site[FUNCTION], part))
            return false;
    }
    return true;
}

/* The elements of a member; none where it is no list, which is told when one is wanted. */
static struct spans elements_of(struct arena *a, const struct spans *all, const char *name)
{
    struct spans list;
    return span_elements(a, span_member(all, name), &list) ? list : (struct spans){0};
}

int counts_parse(struct arena *a, const char *path, const char *text, size_t len,
                 struct counts_file **file, struct error *err)
{
    struct spans all;
    if (!span_members(a, span_trim((struct span){text, len}), &all))
        return error_set(err, EXIT_USAGE, "%s: %s", path, alien);
    *file = arena_alloc(a, sizeof **file);
    **file = (struct counts_file){.path = path,
                                  .objects = elements_of(a, &all, "objects"),
                                  .functions = elements_of(a, &all, "functions"),
                                  .benchmarks = elements_of(a, &all, "benchmarks")};
    index_benchmarks(a, *file);
    return 0;
}

int counts_open(struct arena *a, const char *path, enum metric metric, struct counts_file **file,
                struct error *err)
{
    size_t len;
    if (*file)
        return 0;
    if (!path_is_file(path))
        return error_set(err, EXIT_USAGE, "%s: no such file; %s", path,
                         metric == METRIC_INSTRUCTIONS
                             ? "what functions execute is kept by benchmem sweep --instructions"
                             : "where memory is allocated is kept by benchmem sweep --memory");
    const char *text = file_read(a, path, &len, err);
    return text ? counts_parse(a, path, text, len, file, err) : -1;
}

static int refuse(const struct counts_file *file, const char *id, struct error *err)
{
    return error_set(err, EXIT_USAGE, "%s: %s%s%s", file->path, id ? id : "", id ? ": " : "",
                     alien);
}

/* The members of the benchmark, which is there, and the metric is where its peak is. */
static int find_members(struct arena *a, const struct counts_file *file, const char *id,
                        enum metric metric, struct spans *members, struct error *err)
{
    if (!find_benchmark(a, file, id, members))
        return id ? error_set(err, EXIT_USAGE, "%s: has no benchmark %s", file->path, id)
                  : refuse(file, id, err);
    if ((metric == METRIC_ALLOCATED || metric == METRIC_ALLOCATIONS) &&
        span_member(members, "peak").at && !span_member(members, "allocated").at)
        return error_set(err, EXIT_USAGE,
                         "%s: allocates too often for each allocation to be kept; its peak is "
                         "(--metric peak)",
                         id ? id : file->path);
    return 0;
}

int counts_find(struct arena *a, const struct counts_file *file, const char *id, enum metric metric,
                struct counts *counts, struct error *err)
{
    struct spans members, memory;
    if (find_members(a, file, id, metric, &members, err) < 0)
        return -1;
    *counts = (struct counts){0};
    bool found = metric == METRIC_INSTRUCTIONS ? read_functions(a, file, &members, counts)
                                               : find_memory(a, &members, metric, &memory) &&
                                                     read_sites(a, file, &memory, metric, counts);
    return found ? 0 : refuse(file, id, err);
}

static bool read_frame(struct arena *a, const struct counts_file *file, const double *numbers,
                       size_t place, struct counts_frame *frame)
{
    enum { PARENT, FUNCTION, LINE, BYTES, ALLOCATIONS };
    struct counts_part part;
    if (!(numbers[PARENT] < (double)place) ||
        !name_part(a, &file->functions, &file->objects, numbers[FUNCTION], &part))
        return false;
    *frame = (struct counts_frame){.parent = numbers[PARENT] < 0 ? place : (size_t)numbers[PARENT],
                                   .object = part.object,
                                   .name = part.name,
                                   .line = numbers[LINE],
                                   .bytes = numbers[BYTES],
                                   .allocations = numbers[ALLOCATIONS]};
    return true;
}

static bool read_stacks(struct arena *a, const struct counts_file *file, const struct spans *memory,
                        struct counts_stacks *stacks)
{
    enum { NUMBERS = 5 };
    const double *numbers = read_numbers(a, span_member(memory, "stacks"), NUMBERS, &stacks->count);
    if (!numbers || !span_number(span_member(memory, "bytes"), &stacks->bytes) ||
        !span_number(span_member(memory, "allocations"), &stacks->allocations))
        return false;
    stacks->frames = arena_array(a, stacks->count, sizeof *stacks->frames);
    for (size_t i = 0; i < stacks->count; i++)
        if (!read_frame(a, file, numbers + NUMBERS * i, i, &stacks->frames[i]))
            return false;
    return true;
}

int counts_find_stacks(struct arena *a, const struct counts_file *file, const char *id,
                       enum metric metric, struct counts_stacks *stacks, struct error *err)
{
    struct spans members, memory;
    if (find_members(a, file, id, metric, &members, err) < 0)
        return -1;
    if (!find_memory(a, &members, metric, &memory))
        return refuse(file, id, err);
    if (!span_member(&memory, "stacks").at)
        return error_set(err, EXIT_USAGE,
                         "%s: no stacks of %s were kept; benchmem sweep --profile keeps them",
                         file->path, id ? id : "it");
    return read_stacks(a, file, &memory, stacks) ? 0 : refuse(file, id, err);
}
