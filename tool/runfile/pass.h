/* pass.h - pass over JSON that is left out, 64 bytes at a time.
 *
 * A block of 64 bytes becomes a few masks of 64 bits: where there are quotes and brackets, and by
 * a prefix sum over the quotes, what is inside of strings (Langdale and Lemire, "Parsing gigabytes
 * of JSON per second", 2019, section 3.1).  So nothing is done for each of the strings and numbers
 * passed over, and nothing of them is checked but where they end.
 */
#ifndef BENCHMEM_RUNFILE_PASS_H
#define BENCHMEM_RUNFILE_PASS_H

#include <stdint.h>

/* What follows the list or object that begins at P; NULL if END comes before its end. */
const char *pass_nested(const char *p, const char *end);

/* From P, outside of strings, the first bracket or the first string (its quote) that begins with
 * one of LETTERS, a set: bit N stands for the character 64 + N.  END if there is none. */
const char *pass_to(const char *p, const char *end, uint64_t letters);

#endif
