"""The composition root: the one module that knows every feature."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from civic.audit.feature import feature as audit
from civic.community import nouns
from civic.community.feature import feature as community
from civic.community.models import Community
from civic.community.policies import LEGAL_PAGES
from civic.community.queries import settings
from civic.config import Config
from civic.core import assets, db, forms, headers, mail, words  # noqa: F401  (mail: its table)
from civic.core.actor import Actor
from civic.core.addresses import Addresses, Number, Slugged, keyed, numbered
from civic.core.clock import now
from civic.core.lines import Lines
from civic.core.markdown import plain
from civic.core.pieces import Pieces
from civic.core.templates import Templates
from civic.core.web import address, htmx, panels
from civic.feature import Feature, Registry
from civic.home.feature import feature as home
from civic.joint.feature import feature as joint
from civic.members.feature import feature as members
from civic.notifications.feature import feature as notifications
from civic.organisations.feature import feature as organisations
from civic.partners.feature import connections
from civic.partners.feature import feature as partners
from civic.privacy.feature import feature as privacy
from civic.refusals import answer_refusals
from civic.rights.feature import feature as rights
from civic.search.feature import feature as search
from civic.sign_in.feature import bringing_in, members_list, people_of_organisations
from civic.sign_in.feature import feature as sign_in
from civic.sign_in.sessions import ABSOLUTE
from civic.spaces.feature import feature as spaces
from proposals.commitments.feature import feature as commitments
from proposals.deliberation.feature import feature as deliberation
from proposals.feature import feature as proposals
from proposals.lineage.feature import feature as lineage
from voting.feature import feature as voting

ROOT = Path(__file__).parents[1]
DOORS = {"sign_in", "partners"}
OPEN_PAGES = {
    "home.own_feed",
    "home.show",
    "community.legal",
    "community.set_language",
    "community.set_theme",
    "community.robots",
    "notifications.unsubscribe",
}
PURE = (
    "LONGEST_ARGUMENT", "STAGES", "STATIONS", "aria", "blank_argument", "blank_message", "colon",
    "markdown", "place_of", "range",
)  # fmt: skip
"""What pieces of pages may ask of the globals of all templates (core/pieces.py)."""
FEATURES: tuple[Feature, ...] = (
    audit,
    community,
    members,
    joint,
    notifications,
    search,
    organisations,
    spaces,
    sign_in,
    members_list,
    bringing_in,
    people_of_organisations,
    partners,
    connections,
    privacy,
    rights,
    home,
    voting,
    proposals,
    lineage,
    commitments,
    deliberation,
)


class House(Flask):
    jinja_environment = Templates  # type: ignore[assignment]

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing here is a coroutine, which Flask would look for thirty times a page."""
        return func


def create_app(config: Config, features: Sequence[Feature] = FEATURES) -> Flask:
    app = House("civic", root_path=str(ROOT))
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.testing,
        SESSION_COOKIE_NAME="__Host-civic" if config.secure else "civic",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=ABSOLUTE,
        # Or a slow answer to an earlier request would undo a sign-in: its cookie is the older one.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        CIVIC=config,
    )
    headers.init_app(app, proxies=config.proxies)
    app.config.update(config.extra)
    registry = app.extensions["registry"] = Registry(features)
    db.init_app(
        app,
        engines=db.engines(config.database_url, **config.database_settings),
        info={"registry": registry, "listeners": registry.listeners, "config": config},
    )
    sentences = words.init_app(app)
    assets.init_app(app)
    htmx.init_app(app)
    app.url_map.converters |= {"slugged": Slugged, "int": Number}
    app.jinja_env.filters.update(keyed=keyed, numbered=numbered, excerpt=plain)
    app.before_request(recognise)
    forgery = CSRFProtect(app)
    for feature in features:
        if feature.blueprint:
            app.register_blueprint(feature.blueprint)
        if feature.setup:
            feature.setup(app)
    for view in app.view_functions.values():
        if getattr(view, "from_elsewhere", False):
            forgery.exempt(view)
    answer_refusals(app)
    app.jinja_env.globals.update(
        nouns=nouns,
        registry=registry,
        panels=panels,
        address=address,
        aria=forms.aria,
        navigation=registry.navigation,
        legal_links=LEGAL_PAGES.items(),
        endpoints=frozenset(app.view_functions),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Lines)
    addresses = Addresses(app)
    app.context_processor(addresses.here)
    pieces = Pieces(app, (sentences.here, assets.here, addresses.here), PURE)
    app.context_processor(pieces.here)
    app.context_processor(describe)

    @app.template_global()
    def can(name: str, row: object) -> bool:
        return registry.permissions[name].allows(g.actor, row)

    return app


def recognise() -> Response | None:
    """Who asks, and of which community: one query. Where members only may read, a visitor is
    led to the door from everywhere else."""
    g.actor, g.community = None, None
    if request.endpoint == "static":
        return None  # the same for everybody
    if "_user_id" in session and current_user.is_authenticated:
        g.actor, g.community = current_user.actor, current_user.community
        if _waits_for_a_proof(g.actor):
            return redirect(url_for("sign_in.ways_in"), code=303)
    else:
        with db.glance() as connection:
            g.community = settings(connection)
    if g.actor or g.community.open_to_read or request.endpoint is None:
        return None
    if request.endpoint.partition(".")[0] in DOORS or request.endpoint in OPEN_PAGES:
        return None
    if request.method == "GET":
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    return None


def _waits_for_a_proof(actor: Actor) -> bool:
    """Whether this page is kept back until they have set up the second proof that is overdue."""
    if actor.proof_due is None or actor.proof_due > now() or request.endpoint is None:
        return False
    open_pages = OPEN_PAGES - {"home.show"}
    return request.endpoint.partition(".")[0] not in DOORS and request.endpoint not in open_pages


def describe() -> dict[str, object]:
    """What every page knows."""
    known = g.get("community") or Community()
    return {
        "actor": g.get("actor"),
        "community": known,
        "members_word": nouns.members(known),
        "facilitators_word": nouns.facilitators(known),
        "locale": words.spoken(),
        "zone": words.time_zone(),
        "theme": words.theme(),
        "saves_data": bool(request) and request.headers.get("Save-Data", "").lower() == "on",
        "may_look": bool(g.get("actor") or (g.get("community") and g.community.open_to_read)),
    }
