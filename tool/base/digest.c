#include "base/digest.h"

#include "base/file.h"

#include <inttypes.h>

static uint64_t add(uint64_t digest, unsigned char byte)
{
    return (digest ^ byte) * UINT64_C(0x100000001b3);
}

uint64_t digest_text(uint64_t digest, const char *text)
{
    do {
        digest = add(digest, (unsigned char)*text);
    } while (*text++);
    return digest;
}

const char *digest_name(struct arena *a, uint64_t digest)
{
    return arena_printf(a, "%016" PRIx64, digest);
}

const char *digest_file(struct arena *a, const char *path, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0)
        return NULL;
    uint64_t digest = DIGEST_EMPTY;
    for (size_t i = 0; i < map.len; i++)
        digest = add(digest, (unsigned char)map.data[i]);
    file_unmap(&map);
    return digest_name(a, digest);
}
