"""A rule is one file: dropped in, it is offered, settled, counted, and read from files."""

import json

import pytest
from click.testing import CliRunner

import voting.rules
from civic.cli import dispatcher
from voting.readers.run import count_file
from voting.rules import all_rules
from voting.tally import tally

FILE = '''
"""Least approved: the option with the fewest ticks wins."""

from voting.rules import Outcome, Parameter, VotingRule


def count(profile, parameters, tie_order=None):
    ticks = (profile.times @ profile.marks).tolist()
    least = min(ticks) + parameters["handicap"]
    level = tuple(o for o, t in zip(profile.options, ticks) if t <= least)
    if tie_order is not None:
        level = (min(level, key=list(tie_order).index),)
    return Outcome(elected=level) if len(level) == 1 else Outcome(elected=(), tied=level)


RULE = VotingRule(
    id="least-approved",
    title="Least approved",
    summary="The option with the fewest ticks wins.",
    form="approval",
    count=count,
    parameters=(Parameter(name="handicap", label="Handicap", default=0, least=0, most=3),),
)
'''


@pytest.fixture
def dropped_in(tmp_path, monkeypatch):
    (tmp_path / "least_approved.py").write_text(FILE)
    (tmp_path / "_notes.py").write_text("raise RuntimeError('no rule')")
    monkeypatch.setattr(voting.rules, "__path__", [*voting.rules.__path__, str(tmp_path)])


def test_is_offered_beside_the_others(dropped_in):
    assert {"least-approved", "motion"} <= set(all_rules())


def test_is_chosen_voted_under_and_told_with_no_other_change(
    dropped_in, new_round, vote, close, browser
):
    draft = new_round(opened=False)
    fay, edit = browser("Fay"), f"/votes/{draft.id}-the-lawn/edit"
    assert "Least approved" in fay.get(f"{edit}/question/1/rule").text
    tried = fay.get(f"{edit}/question/1/rule/least-approved")
    assert "60 invented ballots" in tried.text

    round = new_round("least-approved")
    page = browser("Ben").get(f"/votes/{round.id}-the-lawn/ballot").text
    assert "The option with the fewest ticks wins." in page
    checked = browser("Ben").post(f"/votes/{round.id}-the-lawn/ballot", data={"q1-tick": "o1"})
    assert "You have not voted yet." in checked.text
    vote("Ben", round, q1_tick="o1")
    close(round)
    assert "A bench" in browser("Ada").get(f"/votes/{round.id}-the-lawn").text


def test_counts_a_round(dropped_in):
    question = {
        "id": "q1",
        "rule": "least-approved",
        "parameters": {"handicap": 0},
        "form": "approval",
        "form_parameters": {"max": None},
        "options": [{"id": id, "title": {"en": id}, "cost": None} for id in ("a", "b", "c")],
        "requirements": {"quorum": None, "majority": None, "threshold": None},
        "tie": {"procedure": "earlier"},
    }
    frozen = {"roll": {"size": 5, "weight": 5}, "questions": [question]}
    counted = tally(frozen, {"q1": [[1, ["a"]], [2, ["a", "b"]], [1, ["c"]], [1, None]]})

    assert counted["q1"].result["elected"] == ["c"]
    assert counted["q1"].result["verdict"] == "elected"


def test_counts_a_file(dropped_in, tmp_path):
    (tmp_path / "votes.csv").write_text("#form: approval\na,b\n1,\n1,1\n")
    assert count_file(tmp_path / "votes.csv", "least-approved")["elected"] == ["b"]


def test_two_rules_of_one_name_are_refused(tmp_path, monkeypatch):
    (tmp_path / "least_approved.py").write_text(FILE)
    (tmp_path / "again_least_approved.py").write_text(FILE)
    monkeypatch.setattr(voting.rules, "__path__", [*voting.rules.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match="same id"):
        all_rules()


def test_is_offered_cast_checked_counted_and_told_on_the_pages(
    dropped_in, garden, voters, browser, look
):
    """The wizard, the ballot, the check page and the result know it with no other change."""
    fay, ben = browser("Fay"), browser("Ben")
    begun = fay.post(f"/votes/new/{garden.id}-the-garden", data={"title_en": "The lawn"})
    edit = begun.location.removesuffix("/questions")
    question = {
        "title_en": "What shall we plant?",
        "o-id": ["", ""],
        "o-title_en": ["Trees", "A bench"],
        "o-text_en": ["", ""],
        "o-cost": ["", ""],
    }
    assert fay.post(f"{edit}/question", data=question).status_code == 303
    assert "Least approved" in fay.get(f"{edit}/question/1/rule").text
    offered = fay.get(f"{edit}/question/1/rule/least-approved")
    assert offered.status_code == 200
    assert "Handicap" in offered.text
    kept = fay.post(f"{edit}/question/1/rule/least-approved", data={"tie": "nobody"})
    assert kept.status_code == 303
    end = {"opens": "hand", "closes_at": "2099-01-01T20:00"}
    fay.post(f"{edit}/secrecy", data={"disclosure": "secret", "publication": "ballots"})
    fay.post(f"{edit}/schedule", data=end)
    assert "Least approved" in fay.get(edit).text

    place = edit.removesuffix("/edit")
    assert fay.post(f"{place}/open").status_code == 303
    assert "The option with the fewest ticks wins." in ben.get(f"{place}/ballot").text
    checked = ben.post(f"{place}/ballot", data={"q1-tick": "o1"})
    assert checked.status_code == 200
    assert "Trees" in checked.text
    assert ben.post(f"{place}/cast", data={"q1-tick": "o1"}).status_code == 303
    assert fay.post(f"{place}/close", data={"reason": "Everybody is here."}).status_code == 303

    told = ben.get(place).text
    assert "<h1>A bench</h1>" in told
    assert "Least approved" in told
    assert ben.get(f"{place}/bundle.json").status_code == 200
    assert ben.get(f"{place}/q1.csv").text.splitlines()[0] == "#form: approval"


def test_the_command_line_knows_it(dropped_in, tmp_path):
    (tmp_path / "votes.csv").write_text("#form: approval\na,b\n1,\n1,1\n")
    listed = CliRunner().invoke(dispatcher, ["rules"])
    assert "least-approved" in listed.output
    assert "Handicap" in CliRunner().invoke(dispatcher, ["rules", "least-approved"]).output
    counted = CliRunner().invoke(
        dispatcher,
        ["tally", str(tmp_path / "votes.csv"), "--rule", "least-approved", "--json"],
    )
    assert json.loads(counted.output)["elected"] == ["b"]
