"""Calendar and feeds: for whoever is signed in, for visitors, or by a member's own address."""

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.db import session
from civic.core.links import Link
from civic.core.web import address, base_url
from civic.home import actions, policies, queries
from civic.home.models import FeedAddress
from civic.home.views import bp

NAMES = "deadlines.ics", "deadlines.atom", "decisions.atom"
ONE_OF_THEM = "<any('deadlines.ics', 'deadlines.atom', 'decisions.atom'):name>"
MOST = 100


@bp.get("/feeds", to=policies.FEEDS)
def feeds() -> str:
    """Where the feeds lie, and the member's own address."""
    policies.FEEDS.check(g.actor, None)
    known = session.get(FeedAddress, g.actor.id) if g.actor else None
    signed = _signer().dumps([known.member_id, known.nonce]) if known else None
    return render("home/feeds.html", names=NAMES, base=base_url(), signed=signed)


@bp.post("/feeds/address", to=policies.OWN_ADDRESS)
def own_address() -> AnyResponse:
    """Make one, or take it back: whoever knows the old one then reads nothing."""
    policies.OWN_ADDRESS.check(g.actor, None)
    with db.writing() as writing:
        if request.form.get("deed") == "drop":
            actions.drop_address(writing, actor=g.actor)
            flash(_("The address is taken back. Programs that use it get nothing more."))
        else:
            actions.renew_address(writing, actor=g.actor)
            flash(_("This address is yours. Copy it into your calendar or feed reader."))
    return redirect(url_for(".feeds"), code=303)


@bp.get(f"/{ONE_OF_THEM}", to=policies.FEEDS)
def feed(name: str) -> Response:
    policies.FEEDS.check(g.actor, None)
    return _feed(name, g.actor, url_for(".feed", name=name))


@bp.get(f"/feeds/<signed>/{ONE_OF_THEM}", to=policies.FEEDS)
def own_feed(signed: str, name: str) -> Response:
    """For programs, which cannot sign in. The address reads feeds and does nothing else."""
    policies.FEEDS.check(g.actor, None)
    try:
        member_id, nonce = _signer().loads(signed)
    except (BadSignature, ValueError):
        abort(404)
    reader = queries.reader(session, member_id=member_id, nonce=nonce) or abort(404)
    with force_locale(reader.locale or g.community.languages[0]):
        return _feed(name, reader, url_for(".own_feed", signed=signed, name=name))


def _feed(name: str, reader: Actor | None, path: str) -> Response:
    from civic.home import feeds as made  # icalendar takes long to load, and few pages need it

    title = {
        "deadlines.ics": g.community.name,
        "deadlines.atom": _("Coming up: %(community)s", community=g.community.name),
        "decisions.atom": _("What was decided: %(community)s", community=g.community.name),
    }[name]
    present, base = now(), base_url()
    if name == "decisions.atom":
        outcomes = queries.outcomes(session, reader, limit=MOST)
        entries = made.of_outcomes(outcomes, base=base, leads=_whole_address)
    else:
        deadlines = queries.deadlines(session, reader, now=present, limit=MOST)
        if name == "deadlines.ics":
            body = made.calendar(title, deadlines, base=base, leads=_whole_address)
            return Response(body, mimetype="text/calendar")
        entries = made.of_deadlines(deadlines, base=base, leads=_whole_address)
    body = made.atom(
        title,
        entries,
        address=base + path,
        author=g.community.name,
        language=str(get_locale()),
        now=present,
    )
    return Response(body, mimetype="application/atom+xml")


def _whole_address(link: Link) -> str:
    return base_url() + address(link)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="feeds")
