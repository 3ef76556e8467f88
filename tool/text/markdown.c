/* markdown.c - writes a report as GitHub's Markdown. */
#include "text/table.h"
#include "text/width.h"

#include <string.h>

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* Whether the character at TEXT[I] would be read as markup there.  An underscore within a word and
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
        return strchr("\\|`*<>&~$", text[i]) != NULL;
    }
}

static void add_escaped(struct str *out, struct arena *a, const char *raw)
{
    const char *text = text_visible(a, raw);
    for (size_t i = 0; text[i]; i++) {
        if (is_markup(text, i))
            str_addc(out, '\\');
        str_addc(out, text[i]);
    }
}

static void add_cell(struct str *out, struct arena *a, const struct table_cell *cell)
{
    bool bold = cell->tone == TONE_BEST;
    str_add(out, bold ? " **" : " ");
    add_escaped(out, a, cell->text);
    str_add(out, bold ? "** |" : " |");
}

static void add_table(struct str *out, struct arena *a, const struct table *table)
{
    if (table->title) {
        str_add(out, "### ");
        add_escaped(out, a, table->title);
        str_add(out, "\n\n");
    }
    str_add(out, "|");
    for (size_t c = 0; c < table->column_count; c++)
        add_cell(out, a, &(struct table_cell){table->columns[c].head, 0, TONE_PLAIN});
    str_add(out, "\n|");
    for (size_t c = 0; c < table->column_count; c++)
        str_add(out, table->columns[c].align == ALIGN_RIGHT ? " ---: |" : " :--- |");
    str_add(out, "\n");
    for (size_t r = 0; r < table->row_count; r++) {
        str_add(out, "|");
        for (size_t c = 0; c < table->column_count; c++)
            add_cell(out, a, &table->rows[r].cells[c]);
        str_add(out, "\n");
    }
}

void report_write_markdown(struct str *out, const struct report *report)
{
    for (size_t i = 0; i < report->table_count; i++) {
        if (i)
            str_add(out, "\n");
        add_table(out, report->arena, &report->tables[i]);
    }
    if (report->table_count && report->note_count)
        str_add(out, "\n");
    for (size_t i = 0; i < report->note_count; i++) {
        str_add(out, "- ");
        add_escaped(out, report->arena, report->notes[i].text);
        str_add(out, "\n");
    }
}
