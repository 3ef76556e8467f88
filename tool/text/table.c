#include "text/table.h"

#include <math.h>
#include <stdarg.h>

struct report report_new(struct arena *a)
{
    return (struct report){.arena = a};
}

struct table *report_table(struct report *report, const char *title)
{
    report->tables = arena_more(report->arena, report->tables, report->table_count,
                                &report->table_cap, sizeof *report->tables);
    struct table *table = &report->tables[report->table_count++];
    *table = (struct table){.arena = report->arena, .title = title};
    return table;
}

void report_take(struct report *report, struct report *part)
{
    for (size_t i = 0; i < part->table_count; i++) {
        struct table *table = report_table(report, NULL);
        *table = part->tables[i];
        table->arena = report->arena;
    }
    arena_take(report->arena, part->arena);
    *part = report_new(part->arena);
}

struct report_note *report_note(struct report *report, enum tone tone, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(report->arena, format, args);
    va_end(args);
    report->notes = arena_more(report->arena, report->notes, report->note_count, &report->note_cap,
                               sizeof *report->notes);
    struct report_note *note = &report->notes[report->note_count++];
    *note = (struct report_note){.text = text, .tone = tone};
    return note;
}

struct table_column *table_column(struct table *table, const char *head, enum table_align align)
{
    table->columns = arena_more(table->arena, table->columns, table->column_count,
                                &table->column_cap, sizeof *table->columns);
    struct table_column *column = &table->columns[table->column_count++];
    *column = (struct table_column){.head = head, .align = align};
    return column;
}

struct table_row *table_row(struct table *table, const char *key)
{
    table->rows = arena_more(table->arena, table->rows, table->row_count, &table->row_cap,
                             sizeof *table->rows);
    struct table_row *row = &table->rows[table->row_count++];
    *row = (struct table_row){.key = key};
    row->cells = arena_array(table->arena, table->column_count, sizeof *row->cells);
    for (size_t i = 0; i < table->column_count; i++)
        row->cells[i] = (struct table_cell){"", NAN, TONE_PLAIN};
    return row;
}

void table_set(struct table_row *row, size_t column, const char *text, double number,
               enum tone tone)
{
    row->cells[column] = (struct table_cell){text, number, tone};
}
