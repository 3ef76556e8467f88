pytest_plugins = "pytester"


def pytest_collection_modifyitems(items):
    """Tracing first: the suites that the other tests run have plugins (pytest-rerunfailures) that
    leave a thread, and beside one nothing is traced."""
    items.sort(key=lambda item: item.fspath.basename != "test_trace.py")
