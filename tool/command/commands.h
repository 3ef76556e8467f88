/* commands.h - the commands of the program. */
#ifndef BENCHMEM_COMMAND_COMMANDS_H
#define BENCHMEM_COMMAND_COMMANDS_H

#include "options/options.h"

extern const struct command command_sweep, command_compare, command_plot, command_explain,
    command_flamegraph;

#endif
