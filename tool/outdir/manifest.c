#include "outdir/manifest.h"

#include "files/file.h"
#include "outdir/build_record.h"
#include "outdir/host_record.h"
#include "runfile/parse.h"
#include "text/json.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

enum { FORMAT = 2 };

static const char *const status_names[] = {
    [VERSION_PENDING] = "pending",         [VERSION_OK] = "ok",
    [VERSION_PARTIAL] = "partial",         [VERSION_FAILED] = "failed",
    [VERSION_UNAVAILABLE] = "unavailable",
};
enum { STATUS_COUNT = sizeof status_names / sizeof *status_names };

static const char *const stage_names[STAGE_COUNT] = {
    [STAGE_NONE] = "none",           [STAGE_VENV] = "venv", [STAGE_INSTALL] = "install",
    [STAGE_ISOLATION] = "isolation", [STAGE_RUN] = "run",   [STAGE_COUNTED] = "count",
    [STAGE_QUEUE] = "queue",
};

const char *version_status_name(enum version_status status)
{
    return status_names[status];
}

const char *sweep_stage_name(enum sweep_stage stage)
{
    return stage_names[stage];
}

struct manifest_entry *manifest_find(const struct manifest *manifest, const char *label)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (strcmp(manifest->entries[i].label, label) == 0)
            return &manifest->entries[i];
    return NULL;
}

static void entry_clear(struct arena *a, struct manifest_entry *e)
{
    *e = (struct manifest_entry){.last_lines = strv_new(a), .failed_tests = failures_new(a)};
    e->count.failed = failures_new(a);
    e->packages = strv_new(a);
    for (int i = 0; i < STAGE_COUNT; i++)
        e->seconds[i] = NAN;
}

struct manifest_entry *manifest_add(struct arena *a, struct manifest *manifest, const char *label)
{
    struct manifest_entry *e = manifest_find(manifest, label);
    if (e)
        return e;
    if (manifest->cap <= manifest->count) {
        size_t size = sizeof *manifest->entries, cap = manifest->count * 2 + 8;
        manifest->entries = arena_grow(a, manifest->entries, manifest->count * size, cap * size);
        manifest->cap = cap;
    }
    e = &manifest->entries[manifest->count++];
    entry_clear(a, e);
    e->label = arena_strdup(a, label);
    return e;
}

void manifest_arrange(struct arena *a, struct manifest *m, const struct strv *labels)
{
    struct manifest old = *m;
    size_t next = 0;
    m->entries = arena_array(a, m->count, sizeof *m->entries);
    m->cap = m->count;
    for (size_t i = 0; i < m->count; i++) {
        bool moves = strv_has(labels, old.entries[i].label);
        m->entries[i] = moves ? *manifest_find(&old, labels->items[next++]) : old.entries[i];
    }
}

bool manifest_is_newest(const struct manifest *m, const struct manifest_entry *e)
{
    return !m->run_id || !e->run_id || strcmp(m->run_id, e->run_id) == 0;
}

/* ---- rounds ---- */

struct manifest_round *manifest_find_round(const struct manifest_entry *e, long round)
{
    for (size_t i = 0; i < e->round_count; i++)
        if (e->rounds[i].round == round)
            return &e->rounds[i];
    return NULL;
}

struct manifest_round *manifest_add_round(struct arena *a, struct manifest_entry *e, long round)
{
    struct manifest_round *found = manifest_find_round(e, round);
    if (found)
        return found;
    size_t size = sizeof *e->rounds, at = e->round_count;
    e->rounds = arena_grow(a, e->rounds, e->round_count * size, (e->round_count + 1) * size);
    for (; at > 0 && e->rounds[at - 1].round > round; at--)
        e->rounds[at] = e->rounds[at - 1];
    e->round_count++;
    e->rounds[at] = (struct manifest_round){.round = round, .seconds = NAN};
    e->rounds[at].failed_tests = failures_new(a);
    return &e->rounds[at];
}

/* ---- reading ---- */

/* Whether the path stays below the manifest's directory, or is not there. */
static bool path_is_below(const char *path)
{
    if (!path)
        return true;
    if (path[0] == '/' || path[0] == '\0')
        return false;
    for (const char *part = path;;) {
        size_t len = strcspn(part, "/");
        if (len == 2 && part[0] == '.' && part[1] == '.')
            return false;
        if (!part[len])
            return true;
        part += len + 1;
    }
}

