"""Where the numbers of a chart stand."""

import pytest

from voting.pictures import _beside_the_middle


@pytest.mark.parametrize(
    ("begins", "ends", "stands"),
    [
        (0, 20, 0),  # far from the line
        (42, 70, 50),  # the line would strike it out: beside it
        (42, 52, None),  # no room beside it
        (50, 60, 50),
        (90, 93, None),  # too narrow
    ],
)
def test_the_line_in_the_middle_strikes_no_number_out(begins, ends, stands):
    assert _beside_the_middle(begins, ends) == stands
