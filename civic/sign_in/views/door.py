"""Signing in and out. Passwords are compared between two short transactions, in neither."""

from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_user, logout_user
from markupsafe import Markup
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from civic.community.models import SignUp
from civic.core import db
from civic.core.clock import now
from civic.core.web import base_url, invalid, local_path, number
from civic.members.models import Member, MemberState
from civic.sign_in import (
    actions,
    demo,
    devices,
    factors,
    joining,
    kept,
    limits,
    passwords,
    policies,
    sessions,
    steps,
    tokens,
)
from civic.sign_in.forms import CodeForm, DoorForm, JoinForm, PasswordForm
from civic.sign_in.models import StepKind
from civic.sign_in.sessions import SignedIn
from civic.sign_in.views import bp

WHO_FOR = 300
"""Seconds in which somebody says which of two people with one address and password they are."""


@bp.get("/", to=policies.SIGN_IN)
def form() -> Response | str:
    """With ``again`` also for who is signed in: some deeds want a proof that is fresh."""
    policies.SIGN_IN.check(g.actor, None)
    if g.actor and not request.args.get("again"):
        return redirect(local_path(request.args.get("next")))
    return render("sign_in/form.html", **forms())


@bp.post("/password", to=policies.SIGN_IN, keeps_text=False)
def by_password() -> Response:
    policies.SIGN_IN.check(g.actor, None)
    form = PasswordForm()
    if not form.validate():
        return invalid("sign_in/form.html", **forms(password=form))
    with db.writing() as session:  # kept, whatever comes after
        known = actions.password_of(session, form.email.data)
        attempt: dict[str, Any] = {
            "account": form.email.data,
            "address": request.remote_addr,
            "device": devices.name_for([member_id for member_id, _stored in known]),
        }
        if not limits.may_try_password(session, **attempt):
            return too_many()
    matching = [
        m for m, stored in known or [(0, None)] if passwords.matches(form.password.data, stored)
    ]
    if not matching:
        form.form_errors.append(
            _("Address and password do not match. Try again, or ask for a link.")
        )
        return invalid("sign_in/form.html", **forms(password=form))
    with db.writing() as session:
        limits.forgive_password(session, **attempt)
        if len(matching) == 1:
            return enter(session, session.get_one(Member, matching[0]), by="password")
    cookie["who"] = [matching, int(now().timestamp())]
    cookie["next"] = request.form.get("next")
    return redirect(url_for(".who"), code=303)


@bp.route("/who", methods=["GET", "POST"], to=policies.SIGN_IN, keeps_text=False)
def who() -> Response | str:
    """Two people share an address and a password: the password is right, but whose is it?"""
    policies.SIGN_IN.check(g.actor, None)
    ids, since = cookie.get("who", ([], 0))
    if not ids or now().timestamp() - since > WHO_FOR:
        return redirect(url_for(".form"))
    if request.method == "GET":
        found = select(Member).where(col(Member.id).in_(ids), Member.state == MemberState.ACTIVE)
        return render("sign_in/follow.html", people=db.session.exec(found).all())
    chosen = request.form.get("member", type=number)
    with db.writing() as session:
        member = session.get(Member, chosen) if chosen in ids else None
        if member and member.state == MemberState.ACTIVE:
            return enter(session, member, by="password")
    return redirect(url_for(".who"), code=303)


@bp.post("/link", to=policies.SIGN_IN, keeps_text=False)
def ask_for_link() -> Response:
    """The same answer for known and unknown addresses."""
    policies.SIGN_IN.check(g.actor, None)
    form = DoorForm()
    if not form.validate():
        return invalid("sign_in/form.html", **forms(link=form))
    mail = letter("link")
    with db.writing() as session:
        if not _may_mail(session, form.email.data):
            return too_many()
        actions.send_link(session, address=form.email.data, letter=mail, base_url=base_url())
    cookie["next"] = request.form.get("next")
    return redirect(url_for(".sent"), code=303)


@bp.get("/code", to=policies.SIGN_IN)
def code() -> Response | str:
    """The address on printed sheets: whoever types it in finds the one field that they need."""
    policies.SIGN_IN.check(g.actor, None)
    if g.actor:
        return redirect(url_for("home.show"))
    return render("sign_in/form.html", **forms(sheet_first=True))


@bp.post("/code", to=policies.SIGN_IN, keeps_text=False)
def by_code() -> Response:
    policies.SIGN_IN.check(g.actor, None)
    form = CodeForm()
    if not form.validate():
        return invalid("sign_in/form.html", **forms(code=form, sheet_first=True))
    with db.writing() as session:
        if not limits.may_try_code(session, address=request.remote_addr):
            return too_many()
        member = actions.enter_by_code(session, typed=form.code.data)
        if member:
            limits.forgive_code(session, address=request.remote_addr)
            answer = enter(session, member, by="code")
            flash(_codes_left(tokens.codes_left(session, member.id)))
            return answer
    form.code.errors = [_("This code is not known, or was used already. Take the next one.")]
    return invalid("sign_in/form.html", **forms(code=form, sheet_first=True))


