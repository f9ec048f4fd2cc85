"""Elections from files: taken in as closed rounds, read as any other, and counted again."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import func, select

import voting
from civic.audit.models import AuditEntry
from civic.notifications.models import PendingNotice
from civic.spaces.models import Space
from tests.shared_material import shared_path
from voting.importing import import_election
from voting.models import CountedBallot, Elector, Participation, Round, State
from voting.readers import Unreadable, understood
from voting.readers.run import count_election

CSV = """#form: ranking
#title: Who speaks for us?
#source: The assembly of 2019
Ines,Marc,=Rose
1,2,
1,,
,1,2
2,1,
,,1
,,
9,x,
"""


@pytest.fixture
def taken_in(people, tmp_path, look):
    """A file under a rule, as a round."""

    def take(text, rule, name="votes.csv", **how):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        told = import_election(path, rule=rule, space="From elsewhere", title=None, **how)
        return told, look(select(Round).order_by(Round.id.desc()))[0]

    return take


def test_it_stands_at_the_day_on_which_it_was_held_if_anybody_says_so(taken_in, browser):
    _told, round = taken_in(CSV, "irv")
    assert round.closed_at.date() == round.created_at.date()
    assert "Held on" not in page(browser, round)
    _told, round = taken_in(CSV.replace("#source", "#date: 2019-05-12\n#source"), "irv")
    assert round.closed_at.date() == date(2019, 5, 12)
    assert "Held on" in page(browser, round)
    assert "Imported on" in page(browser, round)
    _told, round = taken_in(CSV + "1,,\n", "irv", held_on=date(2018, 1, 2))
    assert round.closed_at.date() == date(2018, 1, 2)
    with pytest.raises(Unreadable, match="2025-12-31"):
        taken_in(CSV.replace("#source", "#date: last May\n#source"), "irv")


def page(browser, round, path=""):
    answer = browser("Kim").get(f"/votes/{round.id}{path}", follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_our_table_becomes_a_published_round(taken_in, browser, look):
    told, round = taken_in(CSV, "irv")
    assert "6 ballots counted, 1 refused" in told
    assert "line 11" in told
    assert (round.state, round.imported) == (State.PUBLISHED, True)
    assert look(select(func.count()).select_from(CountedBallot)) == [6]
    text = page(browser, round)
    assert "Who speaks for us?" in text
    assert "ballots in the file" in text
    assert "The assembly of 2019" in text
    assert "on the list, that is" not in text


def test_it_invents_no_voters_and_notifies_nobody(taken_in, look):
    taken_in(CSV, "schulze")
    assert look(select(Elector)) == look(select(Participation)) == look(select(PendingNotice)) == []
    assert len(look(select(AuditEntry))) == 1


def test_what_was_taken_in_counts_again(taken_in, browser, tmp_path):
    _told, round = taken_in(CSV, "irv")
    (tmp_path / "bundle.json").write_text(page(browser, round, "/bundle.json"), "utf-8")
    script = Path(voting.__path__[0]) / "recount.py"
    command = [sys.executable, "-I", "-S", script, "bundle.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == round.result["results"]


def test_published_ballots_are_handed_out_in_the_formats_of_other_software(taken_in, browser, look):
    _told, round = taken_in(CSV, "irv")
    text = page(browser, round)
    before = look(select(func.count()).select_from(CountedBallot))
    for ending in ("blt", "soi"):
        assert f"/q1.{ending}" in text
        written = page(browser, round, f"/q1.{ending}")
        again = understood(written.encode(), f"q1.{ending}")
        assert again.options == ["Ines", "Marc", "'=Rose"]
        assert sum(weight for weight, _choice in again.ballots) == 6
        own = count_election(understood(CSV.encode(), "votes.csv"), "irv")
        found = count_election(again, "irv")
        assert list(found.numbers["first"].values()) == list(own.numbers["first"].values())
    assert browser("Kim").get(f"/votes/{round.id}/q1.pb", follow_redirects=True).status_code == 404
    assert browser("Kim").get(f"/votes/{round.id}/q9.blt", follow_redirects=True).status_code == 404
    assert look(select(func.count()).select_from(CountedBallot)) == before


def test_a_file_that_cannot_be_read_leaves_nothing(taken_in, look):
    with pytest.raises(ValueError, match=r"votes\.csv, line 1"):
        taken_in("a,b\n1,\n", "approval")
    with pytest.raises(ValueError, match="no rule"):
        taken_in(CSV, "by-acclamation")
    assert look(select(Round)) == look(select(Space)) == []


def test_the_same_file_is_taken_in_once(taken_in, look):
    taken_in(CSV, "irv")
    told, round = taken_in(CSV, "irv")
    assert told == f"Round {round.id} holds this file already, under this rule: nothing was added."
    assert len(look(select(Round))) == 1
    taken_in(CSV, "schulze")
    taken_in(CSV.replace("1,2,", "2,1,", 1), "irv")
    assert len(look(select(Round))) == 3


BLT = '3 2\n-3\n2 1 - 2 0\n1 2 3 0\n1 1=2 0\n1 - - 3 0\n0\n"Ann"\n"Bo"\n"Cy"\n"Board"\n'
RCTAB = "count,rank1,rank2\n3,Ann,Bo\n2,overvote,Bo\n1,undervote,Bo\n"


def choices(look):
    found = look(select(CountedBallot.weight, CountedBallot.choice).order_by(CountedBallot.place))
    return [(weight, choice) for weight, choice in found]


def test_empty_ranks_shared_ranks_and_withdrawn_options_are_read_first(taken_in, look):
    told, round = taken_in(BLT, "stv-scottish", "board.blt")
    assert "4 ballots counted" in told
    question = round.questions[0]
    assert [next(iter(option["title"].values())) for option in question["options"]] == ["Ann", "Bo"]
    assert question["parameters"]["seats"] == 2
    a, b = (option["id"] for option in question["options"])
    assert choices(look) == [(2, [[a], [b]]), (1, [[b]]), (1, [[a, b]]), (1, None)]


def test_overvotes_end_a_ballot_or_are_passed_over(taken_in, look):
    _told, round = taken_in(RCTAB, "irv", "mayor.csv")
    a, b = (option["id"] for option in round.questions[0]["options"])
    assert choices(look) == [(3, [[a], [b]]), (2, None), (1, [[b]])]
    _told, round = taken_in(RCTAB, "irv", "mayor.csv", settings={"overvote": "skip"})
    assert round.questions[0]["parameters"]["overvote"] == "skip"
    assert choices(look)[-2][1] == [[round.questions[0]["options"][1]["id"]]]


def test_rankings_are_taken_in_under_a_rule_of_one_choice(taken_in, look, browser):
    _told, round = taken_in(CSV, "plurality")
    ids = {option["id"] for option in round.questions[0]["options"]}
    assert {choice for _weight, choice in choices(look)} == ids | {None}
    page(browser, round)


def test_stances_are_taken_in_without_the_words_beside_them(taken_in, look, browser):
    text = "#form: stance\nagree,concerns,object,abstain,reason\n1,,,,\n,,1,,Too dear\n"
    _told, round = taken_in(text, "consent")
    assert [choice["stance"] for _weight, choice in choices(look)] == ["agree", "object"]
    assert {choice["reason"] for _weight, choice in choices(look)} == {None}
    assert "Too dear" not in page(browser, round)


def test_money_is_shown_in_the_currency_of_the_file(taken_in, browser):
    town = (
        "META\nkey;value\nbudget;1000\ncurrency;PLN\nPROJECTS\nproject_id;cost\n1;700\n2;400\n"
        "VOTES\nvoter_id;vote\n1;1,2\n2;1\n3;2\n4;1\n"
    )
    _told, round = taken_in(town, "budget-greedy", "town.pb")
    text = page(browser, round)
    assert "PLN" in text
    assert "€" not in text


def test_what_a_round_cannot_hold_is_refused(taken_in, look):
    for text, rule, name in (
        ('{"form": "grades", "tallies": {"a": [1, 2]}}', "majority-judgment", "a.json"),
        ('{"form": "delegation", "voters": ["a"], "votes": {"a": "x"}}', "plurality", "a.json"),
        (CSV, "approval", "votes.csv"),
    ):
        with pytest.raises(ValueError, match=r"civic tally|reads ballots"):
            taken_in(text, rule, name)
    assert look(select(Round)) == []


@pytest.mark.thorough
@pytest.mark.shared
@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("pb-greedy-poland-warszawa-2023-mokotow", "budget-greedy"),
        ("pb-mes-poland-wieliczka-2023", "budget-equal-shares"),
    ],
)
def test_a_town_of_many_projects_is_one_page_of_bounded_size(case, rule, people, browser, look):
    path = shared_path() / "cases" / case / "ballots.pb"
    import_election(path, rule=rule, space="From elsewhere", title=None)
    text = page(browser, look(select(Round))[0])
    assert len(text.encode()) < 150_000
    assert text.count("<figure") == 1
    assert text.count('class="bar thin"') <= 30


LISTS = """#form: list
#title: Board
#lists: 1, 1, 2
#names: Together; Another way
#crossing: yes
weight,list,Awa,Bruno,Claire
3,1,-1,,
2,2,,,
1,,,,
1,1,,,-1
1,2,,,-1
1,7,,,
1,1,x,,
"""


def test_lists_of_candidates_are_read_with_who_was_crossed_out(taken_in, browser):
    counted = count_election(understood(LISTS.encode(), "board.csv"), "closed-lists", seats=2)
    assert (counted.elected, counted.tied) == (("Bruno", "Claire"), ())

    told, round = taken_in(LISTS, "closed-lists", seats=2)
    assert "3 ballots counted, 4 refused" in told
    assert round.questions[0]["parameters"]["lists"] == [1, 1, 2]
    text = page(browser, round)
    assert "Bruno and Claire" in text
    assert "Another way" in text
    again = understood(page(browser, round, "/q1.csv").encode(), "again.csv")
    assert count_election(again, "closed-lists", seats=2) == counted


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("#lists: 1, 1, 2", "#lists: 1, 1", "3 numbers"),
        ("#lists: 1, 1, 2", "#lists: 1, 1, 0", "from 1 up"),
        ("weight,list,", "weight,", "a column list"),
    ],
)
def test_lists_that_leave_a_candidate_out_are_refused(before, after, expected):
    with pytest.raises(ValueError, match=expected):
        understood(LISTS.replace(before, after).encode(), "board.csv")


def test_who_stands_on_which_list_is_not_asked_beside_the_file():
    election = understood(LISTS.encode(), "board.csv")
    with pytest.raises(ValueError, match="said by the file alone"):
        count_election(election, "closed-lists", settings={"lists": "[1, 2, 2]"})
