from flask import abort, current_app, g, request
from flask import render_template as render
from itsdangerous import BadSignature
from sqlmodel import col, select

from civic.core import db
from civic.core.mail import OutboxMail
from civic.core.web import Pages
from civic.members.models import Member
from civic.notifications import policies
from civic.notifications.making import read_unsubscribe

bp = Pages("notifications", __name__)


@bp.route("/unsubscribe/<signed>", methods=["GET", "POST"], to=policies.UNSUBSCRIBE)
def unsubscribe(signed: str) -> str:
    """A GET shows a button; the POST, of a person or of a mail program (RFC 8058), does it."""
    policies.UNSUBSCRIBE.check(g.actor, None)
    try:
        member_id, choice = read_unsubscribe(signed)
    except (BadSignature, ValueError):
        abort(404)
    if request.method == "POST":
        with db.writing() as session:
            member = session.get(Member, member_id) or abort(404)
            member.mail_choices = dict(member.mail_choices) | {choice: False}
            session.add(member)
    return render("notifications/unsubscribe.html", done=request.method == "POST")


@bp.get("/demo/mail", to=policies.DEMO_MAIL)
def demo_mail() -> str:
    """The demo's mail is read here. Elsewhere this page does not exist."""
    policies.DEMO_MAIL.check(g.actor, None)
    if not current_app.config["CIVIC"].demo:
        abort(404)
    found = select(OutboxMail).order_by(col(OutboxMail.id).desc()).limit(50)
    return render("notifications/mail.html", mails=db.session.exec(found).all(), demo=True)


@bp.get("/mail", to=policies.MAIL)
def mail() -> str:
    """What could not be delivered, and what waits. Never a secret."""
    policies.MAIL.check(g.actor, None)
    found = (
        select(OutboxMail)
        .where(col(OutboxMail.sent_at).is_(None))
        .order_by(col(OutboxMail.id).desc())
        .limit(100)
    )
    return render("notifications/mail.html", mails=db.session.exec(found).all(), demo=False)
