"""A package in two versions that differ in what 30 of its functions do, one for each benchmark.

A variation is a function that is called three times as often, goes round its loop three times as
often or fills twice the memory in the second version; everything else is as it was.  How often is
in _amounts.py and amounts.h, so that no line of the functions themselves differs.
"""
import collections
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = "plantedcode"
AMOUNT = 100

#: One benchmark.  FUNCTION: what explain must name, as Python's __qualname__ or C's name.  WHAT: calls
#: or bytecodes of a Python function, instructions of a C function.  EACH: how many of these (calls)
#: belong to one of AMOUNT; None: nearly all of what the function does belongs to the amount.
Variation = collections.namedtuple("Variation", "name function what factor each")


def python(name, function=None, what="calls", factor=3, each=1):
    return Variation(name, function or name + "_work", what, factor, each if what == "calls" else None)


def native(name, function, factor=3):
    return Variation(name, function, "instructions", factor, None)


VARIATIONS = (
    python("plain"),
    python("loop", what="bytecodes"),
    python("method", "Shape.method_work"),
    python("same_name", "Second.run"),
    python("static_method", "Shape.static_work"),
    python("class_method", "Shape.class_work"),
    python("property_of", "Shape.area"),
    python("constructor", "Point.__init__"),
    python("comparison", "Weight.__lt__", "bytecodes"),
    python("decorated", "decorated_work"),
    python("wrapper", "noisy.<locals>.wrapper", "bytecodes"),
    python("generator", "generator_work"),
    python("generator_expression", "generator_expression_work.<locals>.<genexpr>"),
    python("list_comprehension", "list_comprehension_work", "bytecodes"),
    python("dict_comprehension", "dict_comprehension_work", "bytecodes"),
    python("lambda_of", "lambda_of.<locals>.<lambda>"),
    python("recursion"),
    python("mutual", "is_odd"),
    python("closure", "closure.<locals>.closure_work"),
    python("coroutine", each=2),
    python("context", "context_work", each=2),
    python("generated", "generated_work", "bytecodes"),
    python("exceptions", "exceptions_work", "bytecodes"),
    python("memory_of", "memory_of_work", "bytecodes", 2),
    native("c_function", "c_function"),
    native("c_static", "mixing"),
    native("c_recursion", "descend"),
    native("c_method", "Counter_add"),
    native("c_iterator", "Counter_next"),
    native("c_memory", "fill", 2),
    native("c_plain", "checksum"),
)

