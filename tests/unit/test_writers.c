/* Tables written as CSV, JSON and Markdown: what readers of each must get back. */
#include "unit_test.h"

#include "text/table.h"

#include <cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A report of COUNT tables with ROWS rows and a summary each. */
static struct report make_report(struct arena *a, size_t count, size_t rows)
{
    struct report report = report_new(a);
    for (size_t i = 0; i < count; i++) {
        struct table *t = report_table(&report, arena_printf(a, "table %zu", i));
        table_column(t, "name", ALIGN_LEFT);
        table_column(t, "value", ALIGN_RIGHT);
        for (size_t r = 0; r < rows; r++) {
            struct table_row *row = table_row(t, "id");
            table_set(row, 0, arena_printf(a, "row %zu", r), NAN, TONE_PLAIN);
            table_set(row, 1, "1", 1, TONE_PLAIN);
        }
        struct table_row *mean = table_row(t, NULL);
        mean->rule = true;
        table_set(mean, 0, "mean", NAN, TONE_PLAIN);
    }
    return report;
}

static const char *markdown(struct arena *a, const struct report *report, size_t most)
{
    struct str out = str_new(a);
    if (most)
        report_write_markdown_within(&out, report, most);
    else
        report_write_markdown(&out, report);
    return out.data;
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void csv_quotes_and_keeps_doubles(void **state)
{
    struct arena *a = *state;
    struct report report = report_new(a);
    struct table *t = report_table(&report, NULL);
    table_column(t, "id", ALIGN_LEFT);
    table_column(t, "a,b", ALIGN_RIGHT);
    table_column(t, "c", ALIGN_RIGHT);
    struct table_row *row = table_row(t, NULL);
    table_set(row, 0, "say \"x\",\ny", NAN, TONE_PLAIN);
    table_set(row, 1, "shown", 0.1 + 0.2, TONE_PLAIN);
    table_set(row, 2, "", NAN, TONE_PLAIN);
    row = table_row(t, NULL);
    table_set(row, 0, "plain", NAN, TONE_PLAIN);
    table_set(row, 1, "", INFINITY, TONE_PLAIN);
    table_set(row, 2, "", -INFINITY, TONE_PLAIN);
    row = table_row(t, NULL);
    table_set(row, 0, "=HYPERLINK(\"x\")", NAN, TONE_PLAIN);
    table_set(row, 1, "-1%", NAN, TONE_PLAIN);
    table_set(row, 2, "-1", -1, TONE_PLAIN);
    struct str out = str_new(a);
    table_write_csv(&out, t);
    assert_string_equal(out.data, "id,\"a,b\",c\n\"say \"\"x\"\",\ny\",0.30000000000000004,\n"
                                  "plain,inf,-inf\n\"'=HYPERLINK(\"\"x\"\")\",'-1%,-1\n");
}

static void json_reads_back(void **state)
{
    struct arena *a = *state;
    struct report report = make_report(a, 1, 2);
    report.tables[0].key = "time:min";
    report.tables[0].rows[0].cells[0].text = "\"\n\xff</script>";
    report.tables[0].rows[0].cells[1].tone = TONE_BEST;
    report.tables[0].rows[1].cells[1].number = INFINITY;
    struct str out = str_new(a);
    struct json j = json_new(&out);
    report_write_json(&j, NULL, &report);
    cJSON *tables = cJSON_Parse(out.data);
    assert_non_null(tables);
    const cJSON *table = cJSON_GetArrayItem(tables, 0);
    assert_string_equal(cJSON_GetObjectItem(table, "key")->valuestring, "time:min");
    const cJSON *rows = cJSON_GetObjectItem(table, "rows");
    assert_int_equal(cJSON_GetArraySize(rows), 3);
    const cJSON *cells = cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 0), "cells");
    assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(cells, 0), "text")->valuestring,
                        "\"\n\xEF\xBF\xBD</script>");
    assert_null(cJSON_GetObjectItem(cJSON_GetArrayItem(cells, 0), "number"));
    assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(cells, 1), "rank")->valuestring,
                        "best");
    cells = cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 1), "cells");
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(cells, 1), "number")));
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 2), "key")));
    cJSON_Delete(tables);
}

