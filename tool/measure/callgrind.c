#include "measure/callgrind.h"

#include "base/digest.h"
#include "base/index.h"
#include "base/str.h"
#include "files/file.h"

#include <stdlib.h>
#include <string.h>

/* Part of a line. */
struct piece {
    const char *at, *end;
};

/* The names of one kind: "(7)" -> a name. */
struct names {
    struct index ids;
    struct strv texts;
};

struct reader {
    struct arena *arena;
    struct arena scratch; /* for what is not kept */
    const char *at, *end;
    size_t line; /* from 1 */
    struct names objects, files, functions;
    const char *object, *file, *function; /* that costs belong to; NULL none so far */
    size_t current;                       /* the function's place, from 1; 0 not looked up */
    struct index places;                  /* object, file and function -> their place */
    size_t cap;
    size_t positions; /* columns before the costs */
    size_t event;     /* the column of instructions among the costs */
    bool is_call;     /* the next costs are of what was called */
    bool has_events, has_totals;
    struct callgrind *dump;
};

static int fail(const struct reader *r, const char *what, struct error *err)
{
    return error_set(err, EXIT_FAILED, "line %zu %s: not a dump of callgrind", r->line, what);
}

/* --- pieces ---------------------------------------------------------------------------------- */

static bool next_line(struct reader *r, struct piece *line)
{
    if (r->at == r->end)
        return false;
    const char *feed = memchr(r->at, '\n', (size_t)(r->end - r->at));
    *line = (struct piece){r->at, feed ? feed : r->end};
    r->at = feed ? feed + 1 : r->end;
    r->line++;
    if (line->end > line->at && line->end[-1] == '\r')
        line->end--;
    return true;
}

static bool take(struct piece *p, const char *prefix)
{
    size_t len = strlen(prefix);
    if ((size_t)(p->end - p->at) < len || memcmp(p->at, prefix, len) != 0)
        return false;
    p->at += len;
    return true;
}

static void skip_blanks(struct piece *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\t'))
        p->at++;
}

/* The next word of the line; empty at its end. */
static struct piece next_word(struct piece *p)
{
    skip_blanks(p);
    struct piece word = *p;
    while (p->at < p->end && *p->at != ' ' && *p->at != '\t')
        p->at++;
    word.end = p->at;
    return word;
}

