"""Counts the checks of a test list."""

import sys

passed = failed = 0


def check(name, got, want):
    """Compares what a call gives with what is wanted."""
    global passed, failed
    try:
        value = got()
    except Exception as e:  # a client's error is a failed check, not the end of the list
        value = f"{type(e).__name__}: {e}"
    try:
        fits = value == want or callable(want) and want(value)
    except TypeError:  # what was got is an error's text
        fits = False
    if fits:
        passed += 1
        return
    failed += 1
    print(f"FAIL {name}: got {value!r}, want {want!r}")


def end(name):
    """Tells how many passed, and ends with status 1 where one did not."""
    print(f"{name}: {passed} passed, {failed} failed")
    sys.exit(0 if failed == 0 and passed > 0 else 1)
