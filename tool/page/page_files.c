#include "page/page_files.h"

#include "base/embed.h"

#define EMBED_FILE(name) EMBED(benchmem_##name, BENCHMEM_##name);
PAGE_FILES(EMBED_FILE)
#ifdef BENCHMEM_PLOTLYJS_FILE
EMBED(benchmem_PLOTLYJS, BENCHMEM_PLOTLYJS_FILE);
#else
static const char *const benchmem_PLOTLYJS = NULL, *const benchmem_PLOTLYJS_end = NULL;
#endif

const char *page_file(enum page_file file, size_t *len)
{
#define FILE_ENDS(name) {benchmem_##name, benchmem_##name##_end},
    const struct {
        const char *begin, *end;
    } files[] = {PAGE_FILES(FILE_ENDS) FILE_ENDS(PLOTLYJS)};
    *len = files[file].begin ? (size_t)(files[file].end - files[file].begin) : 0;
    return files[file].begin;
}
