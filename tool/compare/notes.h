/* notes.h - what the tables cannot show, in lines below them. */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "data/contrast.h"
#include "data/frame.h"
#include "text/table.h"

/* Add why a version has no numbers, which tests failed, which benchmarks are new or gone between
 * baseline and head. */
void notes_add(struct report *report, const struct frame *frame, const struct contrast *contrast);

/* What the marks of verdicts mean (compare/cell.h), if the tables have any. */
void notes_add_marks(struct report *report, const char *baseline);

/* The short names of benchmarks that another series has but SERIES has not, and that did not fail
 * there: new since the baseline, or gone from the head. */
struct strv notes_absent(struct arena *a, const struct frame *frame, size_t series);
