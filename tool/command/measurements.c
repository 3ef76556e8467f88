#include "command/measurements.h"

#include "data/frame.h"
#include "data/metric.h"
#include "files/file.h"
#include "judge/statistics.h"
#include "outdir/build_record.h"
#include "outdir/manifest.h"
#include "outdir/outdir.h"
#include "provision/requirement.h"
#include "text/ctest.h"

#include <math.h>
#include <string.h>

/* One version while it is told. */
struct telling {
    struct arena *arena;
    struct str *out;
    const char *directory; /* of the sweep */
    const char *package;
    const char *prefix; /* of every name */
    size_t most;
    bool counted_only;
};

static const char *name_of(const struct telling *t, const char *name)
{
    return arena_printf(t->arena, "%s%s", t->prefix, name);
}

static void tell_number(const struct telling *t, const char *name, double value)
{
    ctest_number(t->out, name_of(t, name), value);
}

/* --- the run file ---------------------------------------------------------------------------- */

static const char *metric_heading(struct arena *a, enum metric metric)
{
    static const char *const units[] = {
        [UNIT_SECONDS] = " (s)", [UNIT_BYTES] = " (B)", [UNIT_COUNT] = "", [UNIT_LARGE] = ""};
    return arena_printf(a, "%s%s", metric_name(metric), units[metric_unit(metric)]);
}

static void tell_metric(const struct telling *t, const struct frame *frame, size_t column,
                        const size_t *rows)
{
    const char *heading = metric_heading(t->arena, frame->columns[column].metric);
    double *values = arena_array(t->arena, frame->row_count, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < frame->row_count; i++) {
        double value = frame_value(frame, column, i, 0);
        if (value > 0 && isfinite(value))
            values[count++] = value;
    }
    tell_number(t, arena_printf(t->arena, "%s, geometric mean", heading),
                statistics_mean_ratio(values, NULL, count));
    for (size_t i = 0; i < frame->row_count && i < t->most; i++)
        tell_number(t, arena_printf(t->arena, "%s, %s", heading, frame->rows[rows[i]].id),
                    frame_value(frame, column, rows[i], 0));
}

static int tell_run(const struct telling *t, const char *path, struct error *err)
{
    struct frame frame;
    struct series *series = arena_alloc(t->arena, sizeof *series);
    struct column *columns = arena_array(t->arena, METRIC_COUNT, sizeof *columns);
    *series = (struct series){.label = "", .path = path, .failed = failures_new(t->arena)};
    for (int i = 0; i < METRIC_COUNT; i++)
        columns[i] = (struct column){.metric = (enum metric)i, .stat = STAT_HEADLINE};
    if (frame_load(t->arena, &frame, series, 1, columns, METRIC_COUNT, err) < 0)
        return -1;
    const size_t *rows = frame_rows_by_id(t->arena, &frame);
    for (size_t i = 0; i < METRIC_COUNT; i++)
        if (frame_has_column(&frame, i) && (i == METRIC_INSTRUCTIONS || !t->counted_only))
            tell_metric(t, &frame, i, rows);
    tell_number(t, "benchmarks", (double)frame.row_count);
    return 0;
}

/* --- the manifest's entry -------------------------------------------------------------------- */

/* "measured 2026-11-23T06:45:12Z", NULL where that is now. */
static const char *reused_text(const struct telling *t, const struct manifest_entry *e)
{
    const char *when = e->reused ? e->reused : t->counted_only ? e->count.reused : NULL;
    return when ? arena_printf(t->arena, "measured %s", when) : NULL;
}

static void tell_details(const struct telling *t, const struct manifest_entry *e)
{
    enum { REASONS = 5 };
    const char *status = version_status_name(e->status);
    const char *why = e->reason ? e->reason : "";
    if (e->status == VERSION_PARTIAL && e->failed_tests.len)
        why = failures_line(t->arena, &e->failed_tests, REASONS);
    const char *reused = reused_text(t, e);
    if (e->status == VERSION_OK) {
        if (reused)
            ctest_details(t->out, name_of(t, arena_printf(t->arena, "reused, %s", reused)));
        return;
    }
    const char *what = e->status == VERSION_PARTIAL ? arena_printf(t->arena, "%s: %s", status, why)
                       : e->failed_stage            ? arena_printf(t->arena, "%s at %s: %s", status,
                                                                   sweep_stage_name(e->failed_stage), why)
                                                    : status;
    if (reused)
        what = arena_printf(t->arena, "reused, %s; %s", reused, what);
    ctest_details(t->out, name_of(t, what));
}

/* Where its processes measured, as far as that was given by others. */
static void tell_places(const struct telling *t, const struct manifest_entry *e)
{
    struct strv nodes, jobs, resources;
    struct strv *const lists[] = {&nodes, &jobs, &resources};
    static const char *const names[] = {"node", "job", "resources"};
    for (size_t k = 0; k < 3; k++) {
        *lists[k] = strv_new(t->arena);
        for (size_t i = 0; i < e->round_count; i++) {
            const struct manifest_place *p = &e->rounds[i].place;
            const char *text = k == 0 ? p->node : k == 1 ? p->job : p->resources;
            if (text && !strv_has(lists[k], text))
                strv_add(lists[k], text);
        }
        if (lists[k]->len)
            ctest_text(t->out, name_of(t, names[k]), strv_join(lists[k], ", "));
    }
}

