#include "system/host.h"

#include "files/file.h"

#include <string.h>
#include <uv.h>

long host_cpus(void)
{
#if UV_VERSION_HEX >= 0x012C00 /* 1.44; it knows of CPUs that this process may not use */
    return (long)uv_available_parallelism();
#else
    uv_cpu_info_t *cpus;
    int count = 0;
    if (uv_cpu_info(&cpus, &count) == 0)
        uv_free_cpu_info(cpus, count);
    return count > 0 ? count : 1;
#endif
}

struct host host_facts(struct arena *a)
{
    struct host h = {"", "", "", "", 1};
    uv_utsname_t names;
    if (uv_os_uname(&names) == 0) {
        h.system = arena_printf(a, "%s %s", names.sysname, names.release);
        h.machine = arena_strdup(a, names.machine);
    }
    char node[UV_MAXHOSTNAMESIZE];
    size_t size = sizeof node;
    if (uv_os_gethostname(node, &size) == 0)
        h.node = arena_strdup(a, node);
    uv_cpu_info_t *cpus;
    int count;
    if (uv_cpu_info(&cpus, &count) == 0) {
        if (count > 0 && cpus[0].model)
            h.cpu = arena_strdup(a, cpus[0].model);
        uv_free_cpu_info(cpus, count);
    }
    h.cpus = host_cpus();
    return h;
}

/* The rest of the first line of the text that begins with one of the NAMES (NULL-terminated). */
static const char *rest_of_line(struct arena *a, const char *text, const char *const *names)
{
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line != '\0')
        for (const char *const *name = names; *name; name++)
            if (str_starts(line, *name))
                return arena_strndup(a, line + strlen(*name), strcspn(line + strlen(*name), "\n"));
    return "";
}

const char *host_features(struct arena *a)
{
    static const char *const names[] = {"flags", "Features", NULL};
    const char *text = file_read(a, "/proc/cpuinfo", NULL, NULL);
    return text ? rest_of_line(a, text, names) : "";
}

const char *host_c_library(struct arena *a)
{
    static const char *const names[] = {"libc.so", "libc-", "ld-musl", NULL};
    const char *text = file_read(a, "/proc/self/maps", NULL, NULL);
    while (text && *text) {
        size_t len = strcspn(text, "\n");
        const char *line = arena_strndup(a, text, len), *path = strchr(line, '/');
        for (const char *const *name = names; path && *name; name++)
            if (str_starts(path_name(path), *name))
                return path;
        text += len + (text[len] != '\0');
    }
    return NULL;
}
