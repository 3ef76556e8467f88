/* Fuzz target: the manifest.  Any bytes are read or refused without a fault, and
 *  - what is read keeps to what the header says of it: labels are there and differ, paths stay
 * below;
 *  - what is written of it is read as the same, and written again the same. */
#include "outdir/manifest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check_entry(const struct manifest *m, const struct manifest_entry *e)
{
    if (!e->label || !*e->label || manifest_find(m, e->label) != e)
        abort();
    const char *paths[] = {e->json, e->lock};
    for (int i = 0; i < 2; i++)
        if (paths[i] &&
            (*paths[i] == '/' || !*paths[i] || strcmp(paths[i], "..") == 0 ||
             str_starts(paths[i], "../") || strstr(paths[i], "/../") || str_ends(paths[i], "/..")))
            abort();
}

/* What is written of what was read of TEXT, which may be changed; NULL if it is refused. */
static const char *rewritten(struct arena *a, const char *text, size_t len, size_t *count)
{
    struct manifest m;
    struct error err = {0};
    if (manifest_parse(a, text, len, &m, &err) < 0) {
        if (err.exit_code != EXIT_USAGE || !*err.text || m.count)
            abort();
        return NULL;
    }
    for (size_t i = 0; i < m.count; i++)
        check_entry(&m, &m.entries[i]);
    struct str s = str_new(a);
    manifest_print(&s, &m);
    *count = m.count;
    return s.data;
}

/* Whether a reader takes two different texts for one: bytes that are no UTF-8 all become U+FFFD. */
static bool has_replacement(const char *text)
{
    return strstr(text, "\xEF\xBF\xBD") != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    size_t first, second;
    const char *once = rewritten(&arena, arena_strndup(&arena, (const char *)data, size),
                                 strnlen((const char *)data, size), &first);
    const char *twice = once ? rewritten(&arena, once, strlen(once), &second) : NULL;
    if (once && !twice && !has_replacement(once))
        abort();
    if (twice && (first != second || strcmp(once, twice) != 0))
        abort();
    arena_release(&arena);
    return 0;
}
