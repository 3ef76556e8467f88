#include "page/page.h"

#include "base/embed.h"
#include "text/xml.h"

#include <string.h>

/* ---- the files, built into the program ---- */

/* Each with the macro that names its file, BENCHMEM_<NAME> (tool/CMakeLists.txt); the scripts in
 * the order in which they follow each other, in one function. */
#define PAGE_FILES(EACH)                                                                           \
    EACH(PAGE_HTML)                                                                                \
    EACH(PAGE_CSS)                                                                                 \
    EACH(DATA_JS)                                                                                  \
    EACH(COLORS_JS)                                                                                \
    EACH(ADDRESS_JS)                                                                               \
    EACH(NUMBERS_JS)                                                                               \
    EACH(HEATMAP_JS)                                                                               \
    EACH(CHART_JS)                                                                                 \
    EACH(DRAW_JS)                                                                                  \
    EACH(EXPLAIN_JS)                                                                               \
    EACH(PANEL_JS)                                                                                 \
    EACH(TABLE_JS)                                                                                 \
    EACH(PAGE_JS)                                                                                  \
    EACH(FLAME_HTML)
#define PAGE_FILE(name) FILE_##name,
enum page_file { PAGE_FILES(PAGE_FILE) FILE_PLOTLYJS };

#define EMBED_FILE(name) EMBED(benchmem_##name, BENCHMEM_##name);
PAGE_FILES(EMBED_FILE)
#ifdef BENCHMEM_PLOTLYJS_FILE
EMBED(benchmem_PLOTLYJS, BENCHMEM_PLOTLYJS_FILE);
#else
static const char *const benchmem_PLOTLYJS = NULL, *const benchmem_PLOTLYJS_end = NULL;
#endif

/* The file's bytes, which stay on disk until they are read and have a zero byte after them, and
 * their number in *LEN; NULL where the program has none. */
static const char *page_file(enum page_file file, size_t *len)
{
#define FILE_ENDS(name) {benchmem_##name, benchmem_##name##_end},
    const struct {
        const char *begin, *end;
    } files[] = {PAGE_FILES(FILE_ENDS) FILE_ENDS(PLOTLYJS)};
    *len = files[file].begin ? (size_t)(files[file].end - files[file].begin) : 0;
    return files[file].begin;
}

/* ---- plotly.js ---- */

/* The release that was tested, and the SHA-384 of its dist/plotly.min.js, which the CDN serves and
 * the plotly wheel holds. */
#define PLOTLYJS_VERSION "4.1.1"
static const char plotlyjs_url[] = "https://cdn.plot.ly/plotly-" PLOTLYJS_VERSION ".min.js";
static const char plotlyjs_integrity[] =
    "sha384-AFNp2MtSm5/oZbEs/J19F/Ah57MEiVsoed8nE3fq2Wnccdl1u/EkyJ9XKKU8rt7+";

bool page_has_plotlyjs(struct error *err)
{
    size_t len;
    if (page_file(FILE_PLOTLYJS, &len))
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

static void add_plotlyjs_cdn(struct str *out, const char *url)
{
    str_addf(out,
             "<script charset=\"utf-8\" src=\"%s\" integrity=\"%s\" "
             "crossorigin=\"anonymous\"></script>\n",
             url, plotlyjs_integrity);
}

static void add_plotlyjs(struct str *out, const char *unused)
{
    (void)unused;
    size_t len;
    const char *code = page_file(FILE_PLOTLYJS, &len);
    str_add(out, "<script>\n");
    add_script(out, code, len);
    str_add(out, "\n</script>\n");
}

static void add_scripts(struct str *out, const char *unused)
{
    (void)unused;
    size_t len;
    for (int file = FILE_DATA_JS; file <= FILE_PAGE_JS; file++)
        str_add(out, page_file((enum page_file)file, &len));
}

/* What stands for a mark of a page. */
struct place {
    const char *mark, *text;
    void (*add)(struct str *out, const char *text);
};

/* The page's file with each mark replaced; the last place has none. */
static void fill(struct str *out, enum page_file file, const struct place *places)
{
    size_t len;
    const char *text = page_file(file, &len);
    for (const char *mark; (mark = strstr(text, "{{")); text = strstr(mark, "}}") + 2) {
        str_addn(out, text, (size_t)(mark - text));
        for (const struct place *p = places; p->mark; p++)
            if (str_starts(mark, p->mark))
                p->add(out, p->text);
    }
    str_add(out, text);
}

void page_add(struct str *out, const char *title, const char *figure, const char *details,
              enum plotlyjs plotlyjs)
{
    size_t len;
    bool cdn = plotlyjs == PLOTLYJS_CDN;
    const struct place places[] = {
        {"{{title}}", title, xml_add_text},
        /* The page may load nothing but plotly.js, and that only where it is not in the page. */
        {"{{cdn}}", cdn ? " https://cdn.plot.ly" : "", str_add},
        {"{{css}}", page_file(FILE_PAGE_CSS, &len), str_add},
        {"{{plotlyjs url}}", plotlyjs_url, str_add},
        {"{{figure}}", figure, add_script_json},
        {"{{details}}", details, add_script_json},
        {"{{plotlyjs}}", plotlyjs_url, cdn ? add_plotlyjs_cdn : add_plotlyjs},
        {"{{js}}", NULL, add_scripts},
        {0},
    };
    fill(out, FILE_PAGE_HTML, places);
}

void page_add_flame(struct str *out, const struct flame *flame)
{
    struct picture picture;
    struct error none;
    struct str svg = str_new(out->arena);
    flame_picture(out->arena, flame, &picture);
    canvas_svg(&picture, &svg, &none);
    const struct place places[] = {
        {"{{title}}", flame->title, xml_add_text}, {"{{picture}}", svg.data, str_add}, {0}};
    fill(out, FILE_FLAME_HTML, places);
}
