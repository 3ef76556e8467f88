#include "system/library.h"

#include <string.h>
#include <uv.h>

int library_load(const char *file, const char *const *names, void *functions, struct error *err)
{
    uv_lib_t library;
    int status = uv_dlopen(file, &library);
    for (size_t i = 0; status == 0 && names[i]; i++) {
        void *address;
        status = uv_dlsym(&library, names[i], &address);
        if (status == 0)
            memcpy((char *)functions + i * sizeof address, &address, sizeof address);
    }
    if (status == 0)
        return 0;
    error_set(err, EXIT_FAILED, "loading %s: %s", file, uv_dlerror(&library));
    uv_dlclose(&library);
    return -1;
}
