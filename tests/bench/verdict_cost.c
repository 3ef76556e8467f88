/* What the verdicts of a comparison cost beside the reading of its run files.
 *
 *   verdict_cost RUN...
 *
 * Reads the runs for time and peak, as `benchmem compare` does, judges them against the first, and
 * prints the seconds of processor time of both and how many cells got which verdict, as JSON.
 */
#include "data/frame.h"
#include "data/sources.h"
#include "judge/judge.h"
#include "text/error_print.h"

#include <stdio.h>
#include <time.h>

static double processor_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void count_verdicts(const struct verdicts *j, size_t *counts)
{
    for (size_t i = 0; i < j->row_count * j->series_count * j->column_count; i++)
        counts[j->cells[i].verdict]++;
}

static int measure(struct arena *a, int count, char **paths, struct error *err)
{
    struct sources found;
    struct frame frame;
    struct column *columns = arena_array(a, 2, sizeof *columns);
    columns[0] = (struct column){.metric = METRIC_TIME, .stat = STAT_MIN};
    columns[1] = (struct column){.metric = METRIC_PEAK, .stat = STAT_MIN};
    struct strv runs = strv_new(a);
    struct strv labels = strv_new(a);
    for (int i = 0; i < count; i++)
        strv_add(&runs, paths[i]);

    double begin = processor_seconds();
    if (sources_find(a, &runs, &labels, &found, err) < 0 ||
        frame_load(a, &frame, found.series, found.count, columns, 2, err) < 0)
        return -1;
    double loaded = processor_seconds();
    struct judge_options options = judge_defaults();
    struct verdicts j;
    judge_frame(a, &frame, 0, &options, &j);
    double judged = processor_seconds();

    size_t counts[VERDICT_COUNT] = {0}, steps = 0;
    count_verdicts(&j, counts);
    for (size_t i = 0; i < j.row_count * j.column_count; i++)
        steps += j.steps[i].count;
    printf(
        "{\"runs\": %zu, \"benchmarks\": %zu, \"read\": %.4f, \"judge\": %.4f, \"nothing\": %zu, "
        "\"less\": %zu, \"more\": %zu, \"same\": %zu, \"unclear\": %zu, \"steps\": %zu}\n",
        frame.series_count, frame.row_count, loaded - begin, judged - loaded, counts[VERDICT_NONE],
        counts[VERDICT_LESS], counts[VERDICT_MORE], counts[VERDICT_SAME], counts[VERDICT_UNCLEAR],
        steps);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct error err;
    int status = measure(&a, argc - 1, argv + 1, &err);
    if (status < 0)
        error_print(&err, stderr);
    arena_release(&a);
    return status < 0;
}
