from flask import abort, current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from itsdangerous import BadSignature
from sqlmodel import col, func, select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.core.web import Pages, number
from civic.members.models import Member
from civic.notifications import actions, faults, policies, queries, ticking
from civic.notifications.making import read_unsubscribe

bp = Pages("notifications", __name__)


@bp.route(
    "/unsubscribe/<signed>", methods=["GET", "POST"], to=policies.UNSUBSCRIBE, from_elsewhere=True
)
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
    language = func.coalesce(Member.locale, g.community.languages[0])  # as mails are written
    found = (
        select(OutboxMail, language)
        .join(Member, col(Member.id) == OutboxMail.member_id, isouter=True)
        .order_by(col(OutboxMail.id).desc())
        .limit(50)
    )
    return render("notifications/demo_mail.html", mails=db.session.exec(found).all())


@bp.get("/mail", to=policies.MAIL)
def mail() -> str:
    """What came back or was given up, and what waits. Never a text, never a secret."""
    policies.MAIL.check(g.actor, None)
    waits, moment = request.args.get("show") == "waiting", now()
    ticks, last = db.session.info["registry"].ticks, ticking.last_run(db.session)
    page = queries.undelivered(
        db.session, given_up=not waits, size=50, before=request.args.get("before", type=number)
    )
    return render(
        "notifications/mail.html",
        page=page,
        waits=waits,
        standing=queries.standing(db.session, now=moment),
        runs=ticking.runs(db.session, ticks.values(), now=moment),
        last=last,
        is_still=last is not None and last < moment - ticking.LATE,
        rests=ticking.rest_in(db.session),
        config=current_app.config["CIVIC"],
        cure=faults.cure,
    )


@bp.post("/mail/<int:mail_id>/again", to=policies.MAIL)
def try_again(mail_id: int) -> Response:
    policies.MAIL.check(g.actor, None)
    with db.writing() as session:
        if not actions.try_again(session, actor=g.actor, mail_id=mail_id):
            abort(404)
    flash(_("It is sent again within a minute."))
    return redirect(url_for(".mail"), code=303)
