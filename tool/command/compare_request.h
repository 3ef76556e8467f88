/* compare_request.h - what `benchmem compare` was asked: its options, read and checked. */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "command/min_effect.h"
#include "compare/rule.h"
#include "compare/view.h"
#include "data/metric.h"
#include "judge/judge.h"
#include "options/options.h"

struct compare_options {
    const char *columns, *stat, *layout, *group_by, *sort, *pivot;
    const char *format, *csv, *color;
    const char *min_effects[MIN_EFFECTS];
    const char *process_stat, *gate;
    struct strv baselines, metrics, where, filters, labels, fail_on;
    bool diff, ci, ctest;
    long top, max_chars;
};

enum compare_format { FORMAT_TABLE, FORMAT_MARKDOWN, FORMAT_CSV, FORMAT_JSON };

struct compare_request {
    struct arena *arena;
    struct compare_options options;
    enum compare_format format;
    enum layout layout; /* request_layout() decides it */
    struct strv runs;
    /* What to show, what is hidden, one per rule, then the instructions by which times are doubted
     * unless they are among those: the order in which a pivot brings its series.
     */
    struct column *columns;
    bool hides; /* there is a hidden one */
    size_t asked, rule_count, column_count;
    struct rule *rules;
    struct judge_options judge;
};

extern const struct option compare_option_table[];

/* Read the command line whole, before any file; every problem in it is named on standard error, and
 * -1 returned.  1: help was asked for. */
int request_read(struct compare_request *request, struct arena *a, const struct command *command,
                 int argc, char **argv);

/* Decide the layout, knowing how many series there are, and make the columns for it. */
void request_layout(struct compare_request *request, size_t series_count);

/* The metrics named by --columns and --metric as one list, or NULL. */
const char *request_metrics(const struct compare_request *request);

/* The column of the smallest time, read but not shown where labels are asked for: they are shown
 * beside what has a time if no metric is there.  Else the first column. */
size_t request_hidden_column(const struct compare_request *request);

/* The column that a rule reads. */
size_t request_rule_column(const struct compare_request *request, size_t rule);
