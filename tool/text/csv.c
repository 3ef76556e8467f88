/* csv.c - writes a table as comma-separated values. */
#include "text/json.h"
#include "text/table.h"

#include <math.h>
#include <string.h>

/* Source: OWASP's page on CSV injection: what begins a formula in some spreadsheet. */
static bool is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text);
}

static void add_text(struct str *out, const char *text)
{
    const char *mark = is_formula(text) ? "'" : "";
    if (!strpbrk(text, ",\"\r\n")) {
        str_addf(out, "%s%s", mark, text);
        return;
    }
    str_addf(out, "\"%s", mark);
    for (; *text; text++) {
        if (*text == '"')
            str_addc(out, '"');
        str_addc(out, *text);
    }
    str_addc(out, '"');
}

static void add_cell(struct str *out, const struct table_cell *cell)
{
    if (isnan(cell->number))
        add_text(out, cell->text);
    else if (isinf(cell->number))
        str_add(out, cell->number < 0 ? "-inf" : "inf");
    else
        json_add_number(out, cell->number);
}

void table_write_csv(struct str *out, const struct table *table)
{
    for (size_t c = 0; c < table->column_count; c++) {
        str_add(out, c ? "," : "");
        add_text(out, table->columns[c].head);
    }
    str_add(out, "\n");
    for (size_t r = 0; r < table->row_count; r++) {
        for (size_t c = 0; c < table->column_count; c++) {
            str_add(out, c ? "," : "");
            add_cell(out, &table->rows[r].cells[c]);
        }
        str_add(out, "\n");
    }
}
