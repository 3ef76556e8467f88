#include "data/frame.h"

#include "base/index.h"
#include "data/rows.h"
#include "data/sample.h"
#include "runfile/places.h"
#include "runfile/run_file.h"

#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED_MOST = 8 }; /* benchmarks, in an error */

/* The reading of all files: what a visit needs. */
struct load {
    struct arena *arena;
    struct frame *frame;
    struct rows rows;
    size_t row_cap;        /* for how many rows there are cells */
    const size_t *series;  /* of each file */
    bool has_extras;       /* among the columns: samples need their labels */
    struct arena *scratch; /* emptied after each benchmark */
};

static size_t cell_at(const struct frame *f, size_t row, size_t series)
{
    return row * f->series_count + series;
}

bool frame_has_series(const struct frame *frame, size_t column, size_t series)
{
    for (size_t r = 0; r < frame->row_count; r++)
        if (!isnan(frame_value(frame, column, r, series)))
            return true;
    return false;
}

long frame_find(const struct frame *frame, const char *name)
{
    for (size_t r = 0; r < frame->row_count; r++) {
        const struct benchmark *b = &frame->rows[r];
        if (strcmp(b->id, name) == 0 || strcmp(b->short_name, name) == 0 ||
            strcmp(benchmark_name(b->id), name) == 0)
            return (long)r;
    }
    return -1;
}

static void list_names(struct strv *names, const struct frame *frame, const char *part)
{
    for (size_t r = 0; r < frame->row_count; r++)
        if (strstr(frame->rows[r].short_name, part))
            strv_add(names, frame->rows[r].short_name);
}

/* "; there are a, b and 3 more" */
static const char *there_are(struct arena *a, const struct frame *frame, const char *part)
{
    struct strv names = strv_new(a);
    list_names(&names, frame, part);
    if (!names.len)
        list_names(&names, frame, "");
    return names.len ? arena_printf(a, "; there are %s", strv_join_few(&names, NAMED_MOST)) : "";
}

long frame_find_for(const struct frame *frame, const char *run, const char *name, struct error *err)
{
    struct arena scratch = {0};
    long row = name ? frame_find(frame, name) : -1;
    if (row >= 0)
        return row;
    if (name)
        error_set(err, EXIT_USAGE, "%s: no benchmark is called '%s'%s", run, name,
                  there_are(&scratch, frame, name));
    else
        error_set(err, EXIT_USAGE, "%s: name one BENCHMARK of it%s", run,
                  there_are(&scratch, frame, ""));
    arena_release(&scratch);
    return -1;
}

bool frame_has_column(const struct frame *frame, size_t column)
{
    for (size_t s = 0; s < frame->series_count; s++)
        if (frame_has_series(frame, column, s))
            return true;
    return false;
}

static int by_id(const void *left, const void *right)
{
    const struct benchmark *const *l = left, *const *r = right;
    int order = strcmp((*l)->id, (*r)->id);
    return order ? order : (*l > *r) - (*l < *r);
}

size_t *frame_rows_by_id(struct arena *a, const struct frame *frame)
{
    size_t count = frame->row_count, *order = arena_array(a, count, sizeof *order);
    struct arena_mark mark = arena_mark(a);
    const struct benchmark **rows = arena_array(a, count, sizeof *rows);
    for (size_t r = 0; r < count; r++)
        rows[r] = &frame->rows[r];
    if (count)
        qsort(rows, count, sizeof *rows, by_id);
    for (size_t r = 0; r < count; r++)
        order[r] = (size_t)(rows[r] - frame->rows);
    arena_reset(a, mark);
    return order;
}

bool frame_failed(const struct frame *frame, size_t row, size_t series)
{
    return frame->failed[cell_at(frame, row, series)];
}

/* ---- loading ---- */

/* A copy of the OLD elements with room for COUNT; the rest is zero. */
static void *enlarged(struct arena *a, const void *array, size_t old, size_t count, size_t size)
{
    void *copy = arena_array(a, count, size);
    if (old)
        memcpy(copy, array, old * size);
    return copy;
}

