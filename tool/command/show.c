#include "command/show.h"

#include "system/pager.h"
#include "text/error_print.h"

#include <stdio.h>

int show_text(const char *command, const struct str *text, struct error *err)
{
    const char *why;
    struct error problem;
    int result = pager_show(text->arena, stdout, text->data, text->len, &why, err);
    if (why) {
        error_set(&problem, EXIT_OK, "%s: %s", command, why);
        error_print(&problem, stderr);
    }
    return result;
}
