/* Runs a fuzz target over files, each named or in a directory that is named: what fuzzing found
 * before is an ordinary test where there is no libFuzzer, whose options are passed over. */
#include "base/arena.h"
#include "files/file.h"
#include "text/error_print.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes go into memory of just their size, so that a sanitizer sees a step beyond. */
static int replay(const char *path)
{
    struct error err;
    struct file_map map;
    if (file_map(path, &map, &err) < 0) {
        error_print(&err, stderr);
        return 1;
    }
    uint8_t *bytes = malloc(map.len ? map.len : 1);
    if (!bytes)
        return 1;
    if (map.len)
        memcpy(bytes, map.data, map.len);
    fprintf(stderr, "%s\n", path); /* the last one printed is the one that aborts */
    LLVMFuzzerTestOneInput(bytes, map.len);
    free(bytes);
    file_unmap(&map);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    int failed = 0;
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        struct error err;
        if (argv[i][0] == '-')
            continue;
        struct strv names = strv_new(&arena);
        if (!path_is_dir(argv[i])) {
            failed |= replay(argv[i]);
            count++;
        } else if (dir_list(argv[i], &names, &err) < 0) {
            error_print(&err, stderr);
            failed = 1;
        }
        for (size_t k = 0; k < names.len; k++, count++)
            failed |= replay(path_join(&arena, argv[i], names.items[k]));
    }
    printf("%zu inputs\n", count);
    arena_release(&arena);
    return failed || count == 0;
}
