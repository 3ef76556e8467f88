/* page_files.h - page/page.css and page/page.js, built into the program. */
#ifndef BENCHMEM_DRAW_PAGE_FILES_H
#define BENCHMEM_DRAW_PAGE_FILES_H

#include <stddef.h>

enum page_file { PAGE_CSS, PAGE_JS };

/* The file's bytes and their number in *LEN. */
const char *page_file(enum page_file file, size_t *len);

#endif
