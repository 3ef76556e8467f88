#include "compare/contrast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The last series other than BASELINE, with a run file if MEASURED; COUNT if there is none. */
static size_t last_but(const struct series *series, size_t count, size_t baseline, bool measured)
{
    for (size_t i = count; i-- > 0;)
        if (i != baseline && (!measured || series[i].path))
            return i;
    return count;
}

static const char *labels_of(const struct series *series, size_t count, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && used + 1 < size; i++) {
        int n = snprintf(text + used, size - used, "%s%s", i ? ", " : "", series[i].label);
        used += n > 0 ? (size_t)n : 0;
    }
    return text;
}

int contrast_select(const struct series *series, size_t count, const char *label,
                    struct contrast *contrast, struct error *err)
{
    size_t baseline = 0;
    while (label && baseline < count && strcmp(series[baseline].label, label) != 0)
        baseline++;
    if (label && baseline == count) {
        char text[512];
        return error_set(err, STATUS_USAGE,
                         "--baseline: no version or run is called '%s'; there is %s", label,
                         labels_of(series, count, text, sizeof text));
    }
    *contrast = (struct contrast){.baseline = baseline};
    size_t head = last_but(series, count, baseline, false);
    if (head < count) {
        contrast->head = head;
        contrast->paired = true;
    }
    return 0;
}

struct contrast contrast_measured(const struct series *series, size_t count,
                                  const struct contrast *contrast, bool named)
{
    struct contrast shown = *contrast;
    for (size_t i = 0; !named && i < count && !series[shown.baseline].path; i++)
        if (series[i].path)
            shown.baseline = i;
    size_t head = last_but(series, count, shown.baseline, true);
    shown.paired = contrast->paired && head < count;
    shown.head = shown.paired ? head : 0;
    return shown;
}

bool row_sort_parse(const char *name, enum row_sort *sort)
{
    static const char *const names[] = {"name", "value", "change"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(names[i], name) == 0) {
            *sort = (enum row_sort)i;
            return true;
        }
    }
    return false;
}

struct sort_key {
    const char *id; /* NULL: sort by number */
    double number;  /* descending; -INFINITY last */
    size_t row;
};

static int by_key(const void *left, const void *right)
{
    const struct sort_key *a = left, *b = right;
    int order = a->id ? strcmp(a->id, b->id) : 0;
    if (order == 0 && a->number != b->number)
        order = a->number > b->number ? -1 : 1;
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static double growth(double base, double head)
{
    /* As the peer: a zero on either side has no growth to rank. */
    return base > 0 && head != 0 && !isnan(head) ? (head - base) / base : -INFINITY;
}

size_t *contrast_sort(struct arena *a, const struct frame *frame, const struct contrast *contrast,
                      size_t column, enum row_sort sort)
{
    size_t count = frame->row_count;
    struct sort_key *keys = arena_array(a, count, sizeof *keys);
    for (size_t r = 0; r < count; r++) {
        double head = frame_value(frame, column, r, contrast->head);
        keys[r] = (struct sort_key){.row = r};
        if (sort == SORT_NAME)
            keys[r].id = frame->rows[r].id;
        else if (sort == SORT_VALUE)
            keys[r].number = isnan(head) ? -INFINITY : head;
        else
            keys[r].number = growth(frame_value(frame, column, r, contrast->baseline), head);
    }
    if (count)
        qsort(keys, count, sizeof *keys, by_key);
    size_t *order = arena_array(a, count, sizeof *order);
    for (size_t r = 0; r < count; r++)
        order[r] = keys[r].row;
    return order;
}
