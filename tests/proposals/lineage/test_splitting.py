"""One proposal becomes several, by the same table the other way."""

import pytest
from sqlmodel import select

from civic.core.mail import OutboxMail
from civic.notifications import making
from civic.notifications.models import PendingNotice
from proposals.lineage.models import Origin
from proposals.models import Making, Proposal, Stage


@pytest.fixture
def split(propose, browser):
    """Somebody splits Ada's proposal into two; the addresses of it and of the first part."""

    def begin(by: str = "Ada", into: str = "2") -> tuple[str, str]:
        address = propose("Ada")
        answer = browser(by).post(f"{address}/split", data={"into": into})
        assert answer.status_code == 303
        return address, answer.location

    return begin


def test_its_parts_are_published_together_and_it_leads_to_them(split, browser, publish, look):
    address, first = split()
    assert look(select(Proposal.title).order_by(Proposal.id))[1:] == [
        "Plant trees (1)",
        "Plant trees (2)",
    ]
    page = browser("Ada").get(first).text
    assert "The parts, which are published together:" in page
    said = publish(first).text
    assert "The parts are published." in said
    assert look(select(Proposal.stage).order_by(Proposal.id)) == [
        Stage.CONTINUED,
        Stage.OPEN,
        Stage.OPEN,
    ]
    page = browser("Ben").get(address).text
    assert "Plant trees (1)" in page
    assert "Plant trees (2)" in page
    assert "One part of this proposal" in browser("Ben").get(first).text


def test_with_one_part_left_there_is_nothing_to_split(split, browser, publish, look):
    _address, first = split()
    browser("Ada").post("/proposals/3/discard")
    assert "Only one part is left" in browser("Ada").get(first).text
    assert "Not everybody has agreed" in publish(first).text
    assert look(select(Proposal.stage).order_by(Proposal.id)) == [Stage.OPEN, Stage.DRAFT]


def test_its_author_is_told_once_that_no_part_is_left(split, browser, look):
    split(by="Fay")
    for part in (2, 3):
        assert look(select(PendingNotice).where(PendingNotice.fact == "OriginTakenOut")) == []
        browser("Fay").post(f"/proposals/{part}/discard")
    making.run()
    told = [mail.address for mail in look(select(OutboxMail)) if "TakenOut" in mail.key]
    assert told == ["ada@example.org"]


def test_a_facilitator_splits_with_the_author_s_agreement_to_each_part(
    split, agree, publish, browser, look
):
    address, first = split(by="Fay")
    agree("Ada", first, address)
    assert "Not everybody has agreed" in publish(first, by="Fay").text
    agree("Ada", "/proposals/3", address)
    publish(first, by="Fay")
    assert look(select(Proposal.stage).order_by(Proposal.id))[1:] == [Stage.OPEN, Stage.OPEN]


def test_no_part_is_published_in_other_words_than_were_read(split, browser, edit, look):
    """Ada looks at the first part, while Ben, who signs, writes the second anew."""
    _address, first = split()
    seen = {"version-2": 1, "version-3": 1}
    assert 'name="version-3" value="1"' in browser("Ada").get(first).text
    edit("Ada", "/proposals/3", body="Of plastic.")
    said = browser("Ada").post(f"{first}/made-from/publish", data=seen, follow_redirects=True)
    assert "The text has changed in the meantime" in said.text
    assert look(select(Proposal.stage).order_by(Proposal.id))[1:] == [Stage.DRAFT, Stage.DRAFT]


def test_its_author_gets_one_mail_that_names_all_parts(split, look):
    split(by="Fay", into="5")
    making.run()
    (mail,) = look(select(OutboxMail))
    assert mail.address == "ada@example.org"
    assert all(f"/proposals/{part}\n" in mail.body for part in range(2, 7))


@pytest.mark.parametrize("into", ["", "1", "6", "many"])
def test_into_two_to_five(propose, browser, into, look):
    answer = browser("Ada").post(f"{propose('Ada')}/split", data={"into": into})
    assert answer.status_code == 422
    assert "Choose how many." in answer.text
    assert look(select(Origin)) == []


def test_what_is_split_is_not_split_again(split, browser):
    address, _first = split(into="3")
    answer = browser("Ada").post(f"{address}/split", data={"into": "2"})
    assert "It is being joined or split already" in answer.text


def test_parts_say_of_what(split, look):
    split(into="3")
    assert look(select(Proposal.made).order_by(Proposal.id)) == [None, *[Making.SPLIT] * 3]
    assert set(look(select(Origin.origin_id))) == {1}
