/* colors.h - the diverging colour scale of a figure: its bound, its colours.
 *
 * The bound is that of pytest-benchmem's figures, so that both programs colour a cell alike.
 */
#pragma once

#include "base/arena.h"
#include "draw/canvas.h"

/* The PERCENT percentile of the COUNT finite values, linear between the two nearest (NumPy's
 * default method).  VALUES is reordered; COUNT > 0. */
double colors_percentile(double *values, size_t count, double percent);

/* How far the scale reaches to both sides of 0: the 95th percentile of the magnitudes of the finite
 * ones among VALUES; their maximum if that is 0; 1e-9 if all are 0; 1 if there are none. */
double colors_bound(struct arena *a, const double *values, size_t count);

/* The ends of a scale whose middle is white. */
struct palette {
    const char *name;
    struct color low, high;
    const char *low_name, *high_name; /* as Plotly takes them */
};

/* "green-red" (also for NULL), the peer's: #008000 and #ff0000; or "blue-orange", #0571b0 and
 * #e66101, which readers who do not tell red from green can tell. */
const struct palette *colors_palette(const char *name);

/* All of them, the default first. */
const struct palette *colors_palettes(size_t *count);

/* The low end at -BOUND and below, white at 0, the high end at BOUND and above, linear in RGB
 * between.  Infinite values are allowed.  PALETTE NULL is the peer's. */
struct color colors_at(double value, double bound, const struct palette *palette);

/* The colour of something that shall not catch the eye: what is behind it, white, shows through.
 * Where a format has opacity, it is this. */
struct color colors_fade(struct color color);
static const double COLORS_FADED = 0.35;

/* Black or white, whichever has more contrast on the colour (WCAG 2 relative luminance). */
struct color colors_on(struct color background);
