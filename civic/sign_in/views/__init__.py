"""The pages at the door, and the account page behind it."""

from civic.core.web import Pages

bp = Pages("sign_in", __name__, url_prefix="/sign-in")

from civic.sign_in.views import account, door, links, members  # noqa: E402

__all__ = ["account", "bp", "door", "links", "members"]
