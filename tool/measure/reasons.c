#include "measure/reasons.h"

#include "base/embed.h"
#include "files/file.h"
#include "runfile/parse.h"
#include "runfile/span.h"
#include "text/utf8.h"

#include <cJSON.h>
#include <string.h>

enum { LINE_GROUPS = 3, LINES_SEEN = 4000 };

EMBED(benchmem_reasons, BENCHMEM_REASONS_PY);
EMBED(benchmem_causes, BENCHMEM_CAUSES_PY);
EMBED(benchmem_places, BENCHMEM_PLACES_PY);

static const char *record(const struct run *r)
{
    return run_path(r, "reasons");
}

static int prepare(const struct run *r, struct strv *env, struct error *err)
{
    (void)err;
    const struct sweep_options *o = r->venv->plan->options;
    if (o->command.len)
        return 0;
    strv_addf(env, "BENCHMEM_REASONS_FILE=%s", record(r));
    strv_addf(env, "BENCHMEM_REASONS_PACKAGE=%s", o->package);
    return 1;
}

const struct plugin reasons_plugin = {
    .modules = {{"_benchmem_reasons", benchmem_reasons},
                {"_benchmem_causes", benchmem_causes},
                {"_benchmem_places", benchmem_places}},
    .does = "notes reasons",
    .prepare = prepare,
};

/* --- what is missing ------------------------------------------------------------------------- */

/* The place in the sources that is PATH, of the isolation directory; NULL if it is none. */
static const char *source_of(const struct run *r, const char *path)
{
    const struct venv *e = r->venv;
    struct arena *a = e->task.shared->arena;
    const char *beside = path_parent(a, e->plan->copies[0].from);
    const char *const roots[] = {e->cwd, path_real(a, e->cwd, NULL)};
    for (size_t i = 0; i < 2 && roots[i]; i++) {
        const char *below = path_below(path, roots[i]);
        if (below && *below)
            return path_join(a, beside, below);
        /* "../x" of the suite's directory */
        below = path_below(path, path_parent(a, roots[i]));
        if (below && *below)
            return path_join(a, path_parent(a, beside), below);
    }
    return NULL;
}

/* Whether the text of a conftest.py has the fixture: its function, or the name it is given. */
static bool has_fixture(struct arena *a, const char *text, const char *fixture)
{
    return strstr(text, arena_printf(a, "def %s(", fixture)) ||
           strstr(text, arena_printf(a, "name=\"%s\"", fixture)) ||
           strstr(text, arena_printf(a, "name='%s'", fixture));
}

/* The nearest directory above the suite, within its repository, whose conftest.py has the fixture;
 * or NULL. */
static const char *conftest_of(struct arena *a, const char *dir, const char *fixture)
{
    for (;; dir = path_parent(a, dir)) {
        const char *path = path_join(a, dir, "conftest.py");
        const char *text = path_is_file(path) ? file_read(a, path, NULL, NULL) : NULL;
        if (text && has_fixture(a, text, fixture))
            return dir;
        if (path_exists(path_join(a, dir, ".git")) || strcmp(dir, "/") == 0)
            return NULL;
    }
}

/* The directory that --copy-dir is to name, for a module, a file or a fixture that was not there;
 * or NULL. */
static const char *to_copy(const struct run *r, const char *module, const char *file,
                           const char *fixture)
{
    const struct venv *e = r->venv;
    struct arena *a = e->task.shared->arena;
    if (e->plan->options->copy_dir || e->plan->copy_count != 1)
        return NULL;
    const char *beside = path_parent(a, e->plan->copies[0].from);
    if (fixture)
        return conftest_of(a, beside, fixture);
    if (module) {
        const char *package = path_join(a, beside, module);
        const char *source = arena_printf(a, "%s.py", package);
        const char *there = path_join(a, e->cwd, module);
        if (path_exists(there) || path_exists(arena_printf(a, "%s.py", there)))
            return NULL;
        return path_is_dir(package) || path_is_file(source) ? beside : NULL;
    }
    const char *source = source_of(r, file);
    return source && !path_exists(file) && path_exists(source) ? path_parent(a, source) : NULL;
}

/* --- the record ------------------------------------------------------------------------------ */

/* An event's reason, TEXT: "TYPE: WHAT IT SAYS; a hint (PLACE)". */
static const char *reason_of(const struct run *r, const cJSON *event, const char *text)
{
    struct arena *a = r->venv->task.shared->arena;
    const char *place = parse_text(a, event, "place"), *file = parse_text(a, event, "file");
    const char *module = parse_text(a, event, "module");
    const char *fixture = parse_text(a, event, "fixture");
    const char *copy = module || file || fixture ? to_copy(r, module, file, fixture) : NULL;
    const char *hint =
        copy ? arena_printf(a, "; it is in %s and was not copied: try --copy-dir %s", copy, copy)
        : module  ? "; if another package has it, try --pin PACKAGE"
        : fixture ? "; if a plugin of pytest's has it, try --pin PLUGIN"
                  : "";
    text = utf8_cut(a, mask_text(a, r->venv->plan->mask, text), REASON_BYTES);
    return !place || !*place ? arena_printf(a, "%s%s", text, hint)
                             : arena_printf(a, "%s%s (%s)", text, hint, place);
}

