#include "plot/view_flame.h"

#include "base/digest.h"
#include "base/index.h"
#include "base/numbers.h"
#include "judge/statistics.h"
#include "text/unit.h"

#include <math.h>
#include <string.h>

/* A cell before it has a place; the first is the whole. */
struct node {
    size_t parent, depth;
    const char *object, *name;
    double line;
    double own[2], amount[2], allocations[2]; /* by side; of AMOUNT, with those below it */
    double width, x, used;                    /* USED: by those below it that have a place */
};

struct building {
    struct arena *arena;
    const struct view_flame *view;
    struct index places; /* parent, object and name -> node */
    struct node *nodes;
    size_t count, cap;
};

static struct node *node_for(struct building *b, size_t parent, const struct counts_frame *frame)
{
    bool added;
    const char *key = arena_printf(b->arena, "%zu\n%s\n%s", parent, frame->object, frame->name);
    size_t at = *index_add(&b->places, key, b->count, &added);
    if (added) {
        b->nodes = arena_more(b->arena, b->nodes, b->count, &b->cap, sizeof *b->nodes);
        b->nodes[b->count++] = (struct node){.parent = parent,
                                             .depth = b->nodes[parent].depth + 1,
                                             .object = frame->object,
                                             .name = frame->name};
    }
    return &b->nodes[at];
}

static void add_side(struct building *b, const struct counts_stacks *stacks, size_t side)
{
    bool is_number = b->view->metric == METRIC_ALLOCATIONS;
    size_t *places = arena_array(b->arena, stacks->count, sizeof *places);
    bool *met = arena_array(b->arena, b->count + stacks->count + 1, sizeof *met);
    double known = 0, all = is_number ? stacks->allocations : stacks->bytes;
    for (size_t i = 0; i < stacks->count; i++) {
        const struct counts_frame *frame = &stacks->frames[i];
        size_t parent = frame->parent == i ? 0 : places[frame->parent];
        struct node *node = node_for(b, parent, frame);
        places[i] = (size_t)(node - b->nodes);
        if (!met[places[i]])
            node->line = frame->line;
        met[places[i]] = true;
        double amount = is_number ? frame->allocations : frame->bytes;
        node->own[side] += amount;
        node->allocations[side] += frame->allocations;
        known += amount;
    }
    b->nodes[0].own[side] = fmax(all - known, 0); /* what has no frames */
}

/* Sums and widths, from the innermost out. */
static void add_up(struct building *b)
{
    for (size_t i = b->count; i-- > 0;) {
        struct node *node = &b->nodes[i], *parent = &b->nodes[node->parent];
        node->width += fmax(node->own[0], node->own[1]);
        for (size_t side = 0; side < 2; side++)
            node->amount[side] += node->own[side];
        if (i == 0)
            continue;
        parent->width += node->width;
        for (size_t side = 0; side < 2; side++) {
            parent->amount[side] += node->amount[side];
            parent->allocations[side] += node->allocations[side];
        }
    }
}

/* Below each its own from the left, the widest first.  A parent is at least as wide as what it
 * called and stands before it, so it comes first here. */
static void place(struct building *b)
{
    double *widths = arena_array(b->arena, b->count, sizeof *widths);
    for (size_t i = 0; i < b->count; i++)
        widths[i] = b->nodes[i].width;
    const size_t *order = numbers_descending(b->arena, widths, b->count);
    for (size_t i = 0; i < b->count; i++) {
        struct node *node = &b->nodes[order[i]], *parent = &b->nodes[node->parent];
        if (node == parent)
            continue;
        node->x = parent->x + parent->used;
        parent->used += node->width;
    }
}

/* ---- in words ---- */

static const char *amount(struct arena *a, enum metric metric, double value)
{
    enum unit unit = metric_unit(metric);
    return unit_format_alone(a, unit == UNIT_COUNT ? UNIT_LARGE : unit, value);
}

