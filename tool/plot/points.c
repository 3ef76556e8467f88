#include "plot/points.h"

#include "base/index.h"
#include "data/dims.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct points points_of(struct arena *a, const struct frame *frame, const struct frame *whole,
                        size_t column)
{
    struct points p = {.arena = a, .frame = frame, .whole = whole, .column = column};
    p.items = arena_array(a, frame->row_count * frame->series_count + 1, sizeof *p.items);
    for (size_t s = 0; s < frame->series_count; s++) {
        for (size_t r = 0; r < frame->row_count; r++) {
            double value = frame_value(frame, column, r, s);
            if (!isnan(value))
                p.items[p.count++] = (struct point){.row = r, .series = s, .value = value};
        }
    }
    return p;
}

void points_dims(const struct points *points, struct strv *names)
{
    struct index known = index_new(points->arena);
    for (size_t i = 0; i < points->count; i++) {
        const struct benchmark *b = &points->frame->rows[points->items[i].row];
        for (size_t d = 0; d < b->dim_count; d++) {
            bool added;
            index_add(&known, b->dims[d].name, 0, &added);
            if (added && !str_starts(b->dims[d].name, "node."))
                strv_add(names, b->dims[d].name);
        }
    }
}

bool points_has_dim(const struct points *points, const char *name)
{
    return axis_of(points->whole, points->column, name).exists;
}

/* ---- keys ---- */

static struct key key_on(const struct points *points, const struct axis *axis,
                         const struct point *point)
{
    const struct benchmark *b = &points->frame->rows[point->row];
    if (strcmp(axis->name, "snapshot") == 0)
        return (struct key){points->frame->series[point->series].label, NAN, false};
    if (strcmp(axis->name, "id") == 0)
        return (struct key){b->id, NAN, false};
    const struct dim *dim = axis_dim(b, axis->name);
    const char *text = axis_text(points->arena, axis, b);
    return (struct key){text, dim ? dim->number : NAN, !dim || strcmp(text, "nan") == 0};
}

struct key *points_keys(const struct points *points, const char *name)
{
    struct axis axis = axis_of(points->whole, points->column, name);
    struct key *keys = arena_array(points->arena, points->count + 1, sizeof *keys);
    for (size_t i = 0; i < points->count; i++)
        keys[i] = key_on(points, &axis, &points->items[i]);
    return keys;
}

/* ---- order ---- */

/* A point on its way through a sort: its places under each key, then where it stood. */
struct placed {
    struct point point;
    const size_t *places;
    size_t count, at;
};

static int by_places(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++)
        if (x->places[i] != y->places[i])
            return x->places[i] < y->places[i] ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static int by_key(const void *a, const void *b)
{
    const struct key *x = *(const struct key *const *)a, *y = *(const struct key *const *)b;
    if (x->missing != y->missing)
        return x->missing ? 1 : -1;
    if (!isnan(x->number) && !isnan(y->number))
        return (x->number > y->number) - (x->number < y->number);
    return strcmp(x->text, y->text);
}

/* Put the points in order of PLACES, which has WIDTH numbers per point; each with its own. */
static const struct placed *reorder(struct points *points, const size_t *places, size_t width)
{
    struct placed *placed = arena_array(points->arena, points->count + 1, sizeof *placed);
    for (size_t i = 0; i < points->count; i++)
        placed[i] = (struct placed){points->items[i], places + i * width, width, i};
    qsort(placed, points->count, sizeof *placed, by_places);
    for (size_t i = 0; i < points->count; i++)
        points->items[i] = placed[i].point;
    return placed;
}

void points_sort(struct points *points, const char *const *names, size_t count)
{
    size_t *places = arena_array(points->arena, points->count + 1, (count + 1) * sizeof *places);
    const struct key **sorted = arena_array(points->arena, points->count + 1, sizeof *sorted);
    for (size_t k = 0; k < count; k++) {
        if (!names[k])
            continue;
        const struct key *keys = points_keys(points, names[k]);
        for (size_t i = 0; i < points->count; i++)
            sorted[i] = &keys[i];
        qsort(sorted, points->count, sizeof(*sorted), by_key);
        for (size_t i = 0, place = 0; i < points->count; i++) {
            place += i > 0 && by_key(&sorted[i - 1], &sorted[i]) != 0;
            places[(size_t)(sorted[i] - keys) * count + k] = place;
        }
    }
    reorder(points, places, count);
}

/* ---- groups ---- */

struct grouping points_group(const struct points *points, const char *name)
{
    struct arena *a = points->arena;
    struct grouping g = {.name = name};
    g.of = arena_array(a, points->count + 1, sizeof *g.of);
    g.texts = arena_array(a, points->count + 1, sizeof *g.texts);
    g.missing = arena_array(a, points->count + 1, sizeof *g.missing);
    if (!name) {
        g.texts[g.count++] = "";
        return g;
    }
    struct index known = index_new(a);
    const struct key *keys = points_keys(points, name);
    for (size_t i = 0; i < points->count; i++) {
        bool added;
        g.of[i] = *index_add(&known, keys[i].text, g.count, &added);
        if (added) {
            g.missing[g.count] = keys[i].missing;
            g.texts[g.count++] = keys[i].text;
        }
    }
    return g;
}

/* Drop the points some grouping has no key for, from the groupings as well. */
static void drop_missing(struct points *points, struct grouping *groupings, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < points->count; i++) {
        bool keep = true;
        for (size_t g = 0; g < count; g++)
            keep = keep && !groupings[g].missing[groupings[g].of[i]];
        if (!keep)
            continue;
        for (size_t g = 0; g < count; g++)
            groupings[g].of[kept] = groupings[g].of[i];
        points->items[kept++] = points->items[i];
    }
    points->count = kept;
}

size_t points_split(struct points *points, struct grouping *groupings, size_t count, size_t **ends)
{
    bool single = true;
    for (size_t g = 0; g < count; g++)
        single = single && groupings[g].count == 1;
    if (!single)
        drop_missing(points, groupings, count);
    size_t *places = arena_array(points->arena, points->count + 1, count * sizeof *places);
    for (size_t i = 0; i < points->count; i++)
        for (size_t g = 0; g < count; g++)
            places[i * count + g] = groupings[g].of[i];
    const struct placed *placed = reorder(points, places, count);
    size_t lists = 0;
    *ends = arena_array(points->arena, points->count + 1, sizeof **ends);
    for (size_t i = 0; i < points->count; i++) {
        for (size_t g = 0; g < count; g++)
            groupings[g].of[i] = placed[i].places[g];
        bool last = i + 1 == points->count ||
                    memcmp(placed[i].places, placed[i + 1].places, count * sizeof *places) != 0;
        if (last)
            (*ends)[lists++] = i + 1;
    }
    return lists;
}
