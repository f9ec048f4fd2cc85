"""Links from mails: a GET shows a button and changes nothing, the button does it."""

from flask import g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import invalid
from civic.members.models import MemberState
from civic.sign_in import actions, policies, tokens
from civic.sign_in.models import Purpose
from civic.sign_in.views import bp
from civic.sign_in.views.door import enter


@bp.route("/link/<secret>", methods=["GET", "POST"], to=policies.FOLLOW)
def follow(secret: str) -> Response | str:
    policies.FOLLOW.check(g.actor, None)
    if request.method == "GET":
        token = tokens.look_at(db.session, secret, Purpose.SIGN_IN, Purpose.WELCOME)
        if token is None:
            return _gone()
        people = actions.members_at(db.session, token.address) if token.address else []
        return render("sign_in/follow.html", people=people)
    with db.writing() as session:
        member = actions.enter_by_link(
            session, secret=secret, member_id=request.form.get("member", type=int)
        )
        if member:
            return enter(session, member)
    return _gone()


@bp.route("/join/<secret>", methods=["GET", "POST"], to=policies.FOLLOW)
def accept(secret: str) -> Response | str:
    policies.FOLLOW.check(g.actor, None)
    if request.method == "GET":
        token = tokens.look_at(db.session, secret, Purpose.SIGN_UP, Purpose.INVITATION)
        return render("sign_in/accept.html", token=token) if token else _gone()
    with db.writing() as session:
        member = actions.join(session, secret=secret)
        if member and member.state == MemberState.ACTIVE:
            return enter(session, member)
    if member:
        return redirect(url_for(".requested"), code=303)
    return _gone()


@bp.get("/requested", to=policies.FOLLOW)
def requested() -> str:
    policies.FOLLOW.check(g.actor, None)
    return render("sign_in/requested.html")


@bp.route("/address/<secret>", methods=["GET", "POST"], to=policies.FOLLOW)
def confirm(secret: str) -> Response | str:
    policies.FOLLOW.check(g.actor, None)
    if request.method == "GET":
        token = tokens.look_at(db.session, secret, Purpose.CONFIRM_ADDRESS)
        return render("sign_in/confirm.html", token=token) if token else _gone()
    with db.writing() as session:
        member = actions.confirm_address(session, secret=secret)
    if member is None:
        return _gone()
    return redirect(url_for("sign_in.account" if g.actor else "sign_in.form"), code=303)


def _gone() -> Response:
    answer = invalid(
        "errors/error.html",
        code=410,
        title=_("This link no longer works"),
        what=_("It was used already, or is too old, or a newer one was sent."),
        cure=_("Ask for a new one where you sign in."),
    )
    answer.status_code = 410
    return answer