/* Make room for the cells of twice the rows. */
static void grow_cells(struct load *l)
{
    struct frame *f = l->frame;
    size_t old = l->row_cap, cap = old ? old * 2 : 64;
    size_t cells = f->series_count, values = cells * f->column_count;
    f->measured = enlarged(l->arena, f->measured, old, cap, cells * sizeof *f->measured);
    f->values = enlarged(l->arena, f->values, old, cap, values * sizeof *f->values);
    for (size_t i = old * values; i < cap * values; i++)
        f->values[i] = NAN;
    if (f->processes)
        f->processes = enlarged(l->arena, f->processes, old, cap, values * sizeof *f->processes);
    l->row_cap = cap;
}

/* Where the column's values of single processes go; made when the first are met. */
static struct processes *process_cell(struct load *l, size_t at)
{
    struct frame *f = l->frame;
    size_t cells = f->series_count * f->column_count;
    if (!f->processes)
        f->processes = arena_array(l->arena, l->row_cap, cells * sizeof *f->processes);
    return &f->processes[at];
}

static void note_counter(struct load *l, const struct sample_counter *said, struct counter *known)
{
    if (counter_said(known))
        return;
    for (int i = 0; i < COUNTER_PARTS; i++)
        if (said->parts[i])
            known->parts[i] = arena_strndup(l->arena, said->parts[i], said->lens[i]);
}

static int load_sample(struct load *l, const struct run_file_benchmark *b, const struct sample *s,
                       size_t file, struct error *err)
{
    struct frame *f = l->frame;
    size_t row;
    if (!s->id)
        return error_set(err, EXIT_USAGE,
                         "benchmark %zu has no \"fullname\"; give a file that pytest wrote with "
                         "--benchmark-json",
                         run_file_place(b));
    if (rows_find(&l->rows, b, s->id, s->id_len, &row, err) < 0)
        return -1;
    if (row >= l->row_cap)
        grow_cells(l);
    size_t at = cell_at(f, row, l->series[file]);
    bool joined = s->has_processes;
    note_counter(l, &s->counter, &f->series[l->series[file]].counter);
    f->measured[at] = true;
    for (size_t c = 0; c < f->column_count; c++) {
        size_t place = at * f->column_count + c;
        if (f->columns[c].metric == METRIC_EXTRA && !isnan(f->values[place]))
            continue;
        double value = sample_value(l->scratch, s, &f->columns[c]);
        if (isnan(value))
            continue;
        f->values[place] = value;
        if (joined || f->processes || f->columns[c].metric == METRIC_INSTRUCTIONS)
            *process_cell(l, place) = sample_processes(l->arena, l->scratch, s, &f->columns[c]);
    }
    return 0;
}

static int load_benchmark(const struct run_file_benchmark *b, size_t file, void *data,
                          struct error *err)
{
    struct load *l = data;
    struct sample sample;
    struct arena_mark mark = arena_mark(l->scratch);
    int result = -1;
    size_t len;
    const char *text = run_file_text(b, &len);
    if (!l->has_extras && sample_scan(&sample, l->scratch, text, len)) {
        result = load_sample(l, b, &sample, file, err);
    } else {
        struct cJSON *item = run_file_parse(b, err);
        if (item) {
            sample_take(&sample, l->scratch, item);
            result = load_sample(l, b, &sample, file, err);
            run_file_free(item);
        }
    }
    arena_reset(l->scratch, mark);
    return result;
}

/* ---- where it was measured ---- */

/* The first of the members NAMES of the object that is text, "" for none. */
static const char *text_of(struct arena *a, const struct cJSON *object, const char *const *names)
{
    for (; *names; names++) {
        const char *text = run_file_string(run_file_member(object, *names));
        if (text && *text)
            return arena_strdup(a, text);
    }
    return "";
}