/* Status and failed stage, by their names. */
static int read_ending(struct arena *a, const cJSON *item, enum version_status *status,
                       enum sweep_stage *stage, struct error *err)
{
    const char *status_text = parse_text(a, item, "status");
    const char *stage_text = parse_text(a, item, "failed_stage");
    int status_found = str_find(status_names, STATUS_COUNT, status_text);
    int stage_found = stage_text ? str_find(stage_names, STAGE_COUNT, stage_text) : STAGE_NONE;
    if (status_found < 0 || stage_found < 0)
        return error_set(err, EXIT_USAGE, "unknown %s '%s'", status_found < 0 ? "status" : "stage",
                         status_found < 0 ? (status_text ? status_text : "") : stage_text);
    *status = (enum version_status)status_found;
    *stage = (enum sweep_stage)stage_found;
    return 0;
}

/* Objects; or ids alone. */
static void read_failures(struct arena *a, const cJSON *object, struct failures *f)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "failed_tests"))
    {
        bool is_id = cJSON_IsString(item);
        const char *id = is_id ? arena_strdup(a, item->valuestring) : parse_text(a, item, "id");
        const char *reason = is_id ? NULL : parse_text(a, item, "reason");
        if (id)
            failures_add(f, id, reason ? reason : "");
    }
}

/* A whole number below a million; any other is 0. */
static long read_whole(const cJSON *item, const char *name)
{
    double number = parse_number(item, name);
    return number >= 1 && number <= 1e6 ? (long)number : 0;
}

static int read_round(struct arena *a, const cJSON *item, struct manifest_entry *e,
                      struct error *err)
{
    long number = read_whole(item, "round");
    if (!number)
        return error_set(err, EXIT_USAGE, "a round has no number");
    struct manifest_round *r = manifest_add_round(a, e, number);
    if (read_ending(a, item, &r->status, &r->failed_stage, err) < 0)
        return error_add(err, "round %ld", r->round);
    r->reason = parse_text(a, item, "reason");
    read_failures(a, item, &r->failed_tests);
    r->seconds = parse_number(item, "seconds");
    r->json = parse_text(a, item, "json");
    r->digest = parse_text(a, item, "digest");
    r->host = host_record_read(a, cJSON_GetObjectItemCaseSensitive(item, "host"));
    r->place.node = parse_text(a, item, "node");
    r->place.job = parse_text(a, item, "job");
    r->place.resources = parse_text(a, item, "resources");
    if (!path_is_below(r->json))
        return error_set(err, EXIT_USAGE, "round %ld: the path '%s' leads out of the directory",
                         r->round, r->json);
    return 0;
}

static int read_rounds(struct arena *a, const cJSON *item, struct manifest_entry *e,
                       struct error *err)
{
    const cJSON *round;
    e->rounds_wanted = read_whole(item, "rounds_wanted");
    cJSON_ArrayForEach(round, cJSON_GetObjectItemCaseSensitive(item, "rounds"))
    {
        if (read_round(a, round, e, err) < 0)
            return error_add(err, "version '%s'", e->label);
    }
    return 0;
}

static int read_count(struct arena *a, const cJSON *item, struct manifest_count *c,
                      struct error *err)
{
    enum sweep_stage none;
    if (!cJSON_IsObject(item))
        return 0;
    if (read_ending(a, item, &c->status, &none, err) < 0)
        return error_add(err, "count");
    c->reason = parse_text(a, item, "reason");
    c->failed = failures_new(a);
    read_failures(a, item, &c->failed);
    c->benchmarks = (size_t)read_whole(item, "benchmarks");
    c->calls = read_whole(item, "calls");
    c->warmup = read_whole(item, "warmup");
    c->round = read_whole(item, "round");
    c->json = parse_text(a, item, "json");
    c->reused = parse_text(a, item, "reused");
    if (!path_is_below(c->json))
        return error_set(err, EXIT_USAGE, "count: the path '%s' leads out of the directory",
                         c->json);
    return 0;
}

