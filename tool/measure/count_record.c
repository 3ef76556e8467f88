#include "measure/count_record.h"

#include "base/index.h"
#include "files/file.h"
#include "files/path.h"
#include "measure/callgrind.h"
#include "runfile/parse.h"
#include "runfile/run_file.h"
#include "text/json.h"

#include <cJSON.h>
#include <inttypes.h>
#include <string.h>

struct reading {
    struct arena *arena;
    struct arena scratch;
    const char *prefix;
    struct count *count;
    struct strv roots;                           /* below which objects are called */
    struct index objects, functions, benchmarks; /* names -> places */
    size_t benchmark_cap, function_cap;
};

/* --- the record ------------------------------------------------------------------------------ */

/* The text of a JSON string; NULL if it is none. */
static const char *text_of(struct reading *r, struct span quoted)
{
    struct error ignored;
    if (!span_begins(quoted, '"'))
        return NULL;
    char *copy = arena_strndup(&r->scratch, quoted.at, quoted.len);
    struct cJSON *item = parse_json(copy, quoted.len, &ignored);
    const char *text = item ? run_file_string(item) : NULL;
    if (text)
        text = arena_strdup(r->arena, text);
    if (item)
        run_file_free(item);
    return text;
}

/* --- functions ------------------------------------------------------------------------------- */

/* What an object is called whatever the environment. */
static const char *object_name(const struct reading *r, const char *path)
{
    for (size_t i = 0; i < r->roots.len; i++)
        if (str_starts(path, r->roots.items[i]))
            return path + strlen(r->roots.items[i]);
    return path_name(path);
}

static size_t place_of_function(struct reading *r, const struct callgrind_function *f)
{
    struct count *c = r->count;
    bool added;
    const char *object = object_name(r, f->object);
    const size_t *object_at = index_find(&r->objects, object);
    size_t at = object_at ? *object_at : c->objects.len;
    if (!object_at) {
        object = arena_strdup(r->arena, object);
        index_add(&r->objects, object, at, &added);
        strv_add(&c->objects, object);
    }
    const char *key = arena_printf(&r->scratch, "%zu %s", at, f->name);
    const size_t *known = index_find(&r->functions, key);
    if (known)
        return *known;
    size_t place = c->function_count++;
    index_add(&r->functions, arena_strdup(r->arena, key), place, &added);
    c->functions =
        arena_more(r->arena, c->functions, place, &r->function_cap, sizeof *c->functions);
    c->functions[place] = (struct count_function){at, arena_strdup(r->arena, f->name)};
    return place;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (str_starts(name, *names))
            return true;
    return false;
}

/* What the call started, by the functions of the C library that it executed. */
static void look_at(struct count_benchmark *b, const struct callgrind_function *f)
{
    static const char *const threads[] = {"pthread_create", "__pthread_create", NULL};
    static const char *const processes[] = {"fork",    "__libc_fork", "_Fork",         "vfork",
                                            "__vfork", "posix_spawn", "__posix_spawn", NULL};
    const char *object = path_name(f->object);
    if (!str_starts(object, "libc.") && !str_starts(object, "libc-") &&
        !str_starts(object, "libpthread"))
        return;
    b->saw_threads |= is_one_of(f->name, threads);
    b->saw_processes |= is_one_of(f->name, processes);
}

/* Keep of the dump of its smallest call what it is made of. */
static void keep_parts(struct reading *r, struct count_benchmark *b, const struct callgrind *dump)
{
    b->part_count = callgrind_most(dump, COUNT_SHARE);
    b->rest_count = dump->count - b->part_count;
    b->parts = arena_array(r->arena, b->part_count, sizeof *b->parts);
    b->rest = dump->total;
    for (size_t i = 0; i < dump->count; i++)
        look_at(b, &dump->functions[i]);
    for (size_t i = 0; i < b->part_count; i++) {
        const struct callgrind_function *f = &dump->functions[i];
        b->parts[i] = (struct count_part){place_of_function(r, f), f->instructions};
        b->rest -= f->instructions;
    }
}

/* --- dumps ----------------------------------------------------------------------------------- */

