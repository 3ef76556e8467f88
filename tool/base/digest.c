#include "base/digest.h"

#include "base/file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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

const char *digest_file(struct arena *a, const char *path, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0)
        return NULL;
    uint64_t digest = digest_bytes(DIGEST_EMPTY, map.data, map.len);
    file_unmap(&map);
    return digest_name(a, digest);
}

uint64_t digest_state(const char *path)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        return 0;
    char text[160];
    snprintf(text, sizeof text, "%ju %jo %jd %jd.%09ld", (uintmax_t)st.st_ino,
             (uintmax_t)st.st_mode, (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
             (long)st.st_mtim.tv_nsec);
    return digest_text(DIGEST_EMPTY, text);
}
