"""Signing in and out. Passwords are compared between two short transactions, in neither."""

from flask import current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.community.models import SignUp
from civic.core import db
from civic.core.web import invalid, local_path
from civic.members.models import Member
from civic.sign_in import actions, limits, passwords, policies, sessions
from civic.sign_in.forms import CodeForm, JoinForm, LinkForm, PasswordForm
from civic.sign_in.sessions import SignedIn
from civic.sign_in.views import bp


@bp.get("/", to=policies.SIGN_IN)
def form() -> Response | str:
    if g.actor:
        policies.FOLLOW.check(g.actor, None)
        return redirect(local_path(request.args.get("next")))
    policies.SIGN_IN.check(g.actor, None)
    return _door()


@bp.post("/password", to=policies.SIGN_IN)
def by_password() -> Response:
    policies.SIGN_IN.check(g.actor, None)
    form = PasswordForm()
    if not form.validate():
        return invalid("sign_in/form.html", **_forms(password=form))
    with db.writing() as session:  # kept, whatever comes after
        if not _may_try(session, form.email.data):
            return _too_many()
        known = actions.password_of(session, form.email.data)
    matching = [
        m for m, stored in known or [(0, None)] if passwords.matches(form.password.data, stored)
    ]
    if len(matching) != 1:
        form.form_errors.append(
            _("Address and password do not match. Try again, or ask for a link.")
        )
        return invalid("sign_in/form.html", **_forms(password=form))
    with db.writing() as session:
        limits.forgive(session, account=form.email.data)
        member = session.get_one(Member, matching[0])
        return enter(session, member)


@bp.post("/link", to=policies.SIGN_IN)
def ask_for_link() -> Response:
    """The same answer for known and unknown addresses."""
    policies.SIGN_IN.check(g.actor, None)
    form = LinkForm()
    if not form.validate():
        return invalid("sign_in/form.html", **_forms(link=form))
    with db.writing() as session:
        if not _may_try(session, form.email.data):
            return _too_many()
        actions.send_link(
            session, address=form.email.data, letter=letter("link"), base_url=base_url()
        )
    return redirect(url_for(".sent"), code=303)


@bp.post("/code", to=policies.SIGN_IN)
def by_code() -> Response:
    policies.SIGN_IN.check(g.actor, None)
    form = CodeForm()
    if not form.validate():
        return invalid("sign_in/form.html", **_forms(code=form))
    with db.writing() as session:
        if not _may_try(session, "codes"):
            return _too_many()
        member = actions.enter_by_code(session, typed=form.code.data)
        if member:
            return enter(session, member)
    form.code.errors = [_("This code is not known, or was used already. Take the next one.")]
    return invalid("sign_in/form.html", **_forms(code=form))


@bp.get("/sent", to=policies.SIGN_IN)
def sent() -> str:
    policies.SIGN_IN.check(g.actor, None)
    return render("sign_in/sent.html", demo=current_app.config["CIVIC"].demo)


@bp.route("/join", methods=["GET", "POST"], to=policies.SIGN_IN)
def join() -> Response | str:
    policies.SIGN_IN.check(g.actor, None)
    form = JoinForm()
    if g.community.sign_up == SignUp.CLOSED or request.method == "GET":
        return render("sign_in/join.html", form=form, closed=g.community.sign_up == SignUp.CLOSED)
    if not form.validate():
        return invalid("sign_in/join.html", form=form, closed=False)
    with db.writing() as session:
        if not _may_try(session, form.email.data):
            return _too_many()
        actions.send_sign_up(
            session,
            name=form.name.data,
            address=form.email.data,
            letter=letter("join"),
            base_url=base_url(),
        )
    return redirect(url_for(".sent"), code=303)


@bp.post("/out", to=policies.ACCOUNT)
def out() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        actions.end_session(session, session_id=current_user.session_id, member_id=g.actor.id)
    logout_user()
    cookie.clear()
    flash(_("You are signed out."))
    return redirect(url_for("home.show"), code=303)


def enter(session: Session, member: Member) -> Response:
    """Begin a session under a new token, and lead to where the person was going."""
    device = request.user_agent.string
    token = sessions.begin(session, member_id=member.id, device=device)
    actions.note_entry(session, member.id)
    session.flush()
    wanted = cookie.pop("next", None) or request.form.get("next")
    cookie.clear()
    signed = sessions.signed_in(session, token)
    assert isinstance(signed, SignedIn)
    login_user(signed)
    answer = redirect(local_path(wanted), code=303)
    answer.set_cookie(
        "known", "1", max_age=31_536_000, httponly=True, samesite="Lax",
        secure=current_app.config["CIVIC"].secure,
    )  # fmt: skip
    return answer


def letter(name: str) -> actions.Letter:
    """A mail of the door, in the language of the page that asked for it."""
    subject, _blank, body = render(f"sign_in/mails/{name}.txt").partition("\n\n")
    return actions.Letter(subject.strip(), body)


def base_url() -> str:
    return str(current_app.config["CIVIC"].base_url)


def _may_try(session: Session, account: str) -> bool:
    return limits.count(
        session,
        account=account,
        address=request.remote_addr,
        known_device=request.cookies.get("known") == "1" and account != "codes",
    )


def _too_many() -> Response:
    answer = invalid("sign_in/too_many.html")
    answer.status_code = 429
    return answer


def _door() -> str:
    return render("sign_in/form.html", **_forms())


def _forms(**filled: object) -> dict[str, object]:
    forms: dict[str, object] = {
        "link": LinkForm(formdata=None),
        "password": PasswordForm(formdata=None),
        "code": CodeForm(formdata=None),
    }
    target = request.args.get("next") or request.form.get("next")
    return forms | filled | {"next": local_path(target), "sign_up": g.community.sign_up}
