#include "text/unit.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const struct unit_scale seconds[] = {
    {"ns", 1e-9}, {"µs", 1e-6}, {"ms", 1e-3}, {"s", 1.0}, {NULL, 0}};
static const struct unit_scale bytes[] = {{"B", 1.0},
                                          {"KiB", 1024.0},
                                          {"MiB", 1048576.0},
                                          {"GiB", 1073741824.0},
                                          {"TiB", 1099511627776.0},
                                          {NULL, 0}};
static const struct unit_scale counts[] = {{"", 1.0}, {NULL, 0}};
static const struct unit_scale large[] = {{"", 1.0},  {"k", 1e3},  {"M", 1e6},
                                          {"G", 1e9}, {"T", 1e12}, {NULL, 0}};

static const struct unit_scale *scales_of(enum unit unit)
{
    return unit == UNIT_SECONDS ? seconds
           : unit == UNIT_BYTES ? bytes
           : unit == UNIT_LARGE ? large
                                : counts;
}

/* The largest scale in which ANCHOR is not below one. */
static struct unit_scale scale_of(enum unit unit, double anchor)
{
    const struct unit_scale *scale = scales_of(unit);
    if (!isfinite(anchor))
        return unit == UNIT_SECONDS ? seconds[3] : *scale;
    while (scale[1].name && anchor >= scale[1].divisor)
        scale++;
    return *scale;
}

struct unit_scale unit_scale_for(enum unit unit, const double *values, size_t count)
{
    double anchor = INFINITY;
    for (size_t i = 0; i < count; i++)
        if (values[i] > 0 && values[i] < anchor)
            anchor = values[i];
    return scale_of(unit, anchor);
}

struct unit_scale unit_scale_typical(enum unit unit, const double *values, size_t count)
{
    double sum = 0;
    size_t positive = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i] > 0 && isfinite(values[i])) {
            sum += log(values[i]);
            positive++;
        }
    }
    /* The mean of equal values may come out a hair below them: 1 ms is not 1000 µs. */
    return scale_of(unit, positive ? exp(sum / (double)positive) * (1 + 1e-9) : INFINITY);
}

/* Put a comma between every three digits of the integer part; an exponent has none. */
static const char *with_commas(struct arena *a, const char *digits)
{
    size_t sign = digits[0] == '-', whole = strcspn(digits + sign, ".e");
    char *out = arena_alloc(a, strlen(digits) * 2 + 1), *p = out;
    for (size_t i = 0; digits[i]; i++) {
        size_t at = i - sign;
        if (i > sign && at < whole && (whole - at) % 3 == 0)
            *p++ = ',';
        *p++ = digits[i];
    }
    return out;
}

/* VALUE with so many decimals, 9 at most, as printf's "%.*f" writes it: a table of thousands of
 * rows is little else.  The product with a power of ten and its rounding error are exact together
 * (fma), so the digit to round to is known; ties go to the even one. */
