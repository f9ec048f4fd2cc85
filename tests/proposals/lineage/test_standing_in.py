"""A facilitator agrees in the place of an author who is gone, with a public reason."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.spaces import joining
from civic.spaces.models import Space
from proposals.lineage.models import Origin
from proposals.models import Stage


@pytest.fixture
def stand_in(browser):
    def say(text, reason="Ben has left the street.", version=1):
        there, data = f"{text}/made-from/2/stand-in", {"reason": reason, "version": version}
        return browser("Fay").post(there, data=data, follow_redirects=True)

    return say


def leave(garden, act):
    with db.writing() as session:
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)


def test_a_facilitator_agrees_with_a_reason_that_everybody_reads(
    two, join, garden, act, stand_in, publish, browser, stages
):
    text = join(*two)
    leave(garden, act)
    assert "Say why. Everybody will read it." in stand_in(text, reason=" ").text
    stand_in(text)
    publish(text)
    assert stages()[-1] == Stage.OPEN
    assert "Ben has left the street." in browser("Ada").get(text).text


def test_what_was_agreed_in_somebody_s_place_is_taken_back_until_it_is_published(
    two, join, garden, act, stand_in, publish, browser, look
):
    text = join(*two)
    back = f"{text}/made-from/2/take-back"
    leave(garden, act)
    assert browser("Fay").post(back).status_code == 403, "nothing was agreed yet"
    stand_in(text)
    assert "Take this agreement back" not in browser("Ada").get(text).text
    assert browser("Ada").post(back).status_code == 403
    assert "Take this agreement back" in browser("Fay").get(text).text
    browser("Fay").post(back)
    assert look(select(Origin.reason)) == ["", ""]
    assert "Not everybody has agreed" in publish(text).text
    stand_in(text)
    publish(text)
    assert browser("Fay").post(back).status_code == 403


def test_where_a_space_is_archived_nothing_is_offered_that_would_be_refused(
    two, join, garden, act, stand_in, browser
):
    text = join(*two)
    leave(garden, act)
    stand_in(text)
    with db.writing() as session:
        session.get_one(Space, garden.id).archived_at = now()
    for name in ("Fay", "Ada"):
        assert "/made-from/" not in browser(name).get(text).text
    assert browser("Fay").post(f"{text}/made-from/2/take-back").status_code == 403


def test_nobody_agrees_while_the_author_can_be_asked(two, join, stand_in, browser, look):
    text = join(*two)
    assert "Agree in the place of the author" not in browser("Fay").get(text).text
    assert "Its author can still be asked." in stand_in(text).text
    assert look(select(Origin.reason)) == ["", ""]


def test_a_facilitator_agrees_for_somebody_silent_for_a_fortnight(two, join, stand_in, look):
    text = join(*two)
    with db.writing() as session:
        for origin in session.exec(select(Origin)):
            origin.asked_at -= timedelta(days=14)
    stand_in(text, reason="No answer for two weeks.")
    assert look(select(Origin.reason).order_by(Origin.origin_id)) == [
        "", "No answer for two weeks.",
    ]  # fmt: skip


def test_nobody_agrees_for_somebody_who_declined_to_sign(two, join, stand_in, browser, look):
    text = join(*two)
    browser("Ben").post(f"{text}/unsign")
    assert "Its author can still be asked." in stand_in(text).text


@pytest.mark.parametrize("how", ["gone", "silent"])
def test_a_facilitator_agrees_to_the_words_that_they_read_and_to_no_others(
    two, join, garden, act, stand_in, publish, edit, stages, browser, how
):
    text = join(*two)
    if how == "gone":
        leave(garden, act)
    else:
        with db.writing() as session:
            for origin in session.exec(select(Origin)):
                origin.asked_at -= timedelta(days=14)
    stand_in(text)
    asked = "Do you agree to it?"
    edit("Ada", text, title="Plant nothing")
    assert (asked in browser("Ben").get("/").text) == (how == "silent"), "asked anew, if there"
    assert "Not everybody has agreed" in publish(text).text
    assert "The text has changed in the meantime" in stand_in(text, version=1).text
    stand_in(text, version=2)
    publish(text)
    assert stages()[-1] == Stage.OPEN
