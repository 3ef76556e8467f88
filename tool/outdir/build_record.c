#include "outdir/build_record.h"

#include "runfile/parse.h"

#include <cJSON.h>

void build_record_write(struct json *j, const char *name, const struct build_record *r)
{
    json_begin_object(j, name, JSON_SPACED);
    if (r->repository) {
        json_string(j, "repository", r->repository);
        json_string(j, "ref", r->ref);
        json_string(j, "commit", r->commit);
        json_strings(j, "commands", &r->commands);
        json_end(j);
        return;
    }
    json_string(j, "directory", r->directory);
    json_string(j, "source", r->source);
    json_string(j, "config", r->config);
    json_string(j, "generator", r->generator);
    json_strings(j, "components", &r->components);
    json_begin_list(j, "compilers", JSON_SPACED);
    for (size_t i = 0; i < r->compiler_count; i++) {
        json_begin_object(j, NULL, JSON_SPACED);
        json_string(j, "language", r->compilers[i].language);
        json_string(j, "compiler", r->compilers[i].compiler);
        json_string(j, "flags", r->compilers[i].flags);
        json_end(j);
    }
    json_end(j);
    json_string(j, "commit", r->commit);
    if (r->commit)
        json_bool(j, "dirty", r->dirty);
    else
        json_null(j, "dirty");
    json_end(j);
}

const struct build_record *build_record_read(struct arena *a, const cJSON *object)
{
    if (!cJSON_IsObject(object))
        return NULL;
    size_t cap = 0;
    const cJSON *item;
    struct build_record *r = arena_alloc(a, sizeof *r);
    *r = (struct build_record){
        .repository = parse_text(a, object, "repository"),
        .ref = parse_text(a, object, "ref"),
        .directory = parse_text(a, object, "directory"),
        .source = parse_text(a, object, "source"),
        .config = parse_text(a, object, "config"),
        .generator = parse_text(a, object, "generator"),
        .commit = parse_text(a, object, "commit"),
        .dirty = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "dirty")),
        .components = parse_texts(a, object, "components"),
        .commands = parse_texts(a, object, "commands"),
    };
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "compilers"))
    {
        r->compilers = arena_more(a, r->compilers, r->compiler_count, &cap, sizeof *r->compilers);
        r->compilers[r->compiler_count++] =
            (struct build_compiler){.language = parse_text(a, item, "language"),
                                    .compiler = parse_text(a, item, "compiler"),
                                    .flags = parse_text(a, item, "flags")};
    }
    return r;
}

const char *build_record_text(struct arena *a, const struct build_record *r)
{
    struct strv parts = strv_new(a);
    if (r->repository) {
        strv_addf(&parts, "%s of %s, commit %s", r->ref ? r->ref : "?", r->repository,
                  r->commit ? r->commit : "?");
        strv_append(&parts, &r->commands);
        return strv_join(&parts, "; ");
    }
    strv_add(&parts, r->config ? r->config : "no build type");
    for (size_t i = 0; i < r->compiler_count; i++) {
        const struct build_compiler *c = &r->compilers[i];
        const char *flags = c->flags ? c->flags : "";
        strv_addf(&parts, "%s %s%s%s", c->language ? c->language : "",
                  c->compiler ? c->compiler : "", *flags ? " " : "", flags);
    }
    if (r->commit)
        strv_addf(&parts, "commit %s%s", r->commit, r->dirty ? ", files changed since" : "");
    return strv_join(&parts, ", ");
}
