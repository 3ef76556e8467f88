/* commands.h - the commands of the program. */
#pragma once

#include "options/options.h"

extern const struct command command_sweep, command_compare, command_plot, command_explain,
    command_flamegraph;