static int read_dump(struct reading *r, size_t number, struct callgrind *dump, struct error *err)
{
    const char *path = arena_printf(&r->scratch, "%s.%zu", r->prefix, number);
    if (callgrind_read(&r->scratch, path, dump, err) < 0)
        return -1;
    if (dump->number != (long)number || dump->total == 0)
        return error_set(err, EXIT_FAILED, "%s: not what this call was counted in", path);
    return 0;
}

/* The calls of a benchmark, of which LIST has the dumps' numbers.  Fails if none can be read. */
static int read_calls(struct reading *r, struct count_benchmark *b, const struct spans *list,
                      struct error *err)
{
    size_t least = 0;
    struct callgrind dump;
    struct error unreadable = {0};
    b->instructions = arena_array(r->arena, list->count, sizeof *b->instructions);
    for (size_t i = 0; i < list->count; i++) {
        double number;
        if (!span_number(list->values[i], &number) || !(number >= 1 && number < 1e9))
            continue;
        struct arena_mark mark = arena_mark(&r->scratch);
        if (read_dump(r, (size_t)number, &dump, &unreadable) == 0) {
            b->instructions[b->calls++] = dump.total;
            if (!least || dump.total < b->least) {
                least = (size_t)number;
                b->least = dump.total;
            }
            if (!*r->count->valgrind && str_starts(dump.creator, "callgrind-"))
                r->count->valgrind = arena_strdup(r->arena, dump.creator + strlen("callgrind-"));
        }
        arena_reset(&r->scratch, mark);
    }
    if (!least)
        return error_set(err, EXIT_FAILED, "what was counted cannot be read: %s",
                         *unreadable.text ? unreadable.text : "no call was counted");
    if (read_dump(r, least, &dump, err) < 0)
        return -1;
    keep_parts(r, b, &dump);
    return 0;
}

static void add_benchmark(struct reading *r, struct span fullname, const struct spans *event)
{
    struct count *c = r->count;
    struct count_benchmark b = {0};
    struct spans list;
    struct error err;
    double threads;
    if (!span_elements(&r->scratch, span_member(event, "dumps"), &list))
        list.count = 0;
    if (span_number(span_member(event, "threads"), &threads) && threads > 1)
        b.saw_threads = true;
    if (read_calls(r, &b, &list, &err) < 0) {
        const char *id = text_of(r, fullname);
        if (id)
            failures_add(&c->failed, id, arena_strdup(r->arena, err.text));
        return;
    }
    struct span python = span_member(event, "python");
    if (span_begins(python, '['))
        b.python = (struct span){arena_strndup(r->arena, python.at, python.len), python.len};
    b.fullname = (struct span){arena_strndup(r->arena, fullname.at, fullname.len), fullname.len};
    bool added;
    size_t at = *index_add(&r->benchmarks, b.fullname.at, c->benchmark_count, &added);
    if (added)
        c->benchmarks =
            arena_more(r->arena, c->benchmarks, c->benchmark_count++, &r->benchmark_cap, sizeof b);
    c->benchmarks[at] = b; /* what was run again failed before */
}

/* --- events ---------------------------------------------------------------------------------- */

static void read_roots(struct reading *r, struct span line)
{
    const char *text = arena_strndup(&r->scratch, line.at, line.len);
    cJSON *event = parse_json(text, line.len, NULL);
    r->roots = parse_texts(r->arena, event, "roots");
    cJSON_Delete(event);
}

static void read_event(struct reading *r, struct span line)
{
    struct spans event;
    struct span id;
    if (!span_members(&r->scratch, span_trim(line), &event))
        return; /* the last line of a process that was killed, or of a full disk */
    if ((id = span_member(&event, "conditions")).at && span_begins(id, '{')) {
        r->count->conditions = arena_strndup(r->arena, id.at, id.len);
    } else if (span_member(&event, "roots").at) {
        read_roots(r, line);
    } else if ((id = span_member(&event, "counted")).at && span_begins(id, '"')) {
        add_benchmark(r, id, &event);
    }
}

