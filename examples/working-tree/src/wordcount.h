/* wordcount.h - counts the words of a text. */
#ifndef WORDCOUNT_H
#define WORDCOUNT_H

#include <stddef.h>

/* How many words the LEN bytes at TEXT hold; (size_t)-1 if there is no memory. */
size_t wordcount(const char *text, size_t len);

#endif
