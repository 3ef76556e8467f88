#include "text/name_pieces.h"

#include "base/str.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const char ellipsis[] = "…";

/* ---- cutting ---- */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

static size_t word_length(const char *text)
{
    size_t len = 0;
    while (text[len] && is_word(text[len]))
        len++;
    return len ? len : 1;
}

static size_t character_length(const char *text)
{
    int32_t state = 0, code, before;
    size_t len = utf8_next(text, SIZE_MAX, &before);
    while (text[len]) {
        size_t n = utf8_next(text + len, SIZE_MAX, &code);
        if (utf8proc_grapheme_break_stateful(before, code, &state))
            break;
        before = code;
        len += n;
    }
    return len;
}

static struct pieces cut(struct arena *a, const char *text, const struct name_ruler *ruler,
                         size_t (*length)(const char *))
{
    struct pieces pieces = {0};
    size_t cap = 0;
    for (size_t len; *text; text += len) {
        len = length(text);
        pieces.items = arena_more(a, pieces.items, pieces.count, &cap, sizeof *pieces.items);
        double width = ruler->width(ruler->data, text, len);
        pieces.items[pieces.count++] = (struct piece){.text = text, .len = len, .width = width};
        pieces.width += width;
    }
    return pieces;
}

struct pieces pieces_of_words(struct arena *a, const char *text, const struct name_ruler *ruler)
{
    return cut(a, text, ruler, word_length);
}

struct pieces pieces_of_characters(struct arena *a, const char *text,
                                   const struct name_ruler *ruler)
{
    return cut(a, text, ruler, character_length);
}

/* ---- telling apart ---- */

static int compare_pieces(const struct piece *a, const struct piece *b)
{
    size_t len = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->text, b->text, len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* How many pieces two names have in common at their beginnings. */
static size_t common(const struct pieces *a, const struct pieces *b)
{
    size_t count = 0;
    while (count < a->count && count < b->count &&
           compare_pieces(&a->items[count], &b->items[count]) == 0)
        count++;
    return count;
}

static int by_pieces(const void *left, const void *right)
{
    const struct pieces *a = *(struct pieces *const *)left, *b = *(struct pieces *const *)right;
    size_t same = common(a, b);
    if (same < a->count && same < b->count)
        return compare_pieces(&a->items[same], &b->items[same]);
    return (a->count > b->count) - (a->count < b->count);
}

/* Where NAME branches off BEFORE, its neighbour in order, and where that branched off the names
 * further that way as far as the two are the same.  MARKS has what BEFORE had and gets what NAME
 * has. */
static void mark_from(struct pieces *name, const struct pieces *before, bool *marks)
{
    size_t same = common(name, before);
    for (size_t i = 0; i < name->count; i++) {
        if (i >= same)
            marks[i] = i == same;
        name->items[i].told = name->items[i].told || marks[i];
    }
}

void pieces_mark_told(struct arena *a, struct pieces *names, size_t count)
{
    struct arena_mark mark = arena_mark(a);
    struct pieces **sorted = arena_array(a, count, sizeof *sorted);
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &names[i];
        longest = names[i].count > longest ? names[i].count : longest;
    }
    bool *down = arena_array(a, longest, sizeof *down), *up = arena_array(a, longest, sizeof *up);
    if (count)
        qsort(sorted, count, sizeof *sorted, by_pieces);
    for (size_t i = 1; i < count; i++) {
        mark_from(sorted[i], sorted[i - 1], down);
        mark_from(sorted[count - 1 - i], sorted[count - i], up);
    }
    arena_reset(a, mark);
}

/* ---- leaving out ---- */

/* Pieces one after another that are not told. */
struct run {
    size_t from, to;
    double width;
};

/* The widest run of which nothing is left out; its width is 0 if there is none. */
static struct run widest_run(const struct pieces *name)
{
    struct run best = {0}, run = {0};
    for (size_t i = 0; i < name->count; i++) {
        if (name->items[i].told || name->items[i].gone) {
            run = (struct run){.from = i + 1};
            continue;
        }
        run.width += name->items[i].width;
        run.to = i + 1;
        if (run.width >= best.width)
            best = run;
    }
    return best;
}

/* Leave the middle of the run out but for KEPT of its width. */
static void leave_out(struct pieces *name, struct run run, double kept)
{
    size_t from = run.from, to = run.to;
    double head = 0, tail = 0;
    while (to > from + 1 && tail + name->items[to - 1].width <= kept / 2)
        tail += name->items[--to].width;
    while (from + 1 < to && head + name->items[from].width <= kept - tail)
        head += name->items[from++].width;
    for (size_t i = from; i < to; i++)
        name->items[i].gone = true;
}

bool pieces_elide(struct pieces *name, double room, const struct name_ruler *ruler)
{
    double dots = ruler->width(ruler->data, ellipsis, strlen(ellipsis)), width = name->width;
    while (width > room) {
        struct run run = widest_run(name);
        double most = run.width - dots;
        if (most <= 0)
            return false;
        double needed = width - room;
        leave_out(name, run, most > needed ? most - needed : 0);
        width -= most > needed ? needed : most;
    }
    return true;
}

const char *pieces_text(struct arena *a, const struct pieces *name)
{
    struct str out = str_new(a);
    for (size_t i = 0; i < name->count; i++) {
        if (!name->items[i].gone)
            str_addn(&out, name->items[i].text, name->items[i].len);
        else if (i == 0 || !name->items[i - 1].gone)
            str_add(&out, ellipsis);
    }
    return out.data;
}
