#include "data/rows.h"

#include "data/dims.h"
#include "runfile/run_file.h"

#include <string.h>

struct rows rows_new(struct arena *a)
{
    return (struct rows){.arena = a, .by_id = index_new(a)};
}

/* Add a row for the benchmark.  Only here the labels are of interest, so only here they are read.
 */
static int add_row(struct rows *rows, const struct run_file_benchmark *b, const char *id,
                   size_t len, struct error *err)
{
    struct cJSON *labels = run_file_labels(b, err);
    if (!labels)
        return -1;
    rows->items =
        arena_more(rows->arena, rows->items, rows->count, &rows->cap, sizeof *rows->items);
    size_t row = rows->count++;
    struct benchmark *added = &rows->items[row];
    added->id = arena_strndup(rows->arena, id, len);
    added->dims = dims_of(rows->arena, labels, &added->dim_count);
    run_file_free(labels);
    index_add(&rows->by_id, added->id, row, NULL);
    return 0;
}

static bool is_row(const struct rows *rows, size_t row, const char *id, size_t len)
{
    return row < rows->count && strncmp(rows->items[row].id, id, len) == 0 &&
           !rows->items[row].id[len];
}

/* Runs mostly have the same benchmarks in the same order, so that it is the row after the last. */
int rows_find(struct rows *rows, const struct run_file_benchmark *b, const char *id, size_t len,
              size_t *row, struct error *err)
{
    *row = rows->last + 1;
    if (!is_row(rows, *row, id, len)) {
        const size_t *known = index_findn(&rows->by_id, id, len);
        *row = known ? *known : rows->count;
        if (!known && add_row(rows, b, id, len, err) < 0)
            return -1;
    }
    rows->last = *row;
    return 0;
}
