#include "provision/requirement.h"

#include "base/str.h"
#include "files/file.h"
#include "provision/pep440.h"

#include <ctype.h>
#include <string.h>

bool requirement_is_name(const char *text)
{
    size_t len = strcspn(text, "[");
    if (len == 0 || !isalnum((unsigned char)text[0]) || !isalnum((unsigned char)text[len - 1]))
        return false;
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("-._", text[i]))
            return false;
    const char *extras = text + len;
    if (!*extras)
        return true;
    size_t end = strcspn(extras, "]");
    for (size_t i = 1; i < end; i++)
        if (!isalnum((unsigned char)extras[i]) && !strchr("-._, ", extras[i]))
            return false;
    return end > 1 && extras[end] == ']' && !extras[end + 1];
}

/* Lower case, runs of "-_." as one "-". */
static const char *normalised(struct arena *a, const char *name, size_t len)
{
    struct str s = str_new(a);
    for (size_t i = 0; i < len; i++) {
        if (!strchr("-_.", name[i]))
            str_addc(&s, (char)tolower((unsigned char)name[i]));
        else if (s.len && s.data[s.len - 1] != '-')
            str_addc(&s, '-');
    }
    return s.data;
}

bool requirement_names(struct arena *a, const char *spec, const char *name)
{
    return strcmp(normalised(a, spec, strcspn(spec, " \t=<>!~[@;(")),
                  normalised(a, name, strcspn(name, "["))) == 0;
}

int requirement_check(const char *spec, struct error *err)
{
    const char *text = spec + strspn(spec, " ");
    if (!*text)
        return error_set(err, EXIT_USAGE, "is empty; leave it out");
    if (*text == '-')
        return error_set(err, EXIT_USAGE,
                         "begins with '-' and would be an option of uv; give a requirement");
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return error_set(err, EXIT_USAGE, "has a control character; remove it");
    if (*text == '#' || strstr(text, " #"))
        return error_set(err, EXIT_USAGE, "has a comment ('#' after a space); remove it");
    if (str_ends(text, "\\"))
        return error_set(err, EXIT_USAGE, "ends with a backslash; remove it");
    return 0;
}

/* A bare word: a tag or a branch rather than a requirement, a URL or a path. */
static bool is_word(const char *text)
{
    for (const char *p = text; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("._-+!/", *p))
            return false;
    return true;
}

/* The template is checked with the rest of the requirement: its own text could make an option too.
 */
static const char *fill_template(struct arena *a, const char *template, const char *version,
                                 struct error *err)
{
    static const char mark[] = "{version}";
    struct str s = str_new(a);
    const char *next;
    while ((next = strstr(template, mark)) != NULL) {
        str_addn(&s, template, (size_t)(next - template));
        str_add(&s, version);
        template = next + strlen(mark);
    }
    str_add(&s, template);
    if (requirement_check(s.data, err) < 0) {
        error_add(err, "with --install-spec it is '%s', which", s.data);
        return NULL;
    }
    return s.data;
}

/* "PATH" or "PATH[extras]" as a requirement that is a file URL; NULL if there is no such path. */
static const char *path_spec(struct arena *a, const char *package, const char *text)
{
    const char *extras = "", *path = text;
    if (!path_exists(path) && str_ends(text, "]") && strrchr(text, '[')) {
        extras = strrchr(text, '[');
        path = arena_strndup(a, text, (size_t)(extras - text));
    }
    const char *real = path_exists(path) ? path_real(a, path, NULL) : NULL;
    if (!real)
        return NULL;
    const char *url = path_url(a, real);
    if (!*extras)
        return url;
    return arena_printf(a, "%.*s%s @ %s", (int)strcspn(package, "["), package, extras, url);
}

bool requirement_is_plain(const char *version)
{
    bool is_path =
        *version == '/' || *version == '.' || (strchr(version, '/') && path_exists(version));
    return pep440_is_version(version) || (*version && !is_path && is_word(version));
}

const char *requirement_of_version(struct arena *a, const char *package, const char *template,
                                   const char *version, struct error *err)
{
    if (requirement_check(version, err) < 0)
        return NULL;
    if (pep440_is_version(version))
        return template ? fill_template(a, template, version, err)
                        : arena_printf(a, "%s==%s", package, version);
    bool is_path = *version == '/' || *version == '.';
    if (is_path || (strchr(version, '/') && !strstr(version, "://"))) {
        const char *spec = path_spec(a, package, version);
        if (spec)
            return spec;
    }
    if (is_path) {
        error_set(err, EXIT_USAGE, "no such file or directory");
        return NULL;
    }
    if (!is_word(version) || (!template && requirement_names(a, version, package)))
        return version;
    if (template)
        return fill_template(a, template, version, err);
    error_set(err, EXIT_USAGE,
              "is neither a version nor a requirement of %s; write a requirement or a URL, or give "
              "--install-spec for tags",
              package);
    return NULL;
}
