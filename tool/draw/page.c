#include "draw/page.h"

#include "draw/page_files.h"
#include "text/xml.h"

#include <string.h>

/* The release that was tested, and the SHA-384 of its dist/plotly.min.js, which the CDN serves and
 * the plotly wheel holds. */
#define PLOTLYJS_VERSION "4.1.1"
static const char plotlyjs_url[] = "https://cdn.plot.ly/plotly-" PLOTLYJS_VERSION ".min.js";
static const char plotlyjs_integrity[] =
    "sha384-AFNp2MtSm5/oZbEs/J19F/Ah57MEiVsoed8nE3fq2Wnccdl1u/EkyJ9XKKU8rt7+";

bool page_has_plotlyjs(struct error *err)
{
    size_t len;
    if (page_file(PAGE_PLOTLYJS, &len))
        return true;
    if (err)
        error_set(err, EXIT_USAGE,
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
    const char *code = page_file(PAGE_PLOTLYJS, &len);
    str_add(out, "<script>\n");
    add_script(out, code, len);
    str_add(out, "\n</script>\n");
}

/* What the page may load: nothing but plotly.js, and that only where it is not in the page.
 * plotly.js compiles code of its own to draw many points. */
static void add_policy(struct str *out, enum plotlyjs plotlyjs)
{
    str_addf(out,
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "script-src 'unsafe-inline' 'unsafe-eval'%s; style-src 'unsafe-inline'; img-src data: "
             "blob:; font-src data:; base-uri 'none'; form-action 'none'\">\n",
             plotlyjs == PLOTLYJS_CDN ? " https://cdn.plot.ly" : "");
}

static const char controls[] =
    "<main id=\"app\" hidden>\n<header><h1 id=\"heading\"></h1><p id=\"facts\" "
    "class=\"facts\"></p></header>\n"
    "<form class=\"controls\" onsubmit=\"return false\">\n"
    "<label>Metric <select id=\"metric\"></select></label>\n"
    "<label>Filter <input id=\"filter\" type=\"search\" placeholder=\"part of a name\" "
    "autocomplete=\"off\"></label>\n"
    "<label>Sort by <select id=\"sort\"><option value=\"name\">name</option>"
    "<option value=\"change\">worst change</option><option value=\"value\">value</option>"
    "</select></label>\n</form>\n"
    "<p class=\"status\"><span id=\"status\" role=\"status\"></span> "
    "<button type=\"button\" id=\"all\" hidden>show all</button></p>\n"
    "<div id=\"plot\"></div>\n"
    "<p id=\"nothing\" hidden>Nothing to draw for this metric and filter.</p>\n"
    "<section id=\"detail\" hidden><header><h2 id=\"detail-title\"></h2>"
    "<button type=\"button\" id=\"close\">close</button></header>\n"
    "<p id=\"detail-text\" class=\"facts\"></p><div id=\"line\"></div></section>\n"
    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"all numbers\">"
    "<table id=\"table\"></table></div>\n</main>\n";

static void add_file(struct str *out, enum page_file file)
{
    size_t len;
    const char *text = page_file(file, &len);
    str_addn(out, text, len);
}

static void add_data(struct str *out, const char *id, const char *json)
{
    str_addf(out, "<script type=\"application/json\" id=\"%s\">\n", id);
    add_script_json(out, json);
    str_add(out, "</script>\n");
}

void page_add(struct str *out, const char *title, const char *figure, const char *details,
              enum plotlyjs plotlyjs)
{
    str_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    add_policy(out, plotlyjs);
    str_add(out, "<title>");
    xml_add_text(out, title);
    str_add(out, "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n");
    add_file(out, PAGE_CSS);
    str_add(out, "</style>\n</head>\n<body>\n");
    str_add(out, controls);
    str_addf(
        out,
        "<p id=\"message\" hidden>The figure needs plotly.js, which could not be loaded: see "
        "whether this machine reaches <code>%s</code>, or write the page with "
        "<code>benchmem plot --plotlyjs inline</code>. The numbers are in the table.</p>\n"
        "<noscript><p>This page draws its figure with JavaScript, which is switched off. "
        "<code>benchmem plot -o figure.svg</code> writes one that needs none.</p></noscript>\n",
        plotlyjs_url);
    add_data(out, "figure", figure);
    add_data(out, "details", details);
    add_plotlyjs(out, plotlyjs);
    str_add(out, "<script>\n");
    add_file(out, PAGE_JS);
    str_add(out, "</script>\n</body>\n</html>\n");
}
