/* page_files.h - what pages are made of, built into the program: page.html with places for the
 * rest, the style, the scripts, and plotly.min.js, if the build had one; flame.html. */
#pragma once

#include <stddef.h>

enum page_file {
    PAGE_HTML,
    PAGE_CSS,
    /* In the order in which they follow each other, in one function: */
    PAGE_DATA_JS,
    PAGE_COLORS_JS,
    PAGE_ADDRESS_JS,
    PAGE_NUMBERS_JS,
    PAGE_HEATMAP_JS,
    PAGE_CHART_JS,
    PAGE_DRAW_JS,
    PAGE_EXPLAIN_JS,
    PAGE_PANEL_JS,
    PAGE_TABLE_JS,
    PAGE_JS,
    PAGE_PLOTLYJS,
    PAGE_FLAME_HTML,
};

/* The file's bytes, which stay on disk until they are read and have a zero byte after them, and
 * their number in *LEN; NULL where the program has none. */
const char *page_file(enum page_file file, size_t *len);
