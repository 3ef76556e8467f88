"""A small package with Python and C functions, made so that its calls cost chosen amounts more.

Each function is called with several lengths, from about 3,000 to 60 million instructions: one
microsecond to ten milliseconds.  At its end it goes round an empty loop as often as the variant of
the package says for that function and length; the first variant says never, except for two
functions that do nothing else, by which an iteration of either loop is known.
"""
import math
import os

PACKAGE = "plantedwork"
PERCENTS = (2, 3, 5, 10)
TARGETS = (3000, 10000, 30000, 100000, 300000, 1000000, 3000000, 60000000)
ITERATIONS = 1000   # of the two functions that calibrate
# Instructions of one step of each function, about: only the lengths hang on it.
PYTHON = {"arithmetic": 350, "dictionary": 420, "text": 750, "objects": 1100, "calls": 230,
          "untouched_py": 500}
C = {"mix": 11, "hashing": 8, "numbers": 60, "keys": 130, "strings": 700, "untouched_c": 11}

PYTHON_SOURCE = '''\
from itertools import repeat as _repeat

from . import _native
from ._work import CASES, WORK


class _Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, by):
        return _Point(self.x + by, self.y - by)


def _step(i):
    return i + 1


def arithmetic(n):
    total = 0
    for i in range(n):
        total = (total * 31 + i) & 0xffffff
    return total


def dictionary(n):
    table = {}
    for i in range(n):
        table[i % 97] = table.get(i % 89, 0) + 1
    return len(table)


def text(n):
    parts = []
    for i in range(n):
        parts.append(str(i).rjust(4))
    return len(",".join(parts))


def objects(n):
    point = _Point(0, 0)
    for i in range(n):
        point = point.moved(i)
    return point.x


def calls(n):
    i = 0
    while i < n:
        i = _step(i)
    return i


def untouched_py(n):
    return len([i for i in range(n) if i % 3])


def calibrate_py(n):
    return n


def run(function, n, case):
    result = function(n)
    for _ in _repeat(None, WORK[case]):
        pass
    return result


def case(name):
    """What to call, and with what, of the name function-target."""
    number, n = CASES[name]
    function = name.split("-")[0]
    if hasattr(_native, function):
        return getattr(_native, function), (n, number)
    return run, (globals()[function], n, number)
'''

C_SOURCE = '''\
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

static const long work[] = {%s};

static void more(long which)
{
    for (volatile long i = work[which]; i > 0; i--) {
    }
}

static PyObject *do_mix(long n)
{
    uint64_t x = 88172645463325252u;
    for (long i = 0; i < n; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    return PyLong_FromUnsignedLongLong(x);
}

static PyObject *do_hashing(long n)
{
    static unsigned char buffer[4096];
    uint32_t h = 2166136261u;
    for (long i = 0; i < n; i++) {
        buffer[i %% 4096] = (unsigned char)(h >> 3);
        h = (h ^ buffer[(i * 7) %% 4096]) * 16777619u;
    }
    return PyLong_FromUnsignedLong(h);
}

static PyObject *do_numbers(long n)
{
    PyObject *list = PyList_New(0);
    for (long i = 0; list && i < n; i++) {
        PyObject *number = PyLong_FromLong(1000 + i);
        if (!number || PyList_Append(list, number) < 0)
            Py_CLEAR(list);
        Py_XDECREF(number);
    }
    return list;
}

static PyObject *do_keys(long n)
{
    PyObject *dict = PyDict_New();
    for (long i = 0; dict && i < n; i++) {
        PyObject *number = PyLong_FromLong(1000 + i);
        if (!number || PyDict_SetItem(dict, number, Py_None) < 0)
            Py_CLEAR(dict);
        Py_XDECREF(number);
    }
    return dict;
}

static PyObject *do_strings(long n)
{
    PyObject *list = PyList_New(0);
    for (long i = 0; list && i < n; i++) {
        PyObject *string = PyUnicode_FromFormat("name %%ld of %%s", i, "many");
        if (!string || PyList_Append(list, string) < 0)
            Py_CLEAR(list);
        Py_XDECREF(string);
    }
    return list;
}

static PyObject *do_untouched_c(long n)
{
    return do_mix(n + 1);
}

static PyObject *do_calibrate_c(long n)
{
    return PyLong_FromLong(n);
}

#define FUNCTION(name)                                     \\
    static PyObject *name(PyObject *self, PyObject *args)  \\
    {                                                      \\
        long n, which;                                     \\
        (void)self;                                        \\
        if (!PyArg_ParseTuple(args, "ll", &n, &which))     \\
            return NULL;                                   \\
        PyObject *result = do_##name(n);                   \\
        more(which);                                       \\
        return result;                                     \\
    }
%s

static PyMethodDef methods[] = {%s
    {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_native", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModule_Create(&module);
}
'''
SETUP = '''\
from setuptools import Extension, setup
setup(name="plantedwork", version="1.0", packages=["plantedwork"],
      ext_modules=[Extension("plantedwork._native", ["native.c"])])
'''
PROJECT = '''\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
'''
SUITE = '''\
import pytest
from plantedwork import case
from plantedwork._work import CASES


@pytest.mark.parametrize("name", CASES)
def test_work(benchmark, name):
    function, arguments = case(name)
    benchmark(function, *arguments)
'''


