"""The second proof at the door; and setting it up."""

import io

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import invalid
from civic.members.models import Member, MemberState
from civic.sign_in import devices, factors, limits, passkeys, policies, steps
from civic.sign_in.forms import SecondForm
from civic.sign_in.models import DoorStep, SecondFactor, StepKind
from civic.sign_in.views import bp
from civic.sign_in.views.door import enter, too_many, with_cure
from civic.sign_in.views.telling import tell_of_change


@bp.route("/second", methods=["GET", "POST"], to=policies.SIGN_IN, keeps_text=False)
def second() -> Response | str:
    """Whoever has passed the first door types a code of the app, or a recovery code."""
    policies.SIGN_IN.check(g.actor, None)
    secret, by = _under_way()
    with db.reading() as session:
        step = steps.look_at(session, StepKind.SECOND, secret)
    if step is None:
        flash(_("That took too long. Begin again."), "warn")
        return redirect(url_for(".form"), code=303)
    form = SecondForm()
    if request.method == "GET":
        return render("sign_in/second.html", form=form)
    if not form.validate():
        return invalid("sign_in/second.html", form=form)
    with db.writing() as session:
        step = steps.look_at(session, StepKind.SECOND, secret)
        member = session.get(Member, step.member_id) if step else None
        if step is None or member is None or member.state != MemberState.ACTIVE:
            return redirect(url_for(".form"), code=303)
        if not _may_try(session, member.id, form.code.data):
            return too_many()
        if how := _proven(session, member.id, form.code.data):
            return _go_on(session, step, member, by=by, how=how)
    form.code.errors = [_("This code is not right, or was used already. Wait for the next one.")]
    return invalid("sign_in/second.html", form=form)


def _go_on(session: Session, step: DoorStep, member: Member, *, by: str, how: str) -> Response:
    session.delete(step)
    limits.forgive_second(session, member_id=member.id, device=devices.name_for([member.id]))
    answer = enter(session, member, by=by, strong=True)
    if how == "recovery":
        tell_of_change(session, "recovery_used", member_id=member.id)
        left = factors.codes_left(session, member.id)
        said = ngettext("%(num)s recovery code is left.", "%(num)s recovery codes are left.", left)
        flash(with_cure(said, _("Is the telephone lost? Set the codes up on another one.")))
    return answer


def _under_way() -> tuple[bytes, str]:
    """The half sign-in of this browser, if there is one, and by which door it began."""
    try:
        secret, by = cookie.get("second", ("", ""))
        return bytes.fromhex(secret), str(by)
    except (ValueError, TypeError):
        return b"", ""


def _may_try(session: Session, member_id: int, typed: str) -> bool:
    if len(typed.replace(" ", "")) > 6:
        return limits.may_try_recovery(session, member_id=member_id)
    return limits.may_try_second(session, member_id=member_id, device=devices.name_for([member_id]))


def _proven(session: Session, member_id: int, typed: str) -> str | None:
    key = current_app.config["SECRET_KEY"]
    return factors.proves(session, member_id=member_id, typed=typed, secret_key=key)


@bp.post("/account/second/begin", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def begin_second() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        factors.begin(session, member_id=g.actor.id, secret_key=current_app.config["SECRET_KEY"])
    return redirect(url_for(".set_up_second"), code=303)


@bp.route(
    "/account/second", methods=["GET", "POST"], to=policies.ACCOUNT, keeps_text=False, fresh=True
)
def set_up_second() -> Response | str:
    """The secret is shown until a first code proves that the app has it."""
    policies.ACCOUNT.check(g.actor, None)
    form = SecondForm()
    secret = _secret()
    if secret is None:
        return redirect(url_for(".ways_in"), code=303)
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    if request.method == "GET":
        return render("sign_in/second_set_up.html", form=form, secret=spaced)
    if not form.validate():
        return invalid("sign_in/second_set_up.html", form=form, secret=spaced)
    with db.writing() as session:
        if not limits.may_try_second(session, member_id=g.actor.id, device="set up"):
            return too_many()
        codes = factors.confirm(
            session, member_id=g.actor.id, typed=form.code.data,
            secret_key=current_app.config["SECRET_KEY"],
        )  # fmt: skip
        if codes:
            factors.strengthen(session, session_id=current_user.session_id)
            tell_of_change(session, "second_on")
    if codes is None:
        form.code.errors = [_("This code is not right. Does your telephone show the right time?")]
        return invalid("sign_in/second_set_up.html", form=form, secret=spaced)
    return render("sign_in/recovery_codes.html", codes=codes, is_new=True)


@bp.get("/account/second/qr.svg", to=policies.ACCOUNT, fresh=True)
def second_picture() -> FlaskResponse:
    """What a telephone's camera reads. Made here: no other server sees the secret."""
    import segno

    policies.ACCOUNT.check(g.actor, None)
    secret = _secret() or abort(404)
    address = factors.address_of(secret, community=g.community.name, name=g.actor.name)
    room = io.BytesIO()
    segno.make(address, error="m").save(room, kind="svg", scale=5, border=3, light="#fff")
    return FlaskResponse(room.getvalue(), mimetype="image/svg+xml")


def _secret() -> str | None:
    with db.reading() as session:
        return factors.secret_of(
            session, member_id=g.actor.id, secret_key=current_app.config["SECRET_KEY"]
        )


@bp.post("/account/second/codes", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def new_recovery_codes() -> Response | str:
    """Shown once, kept nowhere; those printed before no longer work."""
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        if not factors.is_on(session, g.actor.id):
            return redirect(url_for(".ways_in"), code=303)
        codes = factors.fresh_codes(session, member_id=g.actor.id)
        tell_of_change(session, "new_codes")
    return render("sign_in/recovery_codes.html", codes=codes, is_new=False)


@bp.post("/account/second/off", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def switch_second_off() -> Response:
    """Also where a role asks for two proofs, if a passkey gives them; otherwise not."""
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        factor = session.get(SecondFactor, g.actor.id)
        if policies.needs_two_proofs(g.community, g.actor) and not passkeys.any_of(
            session, g.actor.id
        ):
            flash(_("Your role asks for two proofs. Add a passkey first."), "warn")
            return redirect(url_for(".ways_in"), code=303)
        if factor and factor.confirmed_at:
            tell_of_change(session, "second_off")
        factors.switch_off(session, member_id=g.actor.id)
    flash(_("Codes from an app are no longer asked for."))
    return redirect(url_for(".ways_in"), code=303)