MODULE = '''\
import contextlib
import ctypes
import functools
import types

from . import _native
from ._amounts import N

_plain = ctypes.CDLL(_native.__file__)


def plain_work(i):
    return (i * 3 + 1) % 7 + (i >> 2) - (i & 3) + i // 3


def plain():
    for i in range(N["plain"]):
        plain_work(i)


def loop_work(n):
    total = 0
    for i in range(n):
        total = (total * 31 + i) & 0xffff
    return total


def loop():
    loop_work(N["loop"])


class Shape:
    def __init__(self, width, height):
        self.width = width
        self.height = height

    def method_work(self, i):
        return self.width * i + self.height % 7 - (i & 3) + self.width

    @staticmethod
    def static_work(i):
        return (i * 5 + 1) % 9 + (i >> 1) - (i & 7) + i // 3

    @classmethod
    def class_work(cls, i):
        return (i * 5 + 1) % 9 + (i >> 1) - (i & 7) + i // 3

    @property
    def area(self):
        return self.width * self.height * 2 + self.width % 7 - self.height // 2


def method():
    shape = Shape(3, 4)
    for i in range(N["method"]):
        shape.method_work(i)


class First:
    def run(self, i):
        return (i * 5 + 1) % 9 + (i >> 1) - (i & 7) + i // 3


class Second:
    def run(self, i):
        return (i * 5 + 2) % 9 + (i >> 1) - (i & 7) + i // 3


def same_name():
    first, second = First(), Second()
    for i in range(100):
        first.run(i)
    for i in range(N["same_name"]):
        second.run(i)


def static_method():
    for i in range(N["static_method"]):
        Shape.static_work(i)


def class_method():
    for i in range(N["class_method"]):
        Shape.class_work(i)


def property_of():
    shape = Shape(3, 4)
    for i in range(N["property_of"]):
        shape.area


class Point:
    def __init__(self, x):
        self.x = x
        self.y = x * 2 + 1
        self.z = x - 3
        self.sum = self.x + self.y + self.z


def constructor():
    for i in range(N["constructor"]):
        Point(i)


class Weight:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n * 7 % 101 < other.n * 7 % 101


WEIGHTS = [Weight(i) for i in range(40)]


def comparison():
    for i in range(N["comparison"] // 10):
        min(WEIGHTS)


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


@counted
def decorated_work(i):
    return (i * 5 + 1) % 9 + (i >> 1) - (i & 7) + i // 3 + (i * 5 + 1) % 9 + (i >> 1)


def decorated():
    for i in range(N["decorated"]):
        decorated_work(i)


def noisy(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        total = 0
        for i in range(N["wrapper"]):
            total += i * 3 % 7
        return function(*args, **kwargs)
    return wrapper


@noisy
def wrapped(i):
    return i


def wrapper():
    wrapped(1)


def generator_work(n):
    i = 0
    while i < n:
        yield (i * 5 + 1) % 9 + (i >> 1) - (i & 7)
        i += 1


def generator():
    for _ in generator_work(N["generator"]):
        pass


def generator_expression_work(n):
    return sum((i * 5 + 1) % 9 + (i >> 1) for i in range(n))


def generator_expression():
    generator_expression_work(N["generator_expression"])


def list_comprehension_work(n):
    return [(i * 5 + 1) % 9 + (i >> 1) for i in range(n) if i % 3]


def list_comprehension():
    list_comprehension_work(N["list_comprehension"])


def dict_comprehension_work(n):
    return {i: (i * 5 + 1) % 9 for i in range(n)}


def dict_comprehension():
    dict_comprehension_work(N["dict_comprehension"])


def lambda_of():
    list(map(lambda i: (i * 5 + 1) % 9 + (i >> 1), range(N["lambda_of"])))


def recursion_work(n):
    return recursion_work(n - 1) + n * 3 % 7 if n else 0


def recursion():
    recursion_work(N["recursion"])


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return (n * 3 + 1) % 5 > 9 if n <= 0 else is_even((n * 3 + 1) // 3 - 1 - (n & 1) + (n & 1))


def mutual():
    is_even(2 * N["mutual"])


def closure():
    base = N["closure"]

    def closure_work(i):
        return (i * 5 + base) % 9 + (i >> 1) - (i & 7) + base // 3

    for i in range(base):
        closure_work(i)


@types.coroutine
def later():
    yield


async def coroutine_work(i):
    value = (i * 5 + 1) % 9 + (i >> 1) - (i & 7) + i // 3
    await later()
    return value * 2 + (i * 5 + 1) % 9


async def serve(n):
    for i in range(n):
        await coroutine_work(i)


def coroutine():
    task = serve(N["coroutine"])
    try:
        while True:
            task.send(None)
    except StopIteration:
        pass


@contextlib.contextmanager
def context_work(i):
    total = 0
    for k in range(12):
        total += (i * k + 1) % 9 + (k >> 1)
    yield total


def context():
    for i in range(N["context"]):
        with context_work(i):
            pass


_made = {}
exec(compile("def generated_work(n):\\n    t = 0\\n    for i in range(n):\\n        t += i * 3 % 7\\n"
             "    return t\\n", "<generated plantedcode>", "exec"), _made)
generated_work = _made["generated_work"]


def generated():
    generated_work(N["generated"])


def exceptions_work(n):
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError:
            pass


def exceptions():
    exceptions_work(N["exceptions"])


def memory_of_work(n):
    kept = []
    for i in range(n):
        kept.append(bytearray(64))
    return kept


def memory_of():
    memory_of_work(N["memory_of"])


def c_function():
    _native.c_function()


def c_static():
    _native.c_static()


def c_recursion():
    _native.c_recursion()


def c_method():
    _native.Counter().add()


def c_iterator():
    list(_native.Counter())


def c_memory():
    _native.c_memory()


def c_plain():
    _plain.checksum()
'''

