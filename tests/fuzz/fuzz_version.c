/* Fuzz target: versions.  The input is PACKAGE, TEMPLATE and VERSION on a line each; the last goes
 * to the end.  Whatever they are,
 *  - a label is a file's name and nothing else, and its own label;
 *  - LABEL=SPEC is only split behind such a label, before an "=" that stands alone;
 *  - what is a version by PEP 440 has none but its characters;
 *  - a requirement is no option of uv, has no control character and is one line. */
#include "base/str.h"
#include "provision/pep440.h"
#include "provision/plan_versions.h"
#include "provision/requirement.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char label_characters[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_";

static void check_label(struct arena *a, const char *label)
{
    size_t len = strlen(label);
    if (len == 0 || label[strspn(label, label_characters)] || strchr(".-_", label[0]) ||
        strchr(".-_", label[len - 1]) || strcmp(plan_label(a, label), label) != 0)
        abort();
}

static void check_split(struct arena *a, const char *version)
{
    const char *equals = plan_split(a, version);
    if (!equals)
        return;
    if (*equals != '=' || equals[1] == '=' || equals == version || strchr("=<>!~", equals[-1]))
        abort();
    check_label(a, arena_strndup(a, version, (size_t)(equals - version)));
}

static void check_version(const char *version)
{
    static const char more[] = "!+";
    if (!pep440_is_version(version))
        return;
    size_t len = strlen(version);
    for (size_t i = 0; i < len; i++)
        if (!strchr(label_characters, version[i]) && !strchr(more, version[i]))
            abort();
    if (!strpbrk(version, "0123456789") || strchr(".-_+!", *version))
        abort();
}

static void check_spec(const char *spec)
{
    struct error err;
    if (spec[strspn(spec, " ")] == '-' || requirement_check(spec, &err) < 0)
        abort();
    for (const char *p = spec; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct error err = {0};
    char *package = arena_strndup(&arena, (const char *)data, size);
    char *template = package + strcspn(package, "\n");
    template += *template == '\n' ? (*template = '\0', 1) : 0;
    char *version = template + strcspn(template, "\n");
    version += *version == '\n' ? (*version = '\0', 1) : 0;
    check_label(&arena, plan_label(&arena, version));
    check_split(&arena, version);
    check_version(version);
    /* sweep asks for both before a version; the file system is none of this test's. */
    if (requirement_is_name(package) && !strchr(version, '/') && *version != '.') {
        const char *filled = strstr(template, "{version}") ? template : NULL;
        const char *spec = requirement_of_version(&arena, package, filled, version, &err);
        if (spec)
            check_spec(spec);
        else if (err.exit_code != EXIT_USAGE || !*err.text)
            abort();
        requirement_names(&arena, version, package);
    }
    arena_release(&arena);
    return 0;
}
