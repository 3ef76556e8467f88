/* module.c - wordcount for Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "wordcount.h"

static PyObject *count(PyObject *self, PyObject *args)
{
    const char *text;
    Py_ssize_t len;
    (void)self;
    if (!PyArg_ParseTuple(args, "s#", &text, &len))
        return NULL;
    size_t words = wordcount(text, (size_t)len);
    return words == (size_t)-1 ? PyErr_NoMemory() : PyLong_FromSize_t(words);
}

static PyMethodDef methods[] = {
    {"count", count, METH_VARARGS, "The number of words in a text."}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_wordcount", NULL, 0, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__wordcount(void)
{
    return PyModule_Create(&module);
}
