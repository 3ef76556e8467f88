#include "draw/plotlyjs.h"

#ifdef BENCHMEM_PLOTLYJS_FILE

#include "base/embed.h"

EMBED(benchmem_plotlyjs, BENCHMEM_PLOTLYJS_FILE);

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
