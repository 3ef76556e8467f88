#include "draw/colors.h"

#include "base/numbers.h"

#include <math.h>
#include <string.h>

double colors_percentile(double *values, size_t count, double percent)
{
    numbers_sort(values, count);
    double at = percent / 100 * (double)(count - 1), whole = floor(at), part = at - whole;
    size_t i = (size_t)whole;
    if (i + 1 >= count)
        return values[count - 1];
    /* From the nearer end, as NumPy does it, for the same rounding. */
    double low = values[i], high = values[i + 1], step = high - low;
    return part < 0.5 ? low + step * part : high - step * (1 - part);
}

double colors_bound(struct arena *a, const double *values, size_t count)
{
    struct arena_mark mark = arena_mark(a);
    double *sizes = arena_array(a, count + 1, sizeof *sizes), largest = 0, bound = 1;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            sizes[n] = fabs(values[i]);
            largest = fmax(largest, sizes[n++]);
        }
    }
    if (n > 0) {
        bound = colors_percentile(sizes, n, 95);
        if (bound <= 0)
            bound = largest > 0 ? largest : 1e-9;
    }
    arena_reset(a, mark);
    return bound;
}

static const struct palette palettes[] = {
    {"green-red", {0, 128, 0}, {255, 0, 0}, "green", "red"},
    {"blue-orange", {0x05, 0x71, 0xb0}, {0xe6, 0x61, 0x01}, "#0571b0", "#e66101"},
};

const struct palette *colors_palette(const char *name)
{
    for (size_t i = 0; name && i < sizeof palettes / sizeof *palettes; i++)
        if (strcmp(palettes[i].name, name) == 0)
            return &palettes[i];
    return palettes;
}

const struct palette *colors_palettes(size_t *count)
{
    *count = sizeof palettes / sizeof *palettes;
    return palettes;
}

struct color colors_at(double value, double bound, const struct palette *palette)
{
    const struct palette *p = palette ? palette : colors_palette(NULL);
    double part = bound > 0 ? fmin(fabs(value) / bound, 1) : 1;
    struct color end = value < 0 ? p->low : p->high;
    if (value == 0)
        part = 0;
    return (struct color){
        (unsigned char)lround(255 + (end.red - 255) * part),
        (unsigned char)lround(255 + (end.green - 255) * part),
        (unsigned char)lround(255 + (end.blue - 255) * part),
    };
}

static unsigned char fade(unsigned char channel)
{
    return (unsigned char)lround(255 - (255 - channel) * COLORS_FADED);
}

struct color colors_fade(struct color color)
{
    return (struct color){fade(color.red), fade(color.green), fade(color.blue)};
}

static double linear(unsigned char channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

struct color colors_on(struct color background)
{
    double luminance = 0.2126 * linear(background.red) + 0.7152 * linear(background.green) +
                       0.0722 * linear(background.blue);
    double on_black = (luminance + 0.05) / 0.05, on_white = 1.05 / (luminance + 0.05);
    return on_black >= on_white ? (struct color){0, 0, 0} : (struct color){255, 255, 255};
}
