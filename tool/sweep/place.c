#include "sweep/place.h"

#define TO(place) (1u << PLACE_##place)

static const struct {
    const char *name;
    unsigned next; /* bits of where it may move */
} places[PLACES] = {
    [PLACE_PLANNED] = {"planned", TO(LENT) | TO(WANTED) | TO(ENDED)},
    [PLACE_LENT] = {"lent", TO(WANTED) | TO(READY) | TO(DONE) | TO(ENDED)},
    [PLACE_WANTED] = {"wanted", TO(READY) | TO(LOST) | TO(DONE) | TO(ENDED)},
    [PLACE_READY] = {"ready", TO(RECORDED) | TO(UNRECORDED) | TO(ENDED)},
    [PLACE_RECORDED] = {"recorded", TO(RECORDED) | TO(UNRECORDED) | TO(ENDED)},
    [PLACE_UNRECORDED] = {"unrecorded", TO(RECORDED) | TO(UNRECORDED) | TO(ENDED)},
    [PLACE_LOST] = {"lost", TO(RECORDED) | TO(UNRECORDED) | TO(ENDED)},
    [PLACE_DONE] = {"done", TO(ENDED)},
    [PLACE_ENDED] = {"ended", 0},
};

bool place_may(enum place from, enum place to)
{
    return places[from].next >> to & 1;
}

bool place_has_environment(enum place p)
{
    return p == PLACE_READY || p == PLACE_RECORDED || p == PLACE_UNRECORDED;
}

bool place_is_recorded(enum place p)
{
    return p == PLACE_RECORDED || p == PLACE_DONE;
}

const char *place_name(enum place p)
{
    return places[p].name;
}
