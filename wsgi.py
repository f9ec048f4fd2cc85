"""For any WSGI server: ``gunicorn wsgi:app``."""

from civic.app import create_app
from civic.config import Config

app = create_app(Config.from_environment())