static void literal_markdown(void **state)
{
    struct arena *a = *state;
    struct report report = make_report(a, 2, 1);
    report.literal = true;
    report.tables[0].title = "a|b *x*";
    report.tables[0].rows[0].cells[0].text = "a|b_*\n[x](y) a<1 \\|<b>";
    report.tables[0].rows[0].cells[1].tone = TONE_BEST;
    report_note(&report, TONE_PLAIN, "first")->place = NOTE_QUOTED;
    report_note(&report, TONE_PLAIN, "last");
    assert_string_equal(markdown(a, &report, 0), "> first\n\n"
                                                 "#### a|b *x*\n\n"
                                                 "| name | value |\n| :--- | ---: |\n"
                                                 "| a\\|b_*\\n[x]\\(y) a<1 \\\\\\|\\<b> | 1 |\n"
                                                 "| mean |  |\n\n"
                                                 "#### table 1\n\n"
                                                 "| name | value |\n| :--- | ---: |\n"
                                                 "| row 0 | 1 |\n| mean |  |\n\n"
                                                 "- last\n");
}

/* The overview begins, as deep as it is indented; the tables are folded. */
static void markdown_with_an_overview(void **state)
{
    struct arena *a = *state;
    struct report report = make_report(a, 1, 1);
    report_note(&report, TONE_PLAIN, "below");
    report_note(&report, TONE_PLAIN, "2 vs 1")->place = NOTE_OVERVIEW;
    report_note(&report, TONE_PLAIN, "  1 slower")->place = NOTE_OVERVIEW;
    assert_string_equal(markdown(a, &report, 0),
                        "- 2 vs 1\n  - 1 slower\n\n<details>\n<summary>The table</summary>\n\n"
                        "### table 0\n\n| name | value |\n| :--- | ---: |\n| row 0 | 1 |\n"
                        "| mean |  |\n\n- below\n\n</details>\n");
}

static void markdown_fits_or_says_what_is_missing(void **state)
{
    struct arena *a = *state;
    static const struct {
        size_t tables, rows;
    } shapes[] = {{1, 100}, {2, 30}, {40, 3}, {0, 0}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct report report = make_report(a, shapes[i].tables, shapes[i].rows);
        report_note(&report, TONE_PLAIN, "vérdict");
        size_t whole = characters(markdown(a, &report, 0));
        assert_string_equal(markdown(a, &report, whole), markdown(a, &report, 0));
        size_t last = 0;
        for (size_t most = 1; most < whole; most += 7) {
            const char *text = markdown(a, &report, most);
            size_t length = characters(text);
            assert_true(length <= most);
            assert_true(length + 1 >= last); /* more room, no less text */
            last = length;
            if (most > 60)
                assert_non_null(strstr(text, "rows left out for length\n"));
            if (most > 60)
                assert_non_null(strstr(text, "- vérdict\n"));
        }
    }
}

static void summaries_stay(void **state)
{
    struct arena *a = *state;
    struct report report = make_report(a, 2, 50);
    const char *text = markdown(a, &report, 400);
    const char *second = strstr(text, "### table 1");
    assert_non_null(second);
    assert_non_null(strstr(second, "| row 0 |"));
    assert_non_null(strstr(second, "| mean |"));
    assert_null(strstr(text, "row 49"));
}

/* Rows of 100 by weight: the last grew, the first shrank, the others did neither. */
static void rows_that_weigh_most_are_kept(void **state)
{
    struct arena *a = *state;
    struct report report = make_report(a, 1, 100);
    struct table *t = &report.tables[0];
    t->kept = "the heavy ones";
    for (size_t r = 0; r < 100; r++)
        t->rows[r].weight = r < 3 ? -1 - (double)r : r > 96 ? (double)r : r == 50 ? NAN : 0;
    const char *text = markdown(a, &report, 190);
    assert_string_equal(text, "### table 0\n\n| name | value |\n| :--- | ---: |\n| row 1 | 1 |\n"
                              "| row 2 | 1 |\n| row 98 | 1 |\n| row 99 | 1 |\n| mean |  |\n\n"
                              "- 96 of 100 rows left out for length; the heavy ones are kept\n");
    /* Where there is room for more the first of the others follow. */
    text = markdown(a, &report, 250);
    assert_non_null(strstr(text, "| row 2 | 1 |\n| row 3 | 1 |\n"));
    assert_non_null(strstr(text, "| row 97 | 1 |\n| row 98 | 1 |\n| row 99 | 1 |\n| mean"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(csv_quotes_and_keeps_doubles),
        arena_test(json_reads_back),
        arena_test(literal_markdown),
        arena_test(markdown_with_an_overview),
        arena_test(markdown_fits_or_says_what_is_missing),
        arena_test(summaries_stay),
        arena_test(rows_that_weigh_most_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
