/* resources.h - what CTest's resource allocation has given to this test (RESOURCE_GROUPS). */
#pragma once

#include "base/str.h"

/* The ids by their types, "gpus 0,2; memory 1", in the order of their names; NULL where nothing was
 * given.  Where there are `gpus`, CUDA_VISIBLE_DEVICES with their ids is added to ENV (NULL: not).
 *
 * Source: ctest(1), "Resource Allocation": CTEST_RESOURCE_GROUP_COUNT, CTEST_RESOURCE_GROUP_<n>
 * with the group's types, CTEST_RESOURCE_GROUP_<n>_<TYPE> with "id:<id>,slots:<n>;...". */
const char *resources_given(struct arena *a, struct strv *env);
