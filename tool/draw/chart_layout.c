#include "draw/chart_layout.h"

#include "draw/choose.h"
#include "draw/font.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double margin = HEADING_MARGIN, gap = 8, longest_label = 340, longest_entry = 220;
enum { LEGEND_ENTRIES = 24 };

/* ---- ranges ---- */

/* The value as far as an axis goes. */
static double within_reach(const struct chart_range *r, double value)
{
    return fmin(fmax(value, r->log ? 1 / CHART_REACH : -CHART_REACH), CHART_REACH);
}

double chart_place(const struct chart_range *r, double value)
{
    if (isnan(value) || (r->log && value <= 0))
        return NAN;
    double at = within_reach(r, value);
    double place =
        r->log ? log(at / r->low) / log(r->high / r->low) : (at - r->low) / (r->high - r->low);
    return fmin(fmax(place, 0), 1);
}

double chart_x(const struct chart_range *r, const struct chart_point *point)
{
    for (size_t i = 0; point->text && i < r->name_count; i++)
        if (strcmp(r->names[i], point->text) == 0)
            return (double)i;
    return point->x;
}

static void include(struct chart_range *r, double value)
{
    if (!isfinite(value) || (r->log && value <= 0))
        return;
    double at = within_reach(r, value);
    r->low = isnan(r->low) ? at : fmin(r->low, at);
    r->high = isnan(r->high) ? at : fmax(r->high, at);
}

/* The texts of a category axis, in order of appearance or as the chart has them. */
static void name_categories(struct arena *a, const struct chart_layout *l, struct chart_range *r)
{
    struct strv names = strv_new(a);
    for (size_t i = 0; i < l->chart->x.order_count; i++)
        strv_add(&names, l->chart->x.order[i]);
    for (size_t t = 0; t < l->frame->count; t++)
        for (size_t i = 0; i < l->frame->traces[t].count; i++)
            if (!strv_has(&names, l->frame->traces[t].points[i].text))
                strv_add(&names, l->frame->traces[t].points[i].text);
    r->names = names.items;
    r->name_count = names.len;
    r->low = -0.5;
    r->high = (double)names.len - 0.5;
}

/* The range of the traces in PANEL, or of all if SHARED. */
static struct chart_range range_of(const struct chart_layout *l, bool is_y, bool shared,
                                   size_t panel)
{
    const struct chart_axis *axis = is_y ? &l->chart->y : &l->chart->x;
    struct chart_range r = {.low = axis->low, .high = axis->high, .log = axis->log};
    if (isfinite(r.low))
        return r;
    for (size_t t = 0; t < l->frame->count; t++) {
        const struct chart_trace *trace = &l->frame->traces[t];
        for (size_t i = 0; (shared || trace->panel == panel) && i < trace->count; i++) {
            const struct chart_point *p = &trace->points[i];
            include(&r, is_y ? p->y : p->x);
            if (is_y && l->chart->whiskers) {
                include(&r, p->y + p->above);
                include(&r, p->y - p->below);
            }
        }
    }
    if (axis->to_zero)
        include(&r, 0);
    return r;
}

/* Room beyond the outermost values, and a width where all are one. */
static void widen(struct chart_range *r, bool to_zero)
{
    if (isnan(r->low)) {
        r->low = r->log ? 0.1 : 0;
        r->high = 1;
    }
    if (r->log) {
        double by = pow(r->high / r->low, 0.06);
        by = by > 1.0001 ? by : 1.5;
        r->low /= by;
        r->high *= by;
        return;
    }
    double by = 0.06 * (r->high - r->low);
    by = by > 0 ? by : fabs(r->high) > 0 ? 0.1 * fabs(r->high) : 1;
    bool at_zero = to_zero && r->low == 0;
    r->low -= at_zero ? 0 : by;
    r->high += by;
}

