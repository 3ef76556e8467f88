#include "measure/call_library.h"

#include "base/path.h"

const char *call_library_path(struct arena *a, enum call_library library, struct error *err)
{
    const char *name = library == CALL_LIBRARY_CALL ? "benchmem_call.so" : "benchmem_even.so";
    static const char *const places[] = {".", BENCHMEM_CALL_DIR};
    struct error ignored;
    const char *program = path_real(a, "/proc/self/exe", &ignored);
    for (size_t i = 0; program && i < sizeof places / sizeof *places; i++) {
        const char *dir = path_join(a, path_parent(a, program), places[i]);
        const char *path = path_join(a, dir, name);
        if (path_is_file(path))
            return path_real(a, path, err);
    }
    error_set(
        err, EXIT_USAGE,
        "%s is not there: this program was built without Valgrind's headers; install Valgrind "
        "with them (Debian: valgrind), and configure and build it again",
        name);
    return NULL;
}
