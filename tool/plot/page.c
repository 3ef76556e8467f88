#include "plot/page.h"

#include "plot/plotlyjs.h"
#include "text/xml.h"

#include <string.h>

/* The release that was tested, and the SHA-384 of its dist/plotly.min.js, which the CDN serves and
 * the plotly wheel holds. */
#define PLOTLYJS_VERSION "4.1.1"
static const char plotlyjs_url[] = "https://cdn.plot.ly/plotly-" PLOTLYJS_VERSION ".min.js";
static const char plotlyjs_integrity[] =
    "sha384-AFNp2MtSm5/oZbEs/J19F/Ah57MEiVsoed8nE3fq2Wnccdl1u/EkyJ9XKKU8rt7+";

static const char style[] =
    "html { overflow-y: scroll; }\n"
    "body { margin: 0; background: #fff; color: #1a1a1a; font-family: sans-serif; }\n"
    "#message { margin: 2em; max-width: 40em; }\n";

/* Draws the figure.  What Plotly would take for markup in an id is shown as it is, ids are elided
 * on the axis but whole in the hover, and blank cells say what they are. */
static const char script[] =
    "(function () {\n"
    "  var figure = JSON.parse(document.getElementById('figure').textContent);\n"
    "  if (!window.Plotly) {\n"
    "    document.getElementById('message').hidden = false;\n"
    "    return;\n"
    "  }\n"
    "  function plain(text) {\n"
    "    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');\n"
    "  }\n"
    "  function shorter(text, most) {\n"
    "    var letters = Array.from(text), head = Math.floor(most / 3);\n"
    "    return letters.length <= most ? text : letters.slice(0, head).join('') + '\\u2026' +\n"
    "      letters.slice(letters.length - (most - head - 1)).join('');\n"
    "  }\n"
    "  figure.data.forEach(function (trace) {\n"
    "    if (trace.type !== 'heatmap') { return; }\n"
    "    var axis = figure.layout.yaxis;\n"
    "    axis.tickmode = 'array';\n"
    "    axis.tickvals = trace.y;\n"
    "    axis.ticktext = trace.y.map(function (id) { return plain(shorter(id, 60)); });\n"
    "    trace.hovertext = trace.z.map(function (row, i) {\n"
    "      var id = plain(shorter(trace.y[i], 400));\n"
    "      return row.map(function () { return id; });\n"
    "    });\n"
    "    trace.text = trace.z.map(function (row, i) {\n"
    "      return row.map(function (z, k) { return z === null ? '\\u2014' : trace.text[i][k] + "
    "'\\u00d7'; });\n"
    "    });\n"
    "    ((figure.layout.meta || {}).marks || []).forEach(function (mark) {\n"
    "      trace.text[mark[0]][mark[1]] = mark[2];\n"
    "      trace.z[mark[0]][mark[1]] = mark[3];\n"
    "    });\n"
    "    trace.texttemplate = '%{text}';\n"
    "    trace.hovertemplate = trace.hovertemplate.replace('%{y}', '%{hovertext}')\n"
    "      .replace('%{text}\\u00d7', '%{text}');\n"
    "    trace.hoverongaps = false;\n"
    "  });\n"
    "  if (figure.layout.height > 900) {\n"
    "    figure.layout.xaxis.side = 'top';\n"
    "    figure.layout.margin.t = 110;\n"
    "    Object.assign(figure.layout.title, {yref: 'container', y: 1, yanchor: 'top', pad: {t: "
    "16}});\n"
    "    Object.assign(figure.layout.coloraxis.colorbar,\n"
    "      {lenmode: 'pixels', len: 420, y: 1, yanchor: 'top'});\n"
    "  }\n"
    "  Plotly.newPlot('plot', figure.data, figure.layout, {responsive: true});\n"
    "})();\n";

bool page_has_plotlyjs(struct error *err)
{
    size_t len;
    if (plotlyjs_embedded(&len))
        return true;
    if (err)
        error_set(err, STATUS_USAGE,
                  "--plotlyjs inline: this benchmem was built without plotly.js; configure it with "
                  "uv on PATH and the network, or with -DPYTEST_BENCHMEM_PLOTLYJS=FILE naming a "
                  "plotly.min.js, or take --plotlyjs cdn");
    return false;
}

/* JSON text for a script element: these characters stand only in its strings. */
static void add_script_json(struct str *out, const char *json)
{
    static const char separator[] = "\xE2\x80"; /* U+2028 and U+2029 but for the last byte */
    while (*json) {
        size_t n = strcspn(json, "<>&\xE2");
        str_addn(out, json, n);
        json += n;
        if (!*json)
            break;
        bool separates =
            strncmp(json, separator, 2) == 0 && (json[2] == '\xA8' || json[2] == '\xA9');
        if (separates)
            str_add(out, json[2] == '\xA8' ? "\\u2028" : "\\u2029");
        else if (*json == '\xE2')
            str_addc(out, *json);
        else
            str_addf(out, "\\u%04x", (unsigned)*json);
        json += separates ? 3 : 1;
    }
}

/* JavaScript for a script element: an end tag in it can only be within a string. */
static void add_script(struct str *out, const char *code, size_t len)
{
    static const char end_tag[] = "</script";
    const size_t tag = sizeof end_tag - 1;
    for (size_t at = 0; at < len;) {
        const char *from = code + at, *end = memmem(from, len - at, end_tag, tag);
        if (!end) {
            str_addn(out, from, len - at);
            return;
        }
        str_addn(out, from, (size_t)(end - from));
        str_add(out, "<\\/script");
        at = (size_t)(end - code) + tag;
    }
}

static void add_plotlyjs(struct str *out, enum plotlyjs plotlyjs)
{
    if (plotlyjs == PLOTLYJS_CDN) {
        str_addf(out,
                 "<script charset=\"utf-8\" src=\"%s\" integrity=\"%s\" "
                 "crossorigin=\"anonymous\"></script>\n",
                 plotlyjs_url, plotlyjs_integrity);
        return;
    }
    size_t len;
    const char *code = plotlyjs_embedded(&len);
    str_add(out, "<script>\n");
    add_script(out, code, len);
    str_add(out, "\n</script>\n");
}

void page_add(struct str *out, const char *title, const char *figure, enum plotlyjs plotlyjs)
{
    str_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<title>");
    xml_add_text(out, title);
    str_addf(out,
             "</title>\n<style>\n%s</style>\n</head>\n<body>\n<div id=\"plot\"></div>\n"
             "<p id=\"message\" hidden>The figure needs plotly.js, which could not be loaded: see "
             "whether this machine reaches <code>%s</code>, or write the page with "
             "<code>benchmem plot --plotlyjs inline</code>. The numbers are in this file, in the "
             "element with the id <code>figure</code>.</p>\n"
             "<noscript><p>This page draws its figure with JavaScript, which is switched off. "
             "<code>benchmem plot -o figure.svg</code> writes one that needs none.</p></noscript>\n"
             "<script type=\"application/json\" id=\"figure\">\n",
             style, plotlyjs_url);
    add_script_json(out, figure);
    str_add(out, "</script>\n");
    add_plotlyjs(out, plotlyjs);
    str_addf(out, "<script>\n%s</script>\n</body>\n</html>\n", script);
}
