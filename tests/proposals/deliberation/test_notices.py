"""Who is told what, and that everybody is told once."""

from sqlmodel import col, select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import making
from civic.spaces import joining
from civic.spaces.models import Space

HERE = "/proposals/1-plant-trees"


def test_an_answer_reaches_its_addressee_and_followers_once_each(says, look, people, browser):
    root = says("Ada", "Where shall they stand?")
    says("Fay", "I listen.")
    making.run()
    with db.writing() as session:
        for mail in session.exec(select(OutboxMail)):
            session.delete(mail)
    says("Ben", "Ask @Fay about it.", to=root)
    making.run()
    mails = look(select(OutboxMail).order_by(col(OutboxMail.address)))
    assert [mail.address for mail in mails] == ["ada@example.org", "fay@example.org"]
    assert "/proposals/1/comments/3" in mails[0].body
    assert all(mail.unsubscribe for mail in mails)


def test_who_turned_it_off_is_told_nothing(says, look, people):
    root = says("Ada", "Where?")
    with db.writing() as session:
        session.get(Member, people["Ada"].id).mail_choices = {"mine": False}
    says("Ben", "There.", to=root)
    making.run()
    assert "ada@example.org" not in look(select(OutboxMail.address))


def test_who_cannot_see_the_space_any_more_is_told_nothing(says, look, act, garden):
    says("Ada", "@Ben, could you?")
    with db.writing() as session:
        joining.leave(session, space=session.get_one(Space, garden.id), actor=act.ben)
    making.run()
    assert look(select(OutboxMail.address)) == []


def test_a_message_that_was_taken_away_meanwhile_is_told_to_nobody(says, look, browser):
    says("Ada", "@Ben, you fool.")
    browser("Fay").post(f"{HERE}/comments/1/remove", data={"reason": "It insults."})
    making.run()
    told = select(OutboxMail.address).where(col(OutboxMail.key).startswith("CommentAdded"))
    assert look(told) == []


def test_one_click_ends_the_mails_of_this_kind_and_can_do_nothing_else(says, look, people, browser):
    root = says("Ada", "Where?")
    says("Ben", "There.", to=root)
    making.run()
    mine = OutboxMail.member_id == people["Ada"].id
    (address,) = look(select(OutboxMail.unsubscribe).where(mine))
    path = address.partition("//")[2].partition("/")[2]
    nobody = browser(None)
    assert nobody.get(f"/{path}").status_code == 200
    assert look(select(Member.mail_choices).where(Member.id == people["Ada"].id)) == [{}]
    assert nobody.post(f"/{path}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert look(select(Member.mail_choices).where(Member.id == people["Ada"].id)) == [
        {"mine": False}
    ]
    assert nobody.get("/sign-in/account").status_code in (302, 303)
    assert nobody.post(f"/{path[:-2]}xx").status_code == 404
