"""The composition root: the one module that knows every feature."""

from collections.abc import Sequence
from pathlib import Path

from flask import Flask, g, session
from flask_babel import get_locale
from flask_login import current_user
from flask_wtf import CSRFProtect
from sqlmodel import select

from civic.audit.feature import feature as audit
from civic.community.models import Community
from civic.config import Config
from civic.core import assets, db, headers, mail, words  # noqa: F401  (mail: its table)
from civic.core.addresses import Slugged
from civic.core.web import htmx, panels
from civic.feature import Feature, Registry
from civic.home.feature import feature as home
from civic.members.feature import feature as members
from civic.refusals import answer_refusals
from civic.sign_in.feature import feature as sign_in
from civic.spaces.feature import feature as spaces
from voting.feature import feature as voting

ROOT = Path(__file__).parents[1]
FEATURES: tuple[Feature, ...] = (
    audit,
    members,
    spaces,
    sign_in,
    home,
    voting,
)


def create_app(config: Config, features: Sequence[Feature] = FEATURES) -> Flask:
    app = Flask("civic", root_path=str(ROOT))
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.testing,
        SESSION_COOKIE_NAME="__Host-civic" if config.secure else "civic",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        CIVIC=config,
    )
    headers.init_app(app)
    app.config.update(config.extra)
    registry = app.extensions["registry"] = Registry(features)
    db.init_app(
        app,
        engine=db.new_engine(config.database_url, **config.database_settings),
        info={"registry": registry, "listeners": registry.listeners, "config": config},
    )
    words.init_app(app)
    assets.init_app(app)
    htmx.init_app(app)
    app.url_map.converters["slugged"] = Slugged
    app.before_request(recognise)
    CSRFProtect(app)
    for feature in features:
        if feature.blueprint:
            app.register_blueprint(feature.blueprint)
        if feature.setup:
            feature.setup(app)
    answer_refusals(app)
    app.jinja_env.globals.update(panels=panels, navigation=registry.navigation)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(
        lambda: {"actor": g.actor, "community": g.community, "locale": str(get_locale())}
    )

    @app.template_global()
    def can(name: str, row: object) -> bool:
        return registry.permissions[name].allows(g.actor, row)

    return app


def recognise() -> None:
    """Who asks, and of which community."""
    g.actor = None
    with db.reading() as reading:
        g.community = reading.exec(select(Community)).first() or Community()
    if "_user_id" in session and current_user.is_authenticated:
        g.actor = current_user.actor
