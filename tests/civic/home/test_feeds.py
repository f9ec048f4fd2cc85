"""Calendar and feeds: signed in, for all where open to read, or by an address of one's own."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from sqlmodel import select

from civic.community.actions import the_community
from civic.core import db
from civic.core.clock import now
from civic.home.models import FeedAddress
from civic.spaces.models import Membership, Space
from voting import actions

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def events(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data).walk("VEVENT")


def entries(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    for needed in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert feed.findtext(needed, namespaces=ATOM)
    return feed.findall("a:entry", ATOM)


@pytest.fixture
def own(browser):
    """The path of one of somebody's own feeds."""

    def address(name, feed="deadlines.ics"):
        client = browser(name)
        client.post("/feeds/address")
        page = client.get("/feeds").text
        start = page.index("http://localhost/feeds/") + len("http://localhost")
        return page[start : page.index("</code>", start)].rpartition("/")[0] + "/" + feed

    return address


@pytest.fixture
def open_garden(app, garden):
    with db.writing() as session:
        session.get_one(Space, garden.id).audience = "internet"
        the_community(session).open_to_read = True


def test_the_calendar_holds_the_ends_of_votes(browser, ballot):
    round = ballot()
    (event,) = events(browser("Ben").get("/deadlines.ics"))
    assert event["SUMMARY"] == "The lawn"
    assert abs(event.decoded("DTSTART") - now() - timedelta(days=1)) < timedelta(minutes=1)
    assert event["URL"] == f"http://localhost/votes/{round.id}-the-lawn"


def test_an_event_keeps_its_name_when_the_end_moves(app, browser, ballot, act):
    round = ballot()
    before = events(browser("Ben").get("/deadlines.ics"))[0]
    with db.writing() as session:
        actions.extend(
            session, round_id=round.id, actor=act.fay, reason="Holidays.",
            closes_at=now() + timedelta(days=9),
        )  # fmt: skip
    after = events(browser("Ben").get("/deadlines.ics"))[0]
    assert (before["UID"], before["DTSTART"]) != (after["UID"], after["DTSTART"])
    assert before["UID"] == after["UID"]


def test_decisions_are_a_feed(browser, ballot, closed):
    closed(ballot())
    (entry,) = entries(browser("Ben").get("/decisions.atom"))
    assert entry.findtext("a:title", namespaces=ATOM) == "The lawn"
    assert "Nobody voted" in entry.findtext("a:summary", namespaces=ATOM)
    assert entry.find("a:link", ATOM).get("href").startswith("http://localhost/votes/")


def test_titles_cannot_break_out_of_a_feed(browser, ballot):
    ballot('<b>"Lawn"</b> & ]]> \\, ;\nBEGIN:VEVENT')
    (event,) = events(browser("Ben").get("/deadlines.ics"))
    (entry,) = entries(browser("Ben").get("/deadlines.atom"))
    assert event["SUMMARY"].startswith('<b>"Lawn"</b> & ]]>')
    assert entry.findtext("a:title", namespaces=ATOM).startswith('<b>"Lawn"</b> & ]]>')


def test_visitors_read_what_is_open_to_everybody(browser, ballot, open_garden):
    ballot()
    assert len(events(browser(None).get("/deadlines.ics"))) == 1
    assert len(entries(browser(None).get("/deadlines.atom"))) == 1


def test_visitors_read_nothing_of_a_space_of_its_own_members(browser, ballot, open_garden, garden):
    ballot()
    with db.writing() as session:
        session.get_one(Space, garden.id).audience = "space"
    assert events(browser(None).get("/deadlines.ics")) == []
    assert entries(browser(None).get("/deadlines.atom")) == []


def test_visitors_read_nothing_where_members_only_read(browser, ballot):
    ballot()
    assert browser(None).get("/deadlines.ics").status_code == 302


def test_ones_own_address_needs_no_sign_in(browser, own, ballot, look):
    ballot()
    path = own("Ben")
    assert len(events(browser(None).get(path))) == 1
    assert len(entries(browser(None).get(path.replace("ics", "atom")))) == 1
    for secret in look(select(FeedAddress.nonce)):
        assert secret not in path, "the address is signed, not the row's word"


def test_ones_own_address_reads_only_what_one_may_read(browser, own, ballot):
    ballot()
    assert events(browser(None).get(own("Zoe"))) == []


def test_an_address_reads_feeds_and_opens_nothing_else(browser, own, ballot):
    ballot()
    client = browser(None)
    path = own("Ben")
    client.get(path)
    assert client.get("/sign-in/account").status_code == 302
    assert client.post(path).status_code == 405
    assert client.get(path.rpartition("/")[0] + "/").status_code == 404
    assert "Set-Cookie" not in client.get(path).headers


def test_an_address_that_is_taken_back_is_nobodys(browser, own, ballot):
    ballot()
    first = own("Ben")
    second = own("Ben")
    assert browser(None).get(first).status_code == 404
    browser("Ben").post("/feeds/address", data={"deed": "drop"})
    assert browser(None).get(second).status_code == 404


def test_a_forged_address_is_refused(browser, own, ballot):
    path = own("Ben")
    assert browser(None).get(path.replace("/feeds/", "/feeds/x")).status_code == 404
    assert browser(None).get("/feeds/W10.abc/deadlines.ics").status_code == 404


def test_who_leaves_a_space_reads_on_without_it(app, browser, own, ballot, people, garden):
    ballot()
    path = own("Ben")
    with db.writing() as session:
        session.delete(session.get_one(Membership, (garden.id, people["Ben"].id)))
    shown = events(browser(None).get(path))
    assert [event["SUMMARY"] for event in shown] == ["The lawn"], "Ben is still on the roll"
    assert events(browser(None).get(own("Zoe"))) == []


def test_the_feed_speaks_its_members_language(app, browser, own, ballot):
    ballot()
    browser("Ben").post("/language", data={"language": "fr", "next": "/"})
    (entry,) = entries(browser(None).get(own("Ben", "deadlines.atom")))
    assert entry.findtext("a:summary", namespaces=ATOM).startswith("Le vote se ferme.")
