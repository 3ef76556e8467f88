/* sweep_judge.h - who knows whether more rounds are needed: a sweep does not compare. */
#pragma once

#include "provision/plan.h"

struct sweep_judge {
    /* Append to IDS the `fullname`s of the benchmarks that OUT's run files leave unclear. */
    int (*unclear)(void *data, const struct plan *plan, struct strv *ids, struct error *err);
    void *data;
};
