#include "files/beside.h"

#include "files/file.h"
#include "files/path.h"

static const char *const names[] = {[BESIDE_CALL] = "benchmem_call.so",
                                    [BESIDE_EVEN] = "benchmem_even.so",
                                    [BESIDE_NODE] = "benchmem-node",
                                    [BESIDE_GUARD] = "benchmem-guard"};

const char *beside_find(struct arena *a, enum beside file)
{
    static const char *const places[] = {".", BENCHMEM_BESIDE_DIR};
    const char *program = path_real(a, "/proc/self/exe", NULL);
    for (size_t i = 0; program && i < sizeof places / sizeof *places; i++) {
        const char *dir = path_join(a, path_parent(a, program), places[i]);
        const char *path = path_join(a, dir, names[file]);
        if (path_is_file(path))
            return path_real(a, path, NULL);
    }
    return NULL;
}

const char *beside_path(struct arena *a, enum beside file, struct error *err)
{
    const char *path = beside_find(a, file);
    if (path)
        return path;
    error_set(err, EXIT_USAGE, "%s is not there: %s", names[file],
              file == BESIDE_NODE
                  ? "install the whole package, of which it is a part"
                  : "this program was built without Valgrind's headers; install Valgrind with "
                    "them (Debian: valgrind), and configure and build it again");
    return NULL;
}

const char *beside_put(struct arena *a, enum beside file, const char *dir, struct error *err)
{
    const char *from = beside_path(a, file, err), *to = path_join(a, dir, names[file]);
    return from && (path_exists(to) || file_copy_program(from, to, err) == 0) ? to : NULL;
}
