"""The door for partners' people, and the pages where administrators connect organisations."""

from flask import abort, g, request

from civic.core.web import Pages
from civic.partners import policies

bp = Pages("partners", __name__, url_prefix="/sign-in/with")
admin = Pages("connections", __name__, url_prefix="/connections")


@admin.before_request
def hide() -> None:
    """A connection is no page for whoever may not manage any, whether it is there or not."""
    if g.actor and "connection_id" in (request.view_args or {}):
        policies.MANAGE.allows(g.actor, None) or abort(404)


from civic.partners.views import (  # noqa: E402
    arriving,
    changing,
    going,
    leaving,
    linking,
    managing,
)

__all__ = ["admin", "arriving", "bp", "changing", "going", "leaving", "linking", "managing"]
