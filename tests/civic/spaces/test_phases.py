"""The phases of a space: planned, entered by hand or by the calendar, and what each opens."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core.clock import now
from civic.spaces import ticking
from civic.spaces.models import Phase, Space

HERE = "/spaces/1-the-garden"


@pytest.fixture
def plan(browser):
    """Fay plans phases: ``(title, beginning, acts)``."""

    def save(*phases, name="Fay"):
        typed = {}
        for n, (title, starts, acts) in enumerate(phases, 1):
            typed |= {f"title-{n}": title, f"starts-{n}": starts, f"acts-{n}": acts}
        return browser(name).post(f"{HERE}/phases", data=typed)

    return save


def test_the_present_phase_is_told_in_words_and_opens_what_it_says(garden, plan, browser, look):
    plan(("Ideas", "", ["proposals.propose"]), ("Voting", "", []))
    first, second = look(select(Phase).order_by(Phase.position))
    browser("Fay").post(f"{HERE}/phases/{first.id}/enter")
    page = browser("Ben").get(HERE).text
    assert "Present phase:" in page
    assert "What is open to members now: propose." in page
    assert browser("Ben").get("/proposals/new/1-the-garden").status_code == 200
    browser("Fay").post(f"{HERE}/phases/{second.id}/enter")
    page = browser("Ben").get(HERE).text
    assert "Nothing is open to members now" in page
    assert browser("Ben").get("/proposals/new/1-the-garden").status_code == 403
    assert [phase.is_current for phase in look(select(Phase).order_by(Phase.position))] == [
        False, True,
    ]  # fmt: skip


def test_a_phase_begins_by_the_calendar_once_its_day_has_come(garden, plan, browser, at, look):
    tomorrow = now() + timedelta(days=1)
    plan(("Debate", tomorrow.strftime("%Y-%m-%dT%H:%M"), ["proposals.debate"]))
    assert "The next phase begins:" in browser("Ben").get(HERE).text
    ticking.run()
    assert not look(select(Phase))[0].is_current
    at(tomorrow + timedelta(days=1))
    ticking.run()
    ticking.run()
    assert look(select(Phase))[0].is_current
    told = look(select(AuditEntry.actor).where(AuditEntry.name == "PhaseEntered"))
    assert told == [None], "once, and by nobody's hand"
    home = browser("Ben").get("/").text
    assert "The platform began the phase “Debate”" in home, "the first one is no other one"


def test_an_archived_space_enters_no_phase(garden, plan, browser, at, look):
    plan(("Debate", "2030-01-01T10:00", ["proposals.propose"]))
    browser("Fay").post(f"{HERE}/archive", data={"archived": "1"})
    at(now() + timedelta(days=4_000))
    ticking.run()
    assert not look(select(Phase))[0].is_current


def test_planning_again_shows_the_plan_and_keeps_what_has_begun(garden, plan, browser, look):
    plan(("Ideas", "2030-01-01T10:00", ["proposals.propose"]))
    page = browser("Fay").get(f"{HERE}/phases").text
    assert 'value="Ideas"' in page
    assert 'value="2030-01-01T10:00"' in page
    assert 'value="proposals.propose" checked' in page
    browser("Fay").post(f"{HERE}/phases/{look(select(Phase.id))[0]}/enter")
    plan(("Debate", "", []))
    assert look(select(Phase.title).order_by(Phase.position)) == ["Ideas", "Debate"]


@pytest.mark.parametrize(
    "wrong",
    [("", "2030-01-01T10:00", []), ("x" * 81, "", []), ("Ideas", "soon", []), ("", "", ["x"])],
)
def test_a_phase_half_described_is_refused_and_nothing_is_lost(garden, plan, look, wrong):
    plan(("Kept", "", []))
    answer = plan(("Debate", "", []), wrong)
    assert answer.status_code == 422
    assert 'value="Debate"' in answer.text
    assert 'id="wrong-2"' in answer.text
    assert look(select(Phase.title)) == ["Kept"]


def test_a_phase_opens_nothing_that_there_is_not(garden, plan, look):
    plan(("Ideas", "", ["proposals.propose", "members.manage", "'"]))
    assert look(select(Phase.acts)) == [["proposals.propose"]]


def test_the_phase_of_another_space_is_not_entered_here(garden, browser, save, look):
    other = save(Space(title="The square"))
    phase = save(Phase(space_id=other.id, position=1, title="Theirs"))
    assert browser("Fay").post(f"{HERE}/phases/{phase.id}/enter").status_code == 404
    assert not look(select(Phase))[0].is_current


def test_a_phase_that_has_begun_is_renamed_and_opens_what_it_did(garden, plan, browser, look):
    plan(("Ideas", "", ["proposals.propose"]))
    (phase,) = look(select(Phase))
    browser("Fay").post(f"{HERE}/phases/{phase.id}/enter")
    there = f"{HERE}/phases/{phase.id}/rename"
    assert browser("Ben").post(there, data={"title": "Mine"}).status_code == 403
    said = browser("Fay").post(there, data={"title": " "}, follow_redirects=True).text
    assert "Name the phase" in said
    browser("Fay").post(there, data={"title": "Collecting"})
    (phase,) = look(select(Phase))
    assert (phase.title, phase.acts, phase.is_current) == (
        "Collecting",
        ["proposals.propose"],
        True,
    )


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Everything is open"), ("fr", "Tout est ouvert")]
)
def test_the_first_phase_is_named_in_the_language_of_its_space(
    language, title, browser, people, look
):
    """Whatever the language in which the founder reads the pages."""
    data = {
        "title": "The mill", "kind": "process", "language": language, "audience": "community",
        "joining": "open",
    }  # fmt: skip
    kim = browser("Kim", "fr" if language == "en" else "en")
    assert kim.post("/spaces/new", data=data).status_code == 303
    assert look(select(Phase.title)) == [title]
