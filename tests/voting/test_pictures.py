"""Where the numbers of a chart stand."""

import pytest

from civic.core.words import speaking
from tests.voting.bundles import a_question
from voting import pictures
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


@pytest.mark.parametrize(("votes", "told"), [(2, "“A” now has more than half."), (1, "")])
def test_a_last_round_that_was_level_is_not_said_to_be_won_by_more_than_half(votes, told, program):
    rounds = [{"votes": {"a": votes, "b": 1}, "exhausted": 0, "out": []}]
    with program.test_request_context(), speaking("en", "Europe/Paris"):
        last = pictures.rounds(a_question("contingent"), {"rounds": rounds}, ["a"])[0]
    assert last["told"] == told
