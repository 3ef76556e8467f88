/* table_terminal.c - writes a report for a terminal or as plain text. */
#include "system/workers.h"
#include "text/table_layout.h"
#include "text/width.h"

#include <string.h>

enum { NOTE_INDENT = 2 }; /* of the second and later lines of a note */

static const char rule[] = "─";

/* What is drawn, and where to. */
struct drawing {
    struct str *out;
    const struct table_layout *layout;
    enum color_depth color;
};

/* One cell, padded to its column; NEXT says that another follows on the line. */
static void add_cell(const struct drawing *d, size_t c, struct drawn cell, enum tone tone,
                     bool next)
{
    const struct table_layout *s = d->layout;
    const char *begin = color_begin(d->color, tone);
    size_t room = s->widths[c];
    if (cell.width > room) {
        cell.text = text_elide(s->arena, cell.text, room);
        cell.width = text_width(cell.text);
    }
    bool before = s->table->columns[c].align == ALIGN_RIGHT && *cell.text;
    size_t pad = room - cell.width;
    if (before)
        str_repeat(d->out, " ", pad);
    if (*begin)
        str_add(d->out, begin);
    str_add(d->out, cell.text);
    if (*begin)
        str_add(d->out, color_end(d->color, tone));
    if (next)
        str_repeat(d->out, " ", (before ? 0 : pad) + s->gap);
}

/* The last column of the block with something in it, as no line ends in spaces. */
static size_t line_length(const struct table_block *block, const struct drawn *texts)
{
    size_t count = block->count;
    while (count > 0 && !*texts[block->columns[count - 1]].text)
        count--;
    return count;
}

static void add_line(const struct drawing *d, const struct table_block *block,
                     const struct drawn *texts, const struct table_cell *cells, bool inside)
{
    const struct table_layout *s = d->layout;
    size_t count = line_length(block, texts);
    str_repeat(d->out, " ", count ? LAYOUT_MARGIN : 0);
    for (size_t i = 0; i < count; i++) {
        size_t c = block->columns[i];
        struct drawn text = texts[c];
        if (inside && s->table->columns[c].elastic && *text.text)
            text = (struct drawn){arena_printf(s->arena, "%*s%s", LAYOUT_INDENT, "", text.text),
                                  LAYOUT_INDENT + text.width};
        add_cell(d, c, text, cells ? cells[c].tone : TONE_PLAIN, i + 1 < count);
    }
    str_add(d->out, "\n");
}

