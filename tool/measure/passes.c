#include "measure/passes.h"

#include "measure/allocations.h"
#include "measure/counted.h"
#include "measure/origin.h"
#include "measure/reasons.h"
#include "measure/selection.h"
#include "measure/timed.h"

static const struct plugin *const timed_plugins[] = {&reasons_plugin, &origin_plugin,
                                                     &selection_plugin, &allocations_plugin, NULL};

static const struct plugin *const counted_plugins[] = {&reasons_plugin, &origin_plugin,
                                                       &traced_plugin, &counted_plugin, NULL};

const struct pass passes[PASSES] = {
    [PASS_TIMED] = {.name = "timed",
                    .stage = STAGE_RUN,
                    .plugins = timed_plugins,
                    .words = timed_words,
                    .judge = timed_judge},
    [PASS_COUNTED] = {.name = "counted",
                      .stage = STAGE_COUNTED,
                      .plugins = counted_plugins,
                      .words = counted_words,
                      .judge = counted_judge,
                      .fixed_addresses = true,
                      .any_cpu = true},
};
