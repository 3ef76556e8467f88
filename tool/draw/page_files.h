/* page_files.h - what pages are made of, built into the program: page/page.html with places for the
 * rest, page/page.css, page/page.js, and plotly.min.js, if the build had one. */
#ifndef BENCHMEM_DRAW_PAGE_FILES_H
#define BENCHMEM_DRAW_PAGE_FILES_H

#include <stddef.h>

enum page_file { PAGE_HTML, PAGE_CSS, PAGE_JS, PAGE_PLOTLYJS };

/* The file's bytes, which stay on disk until they are read and have a zero byte after them, and
 * their number in *LEN; NULL where the program has none. */
const char *page_file(enum page_file file, size_t *len);

#endif
