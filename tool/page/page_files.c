#include "page/page_files.h"

#include "base/embed.h"

EMBED(benchmem_page_html, BENCHMEM_PAGE_HTML);
EMBED(benchmem_page_css, BENCHMEM_PAGE_CSS);
EMBED(benchmem_data_js, BENCHMEM_DATA_JS);
EMBED(benchmem_address_js, BENCHMEM_ADDRESS_JS);
EMBED(benchmem_numbers_js, BENCHMEM_NUMBERS_JS);
EMBED(benchmem_colors_js, BENCHMEM_COLORS_JS);
EMBED(benchmem_heatmap_js, BENCHMEM_HEATMAP_JS);
EMBED(benchmem_chart_js, BENCHMEM_CHART_JS);
EMBED(benchmem_draw_js, BENCHMEM_DRAW_JS);
EMBED(benchmem_explain_js, BENCHMEM_EXPLAIN_JS);
EMBED(benchmem_panel_js, BENCHMEM_PANEL_JS);
EMBED(benchmem_table_js, BENCHMEM_TABLE_JS);
EMBED(benchmem_page_js, BENCHMEM_PAGE_JS);
EMBED(benchmem_flame_html, BENCHMEM_FLAME_HTML);
#ifdef BENCHMEM_PLOTLYJS_FILE
EMBED(benchmem_plotlyjs, BENCHMEM_PLOTLYJS_FILE);
#else
static const char *const benchmem_plotlyjs = NULL, *const benchmem_plotlyjs_end = NULL;
#endif

const char *page_file(enum page_file file, size_t *len)
{
    const struct {
        const char *begin, *end;
    } files[] = {[PAGE_HTML] = {benchmem_page_html, benchmem_page_html_end},
                 [PAGE_CSS] = {benchmem_page_css, benchmem_page_css_end},
                 [PAGE_DATA_JS] = {benchmem_data_js, benchmem_data_js_end},
                 [PAGE_ADDRESS_JS] = {benchmem_address_js, benchmem_address_js_end},
                 [PAGE_NUMBERS_JS] = {benchmem_numbers_js, benchmem_numbers_js_end},
                 [PAGE_COLORS_JS] = {benchmem_colors_js, benchmem_colors_js_end},
                 [PAGE_HEATMAP_JS] = {benchmem_heatmap_js, benchmem_heatmap_js_end},
                 [PAGE_CHART_JS] = {benchmem_chart_js, benchmem_chart_js_end},
                 [PAGE_DRAW_JS] = {benchmem_draw_js, benchmem_draw_js_end},
                 [PAGE_EXPLAIN_JS] = {benchmem_explain_js, benchmem_explain_js_end},
                 [PAGE_PANEL_JS] = {benchmem_panel_js, benchmem_panel_js_end},
                 [PAGE_TABLE_JS] = {benchmem_table_js, benchmem_table_js_end},
                 [PAGE_JS] = {benchmem_page_js, benchmem_page_js_end},
                 [PAGE_PLOTLYJS] = {benchmem_plotlyjs, benchmem_plotlyjs_end},
                 [PAGE_FLAME_HTML] = {benchmem_flame_html, benchmem_flame_html_end}};
    *len = files[file].begin ? (size_t)(files[file].end - files[file].begin) : 0;
    return files[file].begin;
}