int count_record_read(struct arena *a, const char *record, const char *prefix, struct count *count,
                      struct error *err)
{
    struct file_map map;
    struct reading r = {.arena = a, .prefix = prefix, .count = count};
    *count = (struct count){.conditions = "{}", .valgrind = "", .objects = strv_new(a)};
    count->failed = failures_new(a);
    count->skipped = failures_new(a);
    if (file_map(record, &map, err) < 0)
        return -1;
    r.roots = strv_new(a);
    r.objects = index_new(a);
    r.functions = index_new(a);
    r.benchmarks = index_new(a);
    const char *p = map.data, *end = map.data ? map.data + map.len : NULL;
    while (p < end) {
        struct arena_mark mark = arena_mark(&r.scratch);
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        const char *stop = feed ? feed : end;
        read_event(&r, (struct span){p, (size_t)(stop - p)});
        p = feed ? feed + 1 : end;
        arena_reset(&r.scratch, mark);
    }
    file_unmap(&map);
    arena_release(&r.scratch);
    return 0;
}

/* --- what is kept ---------------------------------------------------------------------------- */

static void put_counted(struct json *j, const struct count *c, const struct count_benchmark *b)
{
    struct arena scratch = {0};
    struct spans conditions;
    json_begin_object(j, "counted", JSON_SPACED);
    json_string(j, "valgrind", *c->valgrind ? c->valgrind : NULL);
    struct span all = {c->conditions, strlen(c->conditions)};
    if (span_members(&scratch, all, &conditions)) {
        for (size_t i = 0; i < conditions.count; i++) {
            struct span name = conditions.names[i], value = conditions.values[i];
            const char *plain = arena_strndup(&scratch, name.at + 1, name.len - 2);
            json_raw(j, plain, value.at, value.len);
        }
    }
    if (b->saw_threads || b->saw_processes) {
        json_begin_list(j, "saw", JSON_SPACED);
        if (b->saw_threads)
            json_string(j, NULL, "threads");
        if (b->saw_processes)
            json_string(j, NULL, "processes");
        json_end(j);
    }
    json_end(j);
    arena_release(&scratch);
}

struct amendment *count_record_amendments(struct arena *a, const struct count *count)
{
    struct amendment *list = arena_array(a, count->benchmark_count, sizeof *list);
    for (size_t i = 0; i < count->benchmark_count; i++) {
        const struct count_benchmark *b = &count->benchmarks[i];
        struct str text = str_new(a);
        struct json j = json_new(&text);
        json_begin_object(&j, NULL, JSON_SPACED);
        json_begin_list(&j, "instructions", JSON_SPACED);
        for (size_t k = 0; k < b->calls; k++)
            json_rawf(&j, NULL, "%" PRIu64, b->instructions[k]);
        json_end(&j);
        put_counted(&j, count, b);
        json_end(&j);
        list[i] = (struct amendment){.fullname = b->fullname, .members = {text.data, text.len}};
    }
    return list;
}

static void print_benchmark(struct json *j, const struct count_benchmark *b)
{
    json_begin_object(j, NULL, JSON_SPACED);
    json_raw(j, "fullname", b->fullname.at, b->fullname.len);
    json_rawf(j, "instructions", "%" PRIu64, b->least);
    json_begin_list(j, "functions", JSON_TIGHT);
    for (size_t i = 0; i < b->part_count; i++) {
        json_count(j, NULL, b->parts[i].function);
        json_rawf(j, NULL, "%" PRIu64, b->parts[i].instructions);
    }
    json_end(j);
    json_begin_object(j, "rest", JSON_SPACED);
    json_count(j, "functions", b->rest_count);
    json_rawf(j, "instructions", "%" PRIu64, b->rest);
    json_end(j);
    if (b->python.at)
        json_raw(j, "python", b->python.at, b->python.len);
    json_end(j);
}

void count_record_print(struct str *out, const struct count *count)
{
    struct json j = json_new(out);
    json_begin_object(&j, NULL, JSON_LINES);
    json_integer(&j, "format", 1);
    json_strings(&j, "objects", &count->objects);
    json_begin_list(&j, "functions", JSON_TIGHT);
    for (size_t i = 0; i < count->function_count; i++) {
        json_begin_list(&j, NULL, JSON_TIGHT);
        json_count(&j, NULL, count->functions[i].object);
        json_string(&j, NULL, count->functions[i].name);
        json_end(&j);
    }
    json_end(&j);
    json_begin_list(&j, "benchmarks", JSON_LINES);
    for (size_t i = 0; i < count->benchmark_count; i++)
        print_benchmark(&j, &count->benchmarks[i]);
    json_end(&j);
    json_end(&j);
    str_addc(out, '\n');
}