static void tell_circumstances(const struct telling *t, const struct manifest_entry *e)
{
    tell_number(t, "failed tests", (double)e->failed_tests.len);
    for (int i = t->counted_only ? STAGE_COUNTED : STAGE_NONE + 1; i < STAGE_COUNT; i++)
        tell_number(t,
                    arena_printf(t->arena, "stage %s (s)", sweep_stage_name((enum sweep_stage)i)),
                    e->seconds[i]);
    tell_places(t, e);
    if (reused_text(t, e))
        ctest_text(t->out, name_of(t, "reused"), reused_text(t, e));
    if (e->python)
        ctest_text(t->out, name_of(t, "Python"), e->python);
    for (size_t i = 0; i < e->packages.len; i++) {
        if (requirement_names(t->arena, e->packages.items[i], t->package)) {
            ctest_text(t->out, name_of(t, "package"), e->packages.items[i]);
            break;
        }
    }
    if (e->build)
        ctest_text(t->out, name_of(t, "build"), build_record_text(t->arena, e->build));
}

static int tell_version(const struct telling *t, const struct manifest_entry *e, struct error *err)
{
    const char *path = e->json ? path_join(t->arena, t->directory, e->json) : NULL;
    bool has_file = path && path_is_file(path);
    if (has_file && tell_run(t, path, err) < 0)
        return -1;
    tell_circumstances(t, e);
    if (has_file)
        ctest_file(t->out, name_of(t, "run file"), path);
    tell_details(t, e);
    return 0;
}

int measurements_sweep(struct str *s, const char *directory, const struct strv *labels, size_t most,
                       bool counted_only, struct error *err)
{
    struct manifest m;
    struct arena *a = s->arena;
    if (manifest_read(a, path_join(a, directory, OUTDIR_MANIFEST), &m, NULL, err) < 0)
        return error_add(err, "--ctest");
    for (size_t i = 0; i < labels->len; i++) {
        const char *label = labels->items[i];
        const char *prefix = labels->len > 1 ? arena_printf(a, "%s: ", label) : "";
        struct telling t = {a, s, directory, m.package, prefix, most, counted_only};
        const struct manifest_entry *e = manifest_find(&m, label);
        if (e && tell_version(&t, e, err) < 0)
            return error_add(err, "--ctest: %s", label);
    }
    return 0;
}

/* --- compare, gate and plot ------------------------------------------------------------------ */

static void tell_report(struct str *s, const char *name, const struct report *report)
{
    struct str text = str_new(s->arena);
    report_write_terminal(&text, report, &(struct terminal){0, COLOR_NONE});
    ctest_lines(s, name, text.data);
}

/* Each number of a metric's overview. */
static void tell_changes(struct str *s, const char *title, const struct changes *changes)
{
    const size_t *own = changes->own.counts, *later = changes->later.counts;
    const struct {
        const char *name;
        size_t count;
        bool told;
    } all[] = {{"better", own[VERDICT_LESS], true},
               {"worse", own[VERDICT_MORE], true},
               {"the same", own[VERDICT_SAME], true},
               {"unclear", own[VERDICT_UNCLEAR], changes->is_judged},
               {"better than a later version", later[VERDICT_LESS], true},
               {"worse than a later version", later[VERDICT_MORE], true},
               {"the same as a later version", later[VERDICT_SAME], true},
               {"new", changes->added, true},
               {"gone", changes->gone, true}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].told)
            ctest_number(s, arena_printf(s->arena, "%s, %s", title, all[i].name),
                         (double)all[i].count);
    ctest_number(s, arena_printf(s->arena, "%s, geometric mean", title), changes->mean);
}

void measurements_compare(struct str *s, const struct document *document)
{
    const struct view *view = document->view;
    for (size_t i = 0; i < view->column_count && view->contrast.paired; i++)
        if (view_is_headline(view, i))
            tell_changes(s, column_title(s->arena, &view->frame->columns[view->columns[i]]),
                         &view->changes[i]);
    tell_report(s, "comparison", document->report);
}

void measurements_gate(struct str *s, const struct gate *gate, bool judged,
                       const struct report *lines)
{
    ctest_number(s, "regressions", (double)gate->count);
    if (judged)
        ctest_number(s, "unclear", (double)gate->unclear_count);
    tell_report(s, "list of regressions", lines);
}

int measurements_picture(struct str *s, const char *view, const char *metric, const char *path,
                         struct error *err)
{
    const char *absolute = path_absolute(s->arena, path, err);
    if (!absolute)
        return -1;
    const char *kind = strcmp(view, "sweep") == 0 ? "heatmap" : view;
    ctest_png(s, arena_printf(s->arena, "%s of %s", kind, metric), absolute);
    return 0;
}
