#include "provision/output.h"

#include "base/file.h"
#include "text/width.h"

#include <string.h>

enum { HEAD = 128 * 1024, TAIL = 128 * 1024, LINE_MAX_BYTES = 500 };

void output_init(struct output *o, struct arena *a)
{
    *o = (struct output){.arena = a};
}

void output_add(struct output *o, const char *bytes, size_t len)
{
    if (!o->head)
        o->head = arena_alloc(o->arena, HEAD);
    size_t first = o->total < HEAD ? HEAD - o->total : 0;
    first = first < len ? first : len;
    if (first)
        memcpy(o->head + o->total, bytes, first);
    o->total += first;
    bytes += first;
    len -= first;
    if (len && !o->tail)
        o->tail = arena_alloc(o->arena, TAIL);
    while (len > 0) {
        size_t at = (o->total - HEAD) % TAIL;
        size_t part = len < TAIL - at ? len : TAIL - at;
        memcpy(o->tail + at, bytes, part);
        o->total += part;
        bytes += part;
        len -= part;
    }
}

/* The byte at that position of all that was seen; it must still be kept. */
static char byte_at(const struct output *o, size_t position)
{
    return position < HEAD ? o->head[position] : o->tail[(position - HEAD) % TAIL];
}

/* The first position from FROM on that is still kept in one piece up to the end. */
static size_t kept_from(const struct output *o, size_t from)
{
    if (o->total <= HEAD + TAIL)
        return from;
    size_t oldest = o->total - TAIL;
    return from > oldest ? from : oldest;
}

static const char *quoted(struct arena *a, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "%+,-./:=@_";
    if (*word && strspn(word, plain) == strlen(word))
        return word;
    struct str s;
    str_init(&s, a);
    str_addc(&s, '\'');
    for (const char *p = word; *p; p++)
        str_addn(&s, *p == '\'' ? "'\\''" : p, *p == '\'' ? 4 : 1);
    str_addc(&s, '\'');
    return s.data;
}

const char *output_words(struct arena *a, const char *const *argv)
{
    struct strv words;
    strv_init(&words, a);
    for (; *argv; argv++)
        strv_add(&words, quoted(a, *argv));
    return strv_join(&words, " ");
}

void output_command(struct output *o, const struct mask *mask, const char *const *argv)
{
    const char *words = mask_text(o->arena, mask, output_words(o->arena, argv));
    output_add(o, "$ ", 2);
    output_add(o, words, strlen(words));
    output_add(o, "\n", 1);
    o->command_at = o->total;
}

/* Append the line [FROM, TO) to LINES, visible, unless it is blank. */
static void add_line(const struct output *o, size_t from, size_t to, struct strv *lines)
{
    struct str s;
    bool blank = true;
    str_init(&s, lines->arena);
    for (size_t i = from; i < to && s.len < LINE_MAX_BYTES; i++) {
        char c = byte_at(o, i);
        blank = blank && (c == ' ' || c == '\t' || c == '\r');
        if (c == '\t')
            str_add(&s, "    ");
        else if (c == '\0')
            str_add(&s, "\\x00");
        else if (c != '\r' || i + 1 < to)
            str_addc(&s, c);
    }
    if (!blank)
        strv_add(lines, text_visible(lines->arena, s.data));
}

void output_last_lines(const struct output *o, size_t most, struct strv *lines)
{
    /* Where the last lines begin: go back over MOST non-empty ones. */
    size_t oldest = kept_from(o, o->command_at), start = o->total;
    size_t found = 0;
    bool content = false;
    while (start > oldest && found <= most) {
        char c = byte_at(o, start - 1);
        if (c == '\n') {
            found += content;
            content = false;
            if (found == most)
                break;
        } else if (c != ' ' && c != '\r' && c != '\t') {
            content = true;
        }
        start--;
    }
    for (size_t from = start, to = start; to < o->total; from = to + 1) {
        for (to = from; to < o->total && byte_at(o, to) != '\n';)
            to++;
        add_line(o, from, to, lines);
    }
}

int output_write(const struct output *o, const char *path, struct error *err)
{
    struct str s;
    str_init(&s, o->arena);
    size_t head = o->total < HEAD ? o->total : HEAD, tail = kept_from(o, head);
    if (head)
        str_addn(&s, o->head, head);
    if (tail > head)
        str_addf(&s, "\n[%zu bytes left out]\n", tail - head);
    for (size_t i = tail; i < o->total; i++)
        str_addc(&s, byte_at(o, i));
    return file_write(path, s.data, s.len, err);
}
