#include "page/plotly_parts.h"

void plotly_text(struct json *j, const char *name, const char *text)
{
    json_begin_object(j, name, JSON_SPACED);
    json_string(j, "text", text);
    json_end(j);
}

void plotly_pair(struct json *j, const char *name, double first, double second)
{
    json_begin_list(j, name, JSON_TIGHT);
    json_number(j, NULL, first);
    json_number(j, NULL, second);
    json_end(j);
}

void plotly_begin_coloraxis(struct json *j, double bound, const struct palette *palette)
{
    const struct palette *p = palette ? palette : colors_palette(NULL);
    json_begin_object(j, "coloraxis", JSON_SPACED);
    json_bool(j, "autocolorscale", false);
    json_count(j, "cmid", 0);
    json_number(j, "cmin", -bound);
    json_number(j, "cmax", bound);
    json_rawf(j, "colorscale", "[[0, \"%s\"], [0.5, \"white\"], [1, \"%s\"]]", p->low_name,
              p->high_name);
}
