#include "provision/pep440.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char *digits(const char *p)
{
    while (isdigit((unsigned char)*p))
        p++;
    return p;
}

static const char *separator(const char *p)
{
    return *p == '.' || *p == '-' || *p == '_' ? p + 1 : p;
}

/* After one of the words at P (any case), or NULL. */
static const char *word(const char *p, const char *const *words)
{
    for (; *words; words++)
        if (strncasecmp(p, *words, strlen(*words)) == 0)
            return p + strlen(*words);
    return NULL;
}

/* "[sep] WORD [[sep] digits]", or P itself if it is not there. */
static const char *segment(const char *p, const char *const *words)
{
    const char *q = word(separator(p), words);
    if (!q)
        return p;
    const char *number = separator(q);
    return isdigit((unsigned char)*number) ? digits(number) : q;
}

/* "post" has a second spelling: "-N". */
static const char *post(const char *p)
{
    static const char *const words[] = {"post", "rev", "r", NULL};
    if (*p == '-' && isdigit((unsigned char)p[1]))
        return digits(p + 1);
    return segment(p, words);
}

/* "+" and letters or digits, parted by single separators; NULL if malformed. */
static const char *local(const char *p)
{
    if (*p != '+')
        return p;
    do {
        const char *start = ++p;
        while (isalnum((unsigned char)*p))
            p++;
        if (p == start)
            return NULL;
    } while (*p == '.' || *p == '-' || *p == '_');
    return p;
}

bool pep440_is_version(const char *text)
{
    /* Longer spellings first: "a" begins "alpha". */
    static const char *const pre[] = {"alpha", "beta", "preview", "pre", "rc", "a", "b", "c", NULL};
    static const char *const dev[] = {"dev", NULL};

    const char *p = text + (*text == 'v' || *text == 'V');
    if (!isdigit((unsigned char)*p))
        return false;
    const char *epoch = digits(p);
    if (*epoch == '!')
        p = epoch + 1;
    if (!isdigit((unsigned char)*p))
        return false;
    p = digits(p);
    while (*p == '.' && isdigit((unsigned char)p[1]))
        p = digits(p + 1);
    p = segment(p, pre);
    p = post(p);
    p = segment(p, dev);
    p = local(p);
    return p && *p == '\0';
}
