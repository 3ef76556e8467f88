#include "provision/output.h"

#include "files/file.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>

enum { HEAD = 128 * 1024, TAIL = 128 * 1024, LINE_MAX_BYTES = 500, GIST_LINES = 60 };

void output_init(struct output *o, struct arena *a)
{
    *o = (struct output){.text = str_new(a)};
}

/* Twice the tail may be there, so that the middle is not moved for every line. */
void output_add(struct output *o, const char *bytes, size_t len)
{
    str_addn(&o->text, bytes, len);
    if (o->text.len <= HEAD + 2 * TAIL)
        return;
    size_t excess = o->text.len - HEAD - TAIL;
    memmove(o->text.data + HEAD, o->text.data + HEAD + excess, TAIL + 1);
    o->text.len -= excess;
    o->dropped += excess;
    if (o->command_at > HEAD)
        o->command_at = o->command_at > HEAD + excess ? o->command_at - excess : HEAD;
}

static const char *quoted(struct arena *a, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "%+,-./:=@_";
    if (*word && strspn(word, plain) == strlen(word))
        return word;
    struct str s = str_new(a);
    str_addc(&s, '\'');
    for (const char *p = word; *p; p++)
        str_addn(&s, *p == '\'' ? "'\\''" : p, *p == '\'' ? 4 : 1);
    str_addc(&s, '\'');
    return s.data;
}

const char *output_words(struct arena *a, const char *const *argv)
{
    struct strv words = strv_new(a);
    for (; *argv; argv++)
        strv_add(&words, quoted(a, *argv));
    return strv_join(&words, " ");
}

void output_command(struct output *o, const struct mask *mask, const char *const *argv)
{
    const char *words = mask_text(o->text.arena, mask, output_words(o->text.arena, argv));
    output_add(o, "$ ", 2);
    output_add(o, words, strlen(words));
    output_add(o, "\n", 1);
    o->command_at = o->text.len;
}

/* Append the line [FROM, TO) to LINES, visible, unless it is blank. */
static void add_line(const struct output *o, size_t from, size_t to, struct strv *lines)
{
    bool blank = true;
    struct str s = str_new(lines->arena);
    for (size_t i = from; i < to && s.len < LINE_MAX_BYTES; i++) {
        char c = o->text.data[i];
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
    size_t oldest = o->command_at, end = o->text.len, start = end;
    size_t found = 0;
    bool content = false;
    if (o->dropped && oldest < HEAD)
        oldest = HEAD;
    while (start > oldest && found <= most) {
        char c = o->text.data[start - 1];
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
    for (size_t from = start, to = start; to < end; from = to + 1) {
        for (to = from; to < end && o->text.data[to] != '\n';)
            to++;
        add_line(o, from, to, lines);
    }
}

/* The text behind what uv draws, and git and CMake write, before the causes of an error; NULL if
 * LINE has none. */
static const char *behind_mark(const char *line)
{
    static const char *const marks[] = {
        "×",      "x ",     "╰─▶",    "├─▶",          "`->",           "|->",
        "error:", "cause:", "fatal:", "CMake Error:", "CMake Error at"};
    line += strspn(line, " ");
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(line, marks[i]))
            return line + strlen(marks[i]) + strspn(line + strlen(marks[i]), " ");
    return NULL;
}

const char *output_gist(struct arena *a, const struct output *o)
{
    struct strv lines = strv_new(a);
    struct str s = str_new(a);
    output_last_lines(o, GIST_LINES, &lines);
    for (size_t i = 0; i < lines.len && s.len < LINE_MAX_BYTES; i++) {
        const char *line = lines.items[i], *text = behind_mark(line);
        if (text)
            str_addf(&s, "%s%s", !s.len ? "" : str_ends(s.data, ":") ? " " : ": ", text);
        else if (s.len && line[0] == ' ' && line[strspn(line, " │|")])
            str_addf(&s, " %s", line + strspn(line, " │|"));
        else if (s.len)
            break;
    }
    for (size_t i = 0; i < lines.len && !s.len; i++) /* a compiler's, before what make adds */
        if (strstr(lines.items[i], ": error: ") || strstr(lines.items[i], ": fatal error: "))
            str_add(&s, lines.items[i]);
    if (!s.len && lines.len)
        str_add(&s, lines.items[lines.len - 1] + strspn(lines.items[lines.len - 1], " "));
    return utf8_cut(a, s.data, LINE_MAX_BYTES);
}

int output_write(const struct output *o, const char *path, struct error *err)
{
    const struct str *text = &o->text;
    if (text->len + o->dropped <= HEAD + TAIL)
        return file_write(path, text->data, text->len, err);
    size_t tail = text->len - TAIL;
    struct str s = str_new(text->arena);
    str_addn(&s, text->data, HEAD);
    str_addf(&s, "\n[%zu bytes left out]\n", o->dropped + tail - HEAD);
    str_addn(&s, text->data + tail, TAIL);
    return file_write(path, s.data, s.len, err);
}
