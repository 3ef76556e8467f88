/* document.h - a comparison as JSON, for programs.  compare/SCHEMA.md describes it. */
#pragma once

#include "base/str.h"
#include "compare/gate.h"
#include "compare/view.h"
#include "text/table.h"

/* Grows when a member changes its meaning or goes; not when one is added. */
enum { DOCUMENT_VERSION = 1 };

struct document {
    const struct view *view;
    const struct report *report;
    const struct strv *warnings;
    const struct gate *gate; /* NULL: nothing was judged */
};

void document_write(struct str *out, const struct document *document);
