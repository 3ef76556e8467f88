/* wordcount.c - one pass over the text. */
#include "wordcount.h"

#include <stdbool.h>

size_t wordcount(const char *text, size_t len)
{
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < len; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n' || text[i] == '\t';
        words += inside && blank;
        inside = !blank;
    }
    return words + inside;
}
