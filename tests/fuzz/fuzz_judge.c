/* Fuzz target: verdicts and steps.  The input is a line of settings, "SERIES BASELINE FLOOR", then
 * a line per benchmark: its values of single processes, a "|" between series; they are taken as
 * times and as bytes.  Whatever they are,
 *  - what is said of a cell fits together: an estimate within its interval, a probability, a
 * verdict on the side of its ratio, and nothing where there is nothing to compare, be it the
 * baseline or what a row without a value there is held against;
 *  - steps name versions after the first, in their order, each once;
 *  - twice the values are judged as the values are. */
#include "data/contrast.h"
#include "judge/judge.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SERIES = 8, MOST_ROWS = 8, MOST_VALUES = 12, COLUMNS = 2 };

#define require(condition) ((condition) ? (void)0 : fail(#condition, __LINE__))

static void fail(const char *condition, int line)
{
    fprintf(stderr, "fuzz_judge.c:%d: %s does not hold\n", line, condition);
    abort();
}

static char *cut(char **rest, char at)
{
    char *part = *rest, *end = strchr(part, at);
    if (end)
        *end++ = '\0';
    *rest = end;
    return part;
}

static struct processes read_values(struct arena *a, const char *text)
{
    double *values = arena_array(a, MOST_VALUES, sizeof *values);
    struct processes p = {.values = values};
    while (p.count < MOST_VALUES) {
        char *end;
        double value = strtod(text, &end);
        if (end == text)
            break;
        if (isfinite(value))
            values[p.count++] = value;
        text = end;
    }
    return p;
}

static void read_row(struct arena *a, struct frame *f, char *line)
{
    struct processes *row = &f->processes[f->row_count++ * f->series_count * COLUMNS];
    for (size_t s = 0; s < f->series_count && line; s++)
        row[s * COLUMNS] = row[s * COLUMNS + 1] = read_values(a, cut(&line, '|'));
}

static struct frame read_frame(struct arena *a, size_t series, char *rest)
{
    static struct column columns[COLUMNS] = {{.metric = METRIC_TIME, .stat = STAT_MIN},
                                             {.metric = METRIC_PEAK, .stat = STAT_HEADLINE}};
    struct frame f = {.series_count = series, .columns = columns, .column_count = COLUMNS};
    f.processes = arena_array(a, MOST_ROWS * series * COLUMNS, sizeof *f.processes);
    while (rest && f.row_count < MOST_ROWS)
        read_row(a, &f, cut(&rest, '\n'));
    f.series = arena_array(a, series, sizeof *f.series);
    /* The value of a cell is that of its first process. */
    f.values = arena_array(a, MOST_ROWS * series * COLUMNS, sizeof *f.values);
    for (size_t i = 0; i < MOST_ROWS * series * COLUMNS; i++)
        f.values[i] = f.processes[i].count ? f.processes[i].values[0] : NAN;
    return f;
}

/* ---- what must hold ---- */

static bool is_probability(double p)
{
    return p >= 0 && p <= 1;
}

static void check_cell(const struct judged *c, bool compared)
{
    require(c->verdict <= VERDICT_UNCLEAR);
    require(compared == (c->verdict != VERDICT_NONE));
    require(isnan(c->p) || is_probability(c->p));
    if (!compared) {
        require(isnan(c->ratio) && isnan(c->p) && !c->rounds_needed);
        return;
    }
    require(c->low <= c->high);
    require(c->floor >= 0);
    require(c->verdict == VERDICT_UNCLEAR || !c->rounds_needed);
}

static bool is_measured(const struct processes *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (!(p->values[i] > 0))
            return false;
    return true;
}

/* Of numbers as they are measured. */
static void check_ratio(const struct judged *c)
{
    require(c->low <= c->ratio && c->ratio <= c->high);
    require(c->verdict != VERDICT_MORE || c->ratio > 1);
    require(c->verdict != VERDICT_LESS || c->ratio < 1);
}

static void check_cells(const struct frame *f, const struct verdicts *j, size_t column)
{
    for (size_t row = 0; row < f->row_count; row++) {
        size_t reference = contrast_reference(f, column, row, j->baseline);
        struct processes base = frame_processes(f, column, row, reference);
        for (size_t s = 0; s < f->series_count; s++) {
            struct processes own = frame_processes(f, column, row, s);
            struct judged c = verdicts_at(j, column, row, s);
            bool compared = s != reference && base.count > 1 && own.count > 1;
            check_cell(&c, compared);
            if (compared && is_measured(&base) && is_measured(&own))
                check_ratio(&c);
        }
    }
}

static void check_steps(const struct frame *f, const struct verdicts *j, size_t column)
{
    for (size_t row = 0; row < f->row_count; row++) {
        struct steps steps = verdicts_steps(j, column, row);
        size_t after = 0;
        for (size_t i = 0; i < steps.count; i++) {
            const struct step *step = &steps.items[i];
            require(step->series > after && step->series < f->series_count);
            require(is_probability(step->p));
            require(step->low <= step->high);
            require(verdicts_step_at(j, column, row, step->series) == step);
            after = step->series;
        }
    }
}

/* ---- twice the values ---- */

/* Numbers that are doubled, and compared by ratios, without a loss. */
static bool is_plain(const struct frame *f)
{
    for (size_t i = 0; i < f->row_count * f->series_count * COLUMNS; i++)
        for (size_t k = 0; k < f->processes[i].count; k++) {
            double size = fabs(f->processes[i].values[k]);
            if (size != 0 && !(size > 1e-100 && size < 1e100))
                return false;
        }
    return true;
}

static struct frame twice(struct arena *a, const struct frame *f)
{
    struct frame other = *f;
    size_t count = f->row_count * f->series_count * COLUMNS;
    other.processes = arena_array(a, count, sizeof *other.processes);
    for (size_t i = 0; i < count; i++) {
        double *values = arena_array(a, f->processes[i].count, sizeof *values);
        for (size_t k = 0; k < f->processes[i].count; k++)
            values[k] = 2 * f->processes[i].values[k];
        other.processes[i] = (struct processes){values, f->processes[i].count};
    }
    return other;
}

static bool is_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static void check_twice(struct arena *a, const struct frame *f, const struct verdicts *j,
                        const struct judge_options *options)
{
    struct verdicts again;
    struct frame other = twice(a, f);
    judge_frame(a, &other, j->baseline, options, &again);
    for (size_t i = 0; i < f->row_count * f->series_count * COLUMNS; i++) {
        require(j->cells[i].verdict == again.cells[i].verdict);
        require(is_same(j->cells[i].ratio, again.cells[i].ratio));
        require(is_same(j->cells[i].p, again.cells[i].p));
    }
    for (size_t i = 0; i < f->row_count * COLUMNS; i++)
        require(j->steps[i].count == again.steps[i].count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct verdicts j;
    struct judge_options options = judge_defaults();
    char *rest = arena_strndup(&a, (const char *)data, size), *at = cut(&rest, '\n');
    size_t series = 1 + strtoul(at, &at, 10) % MOST_SERIES;
    size_t baseline = strtoul(at, &at, 10) % series;
    double floor = strtod(at, NULL);
    if (floor >= 0 && floor <= 10)
        options.min_effect = options.memory_relative = floor;
    struct frame f = read_frame(&a, series, rest);
    judge_frame(&a, &f, baseline, &options, &j);
    for (size_t column = 0; column < COLUMNS; column++) {
        check_cells(&f, &j, column);
        check_steps(&f, &j, column);
    }
    if (is_plain(&f))
        check_twice(&a, &f, &j, &options);
    arena_release(&a);
    return 0;
}
