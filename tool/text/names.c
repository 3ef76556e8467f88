#include "text/names.h"

#include "base/index.h"
#include "text/name_pieces.h"
#include "text/name_words.h"
#include "text/width.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* A list while it is made short. */
struct list {
    struct arena *arena;
    const struct name_ruler *ruler;
    double room;
    const char **names; /* all different */
    size_t count;
};

static double width_of(const struct list *l, const char *text)
{
    return l->ruler->width(l->ruler->data, text, strlen(text));
}

static bool fits(const struct list *l, size_t i)
{
    return width_of(l, l->names[i]) <= l->room;
}

static bool all_fit(const struct list *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (!fits(l, i))
            return false;
    return true;
}

/* Leave parts out of the names that are too long, cut into pieces in this way. */
static void elide(struct list *l,
                  struct pieces (*cut)(struct arena *, const char *, const struct name_ruler *))
{
    struct arena own = {0};
    struct pieces *pieces = arena_array(&own, l->count, sizeof *pieces);
    for (size_t i = 0; i < l->count; i++)
        pieces[i] = cut(&own, l->names[i], l->ruler);
    pieces_mark_told(&own, pieces, l->count);
    for (size_t i = 0; i < l->count; i++)
        if (!fits(l, i) && pieces_elide(&pieces[i], l->room, l->ruler))
            l->names[i] = pieces_text(l->arena, &pieces[i]);
    arena_release(&own);
}

/* ---- what looks the same ---- */

/* TEXT as it is seen: composed, without what is not. */
static const char *look_of(struct arena *a, const char *text)
{
    const char *p = text;
    while (*p && (unsigned char)*p < 0x80)
        p++;
    if (!*p)
        return text;
    utf8proc_uint8_t *seen = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &seen,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE);
    const char *look = len < 0 ? text : arena_strdup(a, (const char *)seen);
    free(seen); /* what utf8proc_map() allocated */
    return look;
}

/* The beginning of the text that is at most ROOM wide with an ellipsis behind it, or all of it. */
static const char *beginning(struct arena *a, const char *text, double room,
                             const struct name_ruler *ruler)
{
    static const char ellipsis[] = "…";
    double width = 0, dots = ruler->width(ruler->data, ellipsis, sizeof ellipsis - 1);
    if (ruler->width(ruler->data, text, strlen(text)) <= room)
        return text;
    struct pieces pieces = pieces_of_characters(a, text, ruler);
    size_t len = 0;
    for (size_t i = 0; i < pieces.count; i++) {
        width += pieces.items[i].width;
        if (width + dots > room)
            break;
        len += pieces.items[i].len;
    }
    return dots <= room ? arena_printf(a, "%.*s%s", (int)len, text, ellipsis) : "";
}

/* The first ordinal of the name from *NEXT on that nothing else looks like. */
static const char *numbered(struct list *l, struct index *looks, const char *name, size_t *next)
{
    for (;;) {
        const char *ordinal = arena_printf(l->arena, "#%zu", ++*next);
        double room = l->room - width_of(l, ordinal);
        const char *text = arena_printf(
            l->arena, "%s%s", room > 0 ? beginning(l->arena, name, room, l->ruler) : "", ordinal);
        bool added;
        index_add(looks, look_of(looks->arena, text), 0, &added);
        if (added)
            return text;
    }
}

/* Give an ordinal to the names that are still too long and to those that look like another. */
static void number(struct list *l)
{
    struct arena own = {0};
    struct index looks = index_new(&own);
    struct index next = index_new(&own);
    bool added;
    for (size_t i = 0; i < l->count; i++)
        if (fits(l, i))
            *index_add(&looks, look_of(&own, l->names[i]), 0, &added) += 1;
    for (size_t i = 0; i < l->count; i++) {
        bool fitting = fits(l, i);
        const char *name = l->names[i];
        if (fitting && *index_find(&looks, look_of(&own, name)) == 1)
            continue;
        /* What will look the same before the ordinal counts on. */
        const char *stem = beginning(&own, name, l->room, l->ruler);
        l->names[i] = numbered(l, &looks, name, index_add(&next, look_of(&own, stem), 0, &added));
    }
    arena_release(&own);
}

/* ---- the list ---- */

const char **names_shorten(struct arena *a, const char *const *names, size_t count, double room,
                           const struct name_ruler *ruler)
{
    struct list l = {.arena = a, .ruler = ruler, .room = room};
    const char **result = arena_array(a, count, sizeof *result);
    size_t *places = arena_array(a, count, sizeof *places);
    bool added;
    struct index unique = index_new(a);
    l.names = arena_array(a, count, sizeof *l.names);
    for (size_t i = 0; i < count; i++) {
        places[i] = *index_add(&unique, names[i], l.count, &added);
        if (added)
            l.names[l.count++] = names[i];
    }
    if (!all_fit(&l)) {
        names_drop_classes(a, l.names, l.count);
        names_drop_shared(a, l.names, l.count);
    }
    if (!all_fit(&l) && l.count > 1)
        elide(&l, pieces_of_words);
    if (!all_fit(&l))
        elide(&l, pieces_of_characters);
    number(&l);
    for (size_t i = 0; i < count; i++)
        result[i] = l.names[places[i]];
    return result;
}

static double columns_of(const void *data, const char *text, size_t len)
{
    (void)data;
    return (double)text_columns(text, len);
}

const char **names_shorten_columns(struct arena *a, const char *const *names, size_t count,
                                   size_t columns)
{
    static const struct name_ruler ruler = {columns_of, NULL};
    return names_shorten(a, names, count, (double)columns, &ruler);
}
