/* box.c - writes a report for a terminal or as plain text. */
#include "base/workers.h"
#include "text/table.h"
#include "text/width.h"

#include <string.h>

enum {
    MARGIN = 1,       /* before the first column and after the last */
    GAP = 3,          /* between columns */
    NAME_LEAST = 24,  /* below this an elastic column is not narrowed: the table is folded */
    HEAD_LEAST = 18,  /* nor is a head elided below this */
    COLUMN_LEAST = 8, /* unless not even one column of values would fit */
    NOTE_INDENT = 2,  /* of the second and later lines of a note */
};

static const char rule[] = "─";

/* A text as it is drawn. */
struct drawn {
    const char *text;
    size_t width;
};

/* A table ready to be drawn: visible texts and column widths. */
struct sheet {
    struct arena *arena;
    const struct table *table;
    const struct terminal *terminal;
    struct drawn *heads; /* per column */
    struct drawn *texts; /* row × column */
    size_t *cells;       /* per column: the widest of its cells */
    size_t *widths;      /* per column, head included */
};

/* The columns of one block, in order. */
struct block {
    size_t *columns;
    size_t count;
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

static void measure(struct sheet *s)
{
    const struct table *t = s->table;
    for (size_t r = 0; r < t->row_count; r++) {
        for (size_t c = 0; c < t->column_count; c++) {
            struct drawn text = drawn_of(s->arena, t->rows[r].cells[c].text);
            s->texts[r * t->column_count + c] = text;
            s->cells[c] = larger(s->cells[c], text.width);
        }
    }
    for (size_t c = 0; c < t->column_count; c++) {
        s->heads[c] = drawn_of(s->arena, t->columns[c].head);
        s->widths[c] = larger(s->cells[c], s->heads[c].width);
    }
}

/* The width of a block of all columns, or of the keys alone. */
static size_t width_of(const struct sheet *s, bool keys_only)
{
    size_t width = MARGIN + MARGIN, count = 0;
    for (size_t c = 0; c < s->table->column_count; c++) {
        if (keys_only && !s->table->columns[c].key)
            continue;
        width += s->widths[c] + (count++ ? GAP : 0);
    }
    return width;
}

/* Narrow the elastic columns so that USED becomes no more than ROOM, none below LEAST.  Returns
 * what is used then. */
static size_t narrow(struct sheet *s, size_t used, size_t room, size_t least)
{
    for (size_t c = 0; c < s->table->column_count && used > room; c++) {
        if (!s->table->columns[c].elastic || s->widths[c] <= least)
            continue;
        size_t cut = smaller(used - room, s->widths[c] - least);
        s->widths[c] -= cut;
        used -= cut;
    }
    return used;
}

/* Let no long label of a version make its column wide. */
static void narrow_heads(struct sheet *s)
{
    for (size_t c = 0; c < s->table->column_count; c++)
        if (!s->table->columns[c].elastic)
            s->widths[c] = smaller(s->widths[c], larger(s->cells[c], HEAD_LEAST));
}

/* Fold: as many columns to a block as fit and no more than MOST; without BLOCKS only count them. */
static size_t fold(const struct sheet *s, size_t most, struct block *blocks)
{
    size_t count = 0, in_block = 0, used = 0, keys = width_of(s, true);
    for (size_t c = 0; c < s->table->column_count; c++) {
        if (s->table->columns[c].key)
            continue;
        size_t width = GAP + s->widths[c];
        if (count == 0 || in_block == most || used + width > s->terminal->width) {
            count++;
            in_block = 0;
            used = keys;
        }
        if (blocks) {
            struct block *block = &blocks[count - 1];
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

/* Decide widths and blocks.  Returns how many blocks there are; at least one. */
static size_t lay_out(struct sheet *s, struct block **blocks)
{
    size_t columns = s->table->column_count, room = s->terminal->width, values = 0, widest = 0;
    size_t used = width_of(s, false);
    bool fits = room == 0 || used <= room || narrow(s, used, room, NAME_LEAST) <= room;
    if (!fits) {
        narrow_heads(s);
        fits = narrow(s, width_of(s, false), room, NAME_LEAST) <= room;
    }
    for (size_t c = 0; c < columns; c++) {
        values += !s->table->columns[c].key;
        if (!s->table->columns[c].key)
            widest = larger(widest, s->widths[c]);
    }
    size_t count = 1, most = values;
    if (!fits && values > 0) {
        narrow(s, width_of(s, true) + GAP + widest, room, COLUMN_LEAST);
        count = larger(fold(s, most, NULL), 1);
        size_t even = (values + count - 1) / count;
        most = fold(s, even, NULL) == count ? even : most;
    }
    *blocks = arena_array(s->arena, count, sizeof **blocks);
    for (size_t b = 0; b < count; b++)
        (*blocks)[b].columns = arena_array(s->arena, columns, sizeof(size_t));
    if (!fits && values > 0) {
        fold(s, most, *blocks);
    } else {
        for (size_t c = 0; c < columns; c++)
            (*blocks)[0].columns[(*blocks)[0].count++] = c;
    }
    return count;
}

/* One cell, padded to its column; NEXT says that another follows on the line. */
static void add_cell(struct str *out, const struct sheet *s, size_t c, struct drawn cell,
                     enum tone tone, bool next)
{
    const char *begin = color_begin(s->terminal->color, tone);
    size_t room = s->widths[c];
    if (cell.width > room) {
        cell.text = text_elide(s->arena, cell.text, room);
        cell.width = text_width(cell.text);
    }
    bool before = s->table->columns[c].align == ALIGN_RIGHT && *cell.text;
    size_t pad = room - cell.width;
    if (before)
        str_repeat(out, " ", pad);
    if (*begin)
        str_add(out, begin);
    str_add(out, cell.text);
    if (*begin)
        str_add(out, color_end(s->terminal->color, tone));
    if (next)
        str_repeat(out, " ", (before ? 0 : pad) + GAP);
}

/* The last column of the block with something in it, as no line ends in spaces. */
static size_t line_length(const struct block *block, const struct drawn *texts)
{
    size_t count = block->count;
    while (count > 0 && !*texts[block->columns[count - 1]].text)
        count--;
    return count;
}

static void add_line(struct str *out, const struct sheet *s, const struct block *block,
                     const struct drawn *texts, const struct table_cell *cells)
{
    size_t count = line_length(block, texts);
    str_repeat(out, " ", count ? MARGIN : 0);
    for (size_t i = 0; i < count; i++) {
        size_t c = block->columns[i];
        add_cell(out, s, c, texts[c], cells ? cells[c].tone : TONE_PLAIN, i + 1 < count);
    }
    str_add(out, "\n");
}

static void add_block(struct str *out, const struct sheet *s, const struct block *block)
{
    const struct table *t = s->table;
    size_t width = MARGIN;
    for (size_t i = 0; i < block->count; i++)
        width += s->widths[block->columns[i]] + (i ? GAP : 0);

    add_line(out, s, block, s->heads, NULL);
    for (size_t r = 0; r < t->row_count; r++) {
        if (r == 0 || t->rows[r].rule) {
            str_repeat(out, " ", MARGIN);
            str_repeat(out, rule, width);
            str_add(out, "\n");
        }
        add_line(out, s, block, s->texts + r * t->column_count, t->rows[r].cells);
    }
}

static void add_toned(struct str *out, const struct terminal *terminal, const char *text,
                      enum tone tone)
{
    str_add(out, color_begin(terminal->color, tone));
    str_add(out, text);
    str_add(out, color_end(terminal->color, tone));
    str_add(out, "\n");
}

static void add_table(struct str *out, struct arena *a, const struct table *table,
                      const struct terminal *terminal)
{
    size_t columns = table->column_count;
    struct sheet s = {.arena = a, .table = table, .terminal = terminal};
    s.heads = arena_array(a, columns, sizeof *s.heads);
    s.texts = arena_array(a, columns * (table->row_count + 1), sizeof *s.texts);
    s.cells = arena_array(a, columns, sizeof *s.cells);
    s.widths = arena_array(a, columns, sizeof *s.widths);
    measure(&s);
    struct block *blocks;
    size_t count = lay_out(&s, &blocks);
    if (table->title) {
        const char *title = text_visible(a, table->title);
        bool fits = terminal->width == 0 || text_width(title) <= terminal->width;
        add_toned(out, terminal, fits ? title : text_elide(a, title, terminal->width), TONE_TITLE);
    }
    for (size_t b = 0; b < count; b++) {
        if (b)
            str_add(out, "\n");
        add_block(out, &s, &blocks[b]);
    }
}

/* A note, broken at spaces where it is longer than the terminal is wide. */
static void add_note(struct str *out, struct arena *a, const struct report_note *note,
                     const struct terminal *terminal)
{
    const char *text = text_visible(a, note->text);
    if (terminal->width == 0 || text_width(text) <= terminal->width) {
        add_toned(out, terminal, text, note->tone);
        return;
    }
    struct str wrapped;
    str_init(&wrapped, a);
    size_t column = 0;
    for (const char *word = text; *word;) {
        size_t len = strcspn(word, " ");
        const char *copy = arena_strndup(a, word, len);
        size_t width = text_width(copy);
        if (column > NOTE_INDENT && column + 1 + width > terminal->width) {
            str_add(&wrapped, "\n");
            str_repeat(&wrapped, " ", NOTE_INDENT);
            column = NOTE_INDENT;
        } else if (word > text) {
            str_add(&wrapped, " ");
            column++;
        }
        str_add(&wrapped, copy);
        column += width;
        word += len + (word[len] == ' ');
    }
    add_toned(out, terminal, wrapped.data, note->tone);
}

/* The tables of a report, each drawn apart from the others. */
struct drawing {
    const struct report *report;
    const struct terminal *terminal;
    struct arena *arenas; /* per table */
    struct str *texts;
};

static void draw_table(void *data, size_t table)
{
    struct drawing *d = data;
    arena_init(&d->arenas[table]); /* here, so that only what is drawn ahead takes memory */
    str_init(&d->texts[table], &d->arenas[table]);
    add_table(&d->texts[table], &d->arenas[table], &d->report->tables[table], d->terminal);
}

/* Of many cells several at a time. */
static void add_tables(struct str *out, const struct report *report,
                       const struct terminal *terminal)
{
    size_t count = report->table_count, cells = 0;
    struct drawing d = {.report = report, .terminal = terminal};
    d.arenas = arena_array(report->arena, count, sizeof *d.arenas);
    d.texts = arena_array(report->arena, count, sizeof *d.texts);
    for (size_t i = 0; i < count; i++)
        cells += report->tables[i].row_count * report->tables[i].column_count;
    size_t window = workers_window_for(count ? cells / count : 0);
    struct workers *workers = workers_open(report->arena, count, window, draw_table, &d);
    for (size_t i = 0; i < count; i++) {
        workers_wait(workers, i);
        str_add(out, i ? "\n" : "");
        str_addn(out, d.texts[i].data, d.texts[i].len);
        arena_release(&d.arenas[i]);
    }
    workers_close(workers);
}

void report_write_terminal(struct str *out, const struct report *report,
                           const struct terminal *terminal)
{
    add_tables(out, report, terminal);
    if (report->table_count && report->note_count)
        str_add(out, "\n");
    for (size_t i = 0; i < report->note_count; i++)
        add_note(out, report->arena, &report->notes[i], terminal);
}