static int read_entry(struct arena *a, const cJSON *item, struct manifest *m, struct error *err)
{
    const char *label = parse_text(a, item, "label");
    if (!label || !*label)
        return error_set(err, EXIT_USAGE, "version %zu has no label", m->count + 1);
    if (manifest_find(m, label))
        return error_set(err, EXIT_USAGE, "the label '%s' occurs twice", label);

    struct manifest_entry *e = manifest_add(a, m, label);
    if (read_ending(a, item, &e->status, &e->failed_stage, err) < 0)
        return error_add(err, "version '%s'", label);
    e->version = parse_text(a, item, "version");
    e->spec = parse_text(a, item, "spec");
    e->run_id = parse_text(a, item, "run_id");
    e->reason = parse_text(a, item, "reason");
    const cJSON *before = cJSON_GetObjectItemCaseSensitive(item, "before");
    if (cJSON_IsObject(before)) {
        if (read_ending(a, before, &e->before.status, &e->before.failed_stage, err) < 0)
            return error_add(err, "version '%s': before", label);
        e->before.reason = parse_text(a, before, "reason");
    }
    e->python = parse_text(a, item, "python");
    e->json = parse_text(a, item, "json");
    e->lock = parse_text(a, item, "lock");
    e->attempt = parse_text(a, item, "attempt");
    e->inputs = parse_text(a, item, "inputs");
    e->method = parse_text(a, item, "method");
    e->key = parse_text(a, item, "key");
    e->reused = parse_text(a, item, "reused");
    e->last_lines = parse_texts(a, item, "last_lines");
    read_failures(a, item, &e->failed_tests);
    e->packages = parse_texts(a, item, "packages");
    e->build = build_record_read(a, cJSON_GetObjectItemCaseSensitive(item, "build"));
    const cJSON *seconds = cJSON_GetObjectItemCaseSensitive(item, "seconds");
    for (int i = STAGE_VENV; i < STAGE_COUNT; i++)
        e->seconds[i] = parse_number(seconds, stage_names[i]);
    if (!path_is_below(e->json) || !path_is_below(e->lock))
        return error_set(err, EXIT_USAGE, "version '%s': the path '%s' leads out of the directory",
                         label, path_is_below(e->json) ? e->lock : e->json);
    if (read_count(a, cJSON_GetObjectItemCaseSensitive(item, "count"), &e->count, err) < 0)
        return error_add(err, "version '%s'", label);
    return read_rounds(a, item, e, err);
}

static int read_root(struct arena *a, const cJSON *root, struct manifest *m, struct error *err)
{
    double format = parse_number(root, "benchmem_sweep");
    if (!(format >= 1))
        return error_set(err, EXIT_USAGE,
                         "not the manifest of a sweep (no number \"benchmem_sweep\")");
    if (format > FORMAT)
        return error_set(err, EXIT_USAGE,
                         "written by a newer benchmem (format %g, this one reads %d); use that one",
                         format, FORMAT);
    const cJSON *host = cJSON_GetObjectItemCaseSensitive(root, "host");
    const cJSON *versions = cJSON_GetObjectItemCaseSensitive(root, "versions"), *item;
    if (!cJSON_IsArray(versions))
        return error_set(err, EXIT_USAGE, "not the manifest of a sweep (no list \"versions\")");
    m->package = parse_text(a, root, "package");
    m->run_id = parse_text(a, root, "run_id");
    m->started = parse_text(a, root, "started");
    m->uv = parse_text(a, root, "uv");
    m->node = parse_text(a, root, "node");
    m->host.node = parse_text(a, host, "node");
    m->host.system = parse_text(a, host, "system");
    m->host.machine = parse_text(a, host, "machine");
    m->host.cpu = parse_text(a, host, "cpu");
    double seed = parse_number(root, "seed");
    m->seed = seed >= 1 && seed <= 4294967295.0 ? (long)seed : 0;
    m->host.cpus = read_whole(host, "cpus");
    cJSON_ArrayForEach(item, versions)
    {
        if (read_entry(a, item, m, err) < 0)
            return -1;
    }
    return 0;
}

int manifest_parse(struct arena *a, const char *text, size_t len, struct manifest *manifest,
                   struct error *err)
{
    *manifest = (struct manifest){0};
    cJSON *root = parse_json(text, len, err);
    int result = root ? read_root(a, root, manifest, err) : -1;
    if (!root && err->exit_code == EXIT_USAGE)
        error_set(err, EXIT_USAGE, "%s; remove the file and sweep again",
                  len ? "not JSON, or cut off" : "the file is empty");
    cJSON_Delete(root);
    if (result < 0)
        *manifest = (struct manifest){0};
    return result;
}

int manifest_read(struct arena *a, const char *path, struct manifest *manifest, bool *exists,
                  struct error *err)
{
    *manifest = (struct manifest){0};
    if (exists) {
        *exists = path_exists(path);
        if (!*exists)
            return 0;
    }
    size_t len;
    char *text = file_read(a, path, &len, err);
    if (!text) {
        err->exit_code = EXIT_USAGE;
        return -1;
    }
    return manifest_parse(a, text, len, manifest, err) < 0 ? error_add(err, "%s", path) : 0;
}

/* ---- writing ---- */

static void add_ending(struct json *j, enum version_status status, enum sweep_stage stage,
                       const char *reason)
{
    json_string(j, "status", status_names[status]);
    json_string(j, "failed_stage", stage == STAGE_NONE ? NULL : stage_names[stage]);
    json_string(j, "reason", reason);
}

