"""My account: what I choose there holds, and my address changes only with both mailboxes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member
from civic.notifications import making
from civic.sign_in.models import AddressChange, OneTimeToken, SignInSession
from civic.sign_in.sessions import FRESH

ACCOUNT = "/sign-in/account"
CHOSEN = {
    "name": "Ben", "locale": "en", "time_zone": "Europe/Paris", "theme": "",
    "votes": "y", "mine": "y", "followed": "y", "duties": "y",
}  # fmt: skip


@pytest.fixture
def ben(people, look):
    return lambda: look(select(Member).where(Member.id == people["Ben"].id))[0]


@pytest.fixture
def choose(browser):
    def save(client=None, **changes):
        kept = {name: value for name, value in (CHOSEN | changes).items() if value is not None}
        return (client or browser("Ben")).post(ACCOUNT, data=kept)

    return save


def page(client, address="/"):
    return client.get(address).get_data(as_text=True)


# Language, time, light, mail.


def test_the_language_holds_on_every_device_and_in_mails(choose, browser, ben):
    choose(locale="fr")
    assert '<html lang="fr"' in page(browser("Ben"), ACCOUNT)
    assert ben().locale == "fr"


def test_times_are_those_of_the_zone(choose, browser, people, at, save):
    save(SignInSession(token_hash="0" * 64, member_id=people["Ben"].id, device="Firefox Linux"))
    choose(time_zone="Pacific/Auckland")
    shown = page(browser("Ben"), ACCOUNT)
    assert "Times in Pacific/Auckland" in shown
    there = now() + timedelta(hours=12)  # or 13: the day is told by the zone
    assert any(f"{there + timedelta(hours=h):%A} " in shown for h in (0, 1))


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_light_and_dark_hold_on_every_device(choose, browser, theme):
    choose(theme=theme)
    assert f'data-theme="{theme}"' in page(browser("Ben"))
    choose(theme="")
    assert "data-theme" not in page(browser("Ben"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("locale", "xx"), ("time_zone", "Mars/Olympus"), ("theme", "pink"), ("name", " ")],
)
def test_what_is_no_choice_is_told_and_nothing_saved(choose, ben, field, value):
    assert choose(**{field: value}).status_code == 422
    assert (ben().name, ben().theme) == ("Ben", None)


def test_only_the_mails_that_i_want_are_made(choose, ben):
    choose(followed=None)
    assert ben().mail_choices == {"votes": True, "mine": True, "followed": False, "duties": True}
    with db.writing() as session:
        assert making._people(session, [ben().id], "followed") == []
        assert [m.name for m in making._people(session, [ben().id], "votes")] == ["Ben"]


def test_an_account_shows_and_saves_nobody_elses(choose, browser, people, look):
    choose(client=browser("Ada"), name="Ada L.", id=str(people["Ben"].id))
    assert look(select(Member.name).order_by(Member.id))[:2] == ["Ada L.", "Ben"]
    assert browser(None).get(ACCOUNT).status_code in (302, 401, 403)


# Another address.


@pytest.fixture
def move(browser):
    def ask(address="ben@new.example", client=None):
        return (client or browser("Ben")).post(f"{ACCOUNT}/address", data={"email": address})

    return ask


@pytest.fixture
def links(mails, link_in):
    """Address -> the newest link mailed there."""
    return lambda: {mail.address: link_in(mail) for mail in mails() if mail.has_secret}


def test_an_address_changes_when_both_mailboxes_have_said_yes(move, browser, links, mails, ben):
    move()
    sent = links()
    assert set(sent) == {"ben@example.org", "ben@new.example"}
    client = browser(None)
    assert "ben@new.example" in page(client, sent["ben@example.org"])
    client.post(sent["ben@new.example"])
    assert ben().email == "ben@example.org"
    client.post(sent["ben@example.org"])
    assert ben().email == "ben@new.example"
    assert ben().email_confirmed_at is not None
    assert [mail.address for mail in mails()][-1] == "ben@example.org"  # the farewell
    assert browser(None).post(sent["ben@new.example"]).status_code == 410


def test_the_old_mailbox_alone_changes_nothing(move, browser, links, ben):
    move()
    browser(None).post(links()["ben@example.org"])
    assert ben().email == "ben@example.org"


def test_a_look_at_a_link_confirms_nothing(move, browser, links, look):
    move()
    for link in links().values():
        assert browser(None).get(link).status_code == 200
    change = look(select(AddressChange))[0]
    assert (change.new_agreed, change.old_agreed) == (False, False)


def test_two_changes_at_once_confirm_only_their_own(move, browser, mails, link_in, ben):
    move("one@new.example")
    move("two@new.example")
    first_new, first_old, second_new, second_old = [link_in(mail) for mail in mails()]
    client = browser(None)
    client.post(first_new)
    client.post(second_old)
    assert ben().email == "ben@example.org"  # a yes to one is no yes to the other
    client.post(first_old)
    assert ben().email == "one@new.example"
    assert client.post(second_new).status_code == 410
    assert ben().email == "one@new.example"


def test_a_mailbox_that_is_lost_is_not_asked(move, browser, links, save, people, ben):
    with db.writing() as session:
        session.get(Member, people["Ben"].id).email_bounced_at = now()
    move()
    assert set(links()) == {"ben@new.example"}
    browser(None).post(links()["ben@new.example"])
    assert (ben().email, ben().email_bounced_at) == ("ben@new.example", None)


def test_links_of_a_change_end_after_a_day_and_with_a_new_password(move, browser, links, at, ben):
    client = browser("Ben")
    move(client=client)
    client.post(f"{ACCOUNT}/password", data={"password": "quatre mots que voici"})
    for link in links().values():
        assert browser(None).post(link).status_code == 410
    move()
    sent = links()
    at(now() + timedelta(hours=25))
    assert browser(None).post(sent["ben@new.example"]).status_code == 410
    assert ben().email == "ben@example.org"


def test_a_mail_tells_of_a_new_password(browser, people, mails):
    browser("Ben").post(f"{ACCOUNT}/password", data={"password": "quatre mots que voici"})
    assert mails()[-1].address == "ben@example.org"
    assert "The password was changed" in mails()[-1].body


def test_an_unlocked_device_that_was_found_changes_no_address(move, browser, at, look):
    client = browser("Ben")
    at(now() + FRESH + timedelta(minutes=1))
    assert "again=1" in move(client=client).location
    assert look(select(OneTimeToken)) == []


def test_who_has_left_confirms_nothing(move, browser, links, people, ben):
    move()
    browser("Kim").post(f"/members/{people['Ben'].id}/state", data={"state": "left"})
    for link in links().values():
        assert browser(None).post(link).status_code == 410
    assert ben().email == "ben@example.org"


def test_an_old_link_leads_to_where_a_new_one_is_asked_for(browser, garden):
    gone = browser(None).get("/sign-in/link/too-old")
    assert gone.status_code == 410
    assert '<a class="btn" href="/sign-in/">Sign in</a>' in gone.text
    assert 'class="btn" href="/sign-in/"' not in browser("Ben").get("/sign-in/link/too-old").text


def test_an_administrator_without_an_address_is_told_a_way_that_works(people, garden, browser):
    """Nobody prints a sheet for the one who administers alone."""
    with db.writing() as session:
        for name in ("Kim", "Ben"):
            session.get_one(Member, people[name].id).email = None
    kims, bens = (browser(name).get("/sign-in/account").text for name in ("Kim", "Ben"))
    assert "civic member link" in kims
    assert "sheet of codes" not in kims
    assert "ask a facilitator for a sheet of codes" in bens
