#include "text/table_layout.h"

#include "text/names.h"
#include "text/width.h"

#include <stdint.h>
#include <string.h>

enum {
    GAP = 3,            /* between columns */
    SECTION_TABLE = 24, /* rows of a table from which on sections are named */
    SECTION_ROWS = 3,   /* and rows of a section */
};

/* How narrow a table may be made: names, heads, gaps; and whether summaries, too, are cut. */
struct measure {
    size_t name, head, gap;
    bool cut;
};

/* From what costs nothing to what is hard to read.  The first is tried with all columns, the second
 * with fewer and fewer. */
static const struct measure measures[] = {
    {32, SIZE_MAX, GAP, false}, {32, 18, GAP, false}, {24, 12, GAP, false}, {16, 8, 2, false},
    {10, 8, 1, true},           {6, 5, 1, true},      {4, 3, 1, true},
};
/* The same for a table that is folded then. */
static const struct measure folded_measures[] = {{24, SIZE_MAX, GAP, false}, {24, 18, GAP, false}};
enum { MEASURES = sizeof measures / sizeof *measures, NAME_LEAST = 8 };

/* What is known of a column before anything is made narrow. */
struct natural {
    size_t cells, summaries; /* the widest */
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static struct drawn drawn_of(struct arena *a, const char *text)
{
    const char *visible = text_visible(a, text);
    return (struct drawn){visible, text_width(visible)};
}

/* ---- sections ---- */

static bool is_same_section(const struct table_row *a, const struct table_row *b)
{
    return a->section && b->section && strcmp(a->section, b->section) == 0;
}

/* Put the rows of a section below its name, in a table that is long, where they are several. */
static void find_sections(struct table_layout *s)
{
    const struct table *t = s->table;
    s->sections = arena_array(s->arena, t->row_count + 1, sizeof *s->sections);
    s->inside = arena_array(s->arena, t->row_count + 1, sizeof *s->inside);
    for (size_t from = 0, to; t->row_count > SECTION_TABLE && from < t->row_count; from = to) {
        for (to = from + 1; to < t->row_count && is_same_section(&t->rows[from], &t->rows[to]);)
            to++;
        if (to - from < SECTION_ROWS)
            continue;
        s->sections[from] = t->rows[from].section;
        for (size_t r = from; r < to; r++)
            s->inside[r] = true;
    }
}

/* ---- widths ---- */

static const char *text_of(const struct table_layout *s, size_t r, size_t c)
{
    const struct table_row *row = &s->table->rows[r];
    return s->inside[r] && s->table->columns[c].elastic && *row->cells[c].text ? row->inside
                                                                               : row->cells[c].text;
}

static void survey(struct table_layout *s, struct natural *natural)
{
    const struct table *t = s->table;
    for (size_t r = 0; r < t->row_count; r++) {
        for (size_t c = 0; c < t->column_count; c++) {
            struct drawn text = drawn_of(s->arena, text_of(s, r, c));
            size_t indent = s->inside[r] && t->columns[c].elastic ? LAYOUT_INDENT : 0;
            size_t *widest = t->rows[r].key ? &natural[c].cells : &natural[c].summaries;
            s->texts[r * t->column_count + c] = text;
            *widest = larger(*widest, text.width + indent);
        }
    }
    for (size_t c = 0; c < t->column_count; c++)
        s->heads[c] = drawn_of(s->arena, t->columns[c].head);
}

/* The width of all columns that are shown, or of the keys alone. */
static size_t width_of(const struct table_layout *s, bool keys_only)
{
    size_t width = LAYOUT_MARGIN + LAYOUT_MARGIN, count = 0;
    for (size_t c = 0; c < s->table->column_count; c++)
        if (!s->left_out[c] && (!keys_only || s->table->columns[c].key))
            width += s->widths[c] + (count++ ? s->gap : 0);
    return width;
}

/* Narrow the elastic columns so that USED becomes no more than the room, none below LEAST.  Returns
 * what is used then. */
static size_t narrow(struct table_layout *s, size_t used, size_t least)
{
    for (size_t c = 0; c < s->table->column_count && used > s->room; c++) {
        if (!s->table->columns[c].elastic || s->widths[c] <= least)
            continue;
        size_t cut = smaller(used - s->room, s->widths[c] - least);
        s->widths[c] -= cut;
        used -= cut;
    }
    return used;
}

/* Set the widths by a measure; true if the table fits. */
static bool fit(struct table_layout *s, const struct natural *natural, const struct measure *m)
{
    s->gap = m->gap;
    for (size_t c = 0; c < s->table->column_count; c++) {
        const struct table_column *column = &s->table->columns[c];
        size_t cells = larger(natural[c].cells, m->cut ? 0 : natural[c].summaries);
        size_t head = column->elastic ? s->heads[c].width : smaller(s->heads[c].width, m->head);
        s->widths[c] = larger(cells, head);
    }
    return s->room == 0 || narrow(s, width_of(s, false), m->name) <= s->room;
}

/* Leave out the column that matters least; false if all that are left matter. */
static bool leave_out(struct table_layout *s)
{
    size_t least = 0;
    for (size_t c = 0; c < s->table->column_count; c++)
        if (!s->left_out[c] && s->table->columns[c].rank &&
            (s->left_out[least] || s->table->columns[c].rank > s->table->columns[least].rank))
            least = c;
    if (s->left_out[least] || !s->table->columns[least].rank)
        return false;
    s->left_out[least] = true;
    return true;
}

/* ---- blocks ---- */

/* Fold: as many columns to a block as fit and no more than MOST; without BLOCKS only count them. */
static size_t fold(const struct table_layout *s, size_t most, struct table_block *blocks)
{
    size_t count = 0, in_block = 0, used = 0, keys = width_of(s, true);
    for (size_t c = 0; c < s->table->column_count; c++) {
        if (s->table->columns[c].key)
            continue;
        size_t width = s->gap + s->widths[c];
        if (count == 0 || in_block == most || used + width > s->room) {
            count++;
            in_block = 0;
            used = keys;
        }
        if (blocks) {
            struct table_block *block = &blocks[count - 1];
            for (size_t k = 0; in_block == 0 && k < s->table->column_count; k++)
                if (s->table->columns[k].key)
                    block->columns[block->count++] = k;
            block->columns[block->count++] = c;
        }
        in_block++;
        used += width;
    }
    return count;
}

static struct table_block *make_blocks(const struct table_layout *s, size_t count)
{
    struct table_block *blocks = arena_array(s->arena, count, sizeof *blocks);
    for (size_t b = 0; b < count; b++)
        blocks[b].columns = arena_array(s->arena, s->table->column_count, sizeof(size_t));
    return blocks;
}

static void lay_out_whole(struct table_layout *s)
{
    s->block_count = 1;
    s->blocks = make_blocks(s, 1);
    for (size_t c = 0; c < s->table->column_count; c++)
        if (!s->left_out[c])
            s->blocks[0].columns[s->blocks[0].count++] = c;
}

static void lay_out_folded(struct table_layout *s)
{
    size_t values = 0, widest = 0;
    for (size_t c = 0; c < s->table->column_count; c++) {
        values += !s->table->columns[c].key;
        if (!s->table->columns[c].key)
            widest = larger(widest, s->widths[c]);
    }
    if (values == 0) {
        lay_out_whole(s);
        return;
    }
    narrow(s, width_of(s, true) + s->gap + widest, NAME_LEAST);
    size_t count = larger(fold(s, values, NULL), 1), even = (values + count - 1) / count;
    s->block_count = count;
    s->blocks = make_blocks(s, count);
    fold(s, fold(s, even, NULL) == count ? even : values, s->blocks);
}

static void choose(struct table_layout *s, const struct natural *natural)
{
    bool whole = s->table->whole;
    const struct measure *list = whole ? measures : folded_measures;
    bool fits = fit(s, natural, &list[0]) || fit(s, natural, &list[1]);
    while (whole && !fits && leave_out(s))
        fits = fit(s, natural, &list[1]);
    for (size_t i = 2; whole && !fits && i < MEASURES; i++)
        fits = fit(s, natural, &list[i]);
    if (fits || whole)
        lay_out_whole(s);
    else
        lay_out_folded(s);
}

/* ---- names ---- */

/* Make the texts that are listed short together. */
static void shorten(struct table_layout *s, struct drawn **texts, size_t count, size_t columns)
{
    const char **names = arena_array(s->arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = texts[i]->text;
    names = names_shorten_columns(s->arena, names, count, columns);
    for (size_t i = 0; i < count; i++)
        *texts[i] = (struct drawn){names[i], text_width(names[i])};
}

/* The names of a column: those of each section, then those that are in none. */
static void shorten_names(struct table_layout *s, size_t c)
{
    const struct table *t = s->table;
    struct drawn **texts = arena_array(s->arena, t->row_count, sizeof *texts);
    size_t count = 0, room = s->room ? s->widths[c] : SIZE_MAX;
    for (size_t r = 0; r < t->row_count; r++) {
        if (!s->inside[r])
            continue;
        if (s->sections[r])
            count = 0;
        if (*s->texts[r * t->column_count + c].text)
            texts[count++] = &s->texts[r * t->column_count + c];
        if (r + 1 == t->row_count || !s->inside[r + 1] || s->sections[r + 1])
            shorten(s, texts, count, room > LAYOUT_INDENT ? room - LAYOUT_INDENT : 0);
    }
    count = 0;
    for (size_t r = 0; r < t->row_count; r++)
        if (!s->inside[r] && t->rows[r].key && *s->texts[r * t->column_count + c].text)
            texts[count++] = &s->texts[r * t->column_count + c];
    shorten(s, texts, count, room);
}

static void shorten_sections(struct table_layout *s)
{
    struct drawn **texts = arena_array(s->arena, s->table->row_count, sizeof *texts);
    struct drawn *names = arena_array(s->arena, s->table->row_count, sizeof *names);
    size_t count = 0;
    for (size_t r = 0; r < s->table->row_count; r++) {
        if (!s->sections[r])
            continue;
        names[count] = drawn_of(s->arena, s->sections[r]);
        texts[count] = &names[count];
        count++;
    }
    size_t margins = LAYOUT_MARGIN + LAYOUT_MARGIN;
    shorten(s, texts, count, s->room ? s->room - smaller(s->room, margins) : SIZE_MAX);
    count = 0;
    for (size_t r = 0; r < s->table->row_count; r++)
        if (s->sections[r])
            s->sections[r] = names[count++].text;
}

/* Heads that are names, to what the narrowest of them has room for. */
static void shorten_heads(struct table_layout *s)
{
    const struct table *t = s->table;
    struct drawn **heads = arena_array(s->arena, t->column_count, sizeof *heads);
    size_t count = 0, room = SIZE_MAX;
    for (size_t c = 0; c < t->column_count; c++) {
        if (!t->columns[c].named || s->left_out[c])
            continue;
        heads[count++] = &s->heads[c];
        if (s->heads[c].width > s->widths[c])
            room = smaller(room, s->widths[c]);
    }
    shorten(s, heads, count, room);
}

/* ---- the layout ---- */

void table_lay_out(struct table_layout *layout, struct arena *a, const struct table *table,
                   size_t room)
{
    size_t columns = table->column_count;
    struct table_layout s = {.arena = a, .table = table, .room = room};
    s.heads = arena_array(a, columns, sizeof *s.heads);
    s.texts = arena_array(a, columns * (table->row_count + 1), sizeof *s.texts);
    s.widths = arena_array(a, columns, sizeof *s.widths);
    s.left_out = arena_array(a, columns + 1, sizeof *s.left_out);
    struct natural *natural = arena_array(a, columns, sizeof *natural);
    find_sections(&s);
    survey(&s, natural);
    choose(&s, natural);
    for (size_t c = 0; c < columns; c++)
        if (table->columns[c].elastic)
            shorten_names(&s, c);
    shorten_sections(&s);
    shorten_heads(&s);
    for (size_t c = 0; c < columns; c++) /* names that had to be told apart */
        for (size_t r = 0; r < table->row_count && room == 0; r++)
            s.widths[c] = larger(
                s.widths[c], s.texts[r * columns + c].width +
                                 (s.inside[r] && table->columns[c].elastic ? LAYOUT_INDENT : 0));
    *layout = s;
}

size_t table_layout_width(const struct table_layout *s, const struct table_block *block)
{
    size_t width = LAYOUT_MARGIN;
    for (size_t i = 0; i < block->count; i++)
        width += s->widths[block->columns[i]] + (i ? s->gap : 0);
    return width;
}

const char *table_left_out(struct arena *a, const struct table_layout *s)
{
    enum { LISTED = 3 }; /* in a row; more are told by the first and the last */
    struct strv parts = strv_new(a);
    for (size_t c = 0, to; c < s->table->column_count; c = to) {
        for (to = c; to < s->table->column_count && s->left_out[to];)
            to++;
        if (to - c > LISTED)
            strv_addf(&parts, "%s to %s (%zu)", s->table->columns[c].head,
                      s->table->columns[to - 1].head, to - c);
        for (size_t i = c; i < to && to - c <= LISTED; i++)
            strv_add(&parts, s->table->columns[i].head);
        to += to == c;
    }
    return parts.len ? strv_join(&parts, ", ") : NULL;
}
