#include "measure/memray.h"

#include "base/str.h"
#include "measure/allocations.h"
#include "system/process.h"

struct reading {
    struct str out, errors;
    struct child_result result;
};

static void on_output(void *data, int stream, const char *bytes, size_t len)
{
    struct reading *r = data;
    str_addn(stream == 1 ? &r->out : &r->errors, bytes, len);
}

static void on_ended(void *data, const struct child_result *result)
{
    struct reading *r = data;
    r->result = *result;
}

/* The last line that says something. */
static const char *last_line(struct arena *a, const char *text)
{
    struct strv lines = strv_parts(a, text, '\n');
    while (lines.len && !*lines.items[lines.len - 1])
        lines.len--;
    return lines.len ? lines.items[lines.len - 1] : "it said nothing";
}

int memray_read(struct arena *a, const char *python, const char *record, char **text, size_t *len,
                struct error *err)
{
    const char *const argv[] = {python,     "-I",   "-c", allocations_plugin.text,
                                "--stacks", record, NULL};
    struct reading r = {.out = str_new(a), .errors = str_new(a)};
    struct child child = {
        .argv = argv, .split = true, .output = on_output, .done = on_ended, .data = &r};
    struct loop *loop = loop_open(a, err);
    if (!loop)
        return -1;
    int result = child_start(loop, &child, err);
    if (result == 0)
        loop_run(loop);
    int signum = loop_signal(loop);
    loop_close(loop);
    if (result < 0)
        return error_add(err, "reading %s by --python %s", record, python);
    if (signum)
        return error_set(err, EXIT_SIGNAL + signum, "interrupted");
    if (r.result.exit_code != 0 || r.result.signal)
        return error_set(err, EXIT_USAGE,
                         "%s: cannot be read by %s: %s; name an interpreter that has the memray "
                         "which wrote it: --python PY",
                         record, python, last_line(a, r.errors.data));
    *text = r.out.data;
    *len = r.out.len;
    return 0;
}
