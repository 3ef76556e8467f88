#include "provision/surroundings_variables.h"

#include "base/str.h"

#include <stdio.h>

/* Shell patterns.  What stands here must not be a name by which somebody would set how a suite, a
 * library or a build behaves. */
static const char *const passed_over[] = {
    /* the shell, the terminal, the session */
    "_", "PWD", "OLDPWD", "SHLVL", "TERM", "TERM_*", "COLORTERM", "COLUMNS", "LINES", "LS_COLORS",
    "LESS", "LESSOPEN", "LESSCLOSE", "PAGER", "MANPAGER", "GIT_PAGER", "EDITOR", "VISUAL", "PS1",
    "PS2", "HISTFILE", "HISTSIZE", "HISTCONTROL", "MAIL", "WINDOWID", "VTE_VERSION", "TMUX",
    "TMUX_PANE", "STY", "SSH_*", "GPG_*", "SUDO_*", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    "DBUS_*", "DESKTOP_*", "SESSION_MANAGER", "XDG_SESSION_*", "XDG_SEAT*", "XDG_VTNR",
    "XDG_CURRENT_DESKTOP", "XDG_MENU_PREFIX", "XDG_RUNTIME_DIR", "INVOCATION_ID", "JOURNAL_STREAM",
    "SYSTEMD_EXEC_PID", "MANAGERPID", "MEMORY_PRESSURE_*", "USER", "LOGNAME", "USERNAME",
    "HOSTNAME", "GNOME_TERMINAL_*", "KITTY_*", "KONSOLE_*", "ALACRITTY_*", "ITERM_*", "WEZTERM_*",
    "VSCODE_*", "WT_SESSION", "SHELL_SESSION_ID", "WINDOWPATH", "DIRENV_*", "STARSHIP_*",
    /* what builds and tests are run by */
    "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKE_TERMOUT", "MAKE_TERMERR", "NINJA_STATUS", "CTEST_*",
    "DASHBOARD_TEST_FROM_CTEST", "CMAKE_BUILD_PARALLEL_LEVEL", "CCACHE_*", "SCCACHE_*",
    /* one job of a batch system from the next; not how much it was given */
    "SLURM_JOB_ID", "SLURM_JOBID", "SLURM_JOB_*TIME", "SLURM_JOB_NODELIST", "SLURM_NODELIST",
    "SLURM_STEP*", "SLURM_SRUN_*", "SLURM_LAUNCH_*", "SLURM_TOPOLOGY_*", "SLURM_TASK_PID",
    "SLURM_GTIDS", "SLURMD_*", "PBS_JOBID", "PBS_JOBCOOKIE", "PBS_NODEFILE", "FLUX_JOB_ID",
    "FLUX_URI",
    /* uv's and ours that change no result */
    "UV_CACHE_DIR", "UV_NO_PROGRESS", "UV_CONCURRENT_*", "UV_HTTP_TIMEOUT", "BENCHMEM_LOCK",
    /* one job of CI from the next; not CI itself, by which suites choose what they do */
    "GITHUB_*", "RUNNER_*", "ACTIONS_*", "GITLAB_*", "CI_COMMIT_*", "CI_JOB_*", "CI_PIPELINE_*",
    "CI_RUNNER_*", "CI_BUILD_*", "CI_SERVER_*", "CI_PROJECT_*", "CI_REGISTRY*", "CI_CONCURRENT_*",
    "CI_MERGE_REQUEST_*", "BUILD_NUMBER", "BUILD_ID", "BUILD_URL", "BUILD_TAG",
    "BUILD_DISPLAY_NAME", "BUILD_BUILDID", "BUILD_BUILDNUMBER", "BUILD_SOURCEVERSION*", "JENKINS_*",
    "HUDSON_*", "EXECUTOR_NUMBER", "CIRCLE_*", "TRAVIS_*", "BUILDKITE_*",
    /* secrets, which change by themselves and are not to be written down */
    "*TOKEN", "*PASSWORD", "*SECRET", NULL};

bool surroundings_variable_counts(const char *name, size_t len)
{
    char text[256];
    if (len >= sizeof text)
        return true;
    snprintf(text, sizeof text, "%.*s", (int)len, name);
    return !str_matches_any(text, passed_over);
}
