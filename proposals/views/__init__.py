"""The pages of proposals. A view loads, acts and renders; it decides nothing."""

from civic.core.web import Pages

bp = Pages("proposals", __name__, url_prefix="/proposals")

from proposals.views import (  # noqa: E402
    deeds,
    files,
    official,
    reading,
    signing,
    writing,
)

__all__ = ["bp", "deeds", "files", "official", "reading", "signing", "writing"]
