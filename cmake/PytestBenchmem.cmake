# pytest_benchmem_sweep(): filled in by the CMake room.
