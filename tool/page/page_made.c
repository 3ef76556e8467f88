#include "page/page_made.h"

#include "base/index.h"
#include "explain/explain_table.h"
#include "explain/kept_files.h"

#include <math.h>

/* What is written while the files of a version are open. */
struct making {
    struct json *j;
    const struct page_made *what;
    struct arena *arena; /* for what lasts */
    struct index names;  /* "WHERE\nFUNCTION" -> place */
    struct strv functions, places;
    size_t steps;
};

static void add_name(struct making *m, const char *function, const char *where)
{
    struct arena *a = m->arena;
    bool added;
    size_t place =
        *index_add(&m->names, arena_printf(a, "%s\n%s", where, function), m->functions.len, &added);
    if (added) {
        strv_add(&m->functions, arena_strdup(a, function));
        strv_add(&m->places, arena_strdup(a, where));
    }
    json_count(m->j, NULL, place);
}

static void add_functions(struct making *m, struct arena *scratch, const struct difference *d)
{
    json_begin_list(m->j, NULL, JSON_TIGHT);
    for (size_t i = 0; i < d->part_count && i < PAGE_MADE_MOST; i++) {
        const struct difference_part *part = &d->parts[i];
        if (part->before == part->after)
            break;
        add_name(m, explain_name(scratch, part), explain_place(scratch, part));
        json_number(m->j, NULL, part->in_before ? part->before : NAN);
        json_number(m->j, NULL, part->in_after ? part->after : NAN);
    }
    json_end(m->j);
}

static void add_python(struct making *m, struct arena *scratch, const struct difference *d)
{
    json_begin_list(m->j, NULL, JSON_TIGHT);
    for (size_t i = 0; i < d->python_count && i < PAGE_MADE_MOST; i++) {
        const struct difference_python *p = &d->python[i];
        if (difference_python_change(p) == 0)
            break;
        add_name(m, p->name, explain_python_place(scratch, p));
        for (int side = 0; side < 2; side++)
            json_number(m->j, NULL, p->calls[side]);
        for (int side = 0; side < 2; side++)
            json_number(m->j, NULL, p->bytecodes[side]);
    }
    json_end(m->j);
}

/* The step by which the row, at this PLACE of the page, changed with the version TO. */
static void add_step(struct making *m, struct kept_files *kept, struct arena *scratch, size_t place,
                     size_t to)
{
    const struct page_made *what = m->what;
    size_t row = what->rows[place], from = kept_before(what->frame, what->value, row, to);
    struct difference d;
    struct error none;
    if (from == to || kept_files_difference(kept, scratch, what->frame->columns[what->value].metric,
                                            what->frame->rows[row].id, from, to, &d, &none) < 0)
        return;
    if (m->steps++ == 0) {
        json_begin_object(m->j, "made", JSON_LINES);
        json_begin_list(m->j, "steps", JSON_LINES);
    }
    json_begin_list(m->j, NULL, JSON_TIGHT);
    json_count(m->j, NULL, place);
    json_count(m->j, NULL, from);
    json_count(m->j, NULL, to);
    json_count(m->j, NULL, difference_is_of_python(&d) ? 1 : 0);
    add_functions(m, scratch, &d);
    add_python(m, scratch, &d);
    json_end(m->j);
}

/* The steps that came with the version.  Files are large, so that they are open for one version at
 * a time. */
static void add_version(struct making *m, size_t to)
{
    const struct page_made *what = m->what;
    const struct frame *f = what->frame;
    struct arena files = {0}, scratch = {0};
    struct kept_files kept;
    kept_files_init(&kept, &files, f->series, f->series_count);
    for (size_t i = 0; i < f->row_count; i++) {
        struct steps steps = verdicts_steps(what->judged, what->metric, what->rows[i]);
        struct arena_mark mark = arena_mark(&scratch);
        for (size_t k = 0; k < steps.count; k++)
            if (steps.items[k].series == to)
                add_step(m, &kept, &scratch, i, to);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    arena_release(&files);
}

void page_made_add(struct json *j, const struct page_made *what)
{
    struct arena *a = j->out->arena;
    struct making m = {.j = j, .what = what, .arena = a, .names = index_new(a)};
    m.functions = strv_new(a);
    m.places = strv_new(a);
    for (size_t s = 1; s < what->frame->series_count; s++)
        add_version(&m, s);
    if (!m.steps)
        return;
    json_end(j);
    json_begin_list(j, "names", JSON_LINES);
    for (size_t i = 0; i < m.functions.len; i++) {
        json_begin_list(j, NULL, JSON_TIGHT);
        json_string(j, NULL, m.functions.items[i]);
        json_string(j, NULL, m.places.items[i]);
        json_end(j);
    }
    json_end(j);
    json_end(j);
}
