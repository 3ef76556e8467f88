/* markdown.c - writes a report as GitHub's Markdown. */
#include "base/numbers.h"
#include "text/table.h"
#include "text/width.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* What of a report is written. */
struct extent {
    size_t rows;     /* at most so many of each table, not counting summaries */
    size_t tables;   /* at most so many tables */
    size_t **places; /* per table: of each row the place in which it is kept; NULL: all are */
};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

#define MARKUP "\\|`*<>&~$_[]" /* what may be read as markup */

/* Whether TEXT[I], one of MARKUP, would be read as such there.  An underscore within a word and
 * a bracket that begins no link stand for themselves, so that most names stay readable. */
static bool is_markup(const char *text, size_t i)
{
    switch (text[i]) {
    case '_':
        return i == 0 || !is_word(text[i - 1]) || !is_word(text[i + 1]);
    case '[':
    case ']':
        return strstr(text, "](") || strstr(text, "][");
    default:
        return true;
    }
}

static void add_escaped(struct str *out, struct arena *a, const char *raw)
{
    const char *text = text_visible(a, raw);
    for (size_t i = 0, from = 0;; i++) {
        i += strcspn(text + i, MARKUP);
        if (text[i] && !is_markup(text, i))
            continue;
        str_addn(out, text + from, i - from);
        if (!text[i])
            return;
        str_addc(out, '\\');
        from = i;
    }
}

/* Whether what begins at TEXT[I] would be an element or a link. */
static bool begins_element(const char *text, size_t i)
{
    char next = text[i + 1];
    if (text[i] == '<')
        return (is_word(next) && !isdigit((unsigned char)next)) || next == '/' || next == '!' ||
               next == '?';
    return i > 0 && text[i - 1] == ']' && (text[i] == '(' || text[i] == '[');
}

/* Escape only what would break a table or get markup into it: BAR, controls, elements and links.
 * Backslashes before an escape are doubled, so that they do not escape it. */
static void add_literal(struct str *out, struct arena *a, const char *raw, char bar)
{
    const char *text = text_visible(a, raw);
    size_t backslashes = 0;
    for (size_t i = 0; text[i]; i++) {
        if ((bar && text[i] == bar) || begins_element(text, i))
            str_repeat(out, "\\", backslashes + 1);
        backslashes = text[i] == '\\' ? backslashes + 1 : 0;
        str_addc(out, text[i]);
    }
}

static void add_cell(struct str *out, const struct report *report, const struct table_cell *cell)
{
    if (report->literal) {
        str_add(out, " ");
        add_literal(out, report->arena, cell->text, '|');
        str_add(out, " |");
        return;
    }
    bool bold = cell->tone == TONE_BEST;
    str_add(out, bold ? " **" : " ");
    add_escaped(out, report->arena, cell->text);
    str_add(out, bold ? "** |" : " |");
}

static void add_title(struct str *out, const struct report *report, const char *title)
{
    str_add(out, report->literal ? "#### " : "### ");
    if (report->literal)
        add_literal(out, report->arena, title, '\0');
    else
        add_escaped(out, report->arena, title);
    str_add(out, "\n\n");
}

/* Whether a row of a table is left out. */
static bool is_left_out(const struct report *report, const struct extent *extent, size_t table,
                        size_t row)
{
    return !report->tables[table].rows[row].rule && extent->places &&
           extent->places[table][row] >= extent->rows;
}

static void add_table(struct str *out, const struct report *report, size_t number,
                      const struct extent *extent)
{
    const struct table *table = &report->tables[number];
    if (table->title)
        add_title(out, report, table->title);
    str_add(out, "|");
    for (size_t c = 0; c < table->column_count; c++)
        add_cell(out, report, &(struct table_cell){table->columns[c].head, 0, TONE_PLAIN});
    str_add(out, "\n|");
    for (size_t c = 0; c < table->column_count; c++)
        str_add(out, table->columns[c].align == ALIGN_RIGHT ? " ---: |" : " :--- |");
    str_add(out, "\n");
    for (size_t r = 0; r < table->row_count; r++) {
        if (is_left_out(report, extent, number, r))
            continue;
        str_add(out, "|");
        for (size_t c = 0; c < table->column_count; c++)
            add_cell(out, report, &table->rows[r].cells[c]);
        str_add(out, "\n");
    }
}

/* An item of a list, as deep as the text is indented. */
static void add_item(struct str *out, const struct report *report, const char *text)
{
    size_t indent = strspn(text, " ");
    str_repeat(out, " ", indent);
    str_add(out, "- ");
    add_escaped(out, report->arena, text + indent);
    str_add(out, "\n");
}

/* Where the note stands here. */
static enum note_place place_of(const struct report *report, size_t note)
{
    enum note_place place = report->notes[note].place;
    return place == NOTE_QUOTED && !report->literal ? NOTE_BELOW : place;
}

static size_t count_notes(const struct report *report, enum note_place place)
{
    size_t count = 0;
    for (size_t i = 0; i < report->note_count; i++)
        count += place_of(report, i) == place;
    return count;
}

