/* Fuzz target: everything that writes text others read.  The input is texts, a 0x1E byte between
 * them: a title, then heads, cells and notes of a table, drawn and put into a page as well.
 * Whatever they are,
 *  - a terminal gets no control character, no mark that turns the direction of text, only UTF-8;
 *  - CSV read by the rules of RFC 4180 and JSON read by a parser give the texts back;
 *  - Markdown has the lines and cells it should, and no markup out of a text;
 *  - XML and the page have the elements they should and no more. */
#include "draw/canvas.h"
#include "page/page.h"
#include "text/ctest.h"
#include "text/json.h"
#include "text/table.h"
#include "text/utf8.h"
#include "text/width.h"
#include "text/xml.h"

#include <cJSON.h>
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 2, MOST_TEXTS = 40 };

struct texts {
    const char *items[MOST_TEXTS];
    size_t count;
};

#define require(condition) ((condition) ? (void)0 : fail(#condition, __LINE__))

static void fail(const char *condition, int line)
{
    fprintf(stderr, "fuzz_writers.c:%d: %s does not hold\n", line, condition);
    abort();
}

static struct report make_report(struct arena *a, const struct texts *t)
{
    require(t->count > 0);
    struct report report = report_new(a);
    struct table *table = report_table(&report, t->items[0]);
    table->key = t->items[0];
    for (size_t c = 0; c < COLUMNS; c++) {
        struct table_column *column =
            table_column(table, t->items[(c + 1) % t->count], c ? ALIGN_RIGHT : ALIGN_LEFT);
        column->key = c == 0;
        column->elastic = c == 0;
    }
    for (size_t i = 0; i < t->count; i++) {
        struct table_row *row = table_row(table, t->items[i]);
        table_set(row, 0, t->items[i], NAN, TONE_PLAIN);
        table_set(row, 1, t->items[t->count - 1 - i], i % 2 ? (double)i : NAN,
                  i % 3 ? TONE_PLAIN : TONE_BEST);
    }
    report_note(&report, TONE_PLAIN, "%s", t->items[t->count - 1]);
    return report;
}

/* ---- terminal ---- */

static void check_terminal(struct arena *a, const struct report *report, size_t width)
{
    struct str out = str_new(a);
    report_write_terminal(&out, report, &(struct terminal){width, COLOR_NONE});
    for (char *line = out.data, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        require(text_visible(a, line) == line || strcmp(text_visible(a, line), line) == 0);
    }
}

/* ---- CSV ---- */

/* The next cell, read as RFC 4180 has it; *END is what followed it. */
static const char *csv_cell(struct arena *a, const char **at, char *end)
{
    struct str cell = str_new(a);
    const char *p = *at;
    if (*p == '"') {
        for (p++; *p != '"' || p[1] == '"'; p++) {
            require(*p != '\0');
            p += *p == '"';
            str_addc(&cell, *p);
        }
        p++;
    } else {
        for (; *p && *p != ',' && *p != '\n'; p++) {
            require(*p != '"' && *p != '\r');
            str_addc(&cell, *p);
        }
    }
    *end = *p;
    require(*p == ',' || *p == '\n');
    *at = p + 1;
    return cell.data;
}

/* Whether TEXT is what a cell with RAW reads as: an apostrophe stands before a formula. */
static bool is_masked(const char *text, const char *raw)
{
    bool formula = *raw && strchr("=+-@\t\r", *raw);
    return formula ? *text == '\'' && strcmp(text + 1, raw) == 0 : strcmp(text, raw) == 0;
}

static void check_csv(struct arena *a, const struct table *table)
{
    struct str out = str_new(a);
    table_write_csv(&out, table);
    const char *at = out.data;
    char end;
    for (size_t c = 0; c < COLUMNS; c++)
        require(is_masked(csv_cell(a, &at, &end), table->columns[c].head));
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < COLUMNS; c++) {
            const struct table_cell *cell = &table->rows[r].cells[c];
            const char *text = csv_cell(a, &at, &end);
            require(end == (c + 1 < COLUMNS ? ',' : '\n'));
            require(isnan(cell->number) ? is_masked(text, cell->text)
                                        : strtod(text, NULL) == cell->number);
        }
    require(!*at);
}

/* ---- JSON ---- */

/* TEXT as JSON can hold it: U+FFFD for each byte that is no UTF-8. */
static const char *as_unicode(struct arena *a, const char *text)
{
    struct str s = str_new(a);
    for (size_t len = strlen(text); len > 0;) {
        int32_t code;
        size_t n = utf8_next(text, len, &code);
        if (n == 1 && (unsigned char)*text >= 0x80)
            str_add(&s, "\xEF\xBF\xBD");
        else
            str_addn(&s, text, n);
        text += n;
        len -= n;
    }
    return s.data;
}

static void check_json(struct arena *a, const struct report *report)
{
    struct str out = str_new(a);
    struct json j = json_new(&out);
    report_write_json(&j, NULL, report);
    cJSON *all = cJSON_Parse(out.data);
    const cJSON *table = all ? all->child : NULL, *row;
    require(table != NULL);
    size_t r = 0;
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(table, "rows"))
    {
        const cJSON *cell = cJSON_GetObjectItemCaseSensitive(row, "cells")->child;
        require(strcmp(cJSON_GetObjectItemCaseSensitive(cell, "text")->valuestring,
                       as_unicode(a, report->tables[0].rows[r].cells[0].text)) == 0);
        r++;
    }
    require(r == report->tables[0].row_count);
    cJSON_Delete(all);
}

/* ---- Markdown ---- */

