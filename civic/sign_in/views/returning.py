"""A form sent after its session had ended: kept, and given back once its writer is in again."""

from urllib.parse import urlsplit

from flask import current_app, g, make_response, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import local_path
from civic.sign_in import kept as texts
from civic.sign_in import limits, policies
from civic.sign_in.models import KeptText
from civic.sign_in.views import bp

HOUSE_KEEPING = {"csrf_token"}


@bp.get("/kept", to=policies.ACCOUNT)
def kept() -> Response | str:
    """What was typed, to be looked at and sent."""
    policies.ACCOUNT.check(g.actor, None)
    found = _waiting()
    if found is None:
        return redirect(url_for("home.show"))
    return render("sign_in/kept.html", **_shown(found.path, found.fields, kept_id=found.id))


@bp.post("/kept", to=policies.ACCOUNT, keeps_text=False)
def send_kept() -> Response:
    """Leads the browser to send the same form on to where it belongs (307), or drops it."""
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        found = texts.waiting(session, member_id=g.actor.id, token=cookie.pop("kept", ""))
        if found:
            session.delete(found)
    if found is None or request.form.get("kept_deed") == "drop":
        return redirect(url_for("home.show"), code=303)
    return redirect(found.path, code=307)


def fields() -> texts.Fields:
    """All that was typed in the present form, in order; files cannot be kept."""
    return [
        (name, value) for name, value in request.form.items(multi=True) if name not in HOUSE_KEEPING
    ]


def keep() -> bool:
    """Whether the present form waits now for whoever signs in here."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "keeps_text", False):
        return False
    with db.writing() as session:
        if not limits.may_leave_a_text(session, address=request.remote_addr):
            return False
        token = texts.keep(
            session,
            member_id=g.actor.id if g.actor else cookie.get("whose"),
            path=request.full_path.rstrip("?"),
            fields=fields(),
        )
    if token:
        cookie["kept"] = token
    return token is not None


def is_from_here() -> bool:
    """Whether the browser says that a page of this site sent the form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return origin in (current_app.config["CIVIC"].base_url, request.host_url.rstrip("/"))


def page_it_came_from() -> str:
    """Where the form stood, if the browser says so."""
    parts = urlsplit(request.referrer or "")
    return local_path(parts.path) if parts.netloc == request.host else url_for("home.show")


def offer_again() -> Response:
    """To somebody who is signed in, and sent a form that is older than that."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "keeps_text", False):
        return redirect(page_it_came_from(), code=303)
    shown = _shown(request.full_path.rstrip("?"), [list(pair) for pair in fields()])
    return make_response(render("sign_in/kept.html", **shown), 403)


def waits_for(member_id: int) -> bool:
    return _waiting(member_id) is not None


def _waiting(member_id: int | None = None) -> KeptText | None:
    with db.reading() as session:
        return texts.waiting(
            session, member_id=member_id or g.actor.id, token=cookie.get("kept", "")
        )


def _shown(path: str, typed: list[list[str]], kept_id: int | None = None) -> dict[str, object]:
    """Texts are shown for a last look; what was ticked or chosen travels unseen."""
    words = {"title": _("Title"), "body": _("Text"), "reason": _("Reason")}
    return {
        "path": path,
        "kept_id": kept_id,
        "hidden": [(name, value) for name, value in typed if not _is_text(value)],
        "texts": [
            (name, value, words.get(name, _("Text"))) for name, value in typed if _is_text(value)
        ],
    }


def _is_text(value: str) -> bool:
    return len(value) > 30 or " " in value.strip()