static void make_ticks(struct arena *a, struct chart_range *r, double length, bool is_y, int unit)
{
    size_t wanted = (size_t)(length / (is_y ? 45 : 75));
    if (!r->names) {
        r->tick_count =
            ticks_make(a, r->low, r->high, r->log, wanted < 2 ? 2 : wanted, unit, &r->ticks);
        return;
    }
    r->ticks = arena_array(a, r->name_count + 1, sizeof *r->ticks);
    size_t every = r->name_count / (wanted + 1) + 1;
    for (size_t i = 0; i < r->name_count; i += every)
        r->ticks[r->tick_count++] = (struct tick){
            (double)i, font_elide(a, r->names[i], HEADING_FONT, false,
                                  fmax(length / (double)r->name_count * (double)every - 6, 30))};
}

static struct chart_range make_range(struct arena *a, const struct chart_layout *l, bool is_y,
                                     size_t panel, double length)
{
    const struct chart_axis *axis = is_y ? &l->chart->y : &l->chart->x;
    struct chart_range r = range_of(l, is_y, !axis->free, panel);
    if (!is_y && axis->category)
        name_categories(a, l, &r);
    else if (isnan(axis->low))
        widen(&r, axis->to_zero);
    make_ticks(a, &r, length, is_y, axis->unit ? (int)l->chart->unit : UNITLESS);
    return r;
}

/* ---- panels of dots and lines ---- */

static double widest_tick(const struct chart_range *r)
{
    double widest = 0;
    for (size_t i = 0; i < r->tick_count; i++)
        widest = fmax(widest, font_width(r->ticks[i].text, HEADING_FONT, false));
    return widest;
}

/* Leave out the panels without a trace: of benchmarks that lack the dim. */
static void use_panels(struct arena *a, struct chart_layout *l)
{
    bool *used = arena_array(a, l->chart->panel_count, sizeof *used);
    for (size_t t = 0; t < l->frame->count; t++)
        used[l->frame->traces[t].panel] = true;
    l->panels = arena_array(a, l->chart->panel_count, sizeof *l->panels);
    for (size_t p = 0; p < l->chart->panel_count; p++)
        if (used[p])
            l->panels[l->panel_count++].number = p;
}

static void place_panels(struct arena *a, struct chart_layout *l, double top)
{
    const struct chart *c = l->chart;
    use_panels(a, l);
    size_t across = l->panel_count < CHART_PANELS_ACROSS ? l->panel_count : CHART_PANELS_ACROSS;
    across = across ? across : 1;
    size_t down = (l->panel_count + across - 1) / across;
    double width = across == 1 ? 680 : across == 2 ? 400 : 310;
    double height = down == 1 && across == 1 ? 400 : 260;
    double title = c->panels[0] ? 24 : 4, labels = 20, between = 26;
    double tick = 0;
    for (size_t p = 0; p < l->panel_count; p++) {
        l->panels[p].x = make_range(a, l, false, l->panels[p].number, width);
        l->panels[p].y = make_range(a, l, true, l->panels[p].number, height);
        tick = fmax(tick, widest_tick(&l->panels[p].y));
    }
    double left = margin + 22 + tick + 6;
    double step_x = width + (c->y.free ? tick + 12 : 0) + between;
    double step_y = height + title + (c->x.free ? labels : 0) + 10;
    for (size_t p = 0; p < l->panel_count; p++) {
        struct chart_panel *panel = &l->panels[p];
        size_t column = p % across, row = p / across;
        panel->box = (struct rect){left + (double)column * step_x,
                                   top + title + (double)row * step_y, width, height};
        const char *text = c->panels[panel->number];
        panel->title = text ? font_elide(a, text, HEADING_FONT, true, width) : NULL;
        panel->y_labels = column == 0 || c->y.free;
        panel->x_labels = p + across >= l->panel_count || c->x.free;
    }
    l->width = left + (double)(across - 1) * step_x + width + margin;
    l->height = top + title + (double)(down - 1) * step_y + height + labels + 24 + margin;
}

/* ---- panels of bars ---- */