static void add_skipped(struct reasons *to, const char *id, const char *reason, struct span line)
{
    struct spans members;
    struct arena *a = to->skipped.arena;
    size_t before = to->skipped.len;
    failures_add(&to->skipped, id, reason);
    if (to->skipped.len == before || !span_members(a, span_trim(line), &members))
        return;
    struct span quoted = span_member(&members, "skipped");
    strv_add(&to->skipped_json, quoted.at ? arena_strndup(a, quoted.at, quoted.len) : "");
}

/* With failures pytest has often nothing to finish with, and what its plugins say of that
 * (pytest-benchmark warns, and warnings may be errors) is not why. */
static void add_stopped(struct reasons *to, const char *reason)
{
    if (!to->stopped && !(to->ended && to->failed.len))
        to->stopped = reason;
}

static size_t unrun_of(double number)
{
    return number >= 1 && number < 1e9 ? (size_t)number : 0;
}

static void read_event(const struct run *r, const cJSON *event, struct span line,
                       struct reasons *to)
{
    struct arena *a = r->venv->task.shared->arena;
    const char *id, *text = parse_text(a, event, "reason");
    text = text ? text : "";
    if ((id = parse_text(a, event, "begun")))
        to->last = id;
    else if (parse_text(a, event, "over"))
        to->last = NULL;
    else if ((id = parse_text(a, event, "failed")))
        failures_add(&to->failed, id, reason_of(r, event, text));
    else if ((id = parse_text(a, event, "skipped")))
        add_skipped(to, id, reason_of(r, event, text), line);
    else if ((id = parse_text(a, event, "stopped")))
        add_stopped(to, reason_of(r, event, id));
    else if (cJSON_HasObjectItem(event, "unrun"))
        to->unrun = unrun_of(parse_number(event, "unrun"));
    else if (cJSON_HasObjectItem(event, "ended"))
        to->ended = true;
}

void reasons_read(const struct run *r, struct reasons *to)
{
    struct file_map map;
    struct arena *a = r->venv->task.shared->arena;
    *to = (struct reasons){.failed = failures_new(a), .skipped = failures_new(a)};
    to->skipped_json = strv_new(a);
    if (!path_is_file(record(r)) || file_map(record(r), &map, NULL) < 0)
        return;
    to->noted = true;
    const char *p = map.data, *end = map.data ? map.data + map.len : NULL;
    while (p < end) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((feed ? feed : end) - p);
        cJSON *event = parse_json(arena_strndup(a, p, len), len, NULL);
        if (event) /* the last line of a process that was killed is none */
            read_event(r, event, (struct span){p, len}, to);
        cJSON_Delete(event);
        p = feed ? feed + 1 : end;
    }
    file_unmap(&map);
}

/* --- lines that pytest prints ---------------------------------------------------------------- */

/* Where pytest-benchmark's table of results, or its legend, begins and ends. */
static bool begins_table(const char *line)
{
    return str_starts(line, "-") && strstr(line, " benchmark") && str_ends(line, "-");
}

static bool ends_table(const char *line)
{
    return str_starts(line, "=") || str_starts(line, "FAILED ") || str_starts(line, "ERROR ");
}

/* The last lines of what was printed, but for such tables: how fast what worked was is no reason
 * for what did not. */
static void keep_last_lines(struct task *t)
{
    struct strv *kept = &t->outcome.last_lines;
    bool inside = false;
    struct strv lines = strv_new(t->shared->arena);
    output_last_lines(&t->output, LINES_SEEN, &lines);
    kept->len = 0;
    size_t n = 0;
    for (size_t i = 0; i < lines.len; i++) {
        const char *line = lines.items[i];
        inside = (inside && !ends_table(line)) || begins_table(line);
        if (!inside)
            lines.items[n++] = line;
    }
    for (size_t i = n > TASK_LAST_LINES ? n - TASK_LAST_LINES : 0; i < n; i++)
        strv_add(kept, lines.items[i]);
}

/* --- the whole ------------------------------------------------------------------------------- */

static const char *hint_of(struct arena *a, const struct reasons *reasons)
{
    if (reasons->stopped || !reasons->unrun)
        return NULL;
    return arena_printf(a,
                        "%zu test%s not run for that: pytest's argument "
                        "--continue-on-collection-errors runs %s (--pytest-arg, PYTEST_ARGS)",
                        reasons->unrun, reasons->unrun == 1 ? " was" : "s were",
                        reasons->unrun == 1 ? "it" : "them");
}

void reasons_explain(struct run *r, struct reasons *reasons, int ended, struct error *err)
{
    struct task *t = &r->venv->task;
    struct arena *a = t->shared->arena;
    struct outcome *o = &t->outcome;
    bool died = ended < 0 && reasons->noted && !reasons->ended && !reasons->stopped;
    const char *how = ended < 0 ? arena_strdup(a, err->text) : "";
    if (died && reasons->last) {
        failures_add(&reasons->failed, reasons->last, how);
        error_set(err, EXIT_FAILED, "%s, while it was at %s", how, reasons->last);
    }
    failures_append(&o->failed_tests, &reasons->failed);
    if (ended == 0)
        return;
    o->hint = hint_of(a, reasons);
    o->last_lines.len = 0;
    o->has_lines = true;
    if (reasons->stopped)
        error_set(err, EXIT_FAILED, "pytest: %s", reasons->stopped);
    else if (!died && failures_explained(&o->failed_tests))
        error_set(err, EXIT_FAILED, "%s", failures_line(a, &o->failed_tests, LINE_GROUPS));
    else
        keep_last_lines(t);
    if (o->hint)
        error_set(err, EXIT_FAILED, "%s; %s", arena_strdup(a, err->text), o->hint);
}
