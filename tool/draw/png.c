#include "draw/png.h"

#ifdef BENCHMEM_ZLIB

#include <string.h>
#include <zlib.h>

/* ---- chunks ---- */

static void put_number(unsigned char *to, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(number >> (24 - 8 * i));
}

static void add_chunk(struct str *out, const char *type, const void *data, size_t len)
{
    unsigned char number[4];
    put_number(number, (uint32_t)len);
    str_addn(out, (const char *)number, 4);
    str_addn(out, type, 4);
    str_addn(out, data, len);
    uLong crc = crc32(crc32(0, (const Bytef *)type, 4), data, (uInt)len);
    put_number(number, (uint32_t)crc);
    str_addn(out, (const char *)number, 4);
}

static void add_header(struct str *out, size_t width, size_t height)
{
    static const char signature[] = "\x89PNG\r\n\x1a\n";
    unsigned char header[13] = {[8] = 8 /* bits */, [9] = 2 /* RGB */};
    str_addn(out, signature, 8);
    put_number(header, (uint32_t)width);
    put_number(header + 4, (uint32_t)height);
    add_chunk(out, "IHDR", header, sizeof header);
}

/* ---- rows ---- */

enum { FILTER_UP = 2, PIECE = 256 * 1024 };

/* A row as its filter's number and the differences to the row above, NULL for the first. */
static void filter_row(unsigned char *to, const unsigned char *row, const unsigned char *above,
                       size_t width)
{
    *to++ = FILTER_UP;
    for (size_t x = 0; x < width; x++, to += 3) {
        uint32_t pixel, over = 0;
        memcpy(&pixel, row + 4 * x, sizeof pixel);
        if (above)
            memcpy(&over, above + 4 * x, sizeof over);
        to[0] = (unsigned char)((pixel >> 16) - (over >> 16));
        to[1] = (unsigned char)((pixel >> 8) - (over >> 8));
        to[2] = (unsigned char)(pixel - over);
    }
}

/* Compress what the stream has; full pieces become chunks. */
static bool squeeze(z_stream *z, struct str *out, unsigned char *piece, int flush)
{
    for (;;) {
        int result = deflate(z, flush);
        if (result == Z_STREAM_ERROR)
            return false;
        bool done = flush == Z_FINISH ? result == Z_STREAM_END : z->avail_in == 0;
        if (z->avail_out == 0 || (done && flush == Z_FINISH)) {
            add_chunk(out, "IDAT", piece, PIECE - z->avail_out);
            z->next_out = piece;
            z->avail_out = PIECE;
        }
        if (done)
            return true;
    }
}

static bool add_rows(struct str *out, z_stream *z, const unsigned char *pixels, size_t width,
                     size_t height, size_t stride)
{
    unsigned char *piece = arena_alloc(out->arena, PIECE);
    unsigned char *row = arena_alloc(out->arena, 3 * width + 1);
    z->next_out = piece;
    z->avail_out = PIECE;
    for (size_t y = 0; y < height; y++) {
        const unsigned char *here = pixels + y * stride;
        filter_row(row, here, y ? here - stride : NULL, width);
        z->next_in = row;
        z->avail_in = (uInt)(3 * width + 1);
        if (!squeeze(z, out, piece, Z_NO_FLUSH))
            return false;
    }
    return squeeze(z, out, piece, Z_FINISH);
}

bool png_add(struct str *out, const unsigned char *pixels, size_t width, size_t height,
             size_t stride)
{
    z_stream z = {0};
    size_t before = out->len;
    if (deflateInit2(&z, 1, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    add_header(out, width, height);
    bool good = add_rows(out, &z, pixels, width, height, stride);
    deflateEnd(&z);
    if (good)
        add_chunk(out, "IEND", "", 0);
    else
        out->len = before;
    return good;
}

#else

bool png_add(struct str *out, const unsigned char *pixels, size_t width, size_t height,
             size_t stride)
{
    (void)out;
    (void)pixels;
    (void)width;
    (void)height;
    (void)stride;
    return false;
}

#endif
