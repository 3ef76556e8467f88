#include "draw/font.h"

#include "text/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { FIRST = ' ', LAST = '~' };

static const short regular[] = {
    318,  401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, //
    636,  636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, //
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, //
    603,  787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, //
    500,  613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, //
    635,  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
};
static const short bold_face[] = {
    348,  456, 521, 838, 696, 1002, 872, 306,  457, 457, 523, 838, 380, 415,  380, 365, //
    696,  696, 696, 696, 696, 696,  696, 696,  696, 696, 400, 400, 838, 838,  838, 580, //
    1000, 774, 762, 734, 830, 683,  683, 821,  837, 372, 372, 775, 637, 995,  837, 850, //
    733,  850, 770, 720, 682, 812,  774, 1103, 771, 724, 725, 457, 365, 457,  838, 500, //
    500,  675, 716, 593, 716, 678,  435, 716,  712, 343, 343, 665, 343, 1042, 712, 687, //
    716,  716, 493, 595, 478, 712,  652, 924,  645, 652, 582, 712, 365, 712,  838,
};

static double advance(int32_t code, bool bold)
{
    uint32_t at = (uint32_t)code - FIRST; /* very large for what comes before the first */
    if (at <= LAST - FIRST)
        return (bold ? bold_face : regular)[at] / 1000.0;
    int cells = utf8proc_charwidth(code);
    /* No table for the rest: a wide character is an em and a bit in all faces seen, and few others
     * are wider than "×" (0.84) or "—" (1.0). */
    return cells <= 0 ? 0 : cells > 1 ? 1.1 : code >= 0x2000 ? 1.0 : 0.84;
}

static double width_of(const char *text, size_t len, double size, bool bold)
{
    double width = 0;
    for (size_t at = 0; at < len;) {
        int32_t code;
        at += utf8_next(text + at, len - at, &code);
        width += advance(code, bold);
    }
    return width * size;
}

double font_width(const char *text, double size, bool bold)
{
    return width_of(text, strlen(text), size, bold);
}

static double regular_width(const void *size, const char *text, size_t len)
{
    return width_of(text, len, *(const double *)size, false);
}

const char **font_shorten(struct arena *a, const char *const *names, size_t count, double size,
                          double width)
{
    const struct name_ruler ruler = {regular_width, &size};
    return names_shorten(a, names, count, width, &ruler);
}

/* A place where the text may be cut, and how wide it is up to there in ems. */
struct cut {
    size_t at;
    double width;
};

static size_t find_cuts(const char *text, size_t len, bool bold, struct cut *cuts)
{
    int32_t state = 0, code, before = 0;
    size_t count = 0;
    double width = 0;
    for (size_t at = 0; at < len; before = code) {
        size_t n = utf8_next(text + at, len - at, &code);
        if (at == 0 || utf8proc_grapheme_break_stateful(before, code, &state))
            cuts[count++] = (struct cut){at, width};
        at += n;
        width += advance(code, bold);
    }
    cuts[count++] = (struct cut){len, width};
    return count;
}

const char *font_elide(struct arena *a, const char *text, double size, bool bold, double width)
{
    if (font_width(text, size, bold) <= width)
        return text;
    size_t len = strlen(text);
    struct arena_mark mark = arena_mark(a);
    struct cut *cuts = arena_array(a, len + 1, sizeof *cuts);
    size_t count = find_cuts(text, len, bold, cuts);
    /* The end tells more than the beginning (parameters are there), so it is served first. */
    double room = width / size - advance(0x2026, bold), total = cuts[count - 1].width;
    size_t head = 0, tail = count - 1;
    for (;;) {
        double left = cuts[head].width, right = total - cuts[tail].width;
        if (right <= left && tail > head + 1 && left + total - cuts[tail - 1].width <= room)
            tail--;
        else if (head + 1 < tail && cuts[head + 1].width + right <= room)
            head++;
        else
            break;
    }
    size_t from = cuts[tail].at, to = cuts[head].at;
    arena_reset(a, mark);
    return arena_printf(a, "%.*s…%s", (int)to, text, text + from);
}
