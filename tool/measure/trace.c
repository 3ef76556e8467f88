/* trace.c - in the library benchmem_call: how often which code objects are called, and how many
 * bytecodes they execute, while Python calls on_event(), or on_call() and on_bytecode().
 *
 * The plugin (plugin/_benchmem_trace.py) begins it, once in a process, and reads what was counted.
 * In C, as all of it runs under Valgrind, where a function in Python for each bytecode costs
 * several times as much.  As call.c it stands alone; what it uses is exported by every CPython
 * from 3.8 on, and but for PyEval_SetTrace() in the stable ABI.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct object object;

typedef int trace_function(object *data, object *frame, int event, object *arg);

/* PyMethodDef */
struct method {
    const char *name;
    object *(*function)(object *self, object *const *args, ptrdiff_t count);
    int flags;
    const char *doc;
};

object *PyObject_Call(object *callable, object *args, object *keywords);
object *PyObject_GetAttr(object *of, object *name);
int PyObject_SetAttr(object *of, object *name, object *value);
object *PyUnicode_InternFromString(const char *text);
object *PyBool_FromLong(long value);
object *PyTuple_New(ptrdiff_t size);
object *PyCFunction_NewEx(struct method *method, object *self, object *module);
void Py_IncRef(object *of);
void Py_DecRef(object *of);
void PyEval_SetTrace(trace_function *function, object *data);

#define EXPORTED __attribute__((visibility("default")))

struct traced {
    object *code; /* a reference: no other is made at its place */
    int64_t calls, bytecodes;
};

EXPORTED void benchmem_trace_begin(object *stop, int64_t most, int of_bytecodes);
EXPORTED void benchmem_trace_frames(void);
EXPORTED object *benchmem_trace_callback(int of_bytecodes);
EXPORTED const struct traced *benchmem_traced(int32_t *count);

enum {
    EVENT_CALL = 0, /* PyTrace_CALL */
    EVENT_OPCODE = 7,
    METHOD_FASTCALL = 0x80,
    MOST_CODES = 1 << 13,
    SLOTS = 2 * MOST_CODES,
};

static struct traced traced[MOST_CODES];
static int32_t traced_count;
static int32_t slots[SLOTS]; /* of a code's place in TRACED, plus 1 */

static int64_t left;        /* how much more it may do */
static bool with_bytecodes; /* which LEFT is of; of calls otherwise */
static object *stop;        /* raises, and has nothing traced any more */

static object *no_args, *yes, *no;
static object *f_code, *f_trace_lines, *f_trace_opcodes;

/* What was counted last, and in which frame: most bytecodes follow one of the same. */
static struct traced *last;
static object *last_frame;

/* STOP is called without arguments when more than MOST calls or bytecodes were executed.  What
 * fails leaves its exception set. */
void benchmem_trace_begin(object *stop_function, int64_t most, int of_bytecodes)
{
    stop = stop_function;
    Py_IncRef(stop);
    left = most;
    with_bytecodes = of_bytecodes;
    no_args = PyTuple_New(0);
    yes = PyBool_FromLong(1);
    no = PyBool_FromLong(0);
    f_code = PyUnicode_InternFromString("f_code");
    f_trace_lines = PyUnicode_InternFromString("f_trace_lines");
    f_trace_opcodes = PyUnicode_InternFromString("f_trace_opcodes");
}

/* What was counted, COUNT of it. */
const struct traced *benchmem_traced(int32_t *count)
{
    *count = traced_count;
    return traced;
}

/* It did too much: false, with the exception set. */
static bool give_up(void)
{
    object *result = PyObject_Call(stop, no_args, NULL);
    if (result)
        Py_DecRef(result);
    return false;
}

/* Have LAST be that of the code. */
static bool find(object *code)
{
    if (last && last->code == code)
        return true;
    uint32_t slot = (uint32_t)((uintptr_t)code >> 4) * 2654435761u >> 8;
    for (; slots[slot % SLOTS]; slot++) {
        last = &traced[slots[slot % SLOTS] - 1];
        if (last->code == code)
            return true;
    }
    if (traced_count == MOST_CODES)
        return give_up();
    last = &traced[traced_count];
    last->code = code;
    Py_IncRef(code);
    slots[slot % SLOTS] = ++traced_count;
    return true;
}

static bool count_call(object *code)
{
    if (!find(code))
        return false;
    last->calls++;
    return with_bytecodes || --left >= 0 || give_up();
}

static bool count_bytecode(object *code)
{
    if (!find(code))
        return false;
    last->bytecodes++;
    return --left >= 0 || give_up();
}

/* --- by PyEval_SetTrace(), before Python 3.12 ----------------------------------------------- */

/* Have the frame tell its bytecodes, if they are counted, and no lines. */
static bool ask(object *frame)
{
    return PyObject_SetAttr(frame, f_trace_lines, no) == 0 &&
           PyObject_SetAttr(frame, f_trace_opcodes, with_bytecodes ? yes : no) == 0;
}

static int on_event(object *data, object *frame, int event, object *arg)
{
    (void)data;
    (void)arg;
    if (event != EVENT_CALL && event != EVENT_OPCODE)
        return 0;
    if (event == EVENT_OPCODE && frame == last_frame)
        return count_bytecode(last->code) ? 0 : -1;
    object *code = PyObject_GetAttr(frame, f_code);
    if (!code)
        return -1;
    /* A frame made at the place of another has been called before it executes anything. */
    last_frame = frame;
    bool counted = event == EVENT_CALL ? ask(frame) && count_call(code) : count_bytecode(code);
    Py_DecRef(code);
    return counted ? 0 : -1;
}

void benchmem_trace_frames(void)
{
    PyEval_SetTrace(on_event, NULL);
}

/* --- by sys.monitoring, which calls with (code, offset) -------------------------------------- */

static object *none_if(bool counted)
{
    return counted ? PyBool_FromLong(0) : NULL; /* anything but sys.monitoring.DISABLE */
}

static object *on_call(object *self, object *const *args, ptrdiff_t count)
{
    (void)self;
    (void)count;
    return none_if(count_call(args[0]));
}

static object *on_bytecode(object *self, object *const *args, ptrdiff_t count)
{
    (void)self;
    (void)count;
    return none_if(count_bytecode(args[0]));
}

/* A new callable: that of bytecodes, or of calls. */
object *benchmem_trace_callback(int of_bytecodes)
{
    static struct method call = {"called", on_call, METHOD_FASTCALL, NULL};
    static struct method bytecode = {"executed", on_bytecode, METHOD_FASTCALL, NULL};
    return PyCFunction_NewEx(of_bytecodes ? &bytecode : &call, NULL, NULL);
}
