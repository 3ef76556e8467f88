#include "files/fingerprint.h"

#include "files/file.h"
#include "files/tree.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

enum { LENGTH = FINGERPRINT_DIGITS / 2, ROUNDS = 12, DEPTH_MAX = 200 };

/* RFC 7693, 2.6 and 2.7. */
static const uint64_t start[8] = {UINT64_C(0x6a09e667f3bcc908), UINT64_C(0xbb67ae8584caa73b),
                                  UINT64_C(0x3c6ef372fe94f82b), UINT64_C(0xa54ff53a5f1d36f1),
                                  UINT64_C(0x510e527fade682d1), UINT64_C(0x9b05688c2b3e6c1f),
                                  UINT64_C(0x1f83d9abfb41bd6b), UINT64_C(0x5be0cd19137e2179)};
static const unsigned char order[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                            {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                            {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                            {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                            {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                            {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                            {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                            {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                            {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                            {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

/* --- the function ---------------------------------------------------------------------------- */

static uint64_t rotate(uint64_t x, unsigned bits)
{
    return x >> bits | x << (64 - bits);
}

/* Inline, since with constants for places the words stay in registers. */
static inline __attribute__((always_inline)) void mix(uint64_t *v, size_t a, size_t b, size_t c,
                                                      size_t d, uint64_t x, uint64_t y)
{
    v[a] += v[b] + x;
    v[d] = rotate(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = rotate(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 63);
}

/* Bytes are in the order of little-endian words. */
static uint64_t word_at(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* Take in the block, whose last byte is the BYTES-th. */
static void compress(struct fingerprint *f, const unsigned char *block, bool is_last)
{
    uint64_t v[16], m[16] = {0};
    for (size_t i = 0; i < 16; i++)
        m[i] = word_at(block + 8 * i);
    memcpy(v, f->state, sizeof f->state);
    memcpy(v + 8, start, sizeof start);
    v[12] ^= f->bytes;
    v[14] ^= is_last ? UINT64_MAX : 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        const unsigned char *s = order[round % 10];
        mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
        mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
        mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
        mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
        mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
        mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
        mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
        mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    for (size_t i = 0; i < 8; i++)
        f->state[i] ^= v[i] ^ v[i + 8];
}

struct fingerprint fingerprint_new(void)
{
    struct fingerprint f = {0};
    memcpy(f.state, start, sizeof start);
    f.state[0] ^= UINT64_C(0x01010000) ^ LENGTH;
    return f;
}

/* The last block is compressed by fingerprint_name(), so a full one waits for more. */
void fingerprint_add(struct fingerprint *f, const void *bytes, size_t len)
{
    const unsigned char *from = bytes;
    while (len > 0) {
        if (f->used == sizeof f->block) {
            f->bytes += f->used;
            compress(f, f->block, false);
            f->used = 0;
        }
        while (f->used == 0 && len > sizeof f->block) {
            f->bytes += sizeof f->block;
            compress(f, from, false);
            from += sizeof f->block;
            len -= sizeof f->block;
        }
        size_t n = sizeof f->block - f->used < len ? sizeof f->block - f->used : len;
        memcpy(f->block + f->used, from, n);
        f->used += n;
        from += n;
        len -= n;
    }
}

void fingerprint_text(struct fingerprint *f, const char *text)
{
    fingerprint_add(f, text, strlen(text) + 1);
}

const char *fingerprint_name(struct arena *a, struct fingerprint *f)
{
    memset(f->block + f->used, 0, sizeof f->block - f->used);
    f->bytes += f->used;
    compress(f, f->block, true);
    char *name = arena_alloc(a, FINGERPRINT_DIGITS + 1);
    for (size_t i = 0; i < LENGTH; i++) {
        static const char digits[] = "0123456789abcdef";
        unsigned byte = (unsigned)(f->state[i / 8] >> (8 * (i % 8))) & 0xFFU;
        name[2 * i] = digits[byte >> 4];
        name[2 * i + 1] = digits[byte & 15U];
    }
    return name;
}

/* --- texts and files ------------------------------------------------------------------------- */

const char *fingerprint_of(struct arena *a, const char *text)
{
    struct fingerprint f = fingerprint_new();
    fingerprint_add(&f, text, strlen(text));
    return fingerprint_name(a, &f);
}

/* Its length first, so that what follows is not part of it. */
static int add_file(struct fingerprint *f, const char *path, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0)
        return -1;
    uint64_t len = map.len;
    fingerprint_add(f, &len, sizeof len);
    fingerprint_add(f, map.data, map.len);
    file_unmap(&map);
    return 0;
}

const char *fingerprint_file(struct arena *a, const char *path, struct error *err)
{
    struct file_map map;
    if (file_map(path, &map, err) < 0)
        return NULL;
    struct fingerprint f = fingerprint_new();
    fingerprint_add(&f, map.data, map.len);
    file_unmap(&map);
    return fingerprint_name(a, &f);
}

/* --- directories ----------------------------------------------------------------------------- */

struct walk {
    struct fingerprint *f;
    struct arena *arena;
    const char *const *exclude;
    const char *leave_out; /* a directory; may be NULL */
    const char *suffix;
    bool deep, by_content;
    struct error *err;
};

/* "libz.so", "libz.so.1" */
static bool has_suffix(const char *name, const char *suffix)
{
    const char *at = suffix ? strstr(name, suffix) : "";
    return at && (!suffix || !at[strlen(suffix)] || at[strlen(suffix)] == '.');
}

static bool is_left_out(const struct walk *w, const struct stat *st)
{
    struct stat out;
    return w->leave_out && stat(w->leave_out, &out) == 0 && st->st_dev == out.st_dev &&
           st->st_ino == out.st_ino;
}

static void add_stat(struct fingerprint *f, const struct stat *st)
{
    const int64_t facts[] = {st->st_size, st->st_mtim.tv_sec, st->st_mtim.tv_nsec};
    fingerprint_add(f, facts, sizeof facts);
}

static int add_regular(const struct walk *w, const char *path, const char *name,
                       const struct stat *st)
{
    if (!has_suffix(name, w->suffix))
        return 0;
    fingerprint_text(w->f, name);
    if (w->by_content) {
        fingerprint_text(w->f, st->st_mode & 0111 ? "program" : "file");
        return add_file(w->f, path, w->err);
    }
    add_stat(w->f, st);
    return 0;
}

static int add_directory(const struct walk *w, const char *path, int depth);

/* As copy_entry() of files/tree.c takes it. */
static int add_entry(const struct walk *w, const char *dir, const char *name, int depth)
{
    struct stat st;
    const char *path = path_join(w->arena, dir, name);
    if (str_matches_any(name, w->exclude))
        return 0;
    if (lstat(path, &st) < 0)
        return error_system(w->err, path, "read");
    if (S_ISLNK(st.st_mode) && (stat(path, &st) < 0 || !S_ISREG(st.st_mode)))
        return 0;
    if (S_ISREG(st.st_mode))
        return add_regular(w, path, name, &st);
    if (!S_ISDIR(st.st_mode) || !w->deep || is_left_out(w, &st) ||
        tree_is_marked(AT_FDCWD, path, w->exclude))
        return 0;
    fingerprint_text(w->f, name);
    fingerprint_text(w->f, "directory");
    return add_directory(w, path, depth + 1);
}

static int add_directory(const struct walk *w, const char *path, int depth)
{
    struct strv names = strv_new(w->arena);
    if (depth > DEPTH_MAX)
        return error_set(w->err, EXIT_FAILED, "%s: more than %d directories deep", path, DEPTH_MAX);
    if (dir_list(path, &names, w->err) < 0)
        return -1;
    for (size_t i = 0; i < names.len; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        if (add_entry(w, path, names.items[i], depth) < 0)
            return -1;
        arena_reset(w->arena, mark);
    }
    fingerprint_text(w->f, "");
    return 0;
}

int fingerprint_tree(struct fingerprint *f, struct arena *a, const char *path,
                     const char *const *exclude, const char *leave_out, struct error *err)
{
    const struct walk w = {.f = f,
                           .arena = a,
                           .exclude = exclude,
                           .leave_out = leave_out,
                           .deep = true,
                           .by_content = true,
                           .err = err};
    return add_directory(&w, path, 0);
}

int fingerprint_listing(struct fingerprint *f, struct arena *a, const char *path,
                        const char *suffix, const char *const *exclude, bool deep,
                        struct error *err)
{
    const struct walk w = {
        .f = f, .arena = a, .exclude = exclude, .suffix = suffix, .deep = deep, .err = err};
    return add_directory(&w, path, 0);
}

void fingerprint_place(struct fingerprint *f, struct arena *a, const char *path)
{
    struct stat st;
    const char *real = path_real(a, path, NULL);
    if (!real || stat(real, &st) < 0)
        return;
    fingerprint_text(f, real);
    add_stat(f, &st);
}
