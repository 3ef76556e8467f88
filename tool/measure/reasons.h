/* reasons.h - why tests have no result, as a pytest plugin notes it while they run
 * (plugin/_benchmem_reasons.py, whose head has the format), for every pass.
 *
 * Secrets are masked, and a text is cut at REASON_BYTES, its place behind it.  To what is missing
 * and lies beside the suite, or to a fixture of a conftest.py above it, is added that --copy-dir
 * copies it, to another module or fixture that --pin installs what has it.
 */
#pragma once

#include "measure/run.h"
#include "outdir/failures.h"

enum { REASON_BYTES = 500 };

extern const struct plugin reasons_plugin;

struct reasons {
    bool noted;          /* the plugin was there */
    bool ended;          /* by itself; else the process was killed, or died, */
    const char *last;    /* while it was at this test; NULL: at none */
    const char *stopped; /* why pytest gave up, if not for those that failed; or NULL */
    size_t unrun;        /* tests that it did not begin, as others were not collected */
    struct failures failed, skipped;
    struct strv skipped_json; /* the ids of the skipped as the record has them, in quotes */
};

/* What the run's record says; nothing where there is none. */
void reasons_read(const struct run *run, struct reasons *reasons);

/* How its command ended (0 well, -1 with what ERR says) and why, which takes the place of what ERR
 * says where it says more.  The tests that failed become the outcome's; that the process ended
 * while it was at one is the reason of that.  Where the reasons are known the tool's last lines are
 * not kept; else a table of results is not among them. */
void reasons_explain(struct run *run, struct reasons *reasons, int ended, struct error *err);
