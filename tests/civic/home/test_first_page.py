"""The first page: what waits for me, what is new, what became of it."""

import re
from datetime import timedelta

import pytest

from civic.community.actions import the_community
from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.sign_in.models import Account
from civic.spaces import joining
from civic.spaces.models import Membership, Space
from proposals import actions as proposals
from proposals.deliberation import actions as deliberation
from proposals.models import Proposal, Verdict


def words(answer) -> str:
    """What a page says, without its marks."""
    within_sentences = re.sub(r"</?(a|strong|time)\b[^>]*>", "", answer.text)
    plain = re.sub(r"<[^>]+>", " ", within_sentences).replace("\u00a0", " ")
    return " ".join(plain.split())


def test_it_says_how_many_things_wait_in_words(browser, ballot):
    ballot("The lawn"), ballot("The shed"), ballot("The gate")
    assert "Hello Ben, three things are waiting for you" in browser("Ben").get("/").text
    assert "Bonjour Ben, trois choses vous attendent" in browser("Ben", "fr").get("/").text


def test_one_thing_and_nothing_have_sentences_of_their_own(browser, ballot):
    assert "Bonjour Ben, rien ne vous attend" in browser("Ben", "fr").get("/").text
    ballot()
    assert "Bonjour Ben, une chose vous attend" in browser("Ben", "fr").get("/").text


def test_the_most_urgent_stands_first_with_its_end_and_its_length(browser, ballot):
    ballot("Later", days=9), ballot("Sooner", days=3)
    page = browser("Ben").get("/").text
    assert page.index("Sooner") < page.index("Later")
    assert "About one minute." in page
    assert "2\u00a0days left" in page  # and a bit less than a third


def test_more_than_four_things_stand_behind_a_fold(browser, ballot):
    for number in range(6):
        ballot(f"Vote number {number}", days=number + 1)
    shown, _fold, folded = browser("Ben").get("/").text.partition("<details")
    assert "Vote number 3</strong>" in shown
    assert "Vote number 4</strong>" not in shown
    assert "Two more things" in folded
    assert "Vote number 5</strong>" in folded


def test_who_has_voted_is_not_asked_again_and_is_told_what_was_decided(browser, ballot, closed):
    round = ballot()
    page = browser("Ben").post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o2"})
    assert page.status_code == 303
    assert "nothing is waiting for you" in browser("Ben").get("/").text
    closed(round)
    assert "A bench The lawn Voters: 1, you among them." in words(browser("Ben").get("/"))
    assert "A bench The lawn Voters: 1." in words(browser("Ada").get("/"))


def test_what_waits_for_me_is_not_among_the_dates_too(browser, ballot, garden, people, save):
    ballot("The lawn")
    _, soon, _ = browser("Ben").get("/").text.partition(">Soon<")
    assert not soon, "it stands above, with its end"
    save(Membership(space_id=garden.id, member_id=people["Zoe"].id, role="observer"))
    _, soon, dates = browser("Zoe").get("/").text.partition(">Soon<")
    assert "The lawn" in dates, "who may not vote reads when it ends"


def test_what_one_person_did_several_times_is_one_sentence(browser, ballot, idea):
    ballot("The lawn"), idea("Plant pear trees"), ballot("The shed")
    for number in range(3):
        ballot(f"Gate {number}")
    page = words(browser("Ben").get("/"))
    told = "Fay opened five votes: Gate 2, Gate 1, Gate 0, The shed, …"
    assert page.count("Fay opened") == 1
    assert told in page, "four are named"
    assert "Ada published the proposal Plant pear trees." in page


