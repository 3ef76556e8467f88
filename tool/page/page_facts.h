/* page_facts.h - what a page says below its heading: where and when its runs were measured. */
#pragma once

#include "data/frame.h"

/* "measured on host · A Processor · Python 3.11.7"; of each at most three that differ are named,
 * and what is reused with its day. */
const char *page_facts(struct arena *a, const struct frame *frame);
