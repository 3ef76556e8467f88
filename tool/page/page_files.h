/* page_files.h - what pages are made of, built into the program: page.html with places for the
 * rest, the style, the scripts, and plotly.min.js, if the build had one; flame.html. */
#pragma once

#include <stddef.h>

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

/* The file's bytes, which stay on disk until they are read and have a zero byte after them, and
 * their number in *LEN; NULL where the program has none. */
const char *page_file(enum page_file file, size_t *len);
