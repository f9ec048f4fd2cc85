"""Pages of the first page and of the feeds, by one blueprint."""

from civic.core.web import Pages

bp = Pages("home", __name__)

from civic.home.views import feeds, first_page, mine  # noqa: E402

__all__ = ["bp", "feeds", "first_page", "mine"]
