/* embed.h - a file's bytes in the program, copied by the assembler: as a C array 5 MB would take
 * the compiler half a minute.  _benchmem_embed() in tool/CMakeLists.txt names the file to a source.
 */
#pragma once

#ifdef __APPLE__
#define EMBED_SECTION ".section __TEXT,__const\n"
#define EMBED_END ".text\n"
#define EMBED_SYMBOL(name) "_" name
#else
#define EMBED_SECTION ".section .rodata\n"
#define EMBED_END ".previous\n"
#define EMBED_SYMBOL(name) name
#endif

/* At file level: the bytes of FILE as NAME ... NAME_end, where a zero byte follows.  A declared
 * name takes no parentheses. */
#define EMBED(name, file)                                                                          \
    extern const char name[], name##_end[]; /* NOLINT(bugprone-macro-parentheses) */               \
    __asm__(EMBED_SECTION ".balign 16\n" EMBED_SYMBOL(                                             \
        #name) ":\n.incbin \"" file "\"\n" EMBED_SYMBOL(#name) "_end:\n.byte 0\n" EMBED_END)
