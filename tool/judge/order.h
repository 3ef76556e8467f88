/* order.h - doubles in ascending order.  None may be NAN. */
#ifndef BENCHMEM_JUDGE_ORDER_H
#define BENCHMEM_JUDGE_ORDER_H

#include <stddef.h>

/* Sort in place; the few values of one benchmark faster than qsort() does. */
void order_sort(double *values, size_t count);

/* The value that would be at INDEX were the array sorted; moves the others about. */
double order_select(double *values, size_t count, size_t index);

#endif
