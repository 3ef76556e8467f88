/* outdir.h - the output directory of a sweep: every name in it, and what becomes of earlier
 * results.
 *
 *   OUT/sweep.json             the manifest (outdir/manifest.h)
 *   OUT/LABEL.json             the version's run file; with rounds, these joined
 *   OUT/rounds/LABEL.K.json    what the process of round K wrote
 *   OUT/counts/LABEL.json      what a counted pass knows of its functions
 *   OUT/allocations/LABEL.json where a timed pass with memory allocated
 *   OUT/locks/LABEL.txt        what was resolved
 *   OUT/builds/                what own commands have built (files/store.h)
 *   OUT/repository.git         a copy of the repository that they build from
 *   OUT/logs/LABEL.txt         what the tools printed; LABEL.K.txt by --round K,
 *                              LABEL.count.txt by --pass counted
 *   OUT/.LABEL.json.previous   an earlier sweep's run file, until it is recorded what became of it
 *   OUT/.LABEL.work            the journal of a temporary directory (provision/workdir.h)
 *   OUT/.LABEL.busy            the label's lock: who holds it owns the label's files
 *   OUT/.sweep.busy            the manifest's lock
 *   OUT/.repository.busy       the repository's
 *
 * No other file spells these names.  No label is "sweep" or has a slash
 * (provision/plan_versions.h).
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct manifest_entry;

#define OUTDIR_MANIFEST "sweep.json"
#define OUTDIR_MANIFEST_BUSY ".sweep.busy"
#define OUTDIR_BUILDS "builds"
#define OUTDIR_REPOSITORY "repository.git"
#define OUTDIR_REPOSITORY_BUSY ".repository.busy"

/* The files of a label. */
enum outdir_file {
    OUTDIR_RUN_FILE,
    OUTDIR_ROUND,
    OUTDIR_COUNTS,
    OUTDIR_ALLOCATIONS,
    OUTDIR_LOCK,
    OUTDIR_LOG,
    OUTDIR_COUNT_LOG,
    OUTDIR_PREVIOUS,
    OUTDIR_WORK,
    OUTDIR_BUSY,
    OUTDIR_FILES
};

/* The file's name, relative to OUT as the manifest has it; ROUND 0: without one. */
const char *outdir_name(struct arena *a, enum outdir_file file, const char *label, long round);
/* OUT and that name. */
const char *outdir_path(struct arena *a, const char *out, enum outdir_file file, const char *label,
                        long round);

/* What a sweep keeps besides run files, locks and logs. */
enum outdir_extra { OUTDIR_HAS_ROUNDS = 1, OUTDIR_HAS_COUNTS = 2, OUTDIR_HAS_ALLOCATIONS = 4 };

/* Make the directory and what is below it, EXTRAS of it or'ed; whether it can be written is
 * checked. */
int outdir_make(struct arena *a, const char *out, unsigned extras, struct error *err);
/* Remove what processes that died while writing have left in it. */
void outdir_clean(struct arena *a, const char *out);
/* Append the labels of which a living or a dead sweep left a lock or a journal. */
void outdir_labels(struct arena *a, const char *out, struct strv *labels);
/* Remove the label's rounds of which the entry does not know. */
int outdir_clean_rounds(struct arena *a, const char *out, const char *label,
                        const struct manifest_entry *e, struct error *err);

/* An earlier run file stays until the new one takes its place, or the manifest says that there is
 * none any more; so what the manifest calls ok is always there.  outdir_keep() gives it a second
 * name.  outdir_settle() ends that: if it is not RECORDED what the version ended as the earlier
 * file, if one was kept, comes back; else it goes, and so does the run file unless there IS_ONE.
 * The caller holds the label's lock. */
int outdir_keep(struct arena *a, const char *out, const char *label, struct error *err);
int outdir_settle(struct arena *a, const char *out, const char *label, bool recorded, bool is_one,
                  struct error *err);
