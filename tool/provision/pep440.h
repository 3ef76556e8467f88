/* pep440.h - what a plain version looks like.
 *
 * Source: the version specifiers specification of the Python packaging user guide (PEP 440),
 * appendix "Parsing version strings", normal and alternate spellings included.
 */
#pragma once

#include <stdbool.h>

/* Whether the whole TEXT is one version: "1.2", "1!2.0rc1", "2.0.post1.dev3+local.7", "v1.0". */
bool pep440_is_version(const char *text);
