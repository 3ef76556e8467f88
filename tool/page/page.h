/* page.h - figures as HTML pages that stand by themselves: page.html or flame.html with all in its
 * places. */
#pragma once

#include "base/error.h"
#include "base/str.h"
#include "draw/flame.h"

/* Where the page has plotly.js from. */
enum plotlyjs {
    PLOTLYJS_INLINE, /* in the page: 5 MB more, and nothing is loaded from elsewhere */
    PLOTLYJS_CDN,    /* a pinned release from Plotly's CDN, checked by its hash */
};

/* Whether this program has plotly.js to write into pages; if not, ERR (if not NULL) says how to get
 * it, with EXIT_USAGE. */
bool page_has_plotlyjs(struct error *err);

/* Append the page.  FIGURE and DETAILS (page/page_data.h) are JSON; they go into elements
 * <script type="application/json" id="figure"> and id="details" with < > & U+2028 U+2029 written as
 * \uXXXX, so that nothing in them can end the script.  PLOTLYJS_INLINE only where
 * page_has_plotlyjs(). */
void page_add(struct str *out, const char *title, const char *figure, const char *details,
              enum plotlyjs plotlyjs);

/* Append a page with the flame graph in which a cell, chosen, fills the width, and names can be
 * found. */
void page_add_flame(struct str *out, const struct flame *flame);
