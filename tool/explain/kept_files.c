#include "explain/kept_files.h"

#include "files/path.h"

#include <math.h>
#include <string.h>

enum { KINDS = 2 };

void kept_files_init(struct kept_files *kept, struct arena *a, const struct series *series,
                     size_t count)
{
    *kept = (struct kept_files){a, series, arena_array(a, count, KINDS * sizeof *kept->files)};
}

size_t kept_before(const struct frame *frame, size_t column, size_t row, size_t to)
{
    for (size_t s = to; s-- > 0;)
        if (!isnan(frame_value(frame, column, row, s)))
            return s;
    return to;
}

/* In the run file's directory, and called like it: a series may have another label. */
static const char *path_beside(struct arena *a, const char *run_file, enum outdir_file kept)
{
    const char *name = path_name(run_file);
    size_t len = strlen(name) - (str_ends(name, ".json") ? strlen(".json") : 0);
    return outdir_path(a, path_parent(a, run_file), kept, arena_strndup(a, name, len), 0);
}

static int read_side(struct kept_files *k, struct arena *a, enum metric metric, const char *id,
                     size_t series, struct counts *counts, struct error *err)
{
    const struct series *s = &k->series[series];
    enum outdir_file kind = counts_kept_in(metric);
    struct counts_file **file = &k->files[KINDS * series + (kind == OUTDIR_COUNTS)];
    if (!s->path)
        return error_set(err, EXIT_USAGE, "%s: has no run file", s->label);
    return counts_open(k->arena, path_beside(k->arena, s->path, kind), metric, file, err) < 0
               ? -1
               : counts_find(a, *file, id, metric, counts, err);
}

int kept_files_difference(struct kept_files *k, struct arena *a, enum metric metric, const char *id,
                          size_t from, size_t to, struct difference *difference, struct error *err)
{
    struct counts before, after;
    if (read_side(k, a, metric, id, from, &before, err) < 0 ||
        read_side(k, a, metric, id, to, &after, err) < 0)
        return -1;
    *difference = difference_of(a, &before, &after);
    return 0;
}
