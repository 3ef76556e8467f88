/* xml.h - text made safe inside XML and HTML. */
#pragma once

#include "base/str.h"

/* TEXT for an element's content or a quoted attribute: clean as utf8_add_clean() has it, which is
 * also what XML 1.0 allows, and with & < > " ' as references. */
void xml_add_text(struct str *s, const char *text);
