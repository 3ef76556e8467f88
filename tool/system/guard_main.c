/* guard_main.c - the program benchmem-guard: a guard (guard_watch.h) and nothing else. */
#include "base/error.h"
#include "system/guard_watch.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (guard_is_asked(argc, argv))
        guard_main(argv);
    fprintf(stderr, "benchmem-guard: benchmem starts this between itself and what it runs\n");
    return EXIT_USAGE;
}
