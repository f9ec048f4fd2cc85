"""Those who never came in are told where to sign in, many at once: by mail, or on paper."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO

import pytest
from sqlmodel import select

from civic.audit.models import AuditEntry
from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import CommunityRole, Member, MemberKind, MemberState
from civic.notifications import making
from civic.sign_in import welcoming
from civic.sign_in.models import Account

TABLE = b"name;e-mail\nIda;ida@x.org\nJan;jan@x.org\nOlga;\n"


@pytest.fixture
def town(people, save):
    """Of the named people all have come in. Ida and Jan never did, nor did three without mail."""
    for member in people.values():
        save(Account(member_id=member.id, last_sign_in_at=now()))
    save(
        Member(name="Ida", email="ida@x.org", locale="fr"),
        Member(name="Jan", email="jan@x.org"),
        Member(name="Gone", email="gone@x.org", state=MemberState.LEFT),
        Member(name="Lost", email="lost@x.org", email_bounced_at=now()),
        *(Member(name=name) for name in ("Olga", "Paul", "Rosa")),
        Member(name="Audit", role=CommunityRole.AUDITOR),
        Member(name="SCIC", kind=MemberKind.ENTITY, represented_by_id=people["Ada"].id),
    )


@pytest.fixture
def written(look):
    return lambda: sorted(look(select(OutboxMail.address)))


def test_those_who_never_came_in_get_one_mail_each_in_their_language(town, browser, look, written):
    kim = browser("Kim")
    assert "Write to 2 members" in kim.get("/members/tell").text
    assert written() == []
    assert kim.post("/members/tell").status_code == 303
    assert "E-mails are being written" in kim.get("/members/tell").text
    making.run()
    assert written() == ["ida@x.org", "jan@x.org"]
    mails = dict(look(select(OutboxMail.address, OutboxMail.body)))
    assert "http://localhost/sign-in/" in mails["jan@x.org"]
    assert "Hello Jan" in mails["jan@x.org"]
    assert "Bonjour Ida" in mails["ida@x.org"]
    assert "NewcomersTold" in look(select(AuditEntry.name))


def test_where_no_mail_leaves_paper_is_named_as_the_other_way(town, browser):
    page = browser("Kim").get("/members/tell").text
    assert "a printed sheet of codes lets in whoever has an address, too" in page
    assert "Print 6 sheets of codes" in page
    for page in ("/sign-in/account", "/sign-in/account/ways-in"):
        told = browser("Ada").get(page).text
        assert "No e-mail leaves this platform yet: set a password" in told
        assert "links by e-mail are enough" not in told


def test_where_no_mail_leaves_no_page_says_that_one_does(town, app, browser, save):
    kim, una = browser("Kim"), save(Member(name="Una", email="una@x.org"))
    assert "The e-mails wait until" in kim.post("/members/tell", follow_redirects=True).text
    making.run()
    page = kim.get("/members/tell").text
    assert "The e-mails to 3 members are written, and wait until" in page
    assert "once more" not in page
    assert "got the e-mail" not in page
    assert "once mail can leave" in kim.get(f"/members/{una.id}").text
    assert "No mail leaves this platform yet" in app.test_client().get("/sign-in/").text
    asked = {"email": "una@x.org"}
    sent = app.test_client().post("/sign-in/link", data=asked, follow_redirects=True).text
    assert "none will arrive" in sent
    assert "on its way" not in sent


def test_an_invitation_is_not_called_sent_where_no_mail_leaves(garden, browser):
    fay, here = browser("Fay"), "/spaces/1-the-garden/invite"
    assert "invitations wait, and reach nobody" in fay.get(here).text
    told = fay.post(here, data={"addresses": "neo@x.org", "role": "member"}, follow_redirects=True)
    assert "1 invitation waits: no mail leaves yet" in told.text
    assert "is sent" not in told.text


def test_nobody_is_written_to_twice_unless_one_says_so(town, browser, save, written):
    kim = browser("Kim")
    kim.post("/members/tell")
    assert "still leaving" in kim.post("/members/tell", follow_redirects=True).text
    making.run()
    save(Member(name="Una", email="una@x.org"))
    assert "Write to 1 member<" in kim.get("/members/tell").text
    kim.post("/members/tell")
    making.run()
    assert written() == ["ida@x.org", "jan@x.org", "una@x.org"]
    kim.post("/members/tell", data={"again": "1"})
    making.run()
    assert written() == sorted(["ida@x.org", "jan@x.org", "una@x.org"] * 2)


def test_who_comes_in_meanwhile_is_left_in_peace(town, browser, save, look, written):
    browser("Kim").post("/members/tell")
    ida = look(select(Member.id).where(Member.name == "Ida"))[0]
    save(Account(member_id=ida, last_sign_in_at=now()))
    making.run()
    assert written() == ["jan@x.org"]


def test_after_an_import_the_next_step_is_to_tell_them(people, browser):
    kim = browser("Kim")
    data = {"apply": "1", "packed": _packed(kim)}
    answer = kim.post("/members/import", data=data)
    assert answer.location == "/members/tell"
    assert "3 members were added." in kim.get("/members/tell").text


def _packed(client):
    page = client.post("/members/import", data={"file": (BytesIO(TABLE), "t.csv")})
    return re.search('name="packed" value="([^"]+)"', page.text)[1]


def test_sheets_for_all_who_have_no_address_each_with_codes_of_their_own(town, browser, is_in):
    kim = browser("Kim")
    assert "Print 6 sheets of codes" in kim.get("/members/tell").text
    page = kim.post("/members/sheets").text
    assert "localhost/members/sheets" not in page, "an address that is nothing to who gets a sheet"
    sheets = page.split('<section class="sheet')[1:]
    assert [re.search("Codes for ([A-Za-z]+)", sheet)[1] for sheet in sheets] == [
        "Olga", "Paul", "Rosa",
    ]  # fmt: skip
    codes = [re.findall('class="code">([^<]+)<', sheet) for sheet in sheets]
    assert [len(each) for each in codes] == [8, 8, 8]
    assert "Open this address: http://localhost/sign-in/code" in sheets[0]
    assert len({code for each in codes for code in each}) == 24
    paul = browser(None)
    paul.post("/sign-in/code", data={"code": codes[1][0]})
    assert is_in(paul)
    assert "Welcome, Paul" in paul.get("/").text


def test_where_no_mail_leaves_all_sheets_are_printed_in_one_go(town, browser):
    kim = browser("Kim")
    page = kim.post("/members/sheets", data={"everybody": "1"}).text
    assert re.findall("Codes for ([A-Za-z]+)", page) == [
        "Ida",
        "Jan",
        "Lost",
        "Olga",
        "Paul",
        "Rosa",
    ]
    told = kim.get("/members/tell").text
    assert "Print " not in told, "they have theirs"


def test_a_sheet_that_works_is_not_printed_over(town, browser, look):
    kim = browser("Kim")
    first = re.findall('class="code">([^<]+)<', kim.post("/members/sheets").text)
    assert "3 members have sheets of codes" in kim.get("/members/tell").text
    again = kim.post("/members/sheets", follow_redirects=True).text
    assert "Nobody is left who needs a sheet." in again
    stranger = browser(None)
    assert stranger.post("/sign-in/code", data={"code": first[0]}).status_code == 303


def test_many_sheets_are_printed_by_and_by(people, browser, save, monkeypatch):
    monkeypatch.setattr(welcoming, "SHEETS_AT_ONCE", 2)
    save(*(Member(name=name) for name in ("Olga", "Paul", "Rosa")))
    kim = browser("Kim")
    counts = [kim.post("/members/sheets").text.count('<section class="sheet') for _ in range(3)]
    assert counts == [2, 1, 0]


def test_two_who_print_at_once_print_no_sheet_twice(app, town, act):
    """On PostgreSQL the second would read before the first has written."""

    def other():
        with app.app_context(), db.writing() as session:
            return welcoming.print_sheets(session, actor=act.kim)

    with ThreadPoolExecutor(1) as hands:
        with db.writing() as session:
            assert len(welcoming.print_sheets(session, actor=act.kim)) == 3
            second = hands.submit(other)
            with suppress(TimeoutError):
                second.result(timeout=0.3)
        assert second.result() == []


def test_only_administrators_tell_and_print(town, browser, written):
    for name in ("Ada", "Fay"):
        for answer in (
            browser(name).get("/members/tell"),
            browser(name).post("/members/tell"),
            browser(name).post("/members/sheets"),
        ):
            assert answer.status_code == 403
    making.run()
    assert written() == []


def test_it_costs_as_much_for_many_as_for_few(town, browser, save, statements):
    kim = browser("Kim")

    def cost():
        statements.clear()
        kim.get("/members/tell")
        return len(statements)

    few = cost()
    save(*(Member(name=f"Person {n}", email=f"{n}@x.org") for n in range(100)))
    assert cost() == few <= 12


@pytest.mark.thorough
def test_two_administrators_who_press_at_once_write_to_nobody_twice(
    town, lou, save, press_at_once, look, written
):
    save(Account(member_id=lou.id, last_sign_in_at=now()))
    again = {"again": "1"}
    pressed = [(name, "/members/tell", again) for name in ("Kim", "Lou", "Kim", "Lou")]
    assert press_at_once(*pressed) == [303] * 4
    told = look(select(AuditEntry.name).where(AuditEntry.name == "NewcomersTold"))
    assert told == ["NewcomersTold"]
    making.run()
    assert written() == ["ida@x.org", "jan@x.org"]
