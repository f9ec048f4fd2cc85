"""Who is told what, and that everybody is told once."""

from sqlmodel import col, select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.notifications import making

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
