/* measurements.h - what the commands tell CTest, and it CDash, when they are called with --ctest.
 *
 * Lines of text/ctest.h, to be printed last.  Names depend on nothing but the suite, the
 * metrics and the options, so that CDash can draw trends.
 */
#pragma once

#include "base/error.h"
#include "base/str.h"
#include "compare/document.h"
#include "compare/gate.h"
#include "text/table.h"

/* How many benchmarks of a suite are told one by one, unless an option says otherwise. */
enum { MEASUREMENTS_DEFAULT = 20 };

/* The versions of these labels as the manifest in the sweep's directory has them.  Of each:
 *
 *   "METRIC (UNIT), geometric mean"  of the headlines of its benchmarks that are above 0
 *   "METRIC (UNIT), ID"              headline of a benchmark: the first MOST by id
 *   "benchmarks", "failed tests"     how many
 *   "stage STAGE (s)"                seconds, of the stages that it went through
 *   "Python", "package"              "3.11.7", "tomli==2.0.1"
 *   "reused"                         "measured 2026-11-23T06:45:12Z", if it was not measured now
 *   "run file"                       the file itself
 *
 * for every metric that the run has, in base units; why it ended as it did, unless it is ok, and
 * that it was reused.  Where
 * there are several versions, the names begin with "LABEL: ".  COUNTED_ONLY: of what was counted
 * alone, as the timed runs have told the rest. */
int measurements_sweep(struct str *s, const char *directory, const struct strv *labels, size_t most,
                       bool counted_only, struct error *err);

/* What a comparison shows: "comparison", its tables and notes, and per metric "METRIC · STAT,
 * better" and "..., worse", the numbers of benchmarks; with verdicts also "..., unclear". */
void measurements_compare(struct str *s, const struct document *document);

/* What a gate found: "regressions", how many, and "list of regressions", the LINES it says; if
 * JUDGED by processes also "unclear", how many are over their threshold but not told from noise. */
void measurements_gate(struct str *s, const struct gate *gate, bool judged,
                       const struct report *lines);

/* A PNG of a figure that is at PATH: "heatmap of METRIC" for the view sweep, "VIEW of METRIC" for
 * another. */
int measurements_picture(struct str *s, const char *view, const char *metric, const char *path,
                         struct error *err);
