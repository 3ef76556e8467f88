#include "builds/build_requirements.h"

#include "base/digest.h"
#include "files/file.h"
#include "provision/requirement.h"

#include <ctype.h>
#include <string.h>

/* "fast" and "plot" of "mypkg[fast,plot]". */
static void read_extras(const char *package, struct strv *extras)
{
    const char *at = strchr(package, '[');
    if (at)
        *extras = strv_parts(extras->arena,
                             arena_strndup(extras->arena, at + 1, strcspn(at + 1, "]")), ',');
}

static bool has_extra(const struct strv *extras, const char *name)
{
    for (size_t i = 0; i < extras->len; i++)
        if (requirement_names(extras->arena, extras->items[i], name))
            return true;
    return false;
}

static const char *skip_spaces(const char *text)
{
    return text + strspn(text, " \t");
}

const char *build_requirements_line(struct arena *a, const char *text, const struct strv *extras)
{
    const char *marker = strchr(text, ';');
    struct str line = str_new(a);
    str_addn(&line, text, marker ? (size_t)(marker - text) : strlen(text));
    for (const char *p = marker; p && *p;) {
        bool starts_word = !isalnum((unsigned char)p[-1]) && p[-1] != '_';
        const char *value = skip_spaces(p + (str_starts(p, "extra") ? 5 : 0));
        if (!starts_word || !str_starts(p, "extra") || !str_starts(value, "==")) {
            str_addc(&line, *p++);
            continue;
        }
        value = skip_spaces(value + 2);
        char quote[] = {*value, '\0'};
        size_t len = *value ? strcspn(value + 1, quote) : 0;
        bool wanted = *value && has_extra(extras, arena_strndup(a, value + 1, len));
        str_add(&line, wanted ? "python_version >= \"0\"" : "python_version < \"0\"");
        p = *value ? value + 1 + len + (value[1 + len] != '\0') : value;
    }
    return line.data;
}

/* --- an installed dist-info ------------------------------------------------------------------ */

/* Read that one if it is the package's: 1; 0 it is another's. */
static int read_metadata(struct arena *a, const char *path, const char *package,
                         struct build_requirements *r, struct error *err)
{
    static const char name[] = "Name:", requires[] = "Requires-Dist:";
    bool is_ours = false;
    const char *text = file_read(a, path, NULL, err);
    if (!text)
        return error_add(err, "reading the requirements");
    struct strv lines = strv_parts(a, text, '\n');
    for (size_t i = 0; i < lines.len && *lines.items[i]; i++)
        if (str_starts(lines.items[i], name))
            is_ours = requirement_names(a, skip_spaces(lines.items[i] + sizeof name - 1), package);
    for (size_t i = 0; is_ours && i < lines.len && *lines.items[i]; i++)
        if (str_starts(lines.items[i], requires))
            strv_add(&r->lines,
                     build_requirements_line(a, skip_spaces(lines.items[i] + sizeof requires - 1),
                                             &r->extras));
    return is_ours;
}

static int read_dist_info(struct arena *a, const struct staged *s, const char *package,
                          struct build_requirements *r, struct error *err)
{
    int found = 0;
    for (size_t i = 0; i < s->files.len && found == 0; i++)
        if (str_ends(s->files.items[i], ".dist-info/METADATA"))
            found = read_metadata(a, staged_path(s, s->files.items[i]), package, r, err);
    return found;
}

/* --- a pyproject.toml ------------------------------------------------------------------------ */

/* The lines of the table [project], or NULL. */
static const char *project_table(struct arena *a, const char *text)
{
    bool is_in = false, found = false;
    struct strv lines = strv_parts(a, text, '\n');
    struct str table = str_new(a);
    for (size_t i = 0; i < lines.len; i++) {
        if (lines.items[i][0] == '[' && !str_ends(lines.items[i], ","))
            is_in = str_starts(lines.items[i], "[project]");
        found = found || is_in;
        if (is_in)
            str_addf(&table, "%s\n", lines.items[i]);
    }
    return found ? table.data : NULL;
}

/* Whether the table says that the dependencies are only known by building. */
static bool is_dynamic(struct arena *a, const char *table)
{
    for (const char *at = strstr(table, "\ndynamic"); at; at = strstr(at + 1, "\ndynamic")) {
        const char *value = skip_spaces(at + strlen("\ndynamic"));
        const char *list = arena_strndup(a, value, strcspn(value, "]"));
        if (*value == '=' && (strstr(list, "\"dependencies\"") || strstr(list, "'dependencies'")))
            return true;
    }
    return false;
}

static int read_pyproject(struct arena *a, const char *source, struct build_requirements *r,
                          uint64_t *digest, struct error *err)
{
    const char *path = path_join(a, source, "pyproject.toml");
    const char *text = path_is_file(path) ? file_read(a, path, NULL, err) : "";
    if (!text)
        return error_add(err, "reading the requirements");
    const char *table = project_table(a, text);
    if (!table)
        return 0;
    if (is_dynamic(a, table))
        return error_set(err, EXIT_FAILED,
                         "%s: its dependencies are dynamic, which only a build of its own tells; "
                         "name what the package needs with --build-requirement (REQUIREMENTS)",
                         path);
    r->pyproject = path;
    *digest = digest_text(*digest, text);
    return 0;
}

/* --- all of it ------------------------------------------------------------------------------- */

int build_requirements_read(struct arena *a, const struct sweep_options *o,
                            const struct staged *staged, const char *source,
                            struct build_requirements *r, struct error *err)
{
    *r = (struct build_requirements){.lines = strv_new(a), .extras = strv_new(a)};
    read_extras(o->package, &r->extras);
    uint64_t digest = DIGEST_EMPTY;
    strv_append(&r->lines, &o->build_requirements);
    int found = o->build_requirements.len ? 1 : read_dist_info(a, staged, o->package, r, err);
    if (found == 0 && source)
        found = read_pyproject(a, source, r, &digest, err);
    for (size_t i = 0; i < r->lines.len; i++)
        digest = digest_text(digest, r->lines.items[i]);
    for (size_t i = 0; i < r->extras.len; i++)
        digest = digest_text(digest, r->extras.items[i]);
    r->digest = digest_name(a, digest);
    return found < 0 ? -1 : 0;
}
