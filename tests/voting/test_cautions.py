"""What the last check says although nothing stands in the way."""

import pytest

from civic.members.models import CommunityRole, Member

ALL_ELECTED = "all of them are elected, whatever the ballots say"
FOR_AUDITORS = "only auditors can, and this community has none"


@pytest.fixture
def check(new_round, browser):
    def shown(rule, **how):
        draft = new_round(rule, opened=False, **how)
        return browser("Fay").get(f"/votes/{draft.id}-the-lawn/edit").text

    return shown


def test_as_many_places_as_candidates_are_no_election(check):
    page = check("stv-scottish", parameters={"seats": 2})
    assert ALL_ELECTED in page
    assert "fills 2 places from 2 options" in page
    assert "Nothing stands in the way" in page
    assert ALL_ELECTED not in check("stv-scottish", parameters={"seats": 1})


def test_a_question_is_named_in_the_language_of_whoever_reads(check):
    title = {"fr": "Qui siégera ?", "en": "Who shall sit?"}
    page = check("stv-scottish", parameters={"seats": 2}, title=title)
    assert "“Who shall sit?” fills 2 places" in page


def test_places_are_shared_out_among_fewer_lists_than_places(check):
    assert ALL_ELECTED not in check("dhondt", parameters={"seats": 9})


def test_a_count_that_nobody_could_repeat_is_named_before_it_opens(check, save):
    assert FOR_AUDITORS in check("irv", publication=None)
    assert FOR_AUDITORS not in check("irv")  # every ballot is published
    assert FOR_AUDITORS not in check("schulze", publication=None)  # its sums are enough
    save(Member(name="Audit", role=CommunityRole.AUDITOR))
    assert FOR_AUDITORS not in check("irv", publication=None)


def test_who_is_left_out_by_a_tick_is_counted_before_it_opens(new_round, browser):
    """Whoever prepares the vote may be one of them."""
    edit = f"/votes/{new_round(opened=False).id}-the-lawn/edit/voters"
    fay = browser("Fay")
    assert "would not vote, because of what is ticked" not in fay.get(edit).text
    looked = fay.post(edit, data={"paid_up": "y", "then": "look"}).text
    assert "9 members of this space would not vote, because of what is ticked above" in looked
