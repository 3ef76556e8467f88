#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut the text so that it ends before an incomplete UTF-8 sequence. */
static void trim_utf8(char *text, size_t len)
{
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0U) == 0x80U)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < want)
        text[start - 1] = '\0';
}

static void fill(char *text, size_t size, const char *format, va_list args)
{
    int n = vsnprintf(text, size, format, args);
    if (n < 0)
        text[0] = '\0';
    else if ((size_t)n >= size)
        trim_utf8(text, size - 1);
}

int error_set(struct error *e, int exit_code, const char *format, ...)
{
    va_list args;
    if (!e)
        return -1;
    va_start(args, format);
    e->exit_code = exit_code;
    fill(e->text, sizeof e->text, format, args);
    va_end(args);
    return -1;
}

int error_system(struct error *e, const char *path, const char *doing)
{
    int code = errno;
    const char *remedy = code == ENOSPC || code == EDQUOT ? "; make room on that disk and try again"
                         : code == EACCES || code == EROFS
                             ? "; check its permissions or choose another place"
                             : "";
    return error_set(e, EXIT_FAILED, "%s: cannot %s: %s%s", path, doing, strerror(code), remedy);
}

int error_add(struct error *e, const char *format, ...)
{
    char context[1024];
    va_list args;
    if (!e)
        return -1;
    va_start(args, format);
    fill(context, sizeof context, format, args);
    va_end(args);

    size_t room = sizeof e->text, lead = strlen(context), len = strlen(e->text);
    if (lead + 2 >= room)
        return -1;
    if (lead + 2 + len >= room) {
        len = room - lead - 3;
        e->text[len] = '\0';
        trim_utf8(e->text, len);
        len = strlen(e->text);
    }
    memmove(e->text + lead + 2, e->text, len + 1);
    memcpy(e->text, context, lead);
    memcpy(e->text + lead, ": ", 2);
    return -1;
}