static const char *format_fixed(struct arena *a, int decimals, double value)
{
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    double size = fabs(value), scaled = size * powers[decimals];
    if (!(scaled < 1e15))
        return arena_printf(a, "%.*f", decimals, value);
    double whole = floor(scaled), beyond = scaled - whole - 0.5;
    if (beyond == 0)
        beyond = fma(size, powers[decimals], -scaled);
    uint64_t digits = (uint64_t)whole;
    digits += beyond > 0 || (beyond == 0 && digits % 2);

    char text[32], *p = text + sizeof text;
    for (int i = 0; digits || i <= decimals; i++) {
        if (i == decimals && i > 0)
            *--p = '.';
        *--p = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (signbit(value))
        *--p = '-';
    return arena_strndup(a, p, (size_t)(text + sizeof text - p));
}

/* As many decimals as make four significant digits, judged after rounding to them; 9 at most. */
static int decimals_of(double size)
{
    double above = 1000, power = 1;
    int decimals = 0;
    if (size == 0)
        return 0;
    for (; decimals < 9 && size < above; decimals++) {
        above /= 10;
        power *= 10;
    }
    return decimals > 0 && round(size * power) >= 1e4 ? decimals - 1 : decimals;
}

const char *unit_format(struct arena *a, enum unit unit, struct unit_scale scale, double value)
{
    if (unit == UNIT_COUNT || (unit != UNIT_SECONDS && scale.divisor <= 1.0))
        return with_commas(a, format_fixed(a, 0, value));
    double shown = value / scale.divisor;
    return format_fixed(a, decimals_of(fabs(shown)), shown);
}

const char *unit_format_peer(struct arena *a, enum unit unit, struct unit_scale scale, double value)
{
    if (unit == UNIT_SECONDS)
        return arena_printf(a, "%.4g", value);
    if (unit == UNIT_COUNT)
        return with_commas(a, arena_printf(a, "%.0f", trunc(value) + 0.0));
    bool whole = scale.divisor <= 1.0;
    return with_commas(a, arena_printf(a, whole ? "%.0f" : "%.2f", value / scale.divisor));
}

const char *unit_format_label(struct arena *a, double value)
{
    bool whole = isfinite(value) && value == floor(value);
    return with_commas(a, arena_printf(a, whole ? "%.0f" : "%.4g", value + 0.0));
}

static const char *format_large(struct arena *a, double value)
{
    static const double most = 999.95; /* what four digits round to a thousand */
    const struct unit_scale *scale = large;
    while (scale[1].name && fabs(value) / scale->divisor >= most)
        scale++;
    if (scale == large)
        return arena_printf(a, "%.0f", value);
    return arena_printf(a, "%.4g %s", value / scale->divisor, scale->name);
}

const char *unit_format_alone(struct arena *a, enum unit unit, double value)
{
    if (unit == UNIT_SECONDS)
        return arena_printf(a, "%.4gs", value);
    if (unit == UNIT_COUNT)
        return arena_printf(a, "%.4g", value);
    if (unit == UNIT_LARGE)
        return format_large(a, value);
    const struct unit_scale *scale = bytes;
    while (scale[1].name && fabs(value) / scale->divisor >= 1024.0)
        scale++;
    if (scale == bytes)
        return arena_printf(a, "%.0f B", value);
    return arena_printf(a, "%.3g %s", value / scale->divisor, scale->name);
}

const char *unit_format_percent(struct arena *a, double percent)
{
    /* The sign of NaN is the processor's whim. */
    const char *text = arena_printf(a, "%+.1f%%", isnan(percent) ? fabs(percent) : percent);
    bool zero = strcmp(text, "+0.0%") == 0 || strcmp(text, "-0.0%") == 0;
    return zero ? "0.0%" : text;
}

const char *unit_format_ratio(struct arena *a, double ratio, int decimals)
{
    if (isnan(ratio))
        return "—";
    if (isinf(ratio))
        return "∞×";
    if (ratio < 0.095)
        return arena_printf(a, "%.2g×", ratio);
    if (decimals == 2)
        return arena_printf(a, ratio < 99.5 ? "%.2f×" : "%.0f×", ratio);
    return arena_printf(a, ratio < 9.995 ? "%.3f×" : "%.4g×", ratio);
}

const char *unit_format_fold(struct arena *a, double fold)
{
    if (fabs(fold - 1.0) < 1e-9)
        return "1×";
    return fold > 1.0 ? arena_printf(a, "%.3g×", fold) : arena_printf(a, "1/%.3g×", 1.0 / fold);
}

const char *unit_symbol(enum unit unit)
{
    return unit == UNIT_SECONDS ? "s" : unit == UNIT_BYTES ? "B" : "";
}

const char *unit_format_ratio_short(struct arena *a, double ratio)
{
    if (isnan(ratio) || isinf(ratio))
        return isnan(ratio) ? "0" : "∞×";
    if (ratio > 0 && ratio < 0.005)
        return "<0.01×";
    if (ratio < 999.5)
        return arena_printf(a, ratio < 99.995 ? "%.2f×" : "%.0f×", ratio);
    if (ratio < 999.5e3)
        return arena_printf(a, "%.3gk×", ratio / 1e3);
    return ratio < 999.5e6 ? arena_printf(a, "%.3gM×", ratio / 1e6) : ">1000M×";
}
