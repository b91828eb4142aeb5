"""Settings of one deployment, read once and then fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEMO = "演示版：请勿填写真实个人信息，还没有加密。"
"""Said first by the command and on every page until answers are sealed."""
ROOT = Path(__file__).resolve().parent.parent


class ConfigError(Exception):
    """A setting is missing or wrong; the message says in one line what to do."""


@dataclass(frozen=True)
class Config:
    """What differs between deployments."""

    secret_key: str
    database_url: str
    site: Path | None = None
    """Folder of the built handbook, where this process serves it too."""
    trusted_hosts: tuple[str, ...] = ()
    """Host names under which the app may be reached; empty means any."""
    proxies: int = 0
    """How many proxies of our own stand in front and set X-Forwarded headers."""
    posts: int = 30
    """Submissions that one address may send in ten minutes. A village behind one carrier address
    must get through on a bad day; a script is still slowed to what a desk can sort out."""


def from_environment(env: Mapping[str, str]) -> Config:
    """Settings for a WSGI server.

    Raises:
        ConfigError: when one is missing or wrong.
    """
    key = env.get("SECRET_KEY", "")
    if len(key) < 32:
        raise ConfigError("缺少 SECRET_KEY（至少 32 个字符）。请设置环境变量 SECRET_KEY 再启动。")
    if not (url := env.get("DATABASE_URL", "")):
        raise ConfigError(
            "缺少 DATABASE_URL。请设置，例如 sqlite:////var/lib/wushe/intake.sqlite。"
        )
    try:
        numbers = {"proxies": int(env.get("PROXIES", "0")), "posts": int(env.get("POSTS", "30"))}
    except ValueError:
        raise ConfigError("PROXIES 和 POSTS 要写整数。请改好再启动。") from None
    hosts = tuple(host for host in env.get("TRUSTED_HOSTS", "").split(",") if host)
    site = Path(env["SITE"]) if env.get("SITE") else None
    return Config(key, url, site, hosts, **numbers)
