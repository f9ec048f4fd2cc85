"""The page of a result: what was decided, why, what was counted, and what anybody takes away."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

import voting
import voting.actions
from civic.core import db
from civic.core.clock import now
from civic.spaces.models import Space
from voting import publishing, queries
from voting.models import Publication, Round
from voting.readers.run import count_file

PLACE = "/votes/{}-the-lawn"


def page(browser, round, name="Ben", language="en", path=""):
    answer = browser(name, language).get(PLACE.format(round.id) + path)
    assert answer.status_code == 200
    return answer.text


def headline(text):
    told = re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)[1])
    return " ".join(told.split())


@pytest.fixture
def decided(new_round, vote, close):
    """A round in which Ben, Ada and Voter 1 have voted, closed."""

    def decide(rule, ballots, **how):
        round = new_round(rule, **how)
        for name, ballot in zip(("Ben", "Ada", "Voter 1", "Voter 2"), ballots, strict=False):
            assert vote(name, round, **ballot).status_code == 303
        close(round)
        return round

    return decide


def test_the_decision_is_the_headline(decided, browser):
    round = decided("approval", [{"q1_tick": "o2"}, {"q1_tick": "o2"}, {"q1_tick": "o1"}])
    text = page(browser, round)
    assert headline(text) == "A bench"
    assert "The lawn" in text
    assert "2 of 3 ballots accept “A bench”." in text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Not adopted: The lawn"), ("fr", "Non adoptée : The lawn")],
)
def test_a_motion_is_told_as_a_sentence(decided, browser, language, said):
    round = decided("motion", [{"q1_choice": "against"}])
    assert headline(page(browser, round, language=language)) == said


def test_of_several_questions_each_is_said_once_beside_its_answer(
    garden, act, voters, vote, close, browser
):
    titles = ("What about the hedge?", "Approve the accounts")
    questions = [
        voting.actions.new_question(title={"en": title}, rule="motion") | {"id": f"q{number}"}
        for number, title in enumerate(titles, 1)
    ]
    with db.writing() as session:
        round = voting.actions.draft_round(
            session,
            space=session.get(Space, garden.id),
            actor=act.fay,
            titles={"en": "The lawn"},
            questions=questions,
            closes_at=now() + timedelta(days=1),
        )
        voting.actions.open_round(session, round_id=round.id, actor=act.fay, now=now())
    assert vote("Ben", round, q1_choice="for", q2_choice="against").status_code == 303
    close(round)
    for address in (PLACE.format(round.id), "/votes/decisions"):
        text = browser("Ben").get(address).text
        assert "<strong>Yes</strong>" in text
        assert "<strong>Not adopted</strong>" in text
        assert "<strong>Not adopted: " not in text


@pytest.mark.parametrize(
    ("base", "said", "adopted"),
    [
        ("expressed", "Of 2 votes expressed, without blank ones and abstentions,", True),
        ("cast", "Of 3 votes cast, without abstentions,", True),
        ("present", "Of 4 votes present or represented, blank ones included,", False),
        ("roll", "votes on the list of voters,", False),
    ],
)
def test_two_for_one_abstention_and_a_blank_ballot_on_every_base(
    base, said, adopted, decided, browser
):
    """More than half: of what, is what statutes differ in."""
    needed = {"majority": {"share": [1, 2], "strict": True, "base": base}}
    chosen = [{"q1_choice": "for"}] * 2 + [{"q1_choice": "abstain"}, {"q1_blank": "1"}]
    round = decided("motion", chosen, requirements=needed)
    text = page(browser, round)
    assert said in text
    assert headline(text) == ("Adopted: The lawn" if adopted else "Not adopted: The lawn")


def test_a_budget_says_how_many_projects_and_for_how_much(decided, browser):
    options = [{"title": {"en": "Trees"}, "cost": 300}, {"title": {"en": "A bench"}, "cost": 500}]
    ballots = [{"q1_pick": ["o1", "o2"]}, {"q1_pick": "o1"}, {"q1_pick": "o2"}]
    round = decided("budget-greedy", ballots, options=options, parameters={"budget": 900})
    text = page(browser, round)
    assert headline(text) == "Two projects funded for €800"
    assert "Where the money goes" in text


def test_a_tie_for_the_budget_is_no_refusal(decided, browser):
    options = [{"title": {"en": name}, "cost": 600} for name in ("Trees", "A bench")]
    ballots = [{"q1_pick": "o1"}, {"q1_pick": "o2"}]
    round = decided("budget-greedy", ballots, options=options, parameters={"budget": 900})
    text = page(browser, round)
    assert "tie between" in headline(text)
    assert text.count(">level</span>") == 2
    assert "not funded</span>" not in text


def test_the_minutes_say_so_too(decided, browser):
    options = [{"title": {"en": name}, "cost": 600} for name in ("Trees", "A bench")]
    ballots = [{"q1_pick": "o1"}, {"q1_pick": "o2"}]
    round = decided("budget-greedy", ballots, options=options, parameters={"budget": 900})
    assert page(browser, round, path="/minutes").count(">level</span>") == 2


@pytest.mark.parametrize(("tie", "deeds"), [("nobody", 1), ("chair", 0)])
def test_a_tie_that_nobody_breaks_is_put_again_where_the_page_says_so(tie, deeds, decided, browser):
    """Else the chair is waited for."""
    round = decided("approval", [{"q1_tick": "o1"}, {"q1_tick": "o2"}], tie=tie)
    assert page(browser, round, "Fay").count("Put it to the vote again") == deeds


@pytest.mark.parametrize(("title", "labelled"), [("Resolution: accounts", 0), ("Shall we?", 1)])
def test_a_resolution_is_not_called_a_question(title, labelled, decided, browser):
    text = page(browser, decided("motion", [{"q1_choice": "for"}], title={"en": title}))
    assert title in text
    assert text.count("The question:") == labelled


def test_a_missed_quorum_is_the_headline_and_says_what_happens_now(decided, browser):
    quorum = {"quorum": {"share": [1, 2], "of": "roll"}, "majority": None}
    round = decided("approval", [{"q1_tick": "o1"}], requirements=quorum)
    text = page(browser, round)
    assert headline(text) == "The quorum is not reached"
    assert "1 of 9 people took part." in text
    assert "that is 5 (9 × 1/2 = 4.5)" in text
    assert "What happens now" in text
    assert "Copy as a new draft" in page(browser, round, "Fay")


def test_nobody_voted_has_no_chart_and_no_reasons(decided, browser):
    text = page(browser, decided("motion", []))
    assert headline(text) == "Nobody voted"
    assert "0 for" not in text
    assert "<figure" not in text


def test_turnout_and_blank_ballots_stand_beside_it(decided, browser):
    text = page(browser, decided("approval", [{"q1_tick": "o1"}, {"q1_blank": "1"}]))
    assert "of 9 voters on the list, that is 22%" in text
    assert "1 blank ballot" in text
    assert "1 ballot is blank" in text


def test_each_question_has_its_own_headline(new_round, app, vote, close, browser, save, look):
    from voting import actions

    round = new_round("approval", opened=False)
    with db.writing() as session:
        draft = session.exec(select(Round).where(Round.id == round.id)).unique().one()
        second = actions.new_question(title={"en": "Do we water it?"}, rule="motion", options=[])
        draft.questions = [*draft.questions, second | {"id": "q2"}]
    opened = browser("Fay").post(PLACE.format(round.id) + "/open")
    assert opened.status_code == 303
    assert vote("Ben", round, q1_tick="o2", q2_choice="for").status_code == 303
    close(round)
    text = page(browser, round)
    assert headline(text) == "The lawn"
    assert re.search(r"<h2[^>]*>A bench</h2>", text)
    assert re.search(r"<h2[^>]*>Yes to “Do we water it\?”</h2>", text)
    listed = browser("Ben").get("/votes/decisions").text
    assert "<strong>Yes</strong>" in listed


def test_a_chart_draws_without_style_and_script(decided, browser):
    for rule, ballot in (("approval", "q1_tick"), ("motion", "q1_choice")):
        choice = "for" if rule == "motion" else "o1"
        text = page(browser, decided(rule, [{ballot: choice}]))
        figure = re.search(r"<figure.*?</figure>", text, re.S)[0]
        assert "<svg" in figure
        assert "style=" not in figure
        assert "<table" in figure


def test_the_check_code_is_read_in_groups(decided, browser):
    text = page(browser, decided("approval", [{"q1_tick": "o1"}]))
    assert len(re.findall(r"<span>[0-9a-f]{4}</span>", text)) == 16


def test_ballots_as_a_table_count_the_same_again(decided, browser, tmp_path):
    ballots = [{"q1_tick": ["o1", "o2"]}, {"q1_tick": "o2"}, {"q1_blank": "1"}]
    round = decided("approval", ballots)
    text = page(browser, round, path="/q1.csv")
    assert text.splitlines()[0] == "#form: approval"
    (tmp_path / "ballots.csv").write_text(text, "utf-8")
    counted = count_file(tmp_path / "ballots.csv", "approval")
    assert counted["elected"] == ["A bench"]
    assert counted["numbers"]["scores"] == {"Trees": 1, "A bench": 2}


def test_a_table_holds_no_formula(decided, browser):
    options = [{"title": {"en": "=1+1"}}, {"title": {"en": "@SUM(A1)"}}]
    round = decided("approval", [{"q1_tick": "o1"}], options=options)
    rows = list(csv.reader(io.StringIO(page(browser, round, path="/q1.csv"))))
    header = next(row for row in rows if not row[0].startswith("#"))
    assert header == ["'=1+1", "'@SUM(A1)"]


def test_where_sums_are_published_no_ballot_leaves(decided, browser):
    round = decided(
        "schulze", [{"q1-rank-o1": "1", "q1-rank-o2": "2"}], publication=Publication.SUMS
    )
    assert round.publication == Publication.SUMS
    text = page(browser, round)
    assert "Sums (CSV)" in text
    assert "Ballots (CSV)" not in text
    table = page(browser, round, path="/q1.csv")
    assert table.startswith("option,Trees,A bench")
    assert browser("Ben").get(PLACE.format(round.id) + "/q9.csv").status_code == 404
    bundle = browser("Ben").get(PLACE.format(round.id) + "/bundle.json").json
    assert bundle["sums"] is not None
    assert bundle["ballots"] is None
    assert browser("Ben").get(PLACE.format(round.id) + "/full-bundle.json").status_code == 403


def test_choices_that_are_added_are_published_place_by_place(decided, browser):
    """Two options: two numbers beside each, and no fraction."""
    ballots = [{"q1-rank-o1": "1", "q1-rank-o2": "2"}] * 2 + [{"q1-rank-o2": "1"}]
    round = decided("bucklin", ballots, publication=Publication.SUMS)
    assert page(browser, round, path="/q1.csv").splitlines() == [
        "option,place 1,place 2",
        "Trees,2,0",
        "A bench,1,2",
        "blank ballots,0",
    ]


def test_no_table_before_the_count(new_round, vote, browser):
    round = new_round()
    vote("Ben", round, q1_tick="o1")
    assert browser("Ben").get(PLACE.format(round.id) + "/q1.csv").status_code in (403, 404)


def test_a_result_reads_no_ballot(decided, browser, statements):
    """However many there are: what the page shows was computed when the round was counted."""
    round = decided("approval", [{"q1_tick": "o1"}])
    reader = browser("Ben")
    statements.clear()
    assert reader.get(PLACE.format(round.id)).status_code == 200
    assert not [s for s in statements if "counted_ballot" in s]
    assert len(statements) <= 12


def test_auditors_count_the_ballots_of_which_only_sums_are_published(decided, tmp_path, look):
    round = decided("irv", [{"q1-rank-o1": "1", "q1-rank-o2": "2"}], publication=Publication.SUMS)
    counted = look(select(Round).where(Round.id == round.id))[0]
    with db.reading() as session:
        ballots = queries.counted_ballots(session, round)
    for name, auditor in (("published", False), ("full", True)):
        content = publishing.bundle(counted, ballots, for_auditors=auditor)
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    assert recount(tmp_path, "published.json") == 3  # sums of a rule that needs ballots
    assert recount(tmp_path, "full.json") == 0


def recount(folder, name):
    script = Path(voting.__path__[0]) / "recount.py"
    command = [sys.executable, "-I", "-S", script, name]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode
