#include "measure/memray.h"

#include "base/embed.h"
#include "measure/allocations.h"
#include "system/process.h"

/* The plugin as a program, and the module that it imports: both are texts, no files. */
static const char program[] = "import sys, types\n"
                              "places = types.ModuleType('_benchmem_places')\n"
                              "exec(sys.argv.pop(1), vars(places))\n"
                              "sys.modules[places.__name__] = places\n"
                              "exec(sys.argv.pop(1))\n";

EMBED(benchmem_places, BENCHMEM_PLACES_PY);

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
    const char *const argv[] = {
        python,     "-I",   "-c", program, benchmem_places, allocations_plugin.modules[0].text,
        "--stacks", record, NULL};
    struct answer answer = answer_new(a, 0);
    if (answer_get(a, &(struct child){.argv = argv}, &answer, err) < 0)
        return error_add(err, "reading %s by --python %s", record, python);
    if (answer.result.exit_code != 0 || answer.result.signal)
        return error_set(err, EXIT_USAGE,
                         "%s: cannot be read by %s: %s; name an interpreter that has the memray "
                         "which wrote it: --python PY",
                         record, python, last_line(a, answer.errors.data));
    *text = answer.text.data;
    *len = answer.text.len;
    return 0;
}
