/* name_pieces.h - which parts of a list of names tell them apart.
 *
 * Names are cut into pieces, words or characters.  A piece in which some other name that is the
 * same up to there differs is told: without any of the other pieces no two names become the same.
 */
#pragma once

#include "text/names.h"

#include <stdbool.h>

struct piece {
    const char *text;
    size_t len;
    double width;
    bool told; /* see above */
    bool gone; /* left out */
};

/* A name in pieces; its text is what they point into. */
struct pieces {
    struct piece *items;
    size_t count;
    double width;
};

/* "test", "_", "x", "[", "A", ".", "B", "]" */
struct pieces pieces_of_words(struct arena *a, const char *text, const struct name_ruler *ruler);
/* What is seen as one character, combining marks and all. */
struct pieces pieces_of_characters(struct arena *a, const char *text,
                                   const struct name_ruler *ruler);

/* Find what is told, of COUNT different names. */
void pieces_mark_told(struct arena *a, struct pieces *names, size_t count);

/* Leave out of pieces that are not told so many, from the longest runs of them, that the rest and
 * an ellipsis for each run is at most ROOM wide; false if that cannot be. */
bool pieces_elide(struct pieces *name, double room, const struct name_ruler *ruler);

/* The text of what is not left out. */
const char *pieces_text(struct arena *a, const struct pieces *name);
