#include "plot/plotlyjs.h"

#ifdef BENCHMEM_PLOTLYJS_FILE

#ifdef __APPLE__
#define SECTION ".section __TEXT,__const\n"
#define END ".text\n"
#define SYMBOL(name) "_" name
#else
#define SECTION ".section .rodata\n"
#define END ".previous\n"
#define SYMBOL(name) name
#endif

/* The assembler copies the file: 5 MB as a C array would take the compiler half a minute. */
__asm__(SECTION ".balign 16\n" SYMBOL(
    "benchmem_plotlyjs") ":\n"
                         ".incbin \"" BENCHMEM_PLOTLYJS_FILE
                         "\"\n" SYMBOL("benchmem_plotlyjs_end") ":\n"
                                                                ".byte 0\n" END);

extern const char benchmem_plotlyjs[], benchmem_plotlyjs_end[];

const char *plotlyjs_embedded(size_t *len)
{
    *len = (size_t)(benchmem_plotlyjs_end - benchmem_plotlyjs);
    return benchmem_plotlyjs;
}

#else

const char *plotlyjs_embedded(size_t *len)
{
    *len = 0;
    return NULL;
}

#endif
