#include "draw/page_files.h"

#include "base/embed.h"

#include <stdbool.h>

EMBED(benchmem_page_css, BENCHMEM_PAGE_CSS);
EMBED(benchmem_page_js, BENCHMEM_PAGE_JS);

const char *page_file(enum page_file file, size_t *len)
{
    bool css = file == PAGE_CSS;
    const char *begin = css ? benchmem_page_css : benchmem_page_js;
    *len = (size_t)((css ? benchmem_page_css_end : benchmem_page_js_end) - begin);
    return begin;
}
