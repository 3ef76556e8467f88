#include "page/plotly.h"

#include "page/plotly_parts.h"
#include "text/xml.h"

#include <math.h>

/* Plotly reads these texts as HTML; as XML they are shown as they are. */
static const char *plain(struct arena *a, const char *text)
{
    struct str s = str_new(a);
    xml_add_text(&s, text);
    return s.data;
}

/* ---- the trace ---- */

static double z_of(const struct cell *cell)
{
    return cell->same && *cell->verdict ? 0 : cell->log2;
}

/* The fold change to two decimals, half to even as NumPy rounds. */
static double text_of(const struct cell *cell)
{
    return rint(cell->fold * 100) / 100;
}

static double value_of(const struct cell *cell)
{
    return cell->value;
}

/* Whether the figure has the row: as the peer's those that the baseline has. */
static bool has_row(const struct heatmap *h, size_t row)
{
    return h->rows[row].reference == h->baseline;
}

/* One number per cell, row by row. */
static void add_matrix(struct json *j, const char *name, const struct heatmap *h,
                       double (*number)(const struct cell *))
{
    json_begin_list(j, name, JSON_LINES);
    for (size_t row = 0; row < h->row_count; row++) {
        if (!has_row(h, row))
            continue;
        json_begin_list(j, NULL, JSON_TIGHT);
        for (size_t c = 0; c < h->columns; c++)
            json_number(j, NULL, number(heatmap_cell(h, row, c)));
        json_end(j);
    }
    json_end(j);
}

static void add_labels(struct json *j, const char *name, const struct heatmap *h)
{
    json_begin_list(j, name, JSON_TIGHT);
    for (size_t c = 0; c < h->columns; c++)
        json_string(j, NULL, h->series[c].label);
    json_end(j);
}

static void add_trace(struct json *j, const struct heatmap *h)
{
    json_begin_object(j, NULL, JSON_LINES);
    json_string(j, "type", "heatmap");
    json_string(j, "name", "0");
    json_string(j, "coloraxis", "coloraxis");
    json_string(j, "xaxis", "x");
    json_string(j, "yaxis", "y");
    add_labels(j, "x", h);
    json_begin_list(j, "y", JSON_TIGHT);
    for (size_t row = 0; row < h->row_count; row++)
        if (has_row(h, row))
            json_string(j, NULL, h->rows[row].id);
    json_end(j);
    add_matrix(j, "z", h, z_of);
    add_matrix(j, "text", h, text_of);
    add_matrix(j, "customdata", h, value_of);
    json_string(j, "texttemplate", "%{text}×");
    json_string(j, "hovertemplate",
                arena_printf(j->out->arena,
                             "id: %%{y}<br>snapshot: %%{x}<br>fold: %%{text}×<br>"
                             "%s: %%{customdata:.4%c}%s<extra></extra>",
                             h->name, h->unit == UNIT_LARGE ? 's' : 'g', unit_symbol(h->unit)));
    json_end(j);
}

/* ---- the layout ---- */

static void add_coloraxis(struct json *j, const struct heatmap *h)
{
    plotly_begin_coloraxis(j, h->bound, h->palette);
    json_begin_object(j, "colorbar", JSON_SPACED);
    plotly_text(j, "title", "fold");
    json_begin_list(j, "tickvals", JSON_TIGHT);
    for (size_t i = 0; i < h->tick_count; i++)
        json_number(j, NULL, h->ticks[i].at);
    json_end(j);
    json_begin_list(j, "ticktext", JSON_TIGHT);
    for (size_t i = 0; i < h->tick_count; i++)
        json_string(j, NULL, h->ticks[i].text);
    json_end(j);
    json_end(j);
    json_end(j);
}

/* Begin an axis of categories, which are not numbers even if they look like some. */
static void begin_axis(struct json *j, const char *name, const char *anchor, const char *title)
{
    json_begin_object(j, name, JSON_SPACED);
    json_string(j, "anchor", anchor);
    plotly_pair(j, "domain", 0, 1);
    json_string(j, "type", "category");
    json_bool(j, "automargin", true);
    json_bool(j, "showgrid", false);
    json_begin_object(j, "title", JSON_SPACED);
    json_string(j, "text", title);
    json_count(j, "standoff", 15);
    json_end(j);
}

static void add_axes(struct json *j, const struct heatmap *h)
{
    struct arena *a = j->out->arena;
    begin_axis(j, "xaxis", "y", "snapshot");
    json_string(j, "tickmode", "array");
    add_labels(j, "tickvals", h);
    json_begin_list(j, "ticktext", JSON_TIGHT);
    for (size_t c = 0; c < h->columns; c++) {
        const char *label = plain(a, h->series[c].label), *state = h->series[c].state;
        json_string(j, NULL, state ? arena_printf(a, "%s<br>(%s)", label, state) : label);
    }
    json_end(j);
    json_end(j);
    begin_axis(j, "yaxis", "x", "id");
    json_string(j, "autorange", "reversed");
    json_end(j);
}

/* Where a value has no finite log2 to colour it by: what it is drawn as. */
static double drawn_z(const struct heatmap *h, const struct cell *cell)
{
    if (cell->state != CELL_VALUE)
        return NAN;
    return fmin(fmax(heatmap_cell_shade(cell), -h->bound), h->bound);
}

static void add_marks(struct json *j, const struct heatmap *h)
{
    json_begin_object(j, "meta", JSON_SPACED);
    json_begin_list(j, "marks", JSON_SPACED);
    for (size_t row = 0; row < h->row_count; row++) {
        for (size_t c = 0; c < h->columns; c++) {
            const struct cell *cell = heatmap_cell(h, row, c);
            if (isfinite(cell->log2) || cell->state == CELL_MISSING || cell->state == CELL_NO_RUN)
                continue;
            json_begin_list(j, NULL, JSON_SPACED);
            json_count(j, NULL, row);
            json_count(j, NULL, c);
            json_string(j, NULL,
                        cell->state == CELL_FAILED
                            ? heatmap_cell_text(j->out->arena, cell)
                            : unit_format_ratio_short(j->out->arena, cell->fold));
            json_number(j, NULL, drawn_z(h, cell));
            json_end(j);
        }
    }
    json_end(j);
    json_end(j);
}

static void add_layout(struct json *j, const struct heatmap *h)
{
    json_begin_object(j, "layout", JSON_LINES);
    plotly_text(j, "title", plain(j->out->arena, h->title));
    json_count(j, "height", h->row_count * 22 > 500 ? h->row_count * 22 : 500);
    json_string(j, "plot_bgcolor", "#e8e8e8");
    json_rawf(j, "margin", "{\"t\": 60}");
    add_axes(j, h);
    add_coloraxis(j, h);
    add_marks(j, h);
    json_end(j);
}

void plotly_heatmap(struct json *j, const char *name, const struct heatmap *heatmap)
{
    json_begin_object(j, name, JSON_LINES);
    json_begin_list(j, "data", JSON_LINES);
    add_trace(j, heatmap);
    json_end(j);
    add_layout(j, heatmap);
    json_end(j);
}

void plotly_figure(struct str *json, const struct figure *figure)
{
    struct json j = json_new(json);
    if (figure->heatmap)
        plotly_heatmap(&j, NULL, figure->heatmap);
    else
        plotly_chart(&j, NULL, figure->chart);
    str_addc(json, '\n');
}