static void add_block(const struct drawing *d, const struct table_block *block)
{
    const struct table_layout *s = d->layout;
    const struct table *t = s->table;
    add_line(d, block, s->heads, NULL, false);
    for (size_t r = 0; r < t->row_count; r++) {
        if (r == 0 || t->rows[r].rule) {
            str_repeat(d->out, " ", LAYOUT_MARGIN);
            str_repeat(d->out, rule, table_layout_width(s, block));
            str_add(d->out, "\n");
        }
        if (s->sections[r])
            str_addf(d->out, "%*s%s%s%s\n", LAYOUT_MARGIN, "", color_begin(d->color, TONE_TITLE),
                     s->sections[r], color_end(d->color, TONE_TITLE));
        add_line(d, block, s->texts + r * t->column_count, t->rows[r].cells, s->inside[r]);
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

/* Returns the columns that have no room, in words, or NULL. */
static const char *add_table(struct str *out, struct arena *a, const struct table *table,
                             const struct terminal *terminal)
{
    struct table_layout s;
    struct drawing d = {out, &s, terminal->color};
    table_lay_out(&s, a, table, terminal->width);
    if (table->title) {
        const char *title = text_visible(a, table->title);
        bool fits = terminal->width == 0 || text_width(title) <= terminal->width;
        add_toned(out, terminal, fits ? title : text_elide(a, title, terminal->width), TONE_TITLE);
    }
    for (size_t b = 0; b < s.block_count; b++) {
        if (b)
            str_add(out, "\n");
        add_block(&d, &s.blocks[b]);
    }
    return table_left_out(a, &s);
}

/* A note while it is broken into lines. */
struct wrapping {
    struct str text;
    size_t column, width, indent;
};

static void next_line(struct wrapping *w)
{
    str_add(&w->text, "\n");
    str_repeat(&w->text, " ", w->indent);
    w->column = w->indent;
}

/* A word that has no room on a line of its own is broken. */
static void add_word(struct wrapping *w, const char *word, size_t len, bool first)
{
    size_t width = text_columns(word, len);
    if (!first && w->column > w->indent && w->column + 1 + width > w->width) {
        next_line(w);
    } else if (!first) {
        str_add(&w->text, " ");
        w->column++;
    }
    for (size_t part; w->column + width > w->width && w->width > w->indent + 1;
         width -= text_columns(word, part), word += part, len -= part) {
        part = text_head(word, w->column < w->width ? w->width - w->column : 0);
        str_addn(&w->text, word, part);
        next_line(w);
    }
    str_addn(&w->text, word, len);
    w->column += width;
}

/* A note, broken where it is longer than the terminal is wide. */
static void add_note(struct str *out, struct arena *a, const struct report_note *note,
                     const struct terminal *terminal)
{
    const char *text = text_visible(a, note->text);
    if (terminal->width == 0 || text_width(text) <= terminal->width) {
        add_toned(out, terminal, text, note->tone);
        return;
    }
    struct wrapping w = {.width = terminal->width, .indent = strspn(text, " ") + NOTE_INDENT};
    w.text = str_new(a);
    for (const char *word = text; *word;) {
        size_t len = strcspn(word, " ");
        add_word(&w, word, len, word == text);
        word += len + (word[len] == ' ');
    }
    add_toned(out, terminal, w.text.data, note->tone);
}

/* The tables of a report, each drawn apart from the others. */
struct tables {
    const struct report *report;
    const struct terminal *terminal;
    struct arena *arenas; /* per table */
    struct str *texts;
    const char **left_out;
};

static void draw_table(void *data, size_t table)
{
    struct tables *t = data;
    struct arena *a = &t->arenas[table];
    t->texts[table] = str_new(a); /* here, so that only what is drawn ahead takes memory */
    t->left_out[table] = add_table(&t->texts[table], a, &t->report->tables[table], t->terminal);
}

/* Of many cells several at a time.  Returns which columns were left out, in words; each is listed
 * once. */
static const char *add_tables(struct str *out, const struct report *report,
                              const struct terminal *terminal)
{
    size_t count = report->table_count, cells = 0;
    struct tables t = {.report = report, .terminal = terminal};
    struct strv left_out = strv_new(report->arena);
    t.arenas = arena_array(report->arena, count, sizeof *t.arenas);
    t.texts = arena_array(report->arena, count, sizeof *t.texts);
    t.left_out = arena_array(report->arena, count, sizeof *t.left_out);
    for (size_t i = 0; i < count; i++)
        cells += report->tables[i].row_count * report->tables[i].column_count;
    size_t window = workers_window_for(count ? cells / count : 0);
    struct workers *workers = workers_open(report->arena, count, window, draw_table, &t);
    for (size_t i = 0; i < count; i++) {
        workers_wait(workers, i);
        str_add(out, i ? "\n" : "");
        str_addn(out, t.texts[i].data, t.texts[i].len);
        if (t.left_out[i] && !strv_has(&left_out, t.left_out[i]))
            strv_add(&left_out, arena_strdup(report->arena, t.left_out[i]));
        arena_release(&t.arenas[i]);
    }
    workers_close(workers);
    return left_out.len ? strv_join(&left_out, "; ") : NULL;
}

void report_write_terminal(struct str *out, const struct report *report,
                           const struct terminal *terminal)
{
    struct arena *a = report->arena;
    const char *left_out = add_tables(out, report, terminal);
    if (report->table_count && (report->note_count || left_out))
        str_add(out, "\n");
    if (left_out)
        add_note(out, a,
                 &(struct report_note){
                     .text = arena_printf(a, "not shown, as the terminal has %zu columns: %s",
                                          terminal->width, left_out)},
                 terminal);
    for (size_t i = 0; i < report->note_count; i++)
        add_note(out, a, &report->notes[i], terminal);
}
