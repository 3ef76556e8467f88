/* report_json.c - writes the tables of a report as JSON. */
#include "text/json.h"
#include "text/table.h"

#include <math.h>

static void add_columns(struct str *out, const struct table *table)
{
    str_add(out, "\"columns\": [");
    for (size_t c = 0; c < table->column_count; c++) {
        str_add(out, c ? ", " : "");
        json_add_string(out, table->columns[c].head);
    }
    str_add(out, "]");
}

static void add_cell(struct str *out, const struct table_cell *cell)
{
    str_add(out, "{\"text\": ");
    json_add_string(out, cell->text);
    if (!isnan(cell->number)) {
        str_add(out, ", \"number\": ");
        json_add_number(out, cell->number);
    }
    if (cell->tone == TONE_BEST || cell->tone == TONE_WORST)
        str_addf(out, ", \"rank\": \"%s\"", cell->tone == TONE_BEST ? "best" : "worst");
    str_add(out, "}");
}

static void add_row(struct str *out, const struct table *table, const struct table_row *row)
{
    str_add(out, "{\"key\": ");
    json_add_string(out, row->key);
    str_add(out, ", \"cells\": [");
    for (size_t c = 0; c < table->column_count; c++) {
        str_add(out, c ? ", " : "");
        add_cell(out, &row->cells[c]);
    }
    str_add(out, "]}");
}

static void start_line(struct str *out, size_t indent)
{
    str_add(out, "\n");
    str_repeat(out, " ", indent);
}

static void add_table(struct str *out, const struct table *table, size_t indent)
{
    str_add(out, "{\"title\": ");
    json_add_string(out, table->title);
    str_add(out, ", \"key\": ");
    json_add_string(out, table->key);
    str_add(out, ",");
    start_line(out, indent + 1);
    add_columns(out, table);
    str_add(out, ",");
    start_line(out, indent + 1);
    str_add(out, "\"rows\": [");
    for (size_t r = 0; r < table->row_count; r++) {
        str_add(out, r ? "," : "");
        start_line(out, indent + 2);
        add_row(out, table, &table->rows[r]);
    }
    str_add(out, "]}");
}

void report_write_json(struct str *out, const struct report *report, size_t indent)
{
    str_add(out, "[");
    for (size_t i = 0; i < report->table_count; i++) {
        str_add(out, i ? "," : "");
        start_line(out, indent + 2);
        add_table(out, &report->tables[i], indent + 2);
    }
    str_add(out, "]");
}
