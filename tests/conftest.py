"""For all tests."""

from hypothesis import settings

# No timed assertions: machines are shared, and a slow moment is no failure.
settings.register_profile("inset", deadline=None)
settings.load_profile("inset")
