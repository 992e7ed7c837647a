"""For all tests."""

import pytest
from hypothesis import HealthCheck, settings

# No timed assertions: machines are shared, and a slow moment is no failure.
settings.register_profile("inset", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("inset")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files with slow tests come first, and those with the most of them before the others.

    All tests of a file are one processor's (see the Makefile). Where a long file came last, all others idled.
    """
    slow: dict[object, int] = {}
    for item in items:
        slow[item.path] = slow.get(item.path, 0) + (item.get_closest_marker("slow") is not None)
    items.sort(key=lambda item: -slow[item.path])
