#include "text/error_print.h"

#include "secret/secret.h"
#include "text/visible.h"

#include <string.h>

/* Print TEXT up to END, visible. */
static void print_part(const char *text, const char *end, FILE *stream)
{
    char escape[VISIBLE_MAX];
    while (text < end) {
        size_t len = visible_next(text, escape);
        if (*escape && *text != '\n')
            fputs(escape, stream);
        else
            fwrite(text, 1, len, stream);
        text += len;
    }
}

void error_print(const struct error *e, FILE *stream)
{
    struct secret_walk secrets;
    const char *text = e->text;
    size_t start, end;
    secret_begin(&secrets, e->text, strlen(e->text));
    fputs("benchmem: ", stream);
    while (secret_next(&secrets, &start, &end)) {
        print_part(text, e->text + start, stream);
        fputs("***", stream);
        text = e->text + end;
    }
    print_part(text, e->text + strlen(e->text), stream);
    fputc('\n', stream);
}
