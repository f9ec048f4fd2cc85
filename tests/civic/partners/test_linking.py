"""One more way in for somebody who is a member: proved on both sides, never by an address."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.members.models import Member
from civic.partners.models import PartnerAccount
from civic.sign_in import recovering, sessions
from civic.sign_in.models import SignInSession
from tests.civic.partners.conftest import is_signed_in, way_out


@pytest.fixture
def add(provider):
    """Ask to add a way in, go there and come back."""

    def go_there(client, connection, **person):
        gone = client.post(f"/sign-in/with/{connection.id}/link")
        assert gone.status_code == 200, gone.location
        return client.get(provider.authorize(way_out(gone), **person))

    return go_there


def linked(look):
    return look(select(PartnerAccount.member_id))


def test_a_member_adds_a_way_in_and_comes_in_by_it(
    browser, connection, add, come_back, look, people
):
    client = browser("Ada")
    answer = add(client, connection, name="A. Lovelace")
    assert answer.location == "/sign-in/with/link"
    assert "A. Lovelace" in client.get(answer.location).text
    assert linked(look) == []
    client.post(answer.location)
    assert linked(look) == [people["Ada"].id]
    assert "The choir" in client.get("/sign-in/account").text
    later = browser(None)
    come_back(later, connection)
    assert is_signed_in(later)
    assert len(linked(look)) == 1


def test_the_provider_has_to_ask_anew(browser, connection, add, provider, look):
    """28: an open session there is no proof."""
    provider.claims = {"auth_time": None}
    assert "did not ask you again" in add(browser("Ada"), connection).text
    assert linked(look) == []


def test_the_member_has_to_have_signed_in_lately(browser, connection, look):
    """28"""
    client = browser("Ada")
    with db.writing() as session:
        (device,) = session.exec(select(SignInSession))
        device.created_at = now() - timedelta(hours=1)
    answer = client.post(f"/sign-in/with/{connection.id}/link")
    assert "again=1" in answer.location


def test_nobody_is_tied_by_following_an_address(browser, connection, add, provider, look, people):
    """28: Mallory's way back in Ada's browser."""
    mallory, ada = browser("Ben"), browser("Ada")
    gone = mallory.post(f"/sign-in/with/{connection.id}/link")
    back = provider.authorize(way_out(gone), sub="mallory")
    assert ada.get(back).status_code == 400
    ada.post("/sign-in/with/link")
    assert linked(look) == []


def test_who_was_let_in_anew_comes_in_by_no_old_account_until_it_is_added_again(
    browser, connection, add, come_back, enter, people, look
):
    """Whoever took the account over there may hold it still."""
    enter(browser(None), connection, name="Lou")
    (lou,) = look(select(Member).where(Member.name == "Lou"))
    people["Lou"] = lou
    with db.writing() as session:
        kim = Actor(id=people["Kim"].id, is_admin=True)
        recovering.perform(session, kim, {"member_id": lou.id, "address": "lou@new.example"})
    stranger = browser(None)
    answer = come_back(stranger, connection)
    assert "this account of The choir no longer does" in answer.text
    assert not is_signed_in(stranger)
    client = browser("Lou")
    assert "add it again below" in client.get("/sign-in/account").text
    client.post(add(client, connection).location)
    assert is_signed_in(client)
    come_back(stranger, connection)
    assert is_signed_in(stranger)
    assert linked(look) == [lou.id]


def test_a_way_in_that_is_shut_is_no_other_way_in(
    browser, other_provider, connect, connection, enter, save, look
):
    """The last account that lets somebody in is not taken away."""
    client, other = browser(None), connect(other_provider, "The town")
    enter(client, connection, name="Lou", email=None)
    (mine,) = look(select(PartnerAccount))
    about = {"connection_id": other.id, "issuer": other.issuer, "member_id": mine.member_id}
    save(PartnerAccount(subject="lou", **about))
    browser("Kim").post(f"/connections/{other.id}/off")
    answer = client.post("/sign-in/with/unlink", data={"account": mine.id})
    assert "only way in" in client.get(answer.location).text
    assert len(linked(look)) == 2


def test_anothers_account_is_not_added(browser, connection, add, look, people):
    ben = browser("Ben")
    ben.post(add(ben, connection).location)
    ada = browser("Ada")
    answer = ada.post(add(ada, connection).location)
    assert answer.status_code == 400
    assert "belongs to another member" in answer.text
    assert linked(look) == [people["Ben"].id]


def test_a_provider_without_id_tokens_cannot_prove_it(browser, provider, connect):
    hub = connect(provider, profile="github")
    assert "did not ask you again" in browser("Ada").post(f"/sign-in/with/{hub.id}/link").text


def test_a_way_in_is_taken_away(browser, connection, add, look):
    client = browser("Ada")
    client.post(add(client, connection).location)
    (account,) = look(select(PartnerAccount))
    assert (
        browser("Ben").post("/sign-in/with/unlink", data={"account": account.id}).status_code == 404
    )
    assert len(linked(look)) == 1
    client.post("/sign-in/with/unlink", data={"account": account.id})
    assert linked(look) == []


def test_the_only_way_in_stays(browser, connection, enter, look):
    client = browser(None)
    enter(client, connection)
    (account,) = look(select(PartnerAccount))
    answer = client.post("/sign-in/with/unlink", data={"account": account.id})
    assert "only way in" in client.get(answer.location).text
    assert len(linked(look)) == 1


def test_who_signs_in_as_another_is_told_where_to_add_it(browser, connection, come_back, look):
    client = browser("Ada")
    answer = come_back(client, connection)
    assert answer.location == "/sign-in/account"
    assert "not one of your ways in" in client.get(answer.location).text
    assert linked(look) == []


def test_what_one_member_brought_another_does_not_add(browser, connection, add, look, people, save):
    """28: on a device that two share, the second one signs in before the first has said yes."""
    client = browser("Ada")
    add(client, connection)
    with client.session_transaction() as cookies, db.writing() as session:
        cookies["_user_id"] = sessions.begin(session, member_id=people["Ben"].id)
    assert client.get("/sign-in/with/link").location == "/sign-in/account"
    client.post("/sign-in/with/link")
    assert linked(look) == []


def test_who_signed_in_meanwhile_is_not_who_asked(browser, connection, provider, look, people):
    """28: the way back belongs to the member who began it, too."""
    client = browser("Ada")
    back = provider.authorize(way_out(client.post(f"/sign-in/with/{connection.id}/link")))
    with client.session_transaction() as cookies, db.writing() as session:
        cookies["_user_id"] = sessions.begin(session, member_id=people["Ben"].id)
    assert client.get(back).status_code == 400
    assert linked(look) == []
