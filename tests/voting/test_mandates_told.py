"""Votes passed on: preparing such a vote, who is told, and whose ballot an entity's is."""

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.feature import Parting
from civic.members.models import Member, MemberKind
from civic.spaces.models import Membership
from voting.models import Mandate, Round
from voting.parting import part

ONCE = {"onward": False, "most": 3}


@pytest.fixture
def voters_form(browser, new_round, look):
    """Send the page of who votes; what the round keeps of mandates, and the answer."""
    draft = new_round(opened=False)

    def send(**data):
        answer = browser("Fay").post(f"/votes/{draft.id}-the-lawn/edit/voters", data=data)
        return look(select(Round.mandates))[0], answer

    return send


def test_a_facilitator_lets_votes_be_passed_on(voters_form, browser, look):
    assert voters_form()[0] is None
    assert voters_form(passing="once", most="2")[0] == {"onward": False, "most": 2}
    assert voters_form(passing="onward", most="")[0] == {"onward": True, "most": None}
    (round,) = look(select(Round))
    check = browser("Fay").get(f"/votes/{round.id}-the-lawn/edit").text
    assert "A vote may be passed on to another voter, and by them to somebody else." in check


@pytest.mark.parametrize("most", ["", "0", "1001", "three"])
def test_a_proxy_needs_a_limit(voters_form, most):
    kept, answer = voters_form(passing="once", most=most)
    assert (kept, answer.status_code) == (None, 422)


def test_who_is_given_a_vote_is_told_and_so_is_whose_vote_is_declined(
    new_round, lets, told, browser, people
):
    round = new_round(mandates=ONCE)
    told()
    lets("Ben", "Ada", round)
    assert told() == ["ada@example.org"]
    lets("Ben", "Voter 1", round)
    assert told() == ["ada@example.org", "v1@example.org"], "taken back from Ada, given to another"
    browser("Voter 1").post(
        f"/votes/{round.id}-the-lawn/pass-on/decline", data={"giver": people["Ben"].id}
    )
    assert told() == ["ben@example.org"]


def test_nobody_is_told_of_what_does_not_stand_any_more(new_round, lets, told, browser, look):
    round = new_round(mandates=ONCE)
    told()
    lets("Ben", "Ada", round)
    browser("Ben").post(f"/votes/{round.id}-the-lawn/pass-on/take-back")
    assert told() == ["ada@example.org"]
    (mail,) = look(select(OutboxMail.subject))
    assert mail == "Ben took their vote back"


def test_who_represents_an_entity_passes_its_vote_on(
    save, garden, people, new_round, lets, told, look, browser
):
    mill = save(Member(name="Mill", kind=MemberKind.ENTITY, represented_by_id=people["Ben"].id))
    save(Membership(space_id=garden.id, member_id=mill.id))
    round = new_round(mandates=ONCE)
    told()
    assert lets("Ada", "Fay", round, **{"for": mill.id}).status_code == 403
    assert lets("Ben", "Ada", round, **{"for": mill.id}).status_code == 303
    assert look(select(Mandate.giver_id)) == [mill.id]
    assert told() == ["ada@example.org"]
    browser("Ada").post(f"/votes/{round.id}-the-lawn/pass-on/decline", data={"giver": mill.id})
    assert told() == ["ben@example.org"]
    (mail,) = look(select(OutboxMail.subject))
    assert mail == "Ada does not vote for Mill"


def test_a_mail_says_for_whom_one_is_to_vote(save, garden, people, new_round, lets, told, look):
    """Oneself, or an entity that one represents; and whether the vote can go further."""
    mill = save(Member(name="Mill", kind=MemberKind.ENTITY, represented_by_id=people["Ben"].id))
    save(Membership(space_id=garden.id, member_id=mill.id))
    people["Mill"] = mill
    once, onward = new_round(mandates=ONCE), new_round(mandates={"onward": True, "most": None})
    told()
    lets("Ada", "Mill", once)
    assert told() == ["ben@example.org"]
    (mail,) = look(select(OutboxMail))
    assert mail.subject == "Ada passed their vote on to Mill"
    assert "The ballot that you cast for Mill counts for both" in mail.body
    assert "If you do not vote, the vote of Ada is lost" in mail.body
    lets("Ada", "Ben", onward)
    assert told() == ["ben@example.org"]
    (mail,) = look(select(OutboxMail))
    assert mail.subject == "Ada passed their vote on to you"
    assert "If you neither vote nor pass it on, the vote of Ada is lost" in mail.body


def test_a_search_finds_whose_name_begins_so(new_round, browser):
    round = new_round(mandates=ONCE)
    where = f"/votes/{round.id}-the-lawn/pass-on"
    found = browser("Ben").get(f"{where}?words=ad").text
    assert "Ada" in found
    assert "Voter 1" not in found
    assert "Fay" not in browser("Ben").get(f"{where}?words=fay@").text, "addresses are not searched"
    assert "has a name that begins so" in browser("Ben").get(f"{where}?words=zzz").text
    assert "Whatever Ada chooses" in browser("Ben").get(f"{where}?to={_number(found)}").text


def _number(page):
    return page.partition("to=")[2].partition("&")[0]


def test_somebody_erased_votes_for_nobody_and_who_trusted_them_is_told(
    new_round, lets, told, look, people
):
    round = new_round(mandates=ONCE)
    lets("Ben", "Ada", round)
    told()
    ada = people["Ada"]
    with db.writing() as session:
        part(session, Parting(member_id=ada.id, name="Ada", address=None, with_texts=False))
    assert look(select(Mandate.declined)) == [True]
    assert told() == ["ben@example.org"]


def test_facilitators_see_no_number_of_mandates_below_the_smallest_group(
    new_round, lets, browser, save, garden, people
):
    more = [Member(name=f"Neighbour {n}") for n in range(12)]
    save(*more)
    save(*(Membership(space_id=garden.id, member_id=one.id) for one in more))
    people.update({one.name: one for one in more})
    round = new_round(mandates={"onward": True, "most": None})
    console = f"/votes/{round.id}-the-lawn/console"
    for number in range(12):
        lets(f"Neighbour {number}", "Ada", round)
        page = browser("Fay").get(console).text
        assert ("Fewer than 10 are passed on now." in page) == (number < 9)
    assert "10 or more are passed on now." in page
    assert "Neighbour" not in page
