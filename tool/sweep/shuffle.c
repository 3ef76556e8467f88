#include "sweep/shuffle.h"

#include <stdint.h>

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* A number below BOUND. */
static size_t below(uint64_t *state, size_t bound)
{
    uint64_t rest = (UINT64_MAX % bound + 1) % bound, number;
    do {
        number = next(state);
    } while (number > UINT64_MAX - rest);
    return (size_t)(number % bound);
}

void shuffle(size_t *order, size_t count, long seed, long round)
{
    uint64_t state = (uint64_t)seed << 32 ^ (uint64_t)round;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t j = below(&state, i), held = order[i - 1];
        order[i - 1] = order[j];
        order[j] = held;
    }
}
