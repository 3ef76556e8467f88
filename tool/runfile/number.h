/* number.h - the double that a number of JSON stands for.
 *
 * The same as strtod() gives, in a tenth of the time for what Python writes: up to 18 digits are an
 * integer, divided by a power of ten in twice the precision of a double (runfile/twofold.h).  Where
 * that is too close to the middle between two doubles to tell, and for other numbers, strtod() is
 * asked.
 */
#pragma once

/* The number that TEXT begins with; TEXT is terminated and what it begins with is a number by
 * JSON's grammar.  *END is what follows it. */
double number_read(const char *text, const char **end);
