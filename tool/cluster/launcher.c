#include "cluster/launcher.h"

#include "files/path.h"

#include <string.h>

static const char *const srun_telling[] = {
    "execve():", "Node failure", "DUE TO", "CANCELLED", "Force Terminated", "error:", NULL};
static const char *const srun_unfit[] = {"-o",    "--output", "-l",      "--label",
                                         "--pty", "-i",       "--input", NULL};

static const struct launcher launchers[] = {
    /* Slurm.  Inside of an allocation (sbatch, salloc) it makes a step of that. */
    {.name = "srun",
     .job_name = "--job-name=",
     .node_list = "--nodelist=",
     .rank = "SLURM_PROCID",
     .node = "SLURMD_NODENAME",
     .job = "SLURM_JOB_ID",
     .step = "SLURM_STEP_ID",
     .cancel = "scancel",
     .queued = "srun: job ",
     .telling = srun_telling,
     .unfit = srun_unfit},
};

const struct launcher *launcher_of(const struct strv *words)
{
    for (size_t i = 0; words->len && i < sizeof launchers / sizeof *launchers; i++)
        if (strcmp(path_name(words->items[0]), launchers[i].name) == 0)
            return &launchers[i];
    return NULL;
}

/* Whether WORD is the option, alone or with its value: "--output=x", "-ox". */
static bool is_option(const char *word, const char *option)
{
    size_t len = strlen(option);
    return strncmp(word, option, len) == 0 &&
           (option[1] != '-' || word[len] == '=' || word[len] == '\0');
}

const char *launcher_unfit(const struct launcher *l, const struct strv *words)
{
    for (size_t i = 1; i < words->len; i++)
        for (const char *const *option = l->unfit; *option; option++)
            if (is_option(words->items[i], *option))
                return *option;
    return NULL;
}

void launcher_words(const struct launcher *l, const struct strv *words, const char *name,
                    const char *node, struct strv *argv)
{
    strv_add(argv, words->items[0]);
    strv_addf(argv, "%s%s", l->job_name, name);
    if (node)
        strv_addf(argv, "%s%s", l->node_list, node);
    for (size_t i = 1; i < words->len; i++)
        strv_add(argv, words->items[i]);
}

const char *launcher_queued(struct arena *a, const struct launcher *l, const char *text)
{
    const char *at = strstr(text, l->queued);
    size_t len = at ? strspn(at + strlen(l->queued), "0123456789") : 0;
    /* Not of a number that is not all there yet. */
    return len && at[strlen(l->queued) + len] ? arena_strndup(a, at + strlen(l->queued), len)
                                              : NULL;
}

/* The first line of TEXT with PART in it, without what leads it; NULL if there is none. */
static const char *line_with(struct arena *a, const char *text, const char *part)
{
    const char *at = strstr(text, part);
    if (!at)
        return NULL;
    while (at > text && at[-1] != '\n')
        at--;
    return arena_strndup(a, at, strcspn(at, "\r\n"));
}

const char *launcher_reason(struct arena *a, const struct launcher *l, const char *text)
{
    const char *line = NULL;
    for (const char *const *part = l->telling; *part && !line; part++)
        line = line_with(a, text, *part);
    return line ? line : arena_strndup(a, text, strcspn(text, "\r\n"));
}
