// textstat.cpp - one pass over the text.
#include "textstat.h"

std::size_t count_words(const std::string &text)
{
    std::size_t words = 0;
    bool inside = false;
    for (char c : text) {
        bool blank = c == ' ' || c == '\n' || c == '\t';
        words += inside && blank;
        inside = !blank;
    }
    return words + inside;
}
