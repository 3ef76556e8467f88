#include "provision/plan_versions.h"

#include "files/file.h"
#include "provision/pep440.h"
#include "provision/requirement.h"

#include <string.h>

static const char BUILD_TREE[] = "build:";

enum { LABEL_MAX = 150 }; /* leaves room in a 255-byte name for what is put around it */

/* --- labels ---------------------------------------------------------------------------------- */

static bool label_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-';
}

const char *plan_label(struct arena *a, const char *version)
{
    version = mask_text(a, NULL, version);
    const char *at = strrchr(version, '@');
    const char *from = at ? at + 1 : version;
    struct str s = str_new(a);
    for (const char *p = from; *p; p++) {
        if (label_char(*p))
            str_addc(&s, *p);
        else if (p == from || label_char(p[-1]))
            str_addc(&s, '-');
    }
    char *start = s.data + strspn(s.data, "-._");
    size_t len = strlen(start);
    while (len && strchr("-._", start[len - 1]))
        start[--len] = '\0';
    return len ? start : "spec";
}

/* The first "=" that belongs to no comparison operator. */
static const char *lone_equals(const char *version)
{
    for (const char *p = strchr(version, '='); p; p = strchr(p + 1, '=')) {
        if (p[1] == '=')
            p++;
        else if (p == version || !strchr("=<>!~", p[-1]))
            return p;
    }
    return NULL;
}

const char *plan_split(struct arena *a, const char *version)
{
    const char *equals = lone_equals(version);
    if (!equals || equals == version)
        return NULL;
    const char *label = arena_strndup(a, version, (size_t)(equals - version));
    return strcmp(label, plan_label(a, label)) == 0 ? equals : NULL;
}

/* What was meant as a label in VERSION and cannot be one, or NULL. */
static const char *bad_label(struct arena *a, const char *version)
{
    const char *equals = lone_equals(version);
    if (!equals || plan_split(a, version) || path_exists(version))
        return NULL;
    const char *label = arena_strndup(a, version, (size_t)(equals - version));
    return strpbrk(label, "@:#;?[<>!~ ") ? NULL : label;
}

/* --- versions -------------------------------------------------------------------------------- */

/* Decide label and spec; returns what is wrong with the version, or NULL. */
static const char *plan_version(struct arena *a, const struct sweep_options *o, const char *version,
                                struct planned_version *out)
{
    *out = (struct planned_version){.version = mask_text(a, NULL, version),
                                    .full_version = version,
                                    .label = plan_label(a, version)};
    if (!*version)
        return "is empty; leave it out";
    if (str_has_control(version))
        return "has a control character; remove it";
    const char *bad = bad_label(a, version);
    if (bad)
        return arena_printf(
            a, "'%s' cannot be a label; use letters, digits and . _ - (not at its ends)", bad);
    const char *equals = plan_split(a, version);
    if (equals)
        out->label = arena_strndup(a, version, (size_t)(equals - version));
    struct error err;
    const char *text = equals ? equals + 1 : version;
    if (str_starts(text, BUILD_TREE)) {
        const char *dir = text + sizeof BUILD_TREE - 1;
        if (!path_is_dir(dir) || !(out->build_tree = path_real(a, dir, &err)))
            return "no such directory; write build: and a build tree of CMake";
        out->full_spec = arena_printf(a, "%s%s", BUILD_TREE, out->build_tree);
    } else if (o->install_commands.len && requirement_is_plain(text)) {
        bool is_version = o->install_spec && *text != 'v' && pep440_is_version(text);
        const char *template = is_version ? o->install_spec : "{version}";
        out->ref = requirement_of_version(a, o->package, template, text, &err);
        if (out->ref)
            out->full_spec = arena_printf(a, "%s of %s", out->ref,
                                          o->repository ? o->repository : "no repository");
    } else {
        out->full_spec = requirement_of_version(a, o->package, o->install_spec, text, &err);
    }
    if (!out->full_spec)
        return arena_strdup(a, err.text);
    out->spec = mask_text(a, NULL, out->full_spec);
    if (strlen(out->label) > LABEL_MAX)
        return arena_printf(
            a,
            "its label has %zu characters; name it shorter, LABEL=SPEC with a LABEL of at most %d",
            strlen(out->label), LABEL_MAX);
    if (strcmp(out->label, "sweep") == 0)
        return "the label 'sweep' is the manifest's name; name it otherwise with LABEL=SPEC";
    return NULL;
}

void plan_versions(struct arena *a, const struct sweep_options *o, struct plan *plan,
                   struct strv *problems)
{
    plan->versions = arena_array(a, plan->count, sizeof *plan->versions);
    for (size_t i = 0; i < plan->count; i++) {
        const char *problem = plan_version(a, o, o->versions.items[i], &plan->versions[i]);
        if (problem)
            strv_addf(problems, "version '%s': %s", o->versions.items[i], problem);
    }
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(plan->versions[i].label, plan->versions[k].label) == 0)
                strv_addf(problems,
                          "versions '%s' and '%s' both have the label '%s'; name one of them "
                          "otherwise with LABEL=SPEC",
                          plan->versions[k].version, plan->versions[i].version,
                          plan->versions[i].label);
}