static int by_number(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

/* The bars of a trace from the last; of many those that changed most. */
static void choose_bars(struct arena *a, struct chart_panel *panel, struct choice choice)
{
    const struct chart_trace *t = panel->trace;
    double *changes = arena_array(a, t->count + 1, sizeof *changes);
    for (size_t i = 0; i < t->count; i++)
        changes[t->count - 1 - i] = t->points[i].x;
    panel->bars = choose_rows(a, changes, t->count, choice, &panel->bar_count);
    qsort(panel->bars, panel->bar_count, sizeof *panel->bars, by_number);
    for (size_t i = 0; i < panel->bar_count; i++)
        panel->bars[i] = t->count - 1 - panel->bars[i];
}

/* Returns the width of the widest. */
static double label_bars(struct arena *a, const struct chart_layout *l, struct chart_panel *panel)
{
    const char **names = arena_array(a, panel->bar_count + 1, sizeof *names);
    double widest = 0;
    for (size_t i = 0; i < panel->bar_count; i++)
        names[i] = panel->trace->points[panel->bars[i]].short_name;
    panel->bar_labels = font_shorten(a, names, panel->bar_count, l->bar_font, longest_label);
    for (size_t i = 0; i < panel->bar_count; i++)
        widest = fmax(widest, font_width(panel->bar_labels[i], l->bar_font, false));
    return ceil(widest);
}

static void place_bars(struct arena *a, struct chart_layout *l, double top)
{
    const struct chart *c = l->chart;
    const double width = 620, beyond = 70; /* for the text behind the longest bar */
    l->panel_count = l->frame->count;
    l->panels = arena_array(a, l->panel_count + 1, sizeof *l->panels);
    size_t share = l->panel_count ? l->panel_count : 1;
    struct choice choice = {c->top, CHART_BARS_USUAL / share, CHART_BARS_DRAWN / share};
    for (size_t p = 0; p < l->panel_count; p++) {
        l->panels[p].trace = &l->frame->traces[p];
        choose_bars(a, &l->panels[p], choice);
        l->drawn -= l->panels[p].trace->count - l->panels[p].bar_count;
    }
    l->bar_height = l->drawn <= 60 ? 22 : l->drawn <= 300 ? 17 : 12;
    l->bar_font = l->drawn <= 60 ? 12 : l->drawn <= 300 ? 11 : 9;
    for (size_t p = 0; p < l->panel_count; p++) {
        l->label_width = fmax(l->label_width, label_bars(a, l, &l->panels[p]));
    }
    double left = margin + l->label_width + gap, y = top;
    for (size_t p = 0; p < l->panel_count; p++) {
        struct chart_panel *panel = &l->panels[p];
        const char *title = c->panels[panel->trace->panel];
        panel->title = title ? font_elide(a, title, HEADING_FONT, true, width) : NULL;
        y += title ? 24 : 4;
        panel->box = (struct rect){left, y, width, l->bar_height * (double)panel->bar_count};
        panel->x = range_of(l, false, !c->x.free, panel->trace->panel);
        include(&panel->x, 0);
        double by = (panel->x.high - panel->x.low) * beyond / width;
        by = by > 0 ? by : 1;
        panel->x.low -= panel->x.low < 0 ? by : by / 3;
        panel->x.high += panel->x.high > 0 ? by : by / 3;
        make_ticks(a, &panel->x, width, false, (int)c->unit);
        panel->x_labels = c->x.free || p + 1 == l->panel_count;
        y += panel->box.height + (panel->x_labels ? 22 : 8);
    }
    l->width = left + width + margin;
    l->height = y + 22 + margin;
}

/* ---- around them ---- */

const char *chart_amount(struct arena *a, const struct chart *c, double value)
{
    return ticks_text(a, value, value, (int)c->unit, 3);
}

const char *chart_change(struct arena *a, const struct chart *c, double value)
{
    return arena_printf(a, "%s%s", value > 0 ? "+" : "", chart_amount(a, c, value));
}

static void make_legend(struct arena *a, struct chart_layout *l)
{
    double widest = 0;
    l->legend = arena_array(a, LEGEND_ENTRIES, sizeof *l->legend);
    for (size_t t = 0; t < l->frame->count; t++) {
        const struct chart_trace *trace = &l->frame->traces[t];
        if (!trace->in_legend)
            continue;
        if (l->legend_count == LEGEND_ENTRIES) {
            l->legend_more++;
            continue;
        }
        struct chart_legend *entry = &l->legend[l->legend_count++];
        *entry = (struct chart_legend){
            font_elide(a, trace->name, HEADING_FONT, false, longest_entry), trace};
        widest = fmax(widest, font_width(entry->text, HEADING_FONT, false));
    }
    if (l->legend_count == 0)
        return;
    l->legend_x = l->width;
    l->legend_y = l->panels[0].box.y;
    widest = fmax(widest, font_width(l->chart->legend_title, HEADING_FONT, true) - 36);
    l->width += 36 + fmax(widest, 60) + margin;
    double bottom = l->legend_y + (double)(l->legend_count + 2) * CHART_LEGEND_LINE + margin;
    l->height = fmax(l->height, bottom);
}

static const char *make_subtitle(struct arena *a, const struct chart_layout *l)
{
    const struct chart *c = l->chart;
    struct str s = str_new(a);
    if (c->frame_count > 1)
        str_addf(&s, "%s, the last of %zu runs; ", l->frame->name, c->frame_count);
    else if (c->mark != CHART_LINES && l->frame->count && l->frame->traces->count)
        str_addf(&s, "%s; ", l->frame->traces->points->series);
    str_addf(&s, "%zu %s%s", c->shown, c->mark == CHART_LINES ? "point" : "benchmark",
             c->shown == 1 ? "" : "s");
    for (size_t i = 0; i < c->notes.len; i++)
        str_addf(&s, "; %s", c->notes.items[i]);
    if (c->whiskers)
        str_add(&s, "; whiskers from the smallest to the largest pass");
    return s.data;
}

static void make_color_bar(struct arena *a, struct chart_layout *l)
{
    const struct chart *c = l->chart;
    struct tick *ticks = arena_array(a, 3, sizeof *ticks);
    for (int i = 0; i < 3; i++)
        ticks[i] = (struct tick){(i - 1) * c->bound, chart_change(a, c, (i - 1) * c->bound)};
    double left = HEADING_MARGIN + font_width("less", HEADING_FONT, false) + 10;
    struct rect box = {left, HEADING_BOTTOM + 14, 320, 12};
    l->colors = (struct color_bar){box, c->bound, c->palette, ticks, 3, "less", "more"};
}

void chart_layout_make(struct arena *a, const struct chart *chart, struct chart_layout *layout)
{
    struct chart_layout l = {.arena = a, .chart = chart, .drawn = chart->shown};
    l.frame = &chart->frames[chart->frame_count - 1];
    l.subtitle = make_subtitle(a, &l);
    double top = HEADING_BOTTOM + 14;
    if (chart->mark == CHART_DOTS) {
        make_color_bar(a, &l);
        top = l.colors.box.y + l.colors.box.height + 30;
    }
    if (chart->mark == CHART_BARS)
        place_bars(a, &l, top);
    else
        place_panels(a, &l, top);
    make_legend(a, &l);
    double words = fmax(font_width(chart->title, HEADING_TITLE_FONT, true),
                        font_width(l.subtitle, HEADING_FONT, false));
    l.width = ceil(fmax(l.width, fmin(words, 900) + 2 * margin));
    if (l.drawn < chart->shown)
        l.subtitle = arena_printf(a, "%s; the %zu that changed most are drawn, %zu are not",
                                  l.subtitle, l.drawn, chart->shown - l.drawn);
    l.height = ceil(l.height);
    *layout = l;
}
