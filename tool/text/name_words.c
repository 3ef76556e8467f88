#include "text/name_words.h"

#include "base/index.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* ---- classes before parameters ---- */

/* The parameters of a name: what follows the first "[". */
static const char *parameters_of(const char *name)
{
    size_t len = strcspn(name, "[");
    return name[len] ? name + len + 1 : NULL;
}

/* The length of the class at the start of a parameter, "A.b." of "A.b.C", with its last dot; 0 if
 * there is none. */
static size_t class_length(const char *parameter)
{
    size_t len = 0;
    for (const char *p = parameter; is_letter(*p);) {
        while (is_letter(*p) || isdigit((unsigned char)*p))
            p++;
        if (*p != '.' || !is_letter(p[1]))
            break;
        p++;
        len = (size_t)(p - parameter);
    }
    return len;
}

/* How often each thing that is asked for below occurs. */
struct census {
    struct arena *arena;
    struct index functions; /* their names, with the "[" */
    struct index classes;   /* function, number of the parameter, class */
    struct index dropped;   /* classes that several names of a function have */
};

static const char *class_key(struct arena *a, const char *name, size_t number,
                             const char *parameter, size_t len)
{
    return arena_printf(a, "%.*s%zu\n%.*s", (int)(parameters_of(name) - name), name, number,
                        (int)len, parameter);
}

static void count_one(struct index *x, const char *key)
{
    bool added;
    *index_add(x, key, 0, &added) += 1;
}

/* The start of the next parameter, NULL after the last. */
static const char *next_parameter(const char *parameter)
{
    size_t len = strcspn(parameter, "-");
    return parameter[len] ? parameter + len + 1 : NULL;
}

static void count_classes(struct census *census, const char *name)
{
    const char *p = parameters_of(name);
    size_t number = 0;
    if (p)
        count_one(&census->functions, arena_strndup(census->arena, name, (size_t)(p - name)));
    for (; p; p = next_parameter(p), number++) {
        size_t len = class_length(p);
        if (len)
            count_one(&census->classes, class_key(census->arena, name, number, p, len));
    }
}

/* Whether all names of the function have the class there, and how many these are. */
static bool is_everywhere(const struct census *census, const char *name, size_t number,
                          const char *parameter, size_t len, size_t *count)
{
    *count = *index_findn(&census->functions, name, (size_t)(parameters_of(name) - name));
    return *index_find(&census->classes, class_key(census->arena, name, number, parameter, len)) ==
           *count;
}

static void note_dropped(struct census *census, const char *name)
{
    size_t number = 0, count;
    for (const char *p = parameters_of(name); p; p = next_parameter(p), number++) {
        size_t len = class_length(p);
        if (len && is_everywhere(census, name, number, p, len, &count) && count > 1)
            count_one(&census->dropped, arena_strndup(census->arena, p, len));
    }
}

static const char *without_classes(const struct census *census, struct arena *a, const char *name)
{
    const char *p = parameters_of(name), *from = name;
    size_t number = 0, count;
    struct str out = str_new(a);
    for (; p; p = next_parameter(p), number++) {
        size_t len = class_length(p);
        if (!len || !is_everywhere(census, name, number, p, len, &count) ||
            !index_findn(&census->dropped, p, len))
            continue;
        str_addn(&out, from, (size_t)(p - from));
        from = p + len;
    }
    str_add(&out, from);
    return out.data;
}

void names_drop_classes(struct arena *a, const char **names, size_t count)
{
    struct arena own = {0};
    struct census census = {.arena = &own, .functions = index_new(&own)};
    census.classes = index_new(&own);
    census.dropped = index_new(&own);
    for (size_t i = 0; i < count; i++)
        count_classes(&census, names[i]);
    for (size_t i = 0; i < count; i++)
        note_dropped(&census, names[i]);
    for (size_t i = 0; i < count && census.dropped.count; i++)
        names[i] = without_classes(&census, a, names[i]);
    arena_release(&own);
}