def test_ideas_that_lack_little_support_ask_for_it(browser, idea, garden):
    with db.writing() as session:
        session.get_one(Space, garden.id).support_threshold = 3
    pears, hens = idea("Plant pear trees"), idea("Keep some hens")
    browser("Fay").post(f"/proposals/{pears.id}/support", data={"version": 1})
    page = words(browser("Ben").get("/")).partition("Close to being debated")[2]
    nearest = page.index("Plant pear trees 2 more supports before the debate")
    assert nearest < page.index("Keep some hens 3 more supports before the debate")
    assert "Close to being debated" not in browser("Ada").get("/").text, "she wrote them"
    for one in (pears, hens):
        browser("Ben").post(f"/proposals/{one.id}/support", data={"version": 1})
    assert "Close to being debated" not in browser("Ben").get("/").text, "nothing is left to ask"


def test_it_tells_what_became_of_my_idea_and_of_those_i_support(app, browser, idea, act):
    pears = idea()
    with db.writing() as session:
        proposal = session.get_one(Proposal, pears.id)
        proposals.support(session, proposal=proposal, actor=act.ben)
        proposals.move_on(session, proposal=proposal, actor=act.fay)
    assert "Your proposal is being debated." in browser("Ada").get("/").text
    assert "You support it. It is being debated." in browser("Ben").get("/").text
    with db.writing() as session:
        proposal = session.get_one(Proposal, pears.id)
        proposals.decide(session, proposal=proposal, actor=act.fay, verdict=Verdict.ADOPTED)
    assert "Your proposal was adopted." in browser("Ada").get("/").text
    assert "You supported it. It was adopted." in browser("Ben").get("/").text


def test_what_became_of_it_is_not_told_to_who_has_left(browser, idea, garden, act):
    pears = idea()
    with db.writing() as session:
        proposal = session.get_one(Proposal, pears.id)
        proposals.support(session, proposal=proposal, actor=act.ben)
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)
        proposals.decide(session, proposal=proposal, actor=act.fay, verdict=Verdict.ADOPTED)
    assert browser("Ben").get(f"/proposals/{pears.id}").status_code == 404
    assert "pear" not in browser("Ben").get("/").text
    assert "Your proposal was adopted." in browser("Ada").get("/").text


def test_it_tells_what_others_did_since_my_last_visit(app, browser, idea, act, at):
    present = now()
    ben = browser("Ben")
    at(present + timedelta(hours=1))
    ben.get("/")
    at(present + timedelta(hours=3))
    pears = idea()
    with db.writing() as session:
        deliberation.write(
            session, actor=act.ada, proposal=session.get_one(Proposal, pears.id),
            body="They flower early.", language="en", now=now(),
        )  # fmt: skip
    at(present + timedelta(hours=5))
    page = words(ben.get("/"))
    assert "Ada published the proposal Plant pear trees. new" in page
    assert "Plant pear trees new 1 message" in page
    assert "Plant pear trees new" in words(ben.get("/")), "the same visit still marks it"
    at(present + timedelta(hours=6))
    later = words(ben.get("/"))
    assert "Ada published the proposal Plant pear trees." in later, "it stays for a week"
    assert "new" not in later.partition("What happened in your spaces")[2].split()
    at(present + timedelta(days=8))
    ben.get("/")
    at(present + timedelta(days=8, hours=3))
    gone = words(ben.get("/"))
    assert "Nothing happened in your spaces in the last seven days." in gone
    mine = words(browser("Ada").get("/"))
    assert "published the proposal" not in mine, "my own deeds are no news"


def test_who_belongs_nowhere_is_shown_the_way(browser, garden):
    page = browser("Zoe").get("/").text
    assert "You belong to no space yet." in page
    assert 'href="/spaces/"' in page


def test_nothing_of_a_closed_space_leaks(browser, idea, ballot, closed):
    idea()
    round = ballot()
    closed(round)
    page = browser("Zoe").get("/").text
    assert "The lawn" not in page
    assert "pear" not in page


