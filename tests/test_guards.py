"""The list of guards that `make guards` takes out, one at a time, is true: each stands where it
says, and so does the test that would miss it."""

import pytest

from tests.tools.guards import guards, stands


@pytest.mark.parametrize("guard", list(guards()), ids=lambda guard: guard.guard.strip()[:50])
def test_a_guard_stands_where_it_is_listed(guard):
    assert stands(guard)
