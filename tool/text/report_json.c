/* report_json.c - writes the tables of a report as JSON. */
#include "text/table.h"

#include <math.h>

static void add_cell(struct json *j, const struct table_cell *cell)
{
    json_begin_object(j, NULL, JSON_SPACED);
    json_string(j, "text", cell->text);
    if (!isnan(cell->number))
        json_number(j, "number", cell->number);
    if (cell->tone == TONE_BEST || cell->tone == TONE_WORST)
        json_string(j, "rank", cell->tone == TONE_BEST ? "best" : "worst");
    json_end(j);
}

static void add_row(struct json *j, const struct table *table, const struct table_row *row)
{
    json_begin_object(j, NULL, JSON_SPACED);
    json_string(j, "key", row->key);
    json_begin_list(j, "cells", JSON_SPACED);
    for (size_t c = 0; c < table->column_count; c++)
        add_cell(j, &row->cells[c]);
    json_end(j);
    json_end(j);
}

static void add_table(struct json *j, const struct table *table)
{
    json_begin_object(j, NULL, JSON_INDENTED);
    json_string(j, "title", table->title);
    json_string(j, "key", table->key);
    json_begin_list(j, "columns", JSON_SPACED);
    for (size_t c = 0; c < table->column_count; c++)
        json_string(j, NULL, table->columns[c].head);
    json_end(j);
    json_begin_list(j, "rows", JSON_INDENTED);
    for (size_t r = 0; r < table->row_count; r++)
        add_row(j, table, &table->rows[r]);
    json_end(j);
    json_end(j);
}

void report_write_json(struct json *j, const char *name, const struct report *report)
{
    json_begin_list(j, name, JSON_INDENTED);
    for (size_t i = 0; i < report->table_count; i++)
        add_table(j, &report->tables[i]);
    json_end(j);
}
