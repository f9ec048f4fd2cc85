"""The door for partners' people, and the pages where administrators connect organisations."""

from civic.core.web import Pages

bp = Pages("partners", __name__, url_prefix="/sign-in/with")
admin = Pages("connections", __name__, url_prefix="/connections")

from civic.partners.views import (  # noqa: E402
    arriving,
    changing,
    going,
    leaving,
    linking,
    managing,
)

__all__ = ["admin", "arriving", "bp", "changing", "going", "leaving", "linking", "managing"]