def cases(quick=False):
    """{name: (number, n)}; the name says function and target."""
    names = []
    for costs in (PYTHON, C):
        for function, cost in costs.items():
            names += [("%s-%d" % (function, target), max(1, round(target / cost)))
                      for target in (TARGETS[::3] if quick else TARGETS)]
    names += [("calibrate_%s-%d" % (kind, k), 7) for kind in ("py", "c") for k in (0, ITERATIONS)]
    return {name: (number, n) for number, (name, n) in enumerate(names)}


def function_of(name):
    return name.split("-")[0]


def kind_of(name):
    return "C" if function_of(name) in C else "Python"


def is_planted(name):
    return not function_of(name).startswith(("untouched", "calibrate"))


def base_work(names):
    return {name: int(name.split("-")[1]) if name.startswith("calibrate") else 0 for name in names}


def work_for(percent, counted):
    """Iterations by name that cost at least PERCENT of what was COUNTED in the first variant."""
    loop = {}
    for kind, word in (("Python", "py"), ("C", "c")):
        least, most = (counted["calibrate_%s-%d" % (word, k)] for k in (0, ITERATIONS))
        loop[kind] = (most - least) / ITERATIONS
    work = base_work(counted)
    for name, instructions in counted.items():
        if is_planted(name):
            work[name] = math.ceil(instructions * percent / 100 / loop[kind_of(name)])
    return work


def write(directory, names, work):
    """The package's source, of the variant that does that WORK."""
    os.makedirs(os.path.join(directory, PACKAGE))
    numbers = ", ".join(str(work[name]) for name in names)
    functions = [*C, "calibrate_c"]
    files = {
        "pyproject.toml": PROJECT, "setup.py": SETUP,
        "native.c": C_SOURCE % (numbers, "\n".join("FUNCTION(%s)" % name for name in functions),
                                "".join('\n    {"%s", %s, METH_VARARGS, NULL},' % (name, name)
                                        for name in functions)),
        PACKAGE + "/__init__.py": PYTHON_SOURCE,
        PACKAGE + "/_work.py": "WORK = (%s,)\nCASES = %r\n" % (numbers, names),
    }
    for name, text in files.items():
        with open(os.path.join(directory, name), "w", encoding="utf-8") as f:
            f.write(text)


def write_suite(directory):
    os.makedirs(directory)
    with open(os.path.join(directory, "test_planted.py"), "w", encoding="utf-8") as f:
        f.write(SUITE)
