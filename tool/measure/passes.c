#include "measure/passes.h"

#include "measure/narrow.h"
#include "measure/origin.h"
#include "measure/timed.h"

static const struct plugin *const timed_plugins[] = {&origin_plugin, &narrow_plugin, NULL};

const struct pass passes[PASSES] = {
    [PASS_TIMED] = {.name = "timed",
                    .stage = STAGE_RUN,
                    .plugins = timed_plugins,
                    .words = timed_words,
                    .judge = timed_judge},
};
