#include "data/contrast.h"

#include "base/numbers.h"

#include <math.h>
#include <string.h>

/* The series called LABEL of those listed, if it has results; -1 otherwise. */
static long find_named(const struct series *all, const size_t *list, size_t count,
                       const char *label)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = list ? list[i] : i;
        if (strcmp(all[at].label, label) == 0)
            return all[at].path ? (long)at : -1;
    }
    return -1;
}

struct contrast contrast_choose(const struct series *all, const size_t *list, size_t count,
                                const struct strv *names)
{
    struct contrast contrast = {0};
    long found = -1;
    for (size_t i = 0; names && i < names->len && found < 0; i++)
        found = find_named(all, list, count, names->items[i]);
    for (size_t i = 0; i < count && found < 0; i++)
        if (all[list ? list[i] : i].path)
            found = (long)(list ? list[i] : i);
    contrast.baseline = found >= 0 ? (size_t)found : count && list ? list[0] : 0;
    contrast.head = contrast.baseline;
    for (size_t i = count; i-- > 0 && !contrast.paired;) {
        size_t at = list ? list[i] : i;
        contrast.paired = at != contrast.baseline && all[at].path;
        if (contrast.paired)
            contrast.head = at;
    }
    return contrast;
}

int contrast_check(const struct series *series, size_t count, const struct strv *names,
                   struct error *err)
{
    for (size_t i = 0; i < names->len; i++)
        if (series_find_for("--baseline", series, count, names->items[i], err) < 0)
            return -1;
    return 0;
}

size_t contrast_reference(const struct frame *frame, size_t column, size_t row, size_t baseline)
{
    if (!isnan(frame_value(frame, column, row, baseline)))
        return baseline;
    for (size_t s = 0; s < frame->series_count; s++)
        if (!isnan(frame_value(frame, column, row, s)))
            return s;
    return baseline;
}

/* The series that the baseline should have been: the first named, or the first. */
static size_t wanted_baseline(const struct series *series, size_t count, const struct strv *names)
{
    long found = names && names->len ? series_find(series, count, names->items[0]) : 0;
    return found < 0 ? 0 : (size_t)found;
}

const char *contrast_remark(struct arena *a, const struct series *series, size_t count,
                            const struct strv *names, const struct contrast *contrast)
{
    size_t wanted = wanted_baseline(series, count, names), last = count ? count - 1 : 0;
    struct strv lacks = strv_new(a);
    if (!contrast->paired)
        return NULL;
    if (wanted != contrast->baseline && !series[wanted].path)
        strv_add(&lacks, series[wanted].label);
    if (last != contrast->head && last != wanted && !series[last].path)
        strv_add(&lacks, series[last].label);
    return lacks.len ? arena_printf(a, "compared: %s with %s, as %s %s no results",
                                    series[contrast->head].label, series[contrast->baseline].label,
                                    strv_join(&lacks, " and "), lacks.len > 1 ? "have" : "has")
                     : NULL;
}

static const struct series *awaited(const struct series *one)
{
    return one->state == SERIES_ABSENT ? one : NULL;
}

const struct series *contrast_awaited(const struct series *series, size_t count,
                                      const struct strv *names, const struct contrast *contrast)
{
    const struct series *found = NULL;
    bool named = names && names->len;
    for (size_t i = 0; named && i < names->len && !found; i++) {
        int at = series_find(series, count, names->items[i]);
        if (at == (int)contrast->baseline)
            break;
        found = at < 0 ? NULL : awaited(&series[at]);
    }
    for (size_t i = 0; !named && i < contrast->baseline && !found; i++)
        found = awaited(&series[i]);
    for (size_t i = count; i-- > contrast->head + 1 && !found;)
        found = awaited(&series[i]);
    return found;
}

bool row_sort_parse(const char *name, enum row_sort *sort)
{
    static const char *const names[] = {"name", "value", "change"};
    int found = str_find(names, 3, name);
    if (found >= 0)
        *sort = (enum row_sort)found;
    return found >= 0;
}

static double growth(double base, double head)
{
    /* As the peer: a zero on either side has no growth to rank. */
    return base > 0 && head != 0 ? (head - base) / base : NAN;
}

size_t *contrast_sort(struct arena *a, const struct frame *frame, const double *base,
                      const double *head, enum row_sort sort)
{
    size_t count = frame->row_count, *rows = frame_rows_by_id(a, frame);
    if (sort == SORT_NAME)
        return rows;
    double *values = arena_array(a, count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = sort == SORT_VALUE ? head[rows[i]] : growth(base[rows[i]], head[rows[i]]);
    size_t *places = numbers_descending(a, values, count);
    for (size_t i = 0; i < count; i++)
        places[i] = rows[places[i]];
    return places;
}

size_t *contrast_sort_changes(struct arena *a, const struct frame *frame, size_t column,
                              const struct contrast *contrast)
{
    size_t count = frame->row_count;
    double *base = arena_array(a, count, sizeof *base), *head = arena_array(a, count, sizeof *head);
    for (size_t r = 0; r < count; r++) {
        size_t reference = contrast_reference(frame, column, r, contrast->baseline);
        base[r] = reference == contrast->head ? NAN : frame_value(frame, column, r, reference);
        head[r] = frame_value(frame, column, r, contrast->head);
    }
    return contrast_sort(a, frame, base, head, SORT_CHANGE);
}
