"""A door is switched off by one administrator at once, on by two, and shut for good by two."""

from sqlmodel import select

from civic.members.models import Member
from civic.notifications import making
from tests.civic.partners.conftest import is_signed_in, states, way_out


def test_one_administrator_switches_off_at_once_and_two_switch_on(
    browser, connection, second, enter, come_back, mails
):
    lou, kim, page = browser(None), browser("Kim"), f"/connections/{connection.id}"
    enter(lou, connection, name="Lou")
    kim.post(f"{page}/off")
    assert not is_signed_in(lou)
    assert "The choir" not in browser(None).get("/sign-in/").text
    answer = browser(None).post(f"/sign-in/with/{connection.id}")
    assert "is switched off for now" in answer.text
    making.run()
    told = [mail for mail in mails() if "is switched off" in mail.subject]
    assert [mail.address for mail in told] == ["ben@example.org"]
    act = kim.post(f"{page}/on").location
    assert browser(None).post(f"/sign-in/with/{connection.id}").status_code == 400
    browser("Ben").post(f"{act}/agree")
    assert come_back(lou, connection).status_code == 303
    assert is_signed_in(lou)


def test_new_terms_do_not_open_a_door_that_was_switched_off(
    browser, connection, second, look, come_back
):
    kim, page = browser("Kim"), f"/connections/{connection.id}"
    kim.post(f"{page}/off")
    kim.post(f"{page}/rules", data={"kind": "category", "claim": "kind"})
    browser("Ben").post(f"{kim.post(f'{page}/ask').location}/agree")
    assert states(look) == ["replaced", "in_force"]
    assert browser(None).post(f"/sign-in/with/{connection.id}").status_code == 400


def test_a_shut_door_is_shut(browser, connection, second, enter, come_back, look, provider):
    lou = browser(None)
    enter(lou, connection, name="Lou")
    kim, page = browser("Kim"), f"/connections/{connection.id}"
    assert kim.post(f"{page}/revoke", data={"farewell": ""}).status_code == 422
    act = kim.post(f"{page}/revoke", data={"farewell": "Ask Fay for a code."}).location
    assert is_signed_in(lou)
    ben = browser("Ben")
    assert "Ask Fay for a code." in ben.get(act).text
    ben.post(f"{act}/agree")
    assert not is_signed_in(lou)
    assert "The choir" not in browser(None).get("/sign-in/").text
    answer = browser(None).post(f"/sign-in/with/{connection.id}")
    assert answer.status_code == 400
    assert "Ask Fay for a code." in answer.text
    assert len(look(select(Member).where(Member.name == "Lou"))) == 1


def test_who_is_on_the_way_when_the_door_shuts_does_not_come_in(browser, connection, provider):
    client = browser(None)
    back = provider.authorize(way_out(client.post(f"/sign-in/with/{connection.id}")))
    browser("Kim").post(f"/connections/{connection.id}/off")
    assert "is switched off for now" in client.get(back).text
