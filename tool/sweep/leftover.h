/* leftover.h - what sweeps that were killed left behind, put in order by the next one.
 *
 * Looked at is every label of which the output directory has a trace: a lock or a journal
 * (outdir/outdir.h).  Whose lock is held by a living process is left alone.  Of a dead owner
 *
 * - the temporary directory goes (provision/workdir.h says how it is known to be ours), if it is on
 *   this machine;
 * - the run file is what it would be had the sweep been interrupted: the earlier one comes back
 *   unless the manifest already speaks of the new one;
 * - locks and half-written files go.
 *
 * Lent directories stay while their run is the manifest's, and go when it is not.
 */
#pragma once

#include "sweep/version.h"

/* Put the sweep's output directory in order.  The locks of the sweep's own labels are held; they
 * are put in order too, and what was lent for them goes unless this is a later round; with LENT_TOO
 * all that was lent goes, to the manifest's run as well.  What cannot be removed is said on
 * standard error and tried again by the next start; only a manifest that cannot be read is an
 * error. */
int leftover_clean(struct sweep *sweep, bool lent_too, struct error *err);
