#include "command/compare_state.h"

#include "judge/judge.h"
#include "text/ctest.h"
#include "text/error_print.h"

int compare_fail(struct compare *c, const struct error *err)
{
    error_print(err, stderr);
    if (c->ask.options.ctest)
        ctest_details(&c->told, err->text);
    return err->exit_code;
}

const struct verdicts *compare_verdicts(struct compare *c, size_t baseline)
{
    static const struct verdicts nothing = {0};
    if (!c->judged)
        c->judged = arena_array(c->arena, c->frame.series_count, sizeof *c->judged);
    if (!c->judged[baseline]) {
        struct verdicts *j = arena_alloc(c->arena, sizeof *j);
        bool any =
            c->frame.processes && judge_frame(c->arena, &c->frame, baseline, &c->ask.judge, j);
        c->judged[baseline] = any ? j : &nothing;
    }
    return c->judged[baseline]->cells ? c->judged[baseline] : NULL;
}
