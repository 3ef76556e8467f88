#include "textstat.h"

#include <pybind11/pybind11.h>

PYBIND11_MODULE(_textstat, module)
{
    module.def("count_words", &count_words, "How many words the text has.");
}
