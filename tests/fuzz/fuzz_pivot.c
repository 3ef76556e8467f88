/* Fuzz target: ids, dims and what a pivot makes of them.  The input is the name of a dim, then a
 * line per benchmark: its id, a tab, the dim's value ("=" and a number, or text; no tab: it has no
 * such dim).  Whatever they are,
 *  - short names are ends of the ids, and differ where the ids do;
 *  - a pivot puts every value in a cell of its own row and series, or over another of that cell;
 *  - the filters that name what is there keep it. */
#include "base/index.h"
#include "data/benchmark.h"
#include "data/dims.h"
#include "data/filter.h"
#include "data/pivot.h"

#include <cJSON.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 64 };

static char *cut_line(char **rest)
{
    char *line = *rest, *end = strchr(line, '\n');
    if (end)
        *end++ = '\0';
    *rest = end;
    return line;
}

static void make_row(struct arena *a, struct benchmark *row, const char *dim, char *line)
{
    char *value = strchr(line, '\t');
    if (value)
        *value++ = '\0';
    cJSON *item = cJSON_CreateObject();
    cJSON_AddStringToObject(item, "fullname", line);
    cJSON *params = cJSON_AddObjectToObject(item, "params");
    if (value && *value == '=')
        cJSON_AddNumberToObject(params, dim, strtod(value + 1, NULL));
    else if (value)
        cJSON_AddStringToObject(params, dim, value);
    *row = (struct benchmark){.id = line, .short_name = line};
    row->dims = dims_of(a, item, &row->dim_count);
    cJSON_Delete(item);
}

/* A frame with one series and the value I in row I. */
static struct frame make_frame(struct arena *a, const char *dim, char *rest)
{
    static struct series series = {.label = "run", .path = "run.json"};
    static struct column column = {.metric = METRIC_TIME, .stat = STAT_MIN};
    struct frame f = {.series = &series, .series_count = 1, .columns = &column, .column_count = 1};
    struct index ids = index_new(a);
    f.rows = arena_array(a, MOST_ROWS, sizeof *f.rows);
    while (rest && f.row_count < MOST_ROWS) {
        bool added;
        make_row(a, &f.rows[f.row_count], dim, cut_line(&rest));
        index_add(&ids, f.rows[f.row_count].id, 1, &added);
        f.row_count += added;
    }
    f.values = arena_array(a, MOST_ROWS, sizeof *f.values);
    f.measured = arena_array(a, MOST_ROWS, sizeof *f.measured);
    f.failed = arena_array(a, MOST_ROWS, sizeof *f.failed);
    for (size_t i = 0; i < f.row_count; i++) {
        f.values[i] = (double)i + 1;
        f.measured[i] = true;
    }
    return f;
}

static void check_names(const struct frame *f)
{
    for (size_t i = 0; i < f->row_count; i++) {
        if (!str_ends(f->rows[i].id, f->rows[i].short_name))
            abort();
        for (size_t k = 0; k < i; k++)
            if (strcmp(f->rows[i].short_name, f->rows[k].short_name) == 0 ||
                strcmp(f->rows[i].id, f->rows[k].id) == 0)
                abort();
    }
}

static void check_pivot(const struct frame *from, const struct pivot *pivot)
{
    const struct frame *f = &pivot->frame;
    check_names(f);
    size_t found = 0;
    for (size_t i = 0; i < f->row_count * f->series_count; i++) {
        if (isnan(f->values[i]) == f->measured[i])
            abort();
        found += f->measured[i];
    }
    for (size_t i = 0; i < f->series_count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(f->series[i].label, f->series[k].label) == 0)
                abort();
    if (found > from->row_count || (from->row_count && !found) ||
        (pivot->ends[0].found &&
         (pivot->ends[0].first >= f->series_count || pivot->ends[0].last >= f->series_count)))
        abort();
}

/* --filter and --where with what the first row has keep at least that row. */
static void check_filter(struct arena *a, const struct frame *whole)
{
    struct frame f = *whole;
    struct error err;
    f.rows = arena_array(a, f.row_count, sizeof *f.rows);
    memcpy(f.rows, whole->rows, f.row_count * sizeof *f.rows);
    struct strv where = strv_new(a);
    struct strv globs = strv_new(a);
    strv_add(&globs, f.rows[0].id);
    for (size_t i = 0; i < f.rows[0].dim_count; i++)
        if (*f.rows[0].dims[i].name && !strchr(f.rows[0].dims[i].name, '='))
            strv_addf(&where, "%s=%s", f.rows[0].dims[i].name, f.rows[0].dims[i].text);
    if (filter_check(a, &where, &err) < 0 || filter_frame(a, &f, &where, &globs, &err) < 0 ||
        f.row_count == 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct pivot pivot;
    struct error err = {0};
    char *rest = arena_strndup(&arena, (const char *)data, size);
    const char *dim = cut_line(&rest);
    struct frame frame = make_frame(&arena, dim, rest);
    benchmarks_shorten(&arena, frame.rows, frame.row_count);
    check_names(&frame);
    if (pivot_frame(&arena, &frame, dim, &pivot, &err) == 0)
        check_pivot(&frame, &pivot);
    else if (err.exit_code != EXIT_USAGE || !*err.text)
        abort();
    if (frame.row_count)
        check_filter(&arena, &frame);
    arena_release(&arena);
    return 0;
}