/* Bars of the line that part cells. */
static size_t bars(const char *line)
{
    size_t count = 0;
    for (const char *p = line; *p && *p != '\n'; p++) {
        if (*p == '\\' && p[1] && p[1] != '\n')
            p++;
        else
            count += *p == '|';
    }
    return count;
}

/* No "<" that begins an element, a comment or an order to CTest, and no link. */
static void check_no_markup(const char *line)
{
    for (const char *p = line; *p && *p != '\n'; p++) {
        if (*p == '\\' && p[1] && p[1] != '\n')
            p++;
        else
            require((*p != '<' || !isalpha((unsigned char)p[1])) && strncmp(p, "</", 2) != 0 &&
                    strncmp(p, "<!", 2) != 0 && strncmp(p, "<?", 2) != 0 &&
                    strncmp(p, "](", 2) != 0 && strncmp(p, "][", 2) != 0);
    }
}

static void check_markdown(struct arena *a, struct report *report, bool literal)
{
    struct str out = str_new(a);
    report->literal = literal;
    report_write_markdown(&out, report);
    size_t lines = 0;
    for (const char *line = out.data; *line; line += strcspn(line, "\n") + 1) {
        for (const char *p = line; *p != '\n'; p++)
            require((unsigned char)*p >= 0x20 && *p != 0x7F);
        require(line[0] != '|' || bars(line) == COLUMNS + 1);
        check_no_markup(line);
        lines++;
    }
    /* title, empty, head, rule, rows, empty, note */
    require(lines == report->tables[0].row_count + 6);
    report->literal = false;
}

/* ---- XML ---- */

static void check_xml_text(struct arena *a, const char *text)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    struct str s = str_new(a);
    xml_add_text(&s, text);
    require(!strpbrk(s.data, "<>\"'\n\r\t"));
    for (const char *p = s.data; (p = strchr(p, '&')); p++) {
        bool known = false;
        for (size_t i = 0; i < sizeof references / sizeof *references; i++)
            known |= str_starts(p, references[i]);
        require(known);
    }
    for (size_t at = 0, n; at < s.len; at += n) {
        int32_t code;
        n = utf8_next(s.data + at, s.len - at, &code);
        require(n > 1 || (code >= 0x20 && code < 0x7F));
        require(code >= 0x20 && (code < 0x7F || code >= 0xA0) && code != 0xFFFE && code != 0xFFFF);
    }
}

static size_t occurrences(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        count++;
    return count;
}

static void draw(struct canvas *canvas, const void *data)
{
    const struct texts *t = data;
    const struct text_style style = {.size = 12, .anchor = ANCHOR_MIDDLE, .angle = 45};
    for (size_t i = 0; i < t->count; i++) {
        canvas->writer->group_open(canvas, t->items[i]);
        canvas->writer->text(canvas, 1, 2, &style, t->items[i]);
        canvas->writer->group_close(canvas);
    }
}

static void check_svg(struct arena *a, const struct texts *t)
{
    struct picture picture = {100, 100, t->items[0], draw, t};
    struct error err;
    struct str s = str_new(a);
    require(canvas_svg(&picture, &s, &err) == 0);
    /* svg, its title and background, and per text a group, a title and a text */
    require(occurrences(s.data, "<") == 5 + 6 * t->count);
    require(occurrences(s.data, "<text") == t->count);
}

static void check_page(struct arena *a, const struct texts *t)
{
    static size_t elements; /* of a page without texts */
    struct str json;
    json = str_new(a);
    struct str page = str_new(a);
    struct str plain = str_new(a);
    struct strv list = strv_new(a);
    for (size_t i = 0; i < t->count; i++)
        strv_add(&list, t->items[i]);
    struct json j = json_new(&json);
    json_strings(&j, NULL, &list);
    page_add(&page, t->items[0], json.data, json.data, PLOTLYJS_CDN);
    if (!elements) {
        page_add(&plain, "title", "{}", "{}", PLOTLYJS_CDN);
        elements = occurrences(plain.data, "<");
    }
    require(occurrences(page.data, "<") == elements);
    require(!strstr(page.data, "<!--"));
}

static void check_measurements(struct arena *a, const struct texts *t)
{
    for (size_t i = 0; i < t->count; i++) {
        struct str s = str_new(a);
        ctest_number(&s, t->items[i], 1.5);
        ctest_text(&s, t->items[i], t->items[0]);
        ctest_file(&s, t->items[i], t->items[0]);
        ctest_details(&s, t->items[i]);
        require(occurrences(s.data, "\n") == 4);
        require(occurrences(s.data, "<CTest") + occurrences(s.data, "</CTest") == 8);
        require(!strstr(s.data, "<Dart") && !strstr(s.data, "</Dart"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct texts t = {0};
    size_t width = size ? data[0] : 0;
    char *text = arena_strndup(&arena, (const char *)data + (size > 0), size - (size > 0));
    for (char *end; text && t.count < MOST_TEXTS; text = end) {
        end = strchr(text, 0x1E);
        if (end)
            *end++ = '\0';
        t.items[t.count++] = text;
    }
    struct report report = make_report(&arena, &t);
    check_terminal(&arena, &report, width);
    check_csv(&arena, &report.tables[0]);
    check_json(&arena, &report);
    check_markdown(&arena, &report, false);
    check_markdown(&arena, &report, true);
    for (size_t i = 0; i < t.count; i++)
        check_xml_text(&arena, t.items[i]);
    check_svg(&arena, &t);
    if (width % 8 == 0) /* it takes most of the time */
        check_page(&arena, &t);
    check_measurements(&arena, &t);
    arena_release(&arena);
    return 0;
}
