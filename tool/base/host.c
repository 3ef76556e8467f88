#include "base/host.h"

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