@bp.get("/sent", to=policies.SIGN_IN)
def sent() -> str:
    policies.SIGN_IN.check(g.actor, None)
    return render(
        "sign_in/sent.html",
        demo=current_app.config["CIVIC"].demo,
        joining=bool(request.args.get("joining")),
    )


@bp.route("/join", methods=["GET", "POST"], to=policies.SIGN_IN, keeps_text=False)
def join() -> Response | str:
    policies.SIGN_IN.check(g.actor, None)
    form = JoinForm()
    if g.community.sign_up == SignUp.CLOSED or request.method == "GET":
        closed = g.community.sign_up == SignUp.CLOSED
        return render("sign_in/join.html", form=form, closed=closed)
    if not form.validate():
        return invalid("sign_in/join.html", form=form, closed=False)
    mail = letter("join")
    with db.writing() as session:
        if not _may_mail(session, form.email.data):
            return too_many()
        joining.send_sign_up(
            session,
            name=form.name.data,
            address=form.email.data,
            letter=mail,
            base_url=base_url(),
        )
    return redirect(url_for(".sent", joining=1), code=303)


@bp.post("/out", to=policies.ACCOUNT, keeps_text=False)
def out() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    present = current_user.session_id
    with db.writing() as session:
        farewells = current_app.extensions["registry"].farewells
        onward = next(
            (page for farewell in farewells if (page := farewell(session, present))), None
        )
        actions.end_session(session, session_id=present, member_id=g.actor.id)
    logout_user()
    cookie.clear()
    if not onward:
        flash(_("You are signed out."))
    return redirect(onward or url_for("home.show"), code=303)


def enter(session: Session, member: Member, *, by: str = "", strong: bool = False) -> Response:
    """Begin a session under a new token, and lead to where the person was going. ``by`` names the
    door. Whoever has an app for codes is asked for one first, unless the door was ``strong``, and
    proved two things by itself."""
    wanted = request.form.get("next") or cookie.get("next")
    if not strong and factors.is_on(session, member.id):
        step = steps.make(session, StepKind.SECOND, member_id=member.id)
        cookie["second"], cookie["next"] = [step.hex(), by], wanted
        return redirect(url_for("sign_in.second"), code=303)
    if g.actor:
        actions.end_session(session, session_id=current_user.session_id, member_id=g.actor.id)
    token = sessions.begin(
        session, member_id=member.id, device=request.user_agent.string, proof=by, strong=strong
    )
    actions.note_entry(session, member.id)
    session.flush()
    signed = sessions.signed_in(session.connection(), token)
    assert isinstance(signed, SignedIn)
    for note in current_app.extensions["registry"].entries:
        note(session, signed.session_id, member.id)
    text = kept.waiting(session, member_id=member.id, token=cookie.get("kept", ""))
    carried = {name: cookie[name] for name in ("kept",) if name in cookie}
    cookie.clear()
    cookie.update(carried, whose=member.id)
    cookie.permanent = True
    login_user(signed)
    answer = redirect(url_for(".kept") if text else local_path(wanted), code=303)
    devices.remember(answer, member.id)
    return answer


def letter(name: str, **context: object) -> actions.Letter:
    """A mail of the door, in the language of the page that asked for it."""
    text = render(f"sign_in/mails/{name}.txt", base_url=base_url(), **context)
    subject, _blank, body = text.partition("\n\n")
    return actions.Letter(subject.strip(), body)


def tell_invited(number: int) -> None:
    """What came of invitations by mail: sent, or kept where no mail leaves."""
    if current_app.config["CIVIC"].mail_is_read:
        flash(ngettext("%(num)s invitation is sent.", "%(num)s invitations are sent.", number))
        return
    flash(
        ngettext(
            "%(num)s invitation waits: no mail leaves yet.",
            "%(num)s invitations wait: no mail leaves yet.",
            number,
        ),
        "warn",
    )


def _codes_left(left: int) -> Markup:
    said = ngettext(
        "%(num)s code is left on your sheet.", "%(num)s codes are left on your sheet.", left
    )
    return with_cure(said, _("Add a passkey, which lets you in without it."))


def with_cure(said: str, cure: str) -> Markup:
    """A message that ends in a link to where members look after how they sign in."""
    return Markup('{} <a href="{}">{}</a>').format(said, url_for(".ways_in"), cure)


def _may_mail(session: Session, account: str) -> bool:
    return limits.may_ask_for_mail(session, account=account, address=request.remote_addr)


def too_many() -> Response:
    answer = invalid("sign_in/too_many.html")
    answer.status_code = 429
    return answer


def forms(**filled: object) -> dict[str, object]:
    """What the page at the door shows; ``filled`` comes back with its faults."""
    empty: dict[str, object] = {
        "link": DoorForm(formdata=None),
        "password": PasswordForm(formdata=None),
        "code": CodeForm(formdata=None),
    }
    target = request.args.get("next") or request.form.get("next")
    return (
        empty
        | filled
        | demo.shown(current_app.config["CIVIC"])
        | {
            "next": local_path(target),
            "sign_up": g.community.sign_up,
            "text_is_kept": bool(request.args.get("kept")),
        }
    )