static bool is_word(struct piece p, const char *text)
{
    size_t len = strlen(text);
    return (size_t)(p.end - p.at) == len && memcmp(p.at, text, len) == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A whole decimal number. */
static bool read_number(struct piece p, uint64_t *number)
{
    *number = 0;
    if (p.at == p.end)
        return false;
    for (; p.at < p.end; p.at++) {
        if (!is_digit(*p.at) || *number > (UINT64_MAX - 9) / 10)
            return false;
        *number = *number * 10 + (uint64_t)(*p.at - '0');
    }
    return true;
}

/* --- names ----------------------------------------------------------------------------------- */

static void names_init(struct names *n, struct arena *a)
{
    n->ids = index_new(a);
    n->texts = strv_new(a);
}

/* The text as one that is kept: terminated, no zero bytes, not too long. */
static const char *keep_text(struct arena *a, struct piece p)
{
    size_t len = (size_t)(p.end - p.at);
    if (len <= CALLGRIND_NAME_MAX)
        return arena_strndup(a, p.at, len);
    const char *whole = digest_name(a, digest_text(DIGEST_EMPTY, arena_strndup(a, p.at, len)));
    for (len = CALLGRIND_NAME_MAX; len > 0 && ((unsigned char)p.at[len] & 0xC0) == 0x80;)
        len--;
    return arena_printf(a, "%s...%s", arena_strndup(a, p.at, len), whole);
}

/* The name that "(7) name" or "(7)" or "name" stands for; NULL if it was not given before. */
static const char *read_name(struct reader *r, struct names *n, struct piece p)
{
    if (p.at == p.end || *p.at != '(')
        return keep_text(r->arena, p);
    const char *close = memchr(p.at, ')', (size_t)(p.end - p.at));
    struct piece id = {p.at + 1, close};
    uint64_t number;
    if (!close || !read_number(id, &number))
        return keep_text(r->arena, p); /* as "(below main)" */
    size_t *known = index_findn(&n->ids, id.at, (size_t)(id.end - id.at));
    p.at = close + 1;
    skip_blanks(&p);
    if (p.at == p.end)
        return known ? n->texts.items[*known] : NULL;
    const char *text = keep_text(r->arena, p);
    if (known) {
        n->texts.items[*known] = text;
    } else {
        const char *key = arena_strndup(&r->scratch, id.at, (size_t)(id.end - id.at));
        index_add(&n->ids, key, n->texts.len, &(bool){false});
        strv_add(&n->texts, text);
    }
    return text;
}

/* The name without "'2", which marks the deeper levels of a recursion. */
static const char *without_level(struct arena *a, const char *name)
{
    size_t len = strlen(name), digits = 0;
    while (digits < len && is_digit(name[len - digits - 1]))
        digits++;
    if (digits == 0 || digits > 4 || digits + 1 >= len || name[len - digits - 1] != '\'')
        return name;
    return arena_strndup(a, name, len - digits - 1);
}

/* --- costs ----------------------------------------------------------------------------------- */

/* The function that costs belong to now. */
static struct callgrind_function *current(struct reader *r)
{
    struct callgrind *d = r->dump;
    if (r->current)
        return &d->functions[r->current - 1];
    const char *name = without_level(r->arena, r->function ? r->function : "???");
    const char *object = r->object ? r->object : "???", *file = r->file ? r->file : "???";
    bool added;
    struct arena_mark mark = arena_mark(&r->scratch);
    const char *key = arena_printf(&r->scratch, "%s\n%s\n%s", object, file, name);
    size_t *known = index_find(&r->places, key);
    if (known) {
        r->current = *known + 1;
        arena_reset(&r->scratch, mark);
        return &d->functions[*known];
    }
    index_add(&r->places, key, d->count, &added);
    d->functions = arena_more(r->arena, d->functions, d->count, &r->cap, sizeof *d->functions);
    d->functions[d->count] =
        (struct callgrind_function){.object = object, .file = file, .name = name};
    r->current = ++d->count;
    return &d->functions[d->count - 1];
}

/* "+3 120" and the like. */
static int read_costs(struct reader *r, struct piece line, struct error *err)
{
    uint64_t cost;
    for (size_t i = 0; i < r->positions; i++) {
        struct piece word = next_word(&line);
        if (word.at == word.end)
            return fail(r, "has no position", err);
    }
    bool was_called = r->is_call;
    r->is_call = false;
    if (was_called)
        return 0;
    for (size_t i = 0; i < r->event; i++)
        next_word(&line);
    struct piece word = next_word(&line);
    if (word.at == word.end)
        return 0; /* costs that are left out are 0 */
    if (!read_number(word, &cost))
        return fail(r, "has a cost that is no number", err);
    if (cost == 0)
        return 0;
    if (cost > UINT64_MAX - r->dump->total)
        return fail(r, "has a cost that is too large", err);
    current(r)->instructions += cost;
    r->dump->total += cost;
    return 0;
}

/* --- lines ----------------------------------------------------------------------------------- */

static size_t count_words(struct piece p)
{
    size_t count = 0;
    for (struct piece word = next_word(&p); word.at < word.end; word = next_word(&p))
        count++;
    return count;
}

/* "events: Ir Dr": where the instructions stand. */
static int read_events(struct reader *r, struct piece line, struct error *err)
{
    for (r->event = 0;; r->event++) {
        struct piece word = next_word(&line);
        if (word.at == word.end)
            return fail(r, "names no instructions (Ir)", err);
        if (is_word(word, "Ir"))
            break;
    }
    r->has_events = true;
    return 0;
}

/* "totals: N": what the functions' instructions add up to. */
static int read_totals(struct reader *r, struct piece line, struct error *err)
{
    uint64_t total;
    for (size_t i = 0; i < r->event; i++)
        next_word(&line);
    if (!read_number(next_word(&line), &total))
        return fail(r, "has a total that is no number", err);
    if (total != r->dump->total)
        return fail(r, "has a total that is not the functions' sum", err);
    r->has_totals = true;
    return 0;
}

/* A line of the header, or "totals:"; what is not known is passed over. */
static int read_key(struct reader *r, struct piece line, struct error *err)
{
    uint64_t number;
    if (take(&line, "creator:")) {
        skip_blanks(&line);
        r->dump->creator = keep_text(r->arena, line);
    } else if (take(&line, "desc: Trigger: Client Request: ")) {
        r->dump->number = read_number(line, &number) && number <= INT32_MAX ? (long)number : -1;
    } else if (take(&line, "positions:")) {
        r->positions = count_words(line);
    } else if (take(&line, "events:")) {
        return read_events(r, line, err);
    } else if (take(&line, "totals:")) {
        return read_totals(r, line, err);
    }
    return 0;
}

/* A line that names what costs belong to, or what was called. */
static int read_place(struct reader *r, struct piece line, struct error *err)
{
    const char *ignored = "", **place = &ignored;
    struct names *names = NULL;
    if (take(&line, "fn=")) {
        names = &r->functions;
        place = &r->function;
    } else if (take(&line, "fl=")) {
        names = &r->files;
        place = &r->file;
    } else if (take(&line, "ob=")) {
        names = &r->objects;
        place = &r->object;
    } else if (take(&line, "cfn=")) {
        names = &r->functions;
    } else if (take(&line, "cob=")) {
        names = &r->objects;
    } else if (take(&line, "fi=") || take(&line, "fe=") || take(&line, "cfi=") ||
               take(&line, "cfl=")) {
        names = &r->files;
    } else if (take(&line, "calls=")) {
        r->is_call = true;
    }
    if (!names)
        return 0;
    *place = read_name(r, names, line);
    if (!*place)
        return fail(r, "has a number instead of a name that was never given", err);
    if (place != &ignored)
        r->current = 0;
    return 0;
}

static bool is_key(struct piece line, char after)
{
    const char *p = line.at;
    while (p < line.end && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')))
        p++;
    return p > line.at && p < line.end && *p == after;
}

static int read_line(struct reader *r, struct piece line, struct error *err)
{
    if (line.at == line.end || *line.at == '#')
        return 0;
    if (r->has_totals)
        return fail(r, "comes after the totals", err);
    if (is_digit(*line.at) || *line.at == '+' || *line.at == '-' || *line.at == '*') {
        if (!r->has_events)
            return fail(r, "has a cost before it is said of what", err);
        return read_costs(r, line, err);
    }
    if (is_key(line, ':'))
        return read_key(r, line, err);
    if (is_key(line, '='))
        return read_place(r, line, err);
    return fail(r, "is of no kind", err);
}

/* --- the whole ------------------------------------------------------------------------------- */

static int by_instructions(const void *a, const void *b)
{
    const struct callgrind_function *x = a, *y = b;
    if (x->instructions != y->instructions)
        return x->instructions > y->instructions ? -1 : 1;
    int order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->object, y->object);
    return order ? order : strcmp(x->file, y->file);
}

int callgrind_parse(struct arena *a, const char *text, size_t len, struct callgrind *dump,
                    struct error *err)
{
    struct reader r = {.arena = a, .at = text, .end = text + len, .positions = 1, .dump = dump};
    struct piece line;
    int result = 0;
    *dump = (struct callgrind){.creator = "", .number = -1};
    names_init(&r.objects, &r.scratch);
    names_init(&r.files, &r.scratch);
    names_init(&r.functions, &r.scratch);
    r.places = index_new(&r.scratch);
    while (result == 0 && next_line(&r, &line))
        result = read_line(&r, line, err);
    if (result == 0 && !r.has_totals)
        result = error_set(err, EXIT_FAILED,
                           "it ends without totals: cut off, or not a dump of callgrind");
    if (result == 0 && dump->count)
        qsort(dump->functions, dump->count, sizeof *dump->functions, by_instructions);
    arena_release(&r.scratch);
    if (result < 0)
        *dump = (struct callgrind){.creator = "", .number = -1};
    return result;
}

int callgrind_read(struct arena *a, const char *path, struct callgrind *dump, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0)
        return -1;
    int result = callgrind_parse(a, map.data ? map.data : "", map.len, dump, err);
    file_unmap(&map);
    return result < 0 ? error_add(err, "%s", path) : 0;
}

size_t callgrind_most(const struct callgrind *dump, unsigned per_mille)
{
    uint64_t whole = dump->total, sum = 0;
    /* Rounded up; in two steps, so that nothing overflows. */
    uint64_t wanted = whole / 1000 * per_mille + (whole % 1000 * per_mille + 999) / 1000;
    size_t count = 0;
    while (count < dump->count && sum < wanted)
        sum += dump->functions[count++].instructions;
    return count;
}
