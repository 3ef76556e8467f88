/* table_layout.h - a table laid out for a terminal: what is shown of it and how wide. */
#pragma once

#include "text/table.h"

enum {
    LAYOUT_MARGIN = 1, /* before the first column and after the last */
    LAYOUT_INDENT = 2, /* of a name below its section's */
};

/* A text as it is drawn. */
struct drawn {
    const char *text;
    size_t width;
};

/* Columns drawn side by side, in order. */
struct table_block {
    size_t *columns;
    size_t count;
};

struct table_layout {
    struct arena *arena;
    const struct table *table;
    size_t room;           /* the terminal's width; 0: no limit */
    struct drawn *heads;   /* per column */
    struct drawn *texts;   /* row × column */
    const char **sections; /* per row: the section's name above it, or NULL */
    bool *inside;          /* per row: it is below such a name */
    size_t *widths;        /* per column */
    bool *left_out;        /* per column */
    size_t gap;            /* between columns */
    struct table_block *blocks;
    size_t block_count; /* at least one */
};

/* Lay TABLE out for a terminal of so many columns.  All memory is the arena's. */
void table_lay_out(struct table_layout *layout, struct arena *a, const struct table *table,
                   size_t room);

/* How wide the block is, without the margin before it. */
size_t table_layout_width(const struct table_layout *layout, const struct table_block *block);

/* The columns left out: "2.0, 2.1 to 3.5 (14)", or NULL. */
const char *table_left_out(struct arena *a, const struct table_layout *layout);