static void add_items(struct str *out, const struct report *report, enum note_place place)
{
    for (size_t i = 0; i < report->note_count; i++)
        if (place_of(report, i) == place)
            add_item(out, report, report->notes[i].text);
}

static void write_extent(struct str *out, const struct report *report, struct extent extent,
                         const char *remark)
{
    size_t tables = extent.tables < report->table_count ? extent.tables : report->table_count;
    bool items = remark || count_notes(report, NOTE_BELOW);
    bool folds = tables && count_notes(report, NOTE_OVERVIEW);
    for (size_t i = 0; i < report->note_count; i++)
        if (place_of(report, i) == NOTE_QUOTED)
            str_addf(out, "> %s\n\n", report->notes[i].text);
    add_items(out, report, NOTE_OVERVIEW);
    if (folds)
        str_addf(out, "\n<details>\n<summary>%s</summary>\n\n",
                 tables == 1 ? "The table" : "The tables");
    for (size_t i = 0; i < tables; i++) {
        if (i)
            str_add(out, "\n");
        add_table(out, report, i, &extent);
    }
    if (tables && items)
        str_add(out, "\n");
    if (remark)
        add_item(out, report, remark);
    add_items(out, report, NOTE_BELOW);
    if (folds)
        str_add(out, "\n</details>\n");
}

void report_write_markdown(struct str *out, const struct report *report)
{
    write_extent(out, report, (struct extent){SIZE_MAX, SIZE_MAX, NULL}, NULL);
}

/* ---- within a limit ---- */

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* What the extent leaves out, in words; NULL if nothing. */
static const char *remark_on(const struct report *report, struct extent extent)
{
    size_t count = 0, all = 0;
    for (size_t i = 0; i < report->table_count; i++) {
        const struct table *t = &report->tables[i];
        for (size_t r = 0; r < t->row_count; r++) {
            all += !t->rows[r].rule;
            count += !t->rows[r].rule && (i >= extent.tables || is_left_out(report, &extent, i, r));
        }
    }
    if (count == 0)
        return NULL;
    const char *kept = extent.tables >= report->table_count ? report->tables[0].kept : NULL;
    return arena_printf(report->arena, "%zu of %zu rows left out for length%s%s%s", count, all,
                        kept ? "; " : "", kept ? kept : "", kept ? " are kept" : "");
}

/* The places of each table's rows. */
static size_t **find_places(const struct report *report)
{
    struct arena *a = report->arena;
    size_t **places = arena_array(a, report->table_count, sizeof *places);
    for (size_t i = 0; i < report->table_count; i++) {
        const struct table *t = &report->tables[i];
        double *weights = arena_array(a, t->row_count, sizeof *weights);
        for (size_t r = 0; r < t->row_count; r++) /* summaries take no place */
            weights[r] = t->rows[r].rule ? NAN : t->rows[r].weight;
        size_t *rows = numbers_from_ends(a, weights, t->row_count);
        places[i] = arena_array(a, t->row_count, sizeof *places[i]);
        for (size_t r = 0; r < t->row_count; r++)
            places[i][rows[r]] = r;
    }
    return places;
}

static bool fits(const struct report *report, struct extent extent, size_t most)
{
    struct arena_mark mark = arena_mark(report->arena);
    struct str text = str_new(report->arena);
    write_extent(&text, report, extent, remark_on(report, extent));
    bool result = count_characters(text.data) <= most;
    arena_reset(report->arena, mark);
    return result;
}

/* The largest value of *SIZE, from 0 to HIGH, with which the extent fits. */
static bool grow(const struct report *report, struct extent *extent, size_t *size, size_t high,
                 size_t most)
{
    size_t low = 0;
    *size = 0;
    if (!fits(report, *extent, most))
        return false;
    while (low < high) {
        *size = low + (high - low + 1) / 2;
        if (fits(report, *extent, most))
            low = *size;
        else
            high = *size - 1;
    }
    *size = low;
    return true;
}

static size_t longest_table(const struct report *report)
{
    size_t longest = 0;
    for (size_t i = 0; i < report->table_count; i++)
        if (report->tables[i].row_count > longest)
            longest = report->tables[i].row_count;
    return longest;
}

/* Cut TEXT to MOST characters. */
static void cut(char *text, size_t most)
{
    for (size_t count = 0; *text; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
        if (count > most)
            *text-- = '\0';
    }
}

void report_write_markdown_within(struct str *out, const struct report *report, size_t most)
{
    /* A few long tables each give up rows; of many small ones some are left out whole. */
    enum { FEW = 8 };
    struct extent extent = {SIZE_MAX, SIZE_MAX, NULL};
    if (!fits(report, extent, most)) {
        extent.places = find_places(report);
        bool done = report->table_count <= FEW &&
                    grow(report, &extent, &extent.rows, longest_table(report), most) &&
                    extent.rows > 0;
        if (!done) {
            extent.rows = SIZE_MAX;
            grow(report, &extent, &extent.tables, report->table_count, most);
        }
    }
    struct str text = str_new(report->arena);
    write_extent(&text, report, extent, remark_on(report, extent));
    cut(text.data, most);
    str_add(out, text.data);
}
