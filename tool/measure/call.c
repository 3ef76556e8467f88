/* call.c - the library benchmem_call: a Python function called so that Valgrind's callgrind counts
 * the call and nothing around it.
 *
 * The plugin (plugin/_benchmem_count.py) loads it into the interpreter that runs the suite, with
 * ctypes.PyDLL.  Through ctypes itself some 5,000 instructions would lie between the requests; from
 * here it is about a dozen.  It stands alone: no C library, no Python headers.  PyObject_Call() is
 * in Python's stable ABI and is found in the interpreter when the library is loaded.
 *
 * Both functions of the call return what PyObject_Call() returned: a new reference, or NULL with
 * the exception set.
 */
#include <valgrind/callgrind.h>

/* A Python object; only ever handed on. */
typedef struct object object;

object *PyObject_Call(object *callable, object *args, object *keywords);

#define EXPORTED __attribute__((visibility("default")))

EXPORTED int benchmem_on_valgrind(void);
EXPORTED object *benchmem_call(object *callable, object *args, object *keywords);
EXPORTED object *benchmem_count(object *callable, object *args, object *keywords, const char *name,
                                int more);

/* How many Valgrinds the process runs under. */
int benchmem_on_valgrind(void)
{
    return (int)RUNNING_ON_VALGRIND;
}

/* The same way to the function, uncounted: a warm-up call. */
object *benchmem_call(object *callable, object *args, object *keywords)
{
    return PyObject_Call(callable, args, keywords);
}

/* Count the call, and have callgrind dump what it counted under NAME: text of a few characters,
 * which becomes a line of the dump.  Of a call that raised nothing is dumped.
 *
 * MORE: another follows, and little between them.  Callgrind then stays on, as turning it on or off
 * discards all translated code, and each time it is turned on its tables grow by the code that
 * runs, which every later dump goes through. */
object *benchmem_count(object *callable, object *args, object *keywords, const char *name, int more)
{
    CALLGRIND_START_INSTRUMENTATION; /* nothing, if it is on */
    CALLGRIND_ZERO_STATS;
    object *result = PyObject_Call(callable, args, keywords);
    if (result)
        CALLGRIND_DUMP_STATS_AT(name);
    if (!result || !more)
        CALLGRIND_STOP_INSTRUMENTATION;
    return result;
}