static void add_round(struct json *j, const struct manifest_round *r)
{
    json_begin_object(j, NULL, JSON_INDENTED);
    json_integer(j, "round", r->round);
    add_ending(j, r->status, r->failed_stage, r->reason);
    failures_print(j, "failed_tests", JSON_INDENTED, &r->failed_tests);
    json_string(j, "json", r->json);
    json_string(j, "digest", r->digest);
    json_number(j, "seconds", r->seconds);
    host_record_write(j, "host", &r->host);
    if (r->place.node)
        json_string(j, "node", r->place.node);
    if (r->place.job)
        json_string(j, "job", r->place.job);
    if (r->place.resources)
        json_string(j, "resources", r->place.resources);
    json_end(j);
}

static void add_count(struct json *j, const struct manifest_count *c)
{
    json_begin_object(j, "count", JSON_INDENTED);
    add_ending(j, c->status, STAGE_NONE, c->reason);
    failures_print(j, "failed_tests", JSON_INDENTED, &c->failed);
    json_count(j, "benchmarks", c->benchmarks);
    json_integer(j, "calls", c->calls);
    json_integer(j, "warmup", c->warmup);
    json_integer(j, "round", c->round);
    json_string(j, "json", c->json);
    if (c->reused)
        json_string(j, "reused", c->reused);
    json_end(j);
}

static void add_entry(struct json *j, const struct manifest_entry *e)
{
    json_begin_object(j, NULL, JSON_INDENTED);
    json_string(j, "label", e->label);
    json_string(j, "version", e->version);
    json_string(j, "spec", e->spec);
    json_string(j, "run_id", e->run_id);
    add_ending(j, e->status, e->failed_stage, e->reason);
    if (e->before.status != VERSION_PENDING) {
        json_begin_object(j, "before", JSON_INDENTED);
        add_ending(j, e->before.status, e->before.failed_stage, e->before.reason);
        json_end(j);
    }
    json_strings(j, "last_lines", &e->last_lines);
    failures_print(j, "failed_tests", JSON_INDENTED, &e->failed_tests);
    json_string(j, "python", e->python);
    json_strings(j, "packages", &e->packages);
    if (e->build)
        build_record_write(j, "build", e->build);
    json_begin_object(j, "seconds", JSON_SPACED);
    for (int i = STAGE_VENV; i < STAGE_COUNT; i++)
        if (i <= STAGE_RUN || !isnan(e->seconds[i]))
            json_number(j, stage_names[i], e->seconds[i]);
    json_end(j);
    json_string(j, "json", e->json);
    json_string(j, "lock", e->lock);
    json_string(j, "attempt", e->attempt);
    json_string(j, "inputs", e->inputs);
    json_string(j, "method", e->method);
    if (e->key)
        json_string(j, "key", e->key);
    if (e->reused)
        json_string(j, "reused", e->reused);
    if (e->rounds_wanted)
        json_integer(j, "rounds_wanted", e->rounds_wanted);
    if (e->round_count) {
        json_begin_list(j, "rounds", JSON_INDENTED);
        for (size_t i = 0; i < e->round_count; i++)
            add_round(j, &e->rounds[i]);
        json_end(j);
    }
    if (e->count.status != VERSION_PENDING)
        add_count(j, &e->count);
    json_end(j);
}

void manifest_print(struct str *s, const struct manifest *m)
{
    struct json j = json_new(s);
    json_begin_object(&j, NULL, JSON_INDENTED);
    json_integer(&j, "benchmem_sweep", FORMAT);
    json_string(&j, "package", m->package);
    json_string(&j, "run_id", m->run_id);
    json_string(&j, "started", m->started);
    json_string(&j, "uv", m->uv);
    if (m->seed > 0)
        json_integer(&j, "seed", m->seed);
    if (m->node)
        json_string(&j, "node", m->node);
    json_begin_object(&j, "host", JSON_INDENTED);
    json_string(&j, "node", m->host.node);
    json_string(&j, "system", m->host.system);
    json_string(&j, "machine", m->host.machine);
    json_string(&j, "cpu", m->host.cpu);
    json_integer(&j, "cpus", m->host.cpus);
    json_end(&j);
    json_begin_list(&j, "versions", JSON_INDENTED);
    for (size_t i = 0; i < m->count; i++)
        add_entry(&j, &m->entries[i]);
    json_end(&j);
    json_end(&j);
    str_addc(s, '\n');
}

int manifest_write(struct arena *a, const char *path, const struct manifest *manifest,
                   struct error *err)
{
    struct str s = str_new(a);
    manifest_print(&s, manifest);
    return file_write(path, s.data, s.len, err);
}