/* "274 KiB → 372 KiB (+35.6%)", or "274 KiB". */
static const char *amounts(struct arena *a, const struct view_flame *v, const double *values)
{
    if (!v->before)
        return amount(a, v->metric, values[1]);
    return arena_printf(
        a, "%s → %s (%s)", amount(a, v->metric, values[0]), amount(a, v->metric, values[1]),
        values[0] > 0 ? unit_format_percent(a, statistics_percent(values[0], values[1])) : "new");
}

/* " · 12 → 24 allocations", where it is not that which is told anyway. */
static const char *numbers(struct arena *a, const struct view_flame *v, const double *values)
{
    if (v->metric == METRIC_ALLOCATIONS)
        return "";
    return v->before ? arena_printf(a, " · %s → %s allocations", unit_format_label(a, values[0]),
                                    unit_format_label(a, values[1]))
                     : arena_printf(a, " · %s allocation%s", unit_format_label(a, values[1]),
                                    values[1] == 1 ? "" : "s");
}

static const char *tooltip(const struct building *b, const struct node *node)
{
    struct arena *a = b->arena;
    const struct view_flame *v = b->view;
    const char *place = node->line > 0  ? arena_printf(a, " · %s:%.0f", node->object, node->line)
                        : *node->object ? arena_printf(a, " · %s", node->object)
                                        : "";
    double all = b->nodes[0].width;
    return arena_printf(a, "%s%s · %s%s · %.1f%% of all", node->name, place,
                        amounts(a, v, node->amount), numbers(a, v, node->allocations),
                        all > 0 ? 100 * node->width / all : 0);
}

/* What of the file's path comes before the first slash: a package, a suite. */
static unsigned kind_of(struct arena *a, const char *object)
{
    return (unsigned)digest_text(DIGEST_EMPTY, arena_strndup(a, object, strcspn(object, "/"))) % 60;
}

static const struct flame_cell *cells(const struct building *b)
{
    struct flame_cell *all = arena_array(b->arena, b->count, sizeof *all);
    double whole = b->nodes[0].width;
    for (size_t i = 0; i < b->count; i++) {
        const struct node *node = &b->nodes[i];
        double larger = fmax(node->amount[0], node->amount[1]);
        all[i] = (struct flame_cell){
            .text = node->name,
            .tooltip = tooltip(b, node),
            .depth = node->depth,
            .x = whole > 0 ? node->x / whole : 0,
            .width = whole > 0 ? node->width / whole : i == 0,
            .change = larger > 0 ? (node->amount[1] - node->amount[0]) / larger : 0,
            .kind = kind_of(b->arena, node->object),
        };
    }
    return all;
}

void view_flame(struct arena *a, const struct view_flame *v, struct flame *flame)
{
    struct building b = {.arena = a, .view = v, .places = index_new(a)};
    b.nodes = arena_more(a, NULL, 0, &b.cap, sizeof *b.nodes);
    b.nodes[b.count++] = (struct node){.object = "", .name = "all"};
    if (v->before)
        add_side(&b, v->before, 0);
    add_side(&b, v->after, 1);
    add_up(&b);
    place(&b);
    const char *sums = amounts(a, v, b.nodes[0].amount);
    *flame = (struct flame){
        .title =
            arena_printf(a, "%s: %s%s%s%s%s", v->name, metric_title(v->metric), v->to ? ", " : "",
                         v->before ? v->from : "", v->before ? " → " : "", v->to ? v->to : ""),
        .subtitle = v->before
                        ? arena_printf(a, "%s; a cell is as wide as the larger of the two", sums)
                        : sums,
        .less = v->before ? arena_printf(a, "less in %s, or gone", v->to) : NULL,
        .more = v->before ? arena_printf(a, "more in %s, or new", v->to) : NULL,
        .palette = v->palette,
        .cells = cells(&b),
        .count = b.count,
    };
}