static void load_machine(const struct cJSON *item, size_t file, void *data)
{
    static const char *const node[] = {"node", NULL}, *const python[] = {"python_version", NULL};
    static const char *const brand[] = {"brand_raw", "brand", NULL};
    static const char *const processor[] = {"processor", "machine", NULL};
    struct load *l = data;
    struct machine *m = &l->frame->series[l->series[file]].machine;
    m->node = text_of(l->arena, item, node);
    m->python = text_of(l->arena, item, python);
    m->cpu = text_of(l->arena, run_file_member(item, "cpu"), brand);
    if (!*m->cpu)
        m->cpu = text_of(l->arena, item, processor);
}

static void load_places(const struct cJSON *item, size_t file, void *data)
{
    struct load *l = data;
    l->frame->series[l->series[file]].machine.place = places_text(l->arena, item);
}

/* ---- what failed ---- */

/* Whether the id, or the class or file it is in, is among the failed. */
static bool is_among(const struct index *failed, const char *id)
{
    if (index_find(failed, id))
        return true;
    for (const char *p = strstr(id, "::"); p; p = strstr(p + 2, "::"))
        if (index_findn(failed, id, (size_t)(p - id)))
            return true;
    return false;
}

static void mark_failed(struct arena *a, struct frame *f, size_t series)
{
    const struct series *one = &f->series[series];
    bool all = one->state == SERIES_FAILED;
    if (!all && one->failed.len == 0)
        return;
    struct arena_mark mark = arena_mark(a);
    struct index failed = index_new(a);
    for (size_t i = 0; i < one->failed.len; i++)
        index_add(&failed, one->failed.items[i].id, i, NULL);
    for (size_t r = 0; r < f->row_count; r++) {
        size_t at = cell_at(f, r, series);
        f->failed[at] = !f->measured[at] && (all || is_among(&failed, f->rows[r].id));
    }
    arena_reset(a, mark);
}

int frame_load(struct arena *a, struct frame *frame, struct series *series, size_t series_count,
               struct column *columns, size_t column_count, struct error *err)
{
    return frame_load_only(a, frame, series, series_count, columns, column_count, NULL, err);
}

int frame_load_only(struct arena *a, struct frame *frame, struct series *series,
                    size_t series_count, struct column *columns, size_t column_count,
                    const struct strv *only, struct error *err)
{
    *frame = (struct frame){
        .series = series,
        .series_count = series_count,
        .columns = columns,
        .column_count = column_count,
    };
    struct arena scratch = {0};
    struct load l = {.arena = a, .frame = frame, .scratch = &scratch, .rows = rows_new(a)};
    const char **paths = arena_array(a, series_count, sizeof *paths);
    size_t *of_file = arena_array(a, series_count, sizeof *of_file), count = 0;
    for (size_t i = 0; i < series_count; i++) {
        if (!series[i].path)
            continue;
        series[i].machine = (struct machine){"", "", "", ""};
        series[i].counter = (struct counter){{"", "", ""}};
        of_file[count] = i;
        paths[count++] = series[i].path;
    }
    l.series = of_file;
    struct run_file_visitor visitor = {.keep = sample_keep(columns, column_count),
                                       .only = only,
                                       .visit_benchmark = load_benchmark,
                                       .visit_machine = load_machine,
                                       .visit_places = load_places,
                                       .data = &l};
    l.has_extras = visitor.keep & KEEP_LABELS;
    arena_alloc(&scratch, 1); /* the first block stays when it is emptied */
    int result = run_file_read(paths, count, &visitor, err);
    arena_release(&scratch);
    if (result < 0)
        return -1;
    frame->rows = l.rows.items;
    frame->row_count = l.rows.count;
    benchmarks_shorten(a, frame->rows, frame->row_count);
    frame->failed = arena_array(a, frame->row_count, series_count * sizeof *frame->failed);
    for (size_t s = 0; s < series_count; s++)
        mark_failed(a, frame, s);
    return 0;
}