/* ---- what all begin and end with ---- */

/* What is between two words. */
static bool is_between(char c)
{
    return c == '_' || (c && !is_letter(c) && !isdigit((unsigned char)c));
}

/* Whether TEXT may be cut before its byte AT, what is between two words being on the left: a number
 * keeps its sign and its point. */
static bool is_cut_after(const char *text, size_t at)
{
    char c = text[at - 1], before = at > 1 ? text[at - 2] : '\0';
    if (c == '-' || c == '+')
        return before == ']' || before == ')' || (before && !is_between(before));
    return is_between(c) && !(c == '.' && isdigit((unsigned char)before));
}

/* The same, what is between them being on the right. */
static bool is_cut_before(const char *text)
{
    return is_between(*text) && !(*text == '.' && isdigit((unsigned char)text[1]));
}

/* How many more brackets a text opens than it closes. */
static int open_brackets(const char *text, size_t len)
{
    int open = 0;
    for (size_t i = 0; i < len; i++)
        open += (text[i] == '[' || text[i] == '(') - (text[i] == ']' || text[i] == ')');
    return open;
}

static size_t shortest(const char *const *names, size_t count)
{
    size_t len = strlen(names[0]);
    for (size_t i = 1; i < count; i++) {
        size_t one = strlen(names[i]);
        len = one < len ? one : len;
    }
    return len;
}

/* The bytes that all begin with, the first MOST at most, up to a cut. */
static size_t shared_start(const char *const *names, size_t count, size_t most)
{
    size_t len = most;
    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < len; k++)
            if (names[i][k] != names[0][k])
                len = k;
    while (len && !is_cut_after(names[0], len))
        len--;
    return len;
}

/* The bytes that all end with, the last MOST at most. */
static size_t shared_end(const char *const *names, size_t count, size_t most)
{
    const char *last = names[0] + strlen(names[0]);
    size_t len = most;
    for (size_t i = 1; i < count; i++) {
        const char *end = names[i] + strlen(names[i]);
        size_t same = 0;
        while (same < len && end[-1 - (long)same] == last[-1 - (long)same])
            same++;
        len = same;
    }
    return len;
}

/* The longest end of TEXT of at most MOST bytes that may be cut off but for its last KEPT bytes,
 * closing OPEN brackets; KEPT if there is none. */
static size_t end_to_drop(const char *text, size_t most, size_t kept, int open)
{
    const char *last = text + strlen(text);
    size_t end = most;
    while (end > kept &&
           (!is_cut_before(last - end) || open_brackets(last - end, end - kept) != -open))
        end--;
    return end > kept ? end : kept;
}

void names_drop_shared(struct arena *a, const char **names, size_t count)
{
    size_t least = count > 1 ? shortest(names, count) : 0;
    if (least < 2)
        return;
    size_t start = shared_start(names, count, least - 1), kept = 0;
    size_t end = shared_end(names, count, least - start - 1);
    const char *first = names[0], *last = first + strlen(first);
    int open = open_brackets(first, start);
    size_t drop = open > 0 ? end_to_drop(first, end, 0, open) : 0;
    while (open != 0 && drop == 0 && start > 0) { /* brackets that are not closed stay */
        start--;
        while (start && !is_cut_after(first, start))
            start--;
        open = open_brackets(first, start);
    }
    if (open == 0) {
        while (kept < end && (last[-1 - (long)kept] == ']' || last[-1 - (long)kept] == ')'))
            kept++;
        drop = end_to_drop(first, end, kept, 0);
        size_t all = end_to_drop(first, end, 0, 0);
        kept = all > drop ? 0 : kept;
        drop = all > drop ? all : drop;
    }
    for (size_t i = 0; i < count && start + drop > kept; i++) {
        size_t len = strlen(names[i]);
        names[i] = arena_printf(a, "%.*s%.*s", (int)(len - start - drop), names[i] + start,
                                (int)kept, names[i] + len - kept);
    }
}
