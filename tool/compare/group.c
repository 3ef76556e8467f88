#include "compare/group.h"

#include "data/axis.h"

#include <stdlib.h>
#include <string.h>

static const char param[] = "param:";

/* "node.func" for the key func; NULL if it is none of these. */
static const char *node_dim(const char *key)
{
    static const char *const dims[] = {"node.func", "node.group", "node.module", "node.class"};
    for (size_t i = 0; i < sizeof dims / sizeof *dims; i++)
        if (strcmp(dims[i] + strlen("node."), key) == 0)
            return dims[i];
    return NULL;
}

bool group_shows(const struct group *group, size_t row)
{
    return !group->left_out || !group->left_out[row];
}

bool group_is_shown(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (group_shows(group, group->rows[i]))
            return true;
    return false;
}

int group_check(struct arena *a, const char *keys, struct error *err)
{
    struct strv words = *keys ? strv_parts(a, keys, ',') : strv_new(a);
    struct strv unknown = strv_new(a);
    for (size_t i = 0; i < words.len; i++) {
        const char *key = words.items[i];
        if (strcmp(key, "fullname") != 0 && strcmp(key, "name") != 0 && !node_dim(key) &&
            !str_starts(key, param))
            strv_addf(&unknown, "'%s'", key);
    }
    if (unknown.len)
        return error_set(
            err, EXIT_USAGE,
            "--group-by: unknown key %s (fullname, name, func, group, module, class or param:NAME)",
            strv_join(&unknown, ", "));
    return 0;
}

/* What is needed to name the group of a row. */
struct grouping {
    struct arena *arena;
    const struct view *view;
    struct strv keys;
    size_t *columns; /* of the frame, in the order in which they introduce benchmarks */
    size_t column_count;
    struct axis *axes; /* column × key */
};

/* A row with the values of its keys. */
struct member {
    const char **parts;
    size_t part_count;
    size_t row, place;
};

static void find_columns(struct grouping *g, size_t hidden)
{
    const struct frame *f = g->view->frame;
    bool any = false;
    g->columns = arena_array(g->arena, g->view->asked + 1, sizeof *g->columns);
    for (size_t c = 0; c < g->view->asked; c++) {
        if (f->columns[c].metric == METRIC_EXTRA)
            continue;
        g->columns[g->column_count++] = c;
        any = any || frame_has_column(f, c);
    }
    if (!any)
        g->columns[g->column_count++] = hidden;
}

/* The dim a key reads, NULL for those that read the id. */
static const char *dim_of(const char *key)
{
    return str_starts(key, param) ? key + strlen(param) : node_dim(key);
}

static void find_axes(struct grouping *g)
{
    g->axes = arena_array(g->arena, g->column_count * g->keys.len, sizeof *g->axes);
    for (size_t c = 0; c < g->column_count; c++)
        for (size_t k = 0; k < g->keys.len; k++)
            if (dim_of(g->keys.items[k]))
                g->axes[c * g->keys.len + k] =
                    axis_of(g->view->frame, g->columns[c], dim_of(g->keys.items[k]));
}

/* The row's value of key K, read where column C introduced it. */
static const char *part_of(const struct grouping *g, size_t row, size_t c, size_t k)
{
    const struct benchmark *b = &g->view->frame->rows[row];
    const char *key = g->keys.items[k];
    const struct axis *axis = &g->axes[c * g->keys.len + k];
    if (strcmp(key, "fullname") == 0)
        return b->id;
    if (strcmp(key, "name") == 0)
        return benchmark_name(b->id);
    if (!str_starts(key, param))
        return axis->exists ? axis_text(g->arena, axis, b) : "";
    return arena_printf(g->arena, "%s=%s", dim_of(key),
                        axis->exists ? axis_text(g->arena, axis, b) : "None");
}

static struct member member_of(const struct grouping *g, size_t row, size_t place)
{
    struct member m = {.row = row, .place = place, .part_count = g->keys.len};
    size_t c = 0;
    while (c + 1 < g->column_count && !axis_has_row(g->view->frame, g->columns[c], row))
        c++;
    m.parts = arena_array(g->arena, g->keys.len, sizeof *m.parts);
    for (size_t k = 0; k < g->keys.len; k++)
        m.parts[k] = part_of(g, row, c, k);
    return m;
}

static int compare_parts(const struct member *a, const struct member *b)
{
    int order = 0;
    for (size_t k = 0; k < a->part_count && order == 0; k++)
        order = strcmp(a->parts[k], b->parts[k]);
    return order;
}

static int by_parts(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    int order = compare_parts(a, b);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static const char *title_of(const struct grouping *g, const struct member *m)
{
    struct strv parts = strv_new(g->arena);
    for (size_t k = 0; k < m->part_count; k++)
        if (*m->parts[k])
            strv_add(&parts, m->parts[k]);
    return m->part_count ? strv_join(&parts, " ") : "comparison";
}

struct group *group_rows(struct arena *a, const struct view *view, const char *keys, size_t hidden,
                         size_t *count)
{
    struct grouping g = {.arena = a, .view = view};
    g.keys = *keys ? strv_parts(a, keys, ',') : strv_new(a);
    find_columns(&g, hidden);
    find_axes(&g);
    struct member *members = arena_array(a, view->row_count, sizeof *members);
    for (size_t i = 0; i < view->row_count; i++)
        members[i] = member_of(&g, view->rows[i], i);
    if (view->row_count)
        qsort(members, view->row_count, sizeof *members, by_parts);

    size_t *rows = arena_array(a, view->row_count, sizeof *rows);
    struct group *groups = arena_array(a, view->row_count, sizeof *groups);
    *count = 0;
    for (size_t i = 0; i < view->row_count; i++) {
        rows[i] = members[i].row;
        if (i == 0 || compare_parts(&members[i - 1], &members[i]) != 0)
            groups[(*count)++] =
                (struct group){title_of(&g, &members[i]), rows + i, 0, view->left_out};
        groups[*count - 1].count++;
    }
    return groups;
}
