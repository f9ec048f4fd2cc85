from flask import Response as FlaskResponse
from flask import current_app, flash, g, make_response, redirect, request, url_for
from flask import render_template as render
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.mail import SIGN_IN_FIRST, OutboxMail, post
from civic.core.web import Pages, base_url, invalid, page_or_fragment
from civic.feature import Erasure
from civic.members.actions import LastAdministrator
from civic.members.models import Member
from civic.privacy import actions, policies, register
from civic.privacy.models import DataCopy, Erasing

bp = Pages("privacy", __name__, url_prefix="/my-data")


@bp.get("/", to=policies.OWN)
def show() -> Response:
    """What I may take, and how I leave. The part about the copy asks again while it is made."""
    policies.OWN.check(g.actor, None)
    copy = db.session.get(DataCopy, g.actor.id)
    asked = db.session.get(Erasing, g.actor.id)
    return page_or_fragment(
        "privacy/show.html", "privacy/_copy.html", copy=copy, ready=actions.can_be_taken(copy),
        asked=asked, kept_for=policies.KEPT_FOR,
    )  # fmt: skip


@bp.get("/register", to=policies.REGISTER)
def of_processing() -> str:
    """What the community as controller, and whoever hosts it, must be able to show."""
    policies.REGISTER.check(g.actor, None)
    registry, config = current_app.extensions["registry"], current_app.config["CIVIC"]
    return render(
        "privacy/register.html",
        activities=register.activities(registry),
        around=register.surroundings(db.session, config),
        erasures=Erasure,
    )


@bp.post("/copy", to=policies.OWN, fresh=True)
def ask() -> Response:
    policies.OWN.check(g.actor, None)
    with db.writing() as session:
        actions.ask_for_copy(session, actor=g.actor)
    return redirect(url_for(".show"), code=303)


@bp.post("/copy/take", to=policies.OWN, fresh=True)
def take() -> Response:
    """Its address is the same for everybody and gives each their own: nothing can be passed on."""
    policies.OWN.check(g.actor, None)
    with db.writing() as session:
        content = actions.take(session, actor=g.actor)
    if content is None:
        gone = invalid(
            "errors/error.html", code=410, title=_("This copy is no longer here"),
            what=_("Each copy can be taken once, within seven days."),
            cure=_("Ask for a new one on the page about your data."),
        )  # fmt: skip
        gone.status_code = 410
        return gone
    answer = FlaskResponse(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = "attachment; filename=everything-about-me.zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/leave", methods=["GET", "POST"], to=policies.OWN, fresh=True)
def leave() -> Response | str:
    policies.OWN.check(g.actor, None)
    if request.method == "GET":
        return render("privacy/leave.html", days=policies.COOLING_OFF.days)
    if not request.form.get("sure"):
        return make_response(
            render("privacy/leave.html", days=policies.COOLING_OFF.days, unsure=True), 422
        )
    member = db.session.get_one(Member, g.actor.id)
    try:
        with db.writing() as session:
            asked = actions.ask_to_be_erased(
                session, actor=g.actor, with_texts=bool(request.form.get("with_texts"))
            )
            session.flush()
            if notice := _notice(member, asked):
                post(session, notice)
    except LastAdministrator:
        flash(_("Somebody else must become administrator first."), "warn")
        return redirect(url_for(".show"), code=303)
    return redirect(url_for(".show"), code=303)


@bp.post("/stay", to=policies.OWN)
def stay() -> Response:
    policies.OWN.check(g.actor, None)
    with db.writing() as session:
        stays = actions.stay(session, actor=g.actor)
    if stays:
        flash(_("You stay, and nothing is erased."))
    return redirect(url_for(".show"), code=303)


def _notice(member: Member, asked: Erasing) -> OutboxMail | None:
    """Somebody may have found an unlocked device: the mailbox hears of it at once."""
    if member.email is None:
        return None
    with force_locale(member.locale or g.community.languages[0]):
        text = render(
            "privacy/notices/leaving.txt", member=member, due=asked.due_at, address=base_url()
        )
    subject, _blank, body = text.strip().partition("\n\n")
    return OutboxMail(
        key=f"leaving:{member.pseudonym}:{asked.asked_at.isoformat()}:{int(asked.with_texts)}",
        member_id=member.id, address=member.email, subject=subject[:200],
        body=body.strip() + "\n", priority=SIGN_IN_FIRST,
    )  # fmt: skip
