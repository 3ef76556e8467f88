#include "data/dims.h"

#include "base/index.h"
#include "base/str.h"
#include "runfile/run_file.h"

#include <cJSON.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char unserializable[] = "UNSERIALIZABLE[";

/* Up to so many names are looked through one by one, as most benchmarks have few. */
enum { FEW = 16 };

struct dims {
    struct arena *arena;
    struct dim *items;
    size_t count, cap;
    struct index names; /* of all, once there are more than FEW */
};

/* Where the name is, or the count of those there are. */
static size_t place_of(const struct dims *dims, const char *name)
{
    if (dims->count > FEW) {
        const size_t *found = index_find(&dims->names, name);
        return found ? *found : dims->count;
    }
    size_t i = 0;
    while (i < dims->count && strcmp(dims->items[i].name, name) != 0)
        i++;
    return i;
}

/* Enter what was put last, and those before it when the first few are over. */
static void enter(struct dims *dims)
{
    bool added;
    if (dims->count == FEW + 1)
        dims->names = index_new(dims->arena);
    for (size_t i = dims->count == FEW + 1 ? 0 : dims->count - 1; i < dims->count; i++)
        index_add(&dims->names, dims->items[i].name, i, &added);
}

static void put(struct dims *dims, const char *name, const char *text, double number)
{
    size_t i = place_of(dims, name);
    dims->items = arena_more(dims->arena, dims->items, dims->count, &dims->cap, sizeof(struct dim));
    if (i == dims->count) {
        dims->items[dims->count++].name = arena_strdup(dims->arena, name);
        if (dims->count > FEW)
            enter(dims);
    }
    dims->items[i].text = text;
    dims->items[i].number = number;
}

/* ---- scalars ---- */

/* The shortest digits that read back, an exponent below 1e-4 and from 1e16 on. */
const char *dims_float_text(struct arena *a, double number)
{
    if (isnan(number))
        return "nan";
    if (isinf(number))
        return number < 0 ? "-inf" : "inf";
    char digits[40];
    int precision = 0;
    do
        snprintf(digits, sizeof digits, "%.*e", precision, number);
    while (strtod(digits, NULL) != number && ++precision < 17);
    char *e = strchr(digits, 'e');
    long exponent = strtol(e + 1, NULL, 10);
    if (exponent < -4 || exponent >= 16)
        return arena_strdup(a, digits);
    int after_point = precision > exponent ? precision - (int)exponent : 1;
    return arena_printf(a, "%.*f", after_point, number);
}

/* str() of a number: an integer keeps all its digits. */
static const char *number_text(struct arena *a, double number, const char *written)
{
    if (!written)
        return number == floor(number) && fabs(number) < 1e15 ? arena_printf(a, "%.0f", number)
                                                              : dims_float_text(a, number);
    if (strpbrk(written, ".eEnN")) /* a fraction, an exponent, NaN or Infinity */
        return dims_float_text(a, number);
    return strcmp(written, "-0") == 0 ? "0" : arena_strdup(a, written);
}

static void put_scalar(struct dims *dims, const cJSON *item)
{
    double number;
    const char *written, *text = run_file_string(item);
    if (run_file_number(item, &number, &written))
        put(dims, item->string, number_text(dims->arena, number, written), number);
    else if (text && !str_starts(text, unserializable))
        put(dims, item->string, arena_strdup(dims->arena, text), NAN);
    else if (cJSON_IsBool(item))
        put(dims, item->string, cJSON_IsTrue(item) ? "True" : "False", NAN);
}

static void put_scalars(struct dims *dims, const cJSON *object)
{
    const cJSON *item;
    if (!cJSON_IsObject(object))
        return;
    cJSON_ArrayForEach(item, object)
    {
        if (strcmp(item->string, "benchmem") != 0)
            put_scalar(dims, item);
    }
}

/* ---- the node id ---- */

/* "module.py::Class::func[params]", cut at every "::" as the peer does. */
static void put_node(struct dims *dims, const char *id)
{
    struct arena *a = dims->arena;
    const char *rest = strstr(id, "::");
    if (!rest)
        return;
    if (rest > id)
        put(dims, "node.module", arena_strndup(a, id, (size_t)(rest - id)), NAN);
    rest += 2;
    const char *class_at = NULL, *next;
    size_t class_len = 0;
    while ((next = strstr(rest, "::"))) {
        class_at = rest;
        class_len = (size_t)(next - rest);
        rest = next + 2;
    }
    size_t func_len = strcspn(rest, "[");
    if (func_len)
        put(dims, "node.func", arena_strndup(a, rest, func_len), NAN);
    if (class_at)
        put(dims, "node.class", arena_strndup(a, class_at, class_len), NAN);
}

struct dim *dims_of(struct arena *a, const struct cJSON *benchmark, size_t *count)
{
    struct dims dims = {.arena = a};
    const char *group = run_file_string(run_file_member(benchmark, "group"));
    const char *id = run_file_string(run_file_member(benchmark, "fullname"));
    if (group && *group)
        put(&dims, "node.group", arena_strdup(a, group), NAN);
    if (id)
        put_node(&dims, id);
    put_scalars(&dims, run_file_member(benchmark, "params"));
    put_scalars(&dims, run_file_member(benchmark, "extra_info"));
    *count = dims.count;
    return dims.items;
}

/* ---- extra:NAME ---- */

double dims_text_number(const char *text)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || strpbrk(text, "xXpP("))
        return NAN;
    while (isspace((unsigned char)*end))
        end++;
    return *end ? NAN : number;
}

double dims_number(const struct cJSON *benchmark, const char *name)
{
    static const char *const sources[] = {"extra_info", "params"};
    if (strcmp(name, "benchmem") == 0)
        return NAN;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const cJSON *item = run_file_member(run_file_member(benchmark, sources[i]), name);
        const char *text = run_file_string(item);
        double number;
        if (run_file_number(item, &number, NULL))
            return number;
        if (text && !str_starts(text, unserializable))
            return dims_text_number(text);
        if (cJSON_IsBool(item))
            return NAN;
    }
    return NAN;
}
