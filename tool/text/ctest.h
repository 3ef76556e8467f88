/* ctest.h - what a test tells CTest beside its output, for CDash.
 *
 * CTest looks for elements in the output of a test and puts them into Test.xml: numbers of which
 * CDash draws a trend, texts, files.  Each call appends one line.  NAME is what CDash keeps a trend
 * by, so it has to be the same in every build; it is escaped, like every value.
 *
 * Source: CTest's manual, "Additional Test Measurements" in ctest(1).
 */
#pragma once

#include "base/str.h"

/* Nothing for a NaN or an infinity, which Test.xml cannot carry. */
void ctest_number(struct str *s, const char *name, double value);
void ctest_text(struct str *s, const char *name, const char *text);
/* Lines shown as they are.  Of a TEXT longer than 48 KiB, which not every database of CDash takes,
 * the first lines, and a last one that says how many are left out. */
void ctest_lines(struct str *s, const char *name, const char *text);
/* A file for downloading, or a picture.  CTest reads PATH, which must be absolute, after the last
 * test has ended; the file must exist then. */
void ctest_file(struct str *s, const char *name, const char *path);
void ctest_png(struct str *s, const char *name, const char *path);

/* Why a test ended as it did, on one line; all that CTest keeps of a skipped test. */
void ctest_details(struct str *s, const char *text);
