/* JSON written an element at a time: what stands between elements, and what values become. */
#include "unit_test.h"

#include "text/json.h"

#include <cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static struct json start(struct arena *a, struct str *out)
{
    *out = str_new(a);
    struct json j = json_new(out);
    return j;
}

static void values(void **state)
{
    struct str out;
    struct json j = start(*state, &out);
    struct strv list = strv_new(*state);
    strv_add(&list, "a\"b");
    strv_add(&list, "c");
    json_begin_object(&j, NULL, JSON_SPACED);
    json_string(&j, "a\nname", "\x01\x1f\x7f \\ \t\n<b> \xc3\xa9\xff");
    json_string(&j, "null", NULL);
    json_strings(&j, "strings", &list);
    json_number(&j, "tenth", 0.1);
    json_number(&j, "third", 1 / 3.0);
    json_number(&j, "nan", NAN);
    json_number(&j, "inf", -INFINITY);
    json_integer(&j, "integer", -7);
    json_count(&j, "count", (size_t)-1);
    json_bool(&j, "yes", true);
    json_bool(&j, "no", false);
    json_null(&j, "none");
    json_raw(&j, "raw", "[1]x", 3);
    json_raw(&j, "no raw", NULL, 0);
    json_rawf(&j, "rawf", "%.2f", 1.5);
    json_end(&j);
    assert_string_equal(
        out.data, "{\"a\\nname\": \"\\u0001\\u001f\\u007f \\\\ \\t\\n\\u003cb> "
                  "\xc3\xa9\xef\xbf\xbd\", \"null\": null, \"strings\": [\"a\\\"b\", \"c\"], "
                  "\"tenth\": 0.1, \"third\": 0.3333333333333333, \"nan\": null, \"inf\": null, "
                  "\"integer\": -7, \"count\": 18446744073709551615, \"yes\": true, "
                  "\"no\": false, \"none\": null, \"raw\": [1], \"no raw\": null, \"rawf\": 1.50}");
    assert_int_equal(out.len, strlen(out.data));
}

/* An object and a list of two elements each, and an empty list, in one layout. */
static const char *laid_out(struct arena *a, enum json_layout layout)
{
    struct str out;
    struct json j = start(a, &out);
    json_begin_object(&j, NULL, layout);
    json_begin_list(&j, "list", layout);
    json_count(&j, NULL, 1);
    json_count(&j, NULL, 2);
    json_end(&j);
    json_begin_list(&j, "empty", layout);
    json_end(&j);
    json_end(&j);
    return out.data;
}

static void layouts(void **state)
{
    struct arena *a = *state;
    assert_string_equal(laid_out(a, JSON_SPACED), "{\"list\": [1, 2], \"empty\": []}");
    assert_string_equal(laid_out(a, JSON_TIGHT), "{\"list\": [1,2],\"empty\": []}");
    assert_string_equal(laid_out(a, JSON_LINES), "{\"list\": [1,\n2],\n\"empty\": []}");
    assert_string_equal(laid_out(a, JSON_INDENTED),
                        "{\n  \"list\": [\n    1,\n    2\n  ],\n  \"empty\": []\n}");
}

/* Long lists are written out as they grow. */
static void output_may_be_taken(void **state)
{
    struct str out;
    struct json j = start(*state, &out);
    json_begin_list(&j, NULL, JSON_SPACED);
    json_count(&j, NULL, 1);
    assert_string_equal(out.data, "[1");
    out = str_new(*state);
    json_count(&j, NULL, 2);
    json_end(&j);
    assert_string_equal(out.data, ", 2]");
}

static void nests_to_its_depth(void **state)
{
    struct str out;
    struct json j = start(*state, &out);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_begin_list(&j, NULL, JSON_SPACED);
    json_null(&j, NULL);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_end(&j);
    cJSON *read = cJSON_Parse(out.data);
    assert_non_null(read);
    cJSON_Delete(read);
    assert_int_equal(out.len, 2 * JSON_DEPTH + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(values),
        arena_test(layouts),
        arena_test(output_may_be_taken),
        arena_test(nests_to_its_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
