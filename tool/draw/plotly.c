#include "draw/plotly.h"

#include "text/json.h"
#include "text/xml.h"

#include <math.h>

static const char *unit_suffix(enum unit unit)
{
    return unit == UNIT_SECONDS ? "s" : unit == UNIT_BYTES ? "B" : "";
}

/* ---- the trace ---- */

static double z_of(const struct cell *cell)
{
    return cell->log2;
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

/* One number per cell, row by row. */
static void add_matrix(struct str *s, const struct heatmap *h,
                       double (*number)(const struct cell *))
{
    str_addc(s, '[');
    for (size_t row = 0; row < h->row_count; row++) {
        str_add(s, row ? ",\n[" : "[");
        for (size_t c = 0; c < h->columns; c++) {
            if (c)
                str_addc(s, ',');
            json_add_number(s, number(heatmap_cell(h, row, c)));
        }
        str_addc(s, ']');
    }
    str_addc(s, ']');
}

static void add_labels(struct str *s, const struct heatmap *h)
{
    str_addc(s, '[');
    for (size_t c = 0; c < h->columns; c++) {
        if (c)
            str_addc(s, ',');
        json_add_string(s, h->series[c].label);
    }
    str_addc(s, ']');
}

static void add_ids(struct str *s, const struct heatmap *h)
{
    str_addc(s, '[');
    for (size_t row = 0; row < h->row_count; row++) {
        if (row)
            str_addc(s, ',');
        json_add_string(s, h->rows[row].id);
    }
    str_addc(s, ']');
}

static void add_trace(struct str *s, const struct heatmap *h)
{
    str_add(s, "{\"type\": \"heatmap\", \"name\": \"0\", \"coloraxis\": \"coloraxis\", "
               "\"xaxis\": \"x\", \"yaxis\": \"y\",\n\"x\": ");
    add_labels(s, h);
    str_add(s, ",\n\"y\": ");
    add_ids(s, h);
    str_add(s, ",\n\"z\": ");
    add_matrix(s, h, z_of);
    str_add(s, ",\n\"text\": ");
    add_matrix(s, h, text_of);
    str_add(s, ",\n\"customdata\": ");
    add_matrix(s, h, value_of);
    str_add(s, ",\n\"texttemplate\": \"%{text}×\",\n\"hovertemplate\": ");
    json_add_string(s, arena_printf(s->arena,
                                    "id: %%{y}<br>snapshot: %%{x}<br>fold: %%{text}×<br>"
                                    "%s: %%{customdata:.4g}%s<extra></extra>",
                                    h->name, unit_suffix(h->unit)));
    str_addc(s, '}');
}

/* ---- the layout ---- */

static void add_coloraxis(struct str *s, const struct heatmap *h)
{
    str_add(s, "\"coloraxis\": {\"autocolorscale\": false, \"cmid\": 0, \"cmin\": ");
    json_add_number(s, -h->bound);
    str_add(s, ", \"cmax\": ");
    json_add_number(s, h->bound);
    const struct palette *p = h->palette ? h->palette : scale_palette(NULL);
    str_addf(s, ",\n\"colorscale\": [[0, \"%s\"], [0.5, \"white\"], [1, \"%s\"]],\n", p->low_name,
             p->high_name);
    str_add(s, "\"colorbar\": {\"title\": {\"text\": \"fold\"}, \"tickvals\": [");
    for (size_t i = 0; i < h->tick_count; i++) {
        if (i)
            str_addc(s, ',');
        json_add_number(s, h->ticks[i].at);
    }
    str_add(s, "], \"ticktext\": [");
    for (size_t i = 0; i < h->tick_count; i++) {
        if (i)
            str_addc(s, ',');
        json_add_string(s, h->ticks[i].text);
    }
    str_add(s, "]}}");
}

/* Plotly reads labels as HTML; ticks show them as they are, with the state behind them. */
static void add_version_ticks(struct str *s, const struct heatmap *h)
{
    str_add(s, "\"tickmode\": \"array\", \"tickvals\": ");
    add_labels(s, h);
    str_add(s, ", \"ticktext\": [");
    for (size_t c = 0; c < h->columns; c++) {
        const char *state = heatmap_series_state(&h->series[c]);
        struct str tick;
        str_init(&tick, s->arena);
        xml_add_text(&tick, h->series[c].label);
        if (state)
            str_addf(&tick, "<br>(%s)", state);
        if (c)
            str_addc(s, ',');
        json_add_string(s, tick.data);
    }
    str_addc(s, ']');
}

/* Where a value has no finite log2 to colour it by: what it is drawn as. */
static double drawn_z(const struct heatmap *h, const struct cell *cell)
{
    if (cell->state != CELL_VALUE)
        return NAN;
    return isnan(cell->fold) ? 0 : cell->fold > 0 ? h->bound : -h->bound;
}

static void add_marks(struct str *s, const struct heatmap *h)
{
    size_t count = 0;
    str_add(s, "\"meta\": {\"marks\": [");
    for (size_t row = 0; row < h->row_count; row++) {
        for (size_t c = 0; c < h->columns; c++) {
            const struct cell *cell = heatmap_cell(h, row, c);
            if (isfinite(cell->log2) || cell->state == CELL_MISSING || cell->state == CELL_NO_RUN)
                continue;
            str_addf(s, "%s[%zu, %zu, ", count++ ? ", " : "", row, c);
            json_add_string(s, heatmap_cell_text(s->arena, cell));
            str_add(s, ", ");
            json_add_number(s, drawn_z(h, cell));
            str_addc(s, ']');
        }
    }
    str_add(s, "]}");
}

static void add_layout(struct str *s, const struct heatmap *h)
{
    str_add(s, "{\"title\": {\"text\": ");
    struct str title;
    str_init(&title, s->arena);
    xml_add_text(&title, h->title);
    json_add_string(s, title.data);
    str_addf(s, "},\n\"height\": %zu,\n\"plot_bgcolor\": \"#e8e8e8\",\n\"margin\": {\"t\": 60},\n",
             h->row_count * 22 > 500 ? h->row_count * 22 : 500);
    str_add(s, "\"xaxis\": {\"anchor\": \"y\", \"domain\": [0, 1], \"type\": \"category\", "
               "\"automargin\": true, \"showgrid\": false, ");
    add_version_ticks(s, h);
    str_add(s, ", \"title\": {\"text\": \"snapshot\", \"standoff\": 15}},\n"
               "\"yaxis\": {\"anchor\": \"x\", \"domain\": [0, 1], \"type\": \"category\", "
               "\"automargin\": true, \"showgrid\": false, \"autorange\": \"reversed\", "
               "\"title\": {\"text\": \"id\", \"standoff\": 15}},\n");
    add_coloraxis(s, h);
    str_add(s, ",\n");
    add_marks(s, h);
    str_addc(s, '}');
}

void plotly_heatmap(struct str *json, const struct heatmap *heatmap)
{
    str_add(json, "{\"data\": [");
    add_trace(json, heatmap);
    str_add(json, "],\n\"layout\": ");
    add_layout(json, heatmap);
    str_add(json, "}\n");
}
