#include "draw/page_files.h"

#include "base/embed.h"

EMBED(benchmem_page_html, BENCHMEM_PAGE_HTML);
EMBED(benchmem_page_css, BENCHMEM_PAGE_CSS);
EMBED(benchmem_page_js, BENCHMEM_PAGE_JS);
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
                 [PAGE_JS] = {benchmem_page_js, benchmem_page_js_end},
                 [PAGE_PLOTLYJS] = {benchmem_plotlyjs, benchmem_plotlyjs_end}};
    *len = files[file].begin ? (size_t)(files[file].end - files[file].begin) : 0;
    return files[file].begin;
}
