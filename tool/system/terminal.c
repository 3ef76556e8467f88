#include "system/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_is(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

size_t terminal_columns(FILE *stream)
{
    if (!terminal_is(stream))
        return 0;
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char *columns = getenv("COLUMNS");
    long number = columns ? strtol(columns, NULL, 10) : 0;
    return number > 0 && number < 10000 ? (size_t)number : 80;
}

int terminal_flush(FILE *stream, struct error *err)
{
    if (fflush(stream) == 0 && !ferror(stream))
        return 0;
    return error_set(err, EXIT_FAILED, "writing to standard output failed");
}
