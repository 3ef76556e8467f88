/* table.h - tables of text, apart from how they are written.
 *
 * A report is tables with notes below them.  Cells hold their raw text (a writer makes it safe for
 * its format) and the number behind it.  The writers below know nothing of benchmarks.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "text/color.h"
#include "text/json.h"

enum table_align { ALIGN_LEFT, ALIGN_RIGHT };

struct table_column {
    const char *head;
    enum table_align align;
    bool key;      /* names the row: repeated in every block of a table that is folded */
    bool elastic;  /* its texts are names, which may be made short to make the table fit */
    bool named;    /* its head is a name like those of its neighbours, and may be as well */
    unsigned rank; /* 0: always shown; else where there is no room the highest go first */
};

struct table_cell {
    const char *text; /* "" if left alone */
    double number;    /* in base units; NAN if the cell is no number */
    enum tone tone;
};

struct table_row {
    const char *key; /* the full name of what the row is about; NULL for a summary */
    bool rule;       /* a line above this row */
    /* What the name in its elastic column begins with and what is left of it then: where a long
     * table has several rows of a section one after another, that is said once, above them. */
    const char *section, *inside;
    /* Where there is no room for all rows those with the weights farthest from 0 are kept, above
     * and below it in turn; of equals the first. */
    double weight;
    struct table_cell *cells;
};

struct table {
    struct arena *arena;
    const char *title;
    const char *key; /* what the table is about, for a program: "time:min"; may be NULL */
    const char
        *kept;  /* which rows weigh most, for a note: "those that changed most"; may be NULL */
    bool whole; /* never folded: columns that may be left out are, and a note names them */
    struct table_column *columns;
    size_t column_count, column_cap;
    struct table_row *rows;
    size_t row_count, row_cap;
};

enum note_place {
    NOTE_BELOW,    /* the tables */
    NOTE_QUOTED,   /* in literal Markdown a quotation before the tables; else below them */
    NOTE_OVERVIEW, /* Markdown begins with these, as a list whose levels are two spaces each, and
                      folds the tables; they are not in literal Markdown */
};

struct report_note {
    const char *text;
    enum tone tone;
    enum note_place place;
};

struct report {
    struct arena *arena;
    bool literal; /* see report_write_markdown() */
    struct table *tables;
    size_t table_count, table_cap;
    struct report_note *notes;
    size_t note_count, note_cap;
};

struct report report_new(struct arena *a);
/* A new empty table at the end of the report; the pointer is good until the next one is made. */
struct table *report_table(struct report *report, const char *title);
/* Move the tables of PART, which has no notes, to the end of the report; with them goes all that
 * its arena, which is its own, holds. */
void report_take(struct report *report, struct report *part);
/* A line below the tables; returns it. */
struct report_note *report_note(struct report *report, enum tone tone, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* All columns before the first row. */
struct table_column *table_column(struct table *table, const char *head, enum table_align align);
/* A row of empty cells; the pointer is good until the next row is made. */
struct table_row *table_row(struct table *table, const char *key);
void table_set(struct table_row *row, size_t column, const char *text, double number,
               enum tone tone);

/* Where a table is written to. */
struct terminal {
    size_t width; /* columns; 0: no limit, nothing is elided, folded or wrapped */
    enum color_depth color;
};

/* Tables with rules between head, rows and summary.  Where one is wider than the terminal its names
 * are made short so that they can still be told apart (text/names.h); where that does not do, it is
 * folded into blocks that repeat the key columns, or, if it is whole, columns are left out.
 * Controls in texts appear as escapes. */
void report_write_terminal(struct str *out, const struct report *report,
                           const struct terminal *terminal);

/* GitHub's Markdown.  What is best in its row is bold; markup in texts is escaped.  A report that
 * is literal has smaller headings, nothing bold, and texts as they are but for "|", controls, and
 * what would be an element ("<b>") or a link ("](..."), which is escaped. */
void report_write_markdown(struct str *out, const struct report *report);

/* The same in at most MOST characters (code points): rows are left out of the tables, those that
 * weigh least first, then whole tables, and a note says how many.  Summaries stay with their table.
 */
void report_write_markdown_within(struct str *out, const struct report *report, size_t most);

/* RFC 4180, one header line, lines end in LF.  A cell with a number is that number, with the digits
 * that read back as the same double; others are their text.  A text that a spreadsheet would take
 * for a formula, one that begins with = + - @ or a tab, has an apostrophe before it. */
void table_write_csv(struct str *out, const struct table *table);

/* The tables as a list of that NAME.  A cell is {"text", "number"}; what is best in its row has
 * "rank": "best", what is worst "worst". */
void report_write_json(struct json *j, const char *name, const struct report *report);
