"""Intake: two forms that lose nothing, and a desk that works through them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from generator.schema.library import Library
from intake_app import applicant, desk, public, site
from intake_app.accounts import Accounts
from intake_app.archive import Paper
from intake_app.config import Config
from intake_app.errors import register_error_pages
from intake_app.headers import compress, set_headers
from intake_app.limits import FLASK, Limits, refuse_unreadable
from intake_app.moments import clock, shown
from intake_app.parts import Parts
from intake_app.same_origin import refuse_cross_site
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine
from intake_app.storage.register import Register
from intake_app.tokens import Tokens, grouped


def create_app(config: Config, library: Library, clock: Callable[[], datetime] = clock) -> Flask:
    """One app over one database and one content folder; with a desk only where its key is."""
    app = Flask(__name__, static_url_path="/apply/static")
    app.config.update(FLASK, TRUSTED_HOSTS=list(config.trusted_hosts) or None)
    app.url_map.strict_slashes = False  # addresses are typed by hand and passed on in chats
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"shown": shown, "grouped": grouped}
    if config.proxies:
        hops = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    engine = app.extensions["engine"] = open_engine(config.database_url)
    tokens, register = Tokens(config.secret_key), Register(engine)
    limits = Limits(register, tokens)
    papers = {id_: Paper.of(form) for id_, form in library.forms.items()}
    parts = Parts(config, library, papers, Casebook(engine), limits, tokens, clock)

    app.before_request(refuse_cross_site)  # first: a forged post is not even read
    app.before_request(refuse_unreadable)
    app.after_request(compress)
    app.after_request(set_headers)
    register_error_pages(app)
    app.context_processor(lambda: frame(parts))
    app.register_blueprint(public.blueprint(parts))
    app.register_blueprint(applicant.blueprint(parts))
    if config.desk_key:
        accounts = Accounts(register, limits, tokens, config.desk_key)
        app.register_blueprint(desk.blueprint(parts, accounts, config.desk_key))
    if config.site:
        app.register_blueprint(site.blueprint(config.site))
    return app


def frame(parts: Parts) -> dict[str, object]:
    """What every page shows: whom to call, who runs the site, and whether it is a demonstration."""
    settings = parts.library.site
    numbers = [*parts.hotlines(settings.emergency), *parts.hotlines([settings.support])]
    return {"site": settings, "numbers": numbers, "demo": parts.config.demo}
