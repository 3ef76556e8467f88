#pragma once

#include <cstddef>
#include <string>

// How many words the text has; they are parted by blanks and line ends.
std::size_t count_words(const std::string &text);
