#include "runfile/scan.h"

const unsigned char scan_classes[256] = {
    [' '] = SCAN_SPACE | SCAN_DELIMITER,   ['\n'] = SCAN_SPACE | SCAN_DELIMITER,
    ['\r'] = SCAN_SPACE | SCAN_DELIMITER,  ['\t'] = SCAN_SPACE | SCAN_DELIMITER,
    ['"'] = SCAN_NESTING | SCAN_DELIMITER, [','] = SCAN_DELIMITER,
    ['['] = SCAN_NESTING | SCAN_DELIMITER, [':'] = SCAN_DELIMITER,
    [']'] = SCAN_NESTING | SCAN_DELIMITER, ['{'] = SCAN_NESTING | SCAN_DELIMITER,
    ['}'] = SCAN_NESTING | SCAN_DELIMITER,
};
