/* xml.h - text made safe inside XML and HTML. */
#ifndef BENCHMEM_TEXT_XML_H
#define BENCHMEM_TEXT_XML_H

#include "base/str.h"

/* TEXT for an element's content or a quoted attribute: clean as utf8_add_clean() has it, which is
 * also what XML 1.0 allows, and with & < > " ' as references. */
void xml_add_text(struct str *s, const char *text);

#endif