NATIVE = '''\
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "amounts.h"

#define APART __attribute__((noinline, noclone))
#define VISIBLE __attribute__((visibility("default"))) APART

static PyObject *c_function(PyObject *self, PyObject *none)
{
    volatile long total = 0;
    for (long i = 0; i < 20 * AMOUNT_c_function; i++)
        total += i;
    return PyLong_FromLong(total);
}

static APART long mixing(long n)
{
    volatile long total = 0;
    for (long i = 0; i < n; i++)
        total ^= i * 31;
    return total;
}

static PyObject *c_static(PyObject *self, PyObject *none)
{
    return PyLong_FromLong(mixing(20 * AMOUNT_c_static));
}

static APART long descend(long n)
{
    volatile long kept = n;
    return n ? descend(n - 1) + kept : 0;
}

static PyObject *c_recursion(PyObject *self, PyObject *none)
{
    return PyLong_FromLong(descend(20 * AMOUNT_c_recursion));
}

static APART void fill(char *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((volatile char *)block)[i] = (char)i;
}

static PyObject *c_memory(PyObject *self, PyObject *none)
{
    size_t size = 64 * AMOUNT_c_memory;
    char *block = PyMem_Malloc(size);
    if (!block)
        return PyErr_NoMemory();
    fill(block, size);
    PyMem_Free(block);
    Py_RETURN_NONE;
}

VISIBLE long checksum(void)
{
    volatile long total = 0;
    for (long i = 0; i < 40 * AMOUNT_c_plain; i++)
        total = total * 31 + i;
    return total;
}

typedef struct {
    PyObject_HEAD
    long at;
} Counter;

static PyObject *Counter_add(Counter *self, PyObject *none)
{
    for (long i = 0; i < 20 * AMOUNT_c_method; i++)
        ((volatile Counter *)self)->at += i;
    Py_RETURN_NONE;
}

static PyObject *Counter_next(Counter *self)
{
    if (++self->at > 10)
        return NULL;
    for (volatile long i = 0; i < 4 * AMOUNT_c_iterator; i++) {
    }
    Py_RETURN_NONE;
}

static PyMethodDef Counter_methods[] = {{"add", (PyCFunction)Counter_add, METH_NOARGS, NULL},
                                        {NULL, NULL, 0, NULL}};
static PyTypeObject Counter_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "_native.Counter",
    .tp_basicsize = sizeof(Counter),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = (iternextfunc)Counter_next,
    .tp_methods = Counter_methods,
};

static PyMethodDef methods[] = {{"c_function", c_function, METH_NOARGS, NULL},
                                {"c_static", c_static, METH_NOARGS, NULL},
                                {"c_recursion", c_recursion, METH_NOARGS, NULL},
                                {"c_memory", c_memory, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_native", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__native(void)
{
    PyObject *made = PyModule_Create(&module);
    if (!made || PyType_Ready(&Counter_type) < 0 ||
        PyModule_AddObject(made, "Counter", (PyObject *)&Counter_type) < 0)
        return NULL;
    return made;
}
'''

PROJECT = '''\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "%s"
version = "%s"
'''
PLACES = "import sysconfig as s; print(s.get_path('include')); print(s.get_config_var('EXT_SUFFIX'))"
SUITE = '''\
import plantedcode
import pytest


@pytest.mark.parametrize("name", plantedcode.N)
def test_planted(benchmark, name):
    benchmark(getattr(plantedcode, name))
'''


def amounts(planted):
    return {v.name: AMOUNT * (v.factor if planted else 1) for v in VARIATIONS}


def write(directory, planted, interpreter):
    """The package, its C compiled for the interpreter, which needs no package to build it: its first
    version, or the second, in which it is PLANTED."""
    numbers = amounts(planted)
    files = {
        "pyproject.toml": PROJECT % (PACKAGE, "2.0" if planted else "1.0"),
        "native.c": NATIVE,
        "amounts.h": "".join("#define AMOUNT_%s %d\n" % pair for pair in numbers.items()),
        PACKAGE + "/__init__.py": MODULE,
        PACKAGE + "/_amounts.py": "N = %r\n" % numbers,
    }
    for name, text in files.items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    shutil.copy(os.path.join(os.path.dirname(HERE), "backend.py"), directory)
    include, suffix = subprocess.check_output([interpreter, "-c", PLACES], text=True).split()
    subprocess.check_call(["cc", "-O1", "-fwrapv", "-fPIC", "-shared", "-I" + include, "-o",
                           os.path.join(PACKAGE, "_native" + suffix), "native.c"], cwd=directory)


def write_suite(directory):
    os.makedirs(directory)
    with open(os.path.join(directory, "test_planted.py"), "w", encoding="utf-8") as f:
        f.write(SUITE)
