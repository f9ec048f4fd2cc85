"""The count of every rule can be gone through again, step by step, in words and by links."""

import pytest

from civic.core.words import speaking
from voting import quotients, replay, trial, verdicts
from voting.actions import new_question
from voting.rules import all_rules

NAMES = ("Anna", "Bert", "Cleo", "Dora", "Emil")
FIRST = ("Dora", "Cleo", "Emil")
COSTS = (10, 20, 30, 20, 10)


def asked(rule, **parameters):
    options = [
        {"title": {"en": name}, "cost": cost if rule.has_costs else None}
        for name, cost in zip(NAMES, COSTS, strict=True)
    ]
    if rule.seats:
        parameters.setdefault("seats", 3)
    if rule.has_costs:
        parameters.setdefault("budget", 50)
    if rule.form == "list":
        parameters["lists"] = [1, 1, 1, 2, 2]
    return new_question(
        title={"en": "Whom?"}, rule=rule.id, options=options, parameters=parameters
    ) | {"id": "q1"}


@pytest.fixture
def steps(program):
    """Titles, sentences and rows of the count of a rule by the crowd in two camps."""

    def of(id, language="en", **parameters):
        question = asked(all_rules()[id], **parameters)
        counted = trial.trial(question, liking=trial.divided)
        with program.test_request_context(), speaking(language, "Europe/Paris"):
            return replay.frames(question, counted["results"]["q1"], counted["explained"]["q1"])

    return of


def test_it_goes_from_the_box_to_the_result_under_every_rule(steps):
    for id in all_rules():
        found = steps(id)
        assert found[0].said == (
            "There were 60 ballots in it.",
            "4 are blank: they count for the quorum, and are laid aside now.",
        )
        assert len(found) > 2, id
        assert any(frame.rows for frame in found[1:-1]), id
        assert found[-1].said[-1].startswith("Result: "), id
        assert all(frame.said or frame.rows for frame in found), id


def test_it_is_told_in_french_with_the_same_numbers(steps):
    for id in all_rules():
        english, french = steps(id), steps(id, "fr")
        assert french[0].title == "L’urne est ouverte"
        assert len(french) == len(english), id
        for one, other in zip(english[:-1], french[:-1], strict=True):
            assert [row.width for row in one.rows] == [row.width for row in other.rows], id


def told(frames):
    return "\n".join(f"{frame.title}: {' '.join(frame.said)}" for frame in frames)


def test_each_place_of_a_list_is_told_with_its_quotient(steps):
    said = told(steps("dhondt"))
    assert "Place 1: “Dora” has the largest quotient: 22." in said
    assert "One place costs 14 votes." in told(steps("droop-remainder"))
    assert "“Emil” has the largest remainder: 12 votes." in told(steps("hare-remainder"))
    assert "comes before all others" in told(steps("huntington-hill"))


def test_a_quotient_that_is_a_root_is_told_as_one(steps):
    assert "“Dora” has the largest quotient: about 15.55." in told(
        steps("huntington-hill", seats=6)
    )


@pytest.mark.parametrize(
    ("id", "rows"),
    [
        ("dhondt", [("1", "Dora", "22"), ("2", "Cleo", "19"), ("3", "Emil", "12")]),
        ("hare-remainder", [("1–2", "Cleo and Dora", "full quotas"), ("3", "Emil", "12")]),
        (
            "huntington-hill",
            [(n, name, "first place") for n, name in zip("123", FIRST, strict=True)],
        ),
    ],
)
def test_a_table_says_which_place_went_where(id, rows, program):
    question = asked(all_rules()[id])
    steps = trial.trial(question, liking=trial.divided)["explained"]["q1"]["steps"]
    with program.test_request_context(), speaking("en", "Europe/Paris"):
        found = quotients.order(question, steps)
    assert [(row["place"], row["text"], row["value"]) for row in found] == rows


def test_each_project_is_told_with_what_its_voters_paid(steps):
    said = told(steps("budget-equal-shares"))
    assert "“Anna” costs €10. Its 37 voters pay €0.27 at most, each. Left: €40." in said
    passed_over = told(steps("budget-greedy"))
    assert "It is not funded: “Cleo” is next. It costs €30, and €10 is left." in passed_over


def test_the_clearest_duel_is_held_first(steps):
    duels = [frame for frame in steps("ranked-pairs") if frame.title.startswith("Duel ")]
    assert "by 37 to 19" in duels[0].said[0]


def test_votes_that_are_enough_are_marked_and_said(steps):
    stages = steps("stv-scottish")[1:-1]
    assert stages[0].said[0] == "Votes needed to be elected: 15."
    assert all(stage.line for stage in stages)
    assert stages[1].rows[0].text


def test_without_a_ballot_there_is_nothing_to_go_through(program):
    question = asked(all_rules()["schulze"])
    nobody = {"turnout": {"cast": 0, "blank": 0}}
    with program.test_request_context(), speaking("en", "Europe/Paris"):
        assert [frame.said for frame in replay.frames(question, nobody, {})] == [
            ("There was no ballot in it.",)
        ]


def test_pages_lead_from_step_to_step(new_round, vote, close, browser):
    round = new_round()
    assert browser("Ada").get(f"/votes/{round.id}-the-lawn/count/q1/1").status_code == 403
    vote("Ada", round, q1_pick="o1")
    vote("Ben", round, q1_blank="1")
    close(round)
    ada = browser("Ada")
    result = ada.get(f"/votes/{round.id}-the-lawn").text
    assert f'href="/votes/{round.id}-the-lawn/count/q1/1"' in result
    first = ada.get(f"/votes/{round.id}-the-lawn/count/q1/1").text
    assert "Step 1 of 3" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    last = ada.get(f"/votes/{round.id}-the-lawn/count/q1/3").text
    assert "Back to the result" in last
    for nothing in ("q1/0", "q1/4", "q2/1"):
        assert ada.get(f"/votes/{round.id}-the-lawn/count/{nothing}").status_code == 404


@pytest.mark.parametrize(
    ("rule", "title", "headline"),
    [
        ("motion", "Do we buy it?", "Yes to “Do we buy it?”"),
        ("motion", "Purchase", "Adopted: Purchase"),
        ("consent", "Do you object to this?", "Adopted"),
        ("consent", "Purchase", "Adopted: Purchase"),
    ],
)
def test_what_is_adopted_is_no_yes_to_a_question_that_asks_for_a_stance(
    rule, title, headline, program
):
    question = new_question(title={"en": title}, rule=rule)
    with program.test_request_context(), speaking("en", "Europe/Paris"):
        assert verdicts.headline(question, {"verdict": "adopted"}) == headline
        said = headline.split(maxsplit=1)[0].rstrip(":")
        assert verdicts.answer(question, {"verdict": "adopted"}) == said
