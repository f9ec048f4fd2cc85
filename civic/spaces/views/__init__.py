"""The pages of spaces."""

from civic.core.web import Pages

bp = Pages("spaces", __name__, url_prefix="/spaces")

from civic.spaces.views import belonging, enrolling, pages, planning  # noqa: E402

__all__ = ["belonging", "bp", "enrolling", "pages", "planning"]
