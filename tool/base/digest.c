#include "base/digest.h"

#include <inttypes.h>
#include <string.h>

uint64_t digest_bytes(uint64_t digest, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        digest = (digest ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return digest;
}

uint64_t digest_text(uint64_t digest, const char *text)
{
    return digest_bytes(digest, text, strlen(text) + 1);
}

const char *digest_name(struct arena *a, uint64_t digest)
{
    return arena_printf(a, "%016" PRIx64, digest);
}
