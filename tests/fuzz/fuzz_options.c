/* Fuzz target: command lines.  The input is a word per line; the first byte says of which command.
 * Any words are taken or refused without a fault; nothing is taken that its table does not allow;
 * what is no option comes back in order; and the lists among the values are read or refused too. */
#include "command/commands.h"
#include "command/compare_request.h"
#include "command/plot_options.h"
#include "compare/group.h"
#include "data/filter.h"
#include "data/metric.h"

#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 200, TARGET = 2048 };

/* Where any command's options fit. */
union target {
    char bytes[TARGET];
    double alignment;
};

static void check_choice(const struct option *o, const union target *target)
{
    const char *value;
    if (o->kind != OPTION_CHOICE)
        return;
    memcpy(&value, target->bytes + o->offset, sizeof value);
    if (value && (!*value || !strstr(o->choices, value) || strchr(value, '|')))
        abort();
}

static void check_number(const struct option *o, const union target *target)
{
    double number;
    long whole;
    memcpy(&number, target->bytes + o->offset, sizeof number);
    memcpy(&whole, target->bytes + o->offset, sizeof whole);
    if ((o->kind == OPTION_NUMBER && !(number >= 0 && number <= DBL_MAX)) ||
        ((o->kind == OPTION_COUNT || o->kind == OPTION_WHOLE) && whole < 0))
        abort();
}

/* The lists that a comparison reads before any file. */
static void check_lists(struct arena *a, const struct compare_options *o)
{
    struct column *columns;
    struct error err = {0};
    size_t count;
    bool refused = columns_parse(a, o->columns, o->stat, "min", &columns, &count, &err) < 0;
    if (refused ? err.exit_code != EXIT_USAGE || !*err.text : count == 0)
        abort();
    for (size_t i = 0; !refused && i < count; i++)
        if ((columns[i].metric == METRIC_EXTRA) != (columns[i].extra != NULL))
            abort();
    if (filter_check(a, &o->where, &err) < 0 && err.exit_code != EXIT_USAGE)
        abort();
    if (o->group_by && group_check(a, o->group_by, &err) < 0 && err.exit_code != EXIT_USAGE)
        abort();
}

static void prepare(const struct command *command, union target *target)
{
    memset(target, 0, sizeof *target);
    for (const struct option *o = command->options; o->name; o++)
        if (o->offset + sizeof(struct strv) > TARGET)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct command *const commands[] = {
        &command_compare, &command_plot, &command_explain, &command_flamegraph, &command_sweep};
    struct arena arena = {0};
    union target target;
    struct error err = {0};
    char *argv[MOST_WORDS + 1] = {0};
    int argc = 0;
    const struct command *command =
        commands[size ? data[0] % (sizeof commands / sizeof *commands) : 0];
    char *text = arena_strndup(&arena, (const char *)data + (size > 0), size - (size > 0));
    for (char *end; argc < MOST_WORDS && text; text = end) {
        end = strchr(text, '\n');
        if (end)
            *end++ = '\0';
        argv[argc++] = text;
    }
    prepare(command, &target);
    struct strv positional, rest;
    int result = options_parse(&arena, command, argc, argv, &target, &positional, &rest, &err);
    if (result < 0 ? err.exit_code != EXIT_USAGE || !*err.text
                   : positional.len + rest.len > (size_t)argc)
        abort();
    for (const struct option *o = command->options; o->name; o++) {
        check_choice(o, &target);
        check_number(o, &target);
    }
    if (result == 0 && command == &command_compare)
        check_lists(&arena, (const struct compare_options *)(const void *)target.bytes);
    arena_release(&arena);
    return 0;
}