def test_a_visitor_reads_what_it_is_and_how_to_come_in(app, browser, save, ballot, closed, garden):
    closed(ballot("Behind the hedge"))
    shut = browser(None).get("/").text
    assert "Mill Street" in shut
    assert "How a decision comes about" in shut
    assert "Behind the hedge" not in shut
    with db.writing() as session:
        session.get_one(Space, garden.id).audience = "internet"
        the_community(session).open_to_read = True
    opened = browser(None).get("/").text
    assert "Behind the hedge" in opened
    assert "Recently decided" in opened


def test_the_first_page_takes_a_fixed_number_of_statements(browser, ballot, idea, statements):
    ben = browser("Ben")
    ballot(), idea()
    ben.get("/")

    def taken():
        statements.clear()
        assert ben.get("/").status_code == 200
        return len(statements)

    few = taken()
    for number in range(5):
        ballot(f"Vote number {number}"), idea(f"Idea number {number}")
    assert taken() == few <= 14


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_a_plain_form(browser, look, theme):
    for name in (None, "Ben"):
        client = browser(name)
        client.post("/theme", data={"theme": theme, "next": "/"})
        assert f'data-theme="{theme}"' in client.get("/").text
        client.post("/theme", data={"theme": "", "next": "/"})
        assert "data-theme" not in client.get("/").text


def test_the_language_button_changes_a_members_mails_too(browser, people, look):
    ben = browser("Ben")
    ben.post("/language", data={"language": "fr", "next": "/"})
    assert 'lang="fr"' in ben.get("/").text
    with db.reading() as session:
        assert session.get_one(Member, people["Ben"].id).locale == "fr"


def test_who_saves_data_gets_no_font(browser):
    assert "title-700.woff2" in browser(None).get("/").text
    thrifty = browser(None).get("/", headers={"Save-Data": "on"})
    assert "woff2" not in thrifty.text
    assert "data-nofont" in thrifty.text
    assert "Save-Data" in thrifty.headers["Vary"]


# The first steps of a new community.


@pytest.fixture
def founder(people, browser):
    """Kim, in a house that nobody has named yet; the members are there."""
    with db.writing() as session:
        the_community(session).name = "Civic"
    return browser("Kim")


def test_a_founder_is_led_to_the_first_vote(founder):
    said = words(founder.get("/"))
    assert "Hello Kim, your community begins here" in said
    assert "1 of 5 is done" in said
    for address in ("/settings", "/sign-in/account/ways-in", "/spaces/new"):
        assert f'href="{address}">' in founder.get("/").text
        assert founder.get(address).status_code == 200


def test_every_member_is_offered_to_propose_and_who_facilitates_to_prepare_a_vote(browser, garden):
    for name, offered in {"Ben": True, "Fay": True, "Zoe": False}.items():
        page = browser(name).get("/").text
        assert ('href="/proposals/new"' in page) is offered, name
        assert ('href="/votes/new"' in page) is (name == "Fay"), name


def test_the_steps_end_by_being_taken(founder, people, save):
    with db.writing() as session:
        the_community(session).name = "Mill Street"
    assert "2 of 5 are done" in words(founder.get("/"))
    save(Account(member_id=people["Kim"].id, password="$argon2id$"))
    assert "3 of 5 are done" in words(founder.get("/"))
    space = save(Space(title="Garden"))
    assert "4 of 5 are done" in words(founder.get("/"))
    save(Membership(space_id=space.id, member_id=people["Ada"].id))
    assert "Welcome, Kim" in words(founder.get("/"))


def test_they_are_an_administrators_business(founder, browser):
    page = browser("Ben").get("/").text
    assert "The first steps" not in page
    assert "/settings" not in page
    assert "/settings" in founder.get("/votes/").text


def test_a_newcomer_is_welcomed(browser, garden):
    page = words(browser("Zoe").get("/"))
    assert "Welcome, Zoe" in page
    assert "What happened in your spaces" not in page


def test_both_ways_in_that_a_founder_is_offered_are_to_be_found(founder):
    page = founder.get("/sign-in/account/ways-in").text
    assert 'href="/sign-in/account#password"' in page
    assert 'id="password"' in founder.get("/sign-in/account").text
