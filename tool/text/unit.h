/* unit.h - numbers as text, and text as numbers. */
#pragma once

#include "base/arena.h"

/* Base units: seconds, bytes, a plain count; a count of millions, which nobody reads digit by
 * digit.
 */
enum unit { UNIT_SECONDS, UNIT_BYTES, UNIT_COUNT, UNIT_LARGE };
/* A unit a whole row shares: values divided by `divisor` are shown with `name`. */
struct unit_scale {
    const char *name; /* "ns" "µs" "ms" "s"; "B" "KiB" ...; "" for counts; "" "k" "M" "G" */
    double divisor;
};

/* The scale whose numbers are readable for all of the COUNT values (NANs passed over): anchored on
 * the smallest positive one. */
struct unit_scale unit_scale_for(enum unit unit, const double *values, size_t count);

/* The scale that suits most of the values of a row: anchored on the geometric mean of the positive
 * ones. */
struct unit_scale unit_scale_typical(enum unit unit, const double *values, size_t count);

/* Four significant digits without exponent ("10.77", "1185", "0.7099"); bytes in "B", counts and
 * large ones below a thousand are whole, with thousands separated by commas. */
const char *unit_format(struct arena *a, enum unit unit, struct unit_scale scale, double value);

/* A number without a unit, as the peer writes labels: whole numbers whole, others with four
 * significant digits; thousands separated by commas. */
const char *unit_format_label(struct arena *a, double value);

/* A number in the column's unit, as the peer writes it in a table: seconds with four significant
 * digits, bytes with two decimals unless the unit is "B", counts whole, cut off. */
const char *unit_format_peer(struct arena *a, enum unit unit, struct unit_scale scale,
                             double value);

/* "s", "B"; "" of counts */
const char *unit_symbol(enum unit unit);

/* A value with its own unit, as the peer writes it: "4.1 MiB", "1.2e-05s", "40"; which has
 * no large counts: "12.34 M", "393". */
const char *unit_format_alone(struct arena *a, enum unit unit, double value);

/* "+22.0%", "-50.0%", "0.0%" when it rounds to zero. */
const char *unit_format_percent(struct arena *a, double percent);

/* A ratio with 2 decimals, "1.12×", whole from 99.5 on; or with 3, "1.120×", "12.35×".  Where that
 * says too little two digits that do, "0.013×"; "∞×"; "—" for NaN. */
const char *unit_format_ratio(struct arena *a, double ratio, int decimals);

/* At most six columns of it, for cells: "1.48×", "<0.01×", "1.23k×", ">1000M×"; "0" for NAN, which
 * there is 0 / 0. */
const char *unit_format_ratio_short(struct arena *a, double ratio);

/* "2×", "1/4×", "1.5×", "1×": a fold change for a legend. */
const char *unit_format_fold(struct arena *a, double fold);
