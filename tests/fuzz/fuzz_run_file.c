/* Fuzz target: reading a run file.  Any bytes are read without a fault, and
 *  - what is scanned (sample_scan) is what is parsed (cJSON, sample_take), single processes too;
 *  - a value does not depend on what else is kept of the benchmark;
 *  - it is that of the whole file parsed at once, where cJSON can. */
#include "data/sample.h"
#include "runfile/extract.h"
#include "runfile/run_file.h"

#include <cJSON.h>
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = METRIC_COUNT * (STAT_HEADLINE + 1) };

static size_t every_column(struct column *columns)
{
    size_t count = 0;
    for (int m = METRIC_TIME; m < METRIC_EXTRA; m++)
        for (int s = STAT_MIN; s <= STAT_HEADLINE; s++)
            columns[count++] = (struct column){.metric = (enum metric)m, .stat = (enum stat)s};
    return count;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static cJSON *parse(const struct extract *x, const struct extract_part *part)
{
    return cJSON_ParseWithLengthOpts(x->in.text.data + part->text, part->len + 1, NULL, true);
}

/* Whether both say the same of the column's processes. */
static bool same_processes(struct arena *scratch, const struct sample *one,
                           const struct sample *other, const struct column *column)
{
    struct arena a = {0};
    struct processes x = sample_processes(&a, scratch, one, column);
    struct processes y = sample_processes(&a, scratch, other, column);
    bool result = x.count == y.count;
    for (size_t i = 0; i < x.count && result; i++)
        result = same(x.values[i], y.values[i]);
    arena_release(&a);
    return result;
}

/* The column's value of the part: *FOUND, unless the part is no benchmark that can be read. */
static double value_of(const struct extract *x, const struct extract_part *part,
                       const struct column *column, struct arena *scratch, bool *found)
{
    struct sample taken, scanned;
    cJSON *item = parse(x, part);
    bool is_scanned = sample_scan(&scanned, scratch, x->in.text.data + part->text, part->len);
    double value = NAN;
    *found = cJSON_IsObject(item);
    if (is_scanned && !*found)
        abort(); /* taken for a benchmark, but no JSON */
    if (*found) {
        sample_take(&taken, scratch, item);
        value = sample_value(scratch, &taken, column);
        if (is_scanned && (!same(value, sample_value(scratch, &scanned, column)) ||
                           !same_processes(scratch, &scanned, &taken, column)))
            abort();
    }
    cJSON_Delete(item);
    return value;
}

/* Compare each value with what it is when only its column is asked for. */
static void compare(const struct extract *whole, const struct extract *part,
                    const struct column *column)
{
    struct arena scratch = {0};
    if (whole->count != part->count)
        abort();
    for (size_t i = 0; i < whole->count; i++) {
        if (whole->parts[i].kind != EXTRACT_BENCHMARK)
            continue;
        bool in_whole, in_part;
        double a = value_of(whole, &whole->parts[i], column, &scratch, &in_whole);
        double b = value_of(part, &part->parts[i], column, &scratch, &in_part);
        if (in_whole && in_part && !same(a, b))
            abort();
    }
    arena_release(&scratch);
}

/* Compare every value of the part with that of ITEM, the same benchmark unsqueezed. */
static void compare_item(const struct extract *x, const struct extract_part *part,
                         const cJSON *item, const struct column *columns, size_t count)
{
    struct arena scratch = {0};
    struct sample sample;
    sample_take(&sample, &scratch, item);
    for (size_t i = 0; i < count; i++) {
        bool found;
        double value = value_of(x, part, &columns[i], &scratch, &found);
        if (found && !same(value, sample_value(&scratch, &sample, &columns[i])))
            abort();
    }
    arena_release(&scratch);
}

/* Whether cJSON cuts a string of the file short: at a zero byte, at our mark for numbers, and at an
 * escape that is none, which it takes for a zero byte.  In what is left out we do not look for it.
 */
static bool has_cut(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 1 < size; i++) {
        if (data[i] != '\\' || data[i + 1] != 'u')
            continue;
        for (size_t k = i + 2; k < i + 6; k++)
            if (k >= size || !isxdigit(data[k]))
                return true;
    }
    return memmem(data, size, "\\u000", 5) != NULL;
}

/* Parse the whole file at once and compare. */
static void compare_parsed(const struct extract *x, const uint8_t *data, size_t size,
                           const struct column *columns, size_t count)
{
    if (x->failed || has_cut(data, size))
        return;
    cJSON *all = cJSON_ParseWithLength((const char *)data, size);
    const cJSON *list = run_file_member(all, "benchmarks"), *item = list ? list->child : NULL;
    for (size_t i = 0; list && i < x->count; i++) {
        if (x->parts[i].kind != EXTRACT_BENCHMARK)
            continue;
        if (!item)
            abort(); /* a benchmark that is none */
        compare_item(x, &x->parts[i], item, columns, count);
        item = item->next;
    }
    if (item)
        abort(); /* one is missing */
    cJSON_Delete(all);
}

/* Parse what is left besides benchmarks, as a reader does. */
static void parse_others(const struct extract *x)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->parts[i].kind != EXTRACT_BENCHMARK)
            cJSON_Delete(parse(x, &x->parts[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct column columns[MOST_COLUMNS];
    size_t count = every_column(columns);
    struct extract whole, part;
    extract_init(&whole);
    extract_init(&part);
    extract_bytes(&whole, (const char *)data, size, "input", KEEP_EVERYTHING, NULL);
    parse_others(&whole);
    compare_parsed(&whole, data, size, columns, count);
    for (size_t i = 0; i < count && !whole.failed; i++) {
        extract_bytes(&part, (const char *)data, size, "input", sample_keep(&columns[i], 1), NULL);
        if (!part.failed)
            compare(&whole, &part, &columns[i]);
    }
    extract_release(&whole);
    extract_release(&part);
    return 0;
}
