"""Settings of one deployment, read once and then fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intake_app.desk_key import DeskKey
from intake_app.sealing import SealError, unpacked

DEMO = "演示版：请勿填写真实个人信息。解密的钥匙是自动生成的，和数据放在同一台机器上。"
"""Said first by the command and on every page where the key pair was made by itself."""
ROOT = Path(__file__).resolve().parent.parent


class ConfigError(Exception):
    """A setting is missing or wrong; the message says in one line what to do."""


@dataclass(frozen=True)
class Config:
    """What differs between deployments."""

    secret_key: str
    database_url: str
    public_key: str
    """To which every submission is sealed."""
    desk_key: DeskKey | None = None
    """What opens them. Only where it is given there is a desk."""
    demo: str = ""
    """A warning on every page, where real people must not use it."""
    site: Path | None = None
    """Folder of the built handbook, where this process serves it too."""
    trusted_hosts: tuple[str, ...] = ()
    """Host names under which the app may be reached; empty means any."""
    proxies: int = 0
    """How many proxies of our own stand in front and set X-Forwarded headers."""
    posts: int = 30
    """Submissions that one address may send in ten minutes. A village behind one carrier address
    must get through on a bad day; a script is still slowed to what a desk can sort out."""


def read_desk_key(file: Path) -> DeskKey:
    """The private key from its file.

    Raises:
        ConfigError: when it cannot be read, or is none.
    """
    try:
        return DeskKey(file.read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError, SealError):
        raise ConfigError(f"读不出私钥文件 {file}。请检查路径和权限，或从备份恢复。") from None


def checked_public_key(text: str) -> str:
    """A public key that something can be sealed to.

    Raises:
        ConfigError: when it is none.
    """
    try:
        if len(unpacked(text)) == 32:
            return text
    except SealError:
        pass
    raise ConfigError("公钥不完整。请把 keys new 打印的那一行完整地抄过来。")


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
    private = env.get("DESK_PRIVATE_KEY_FILE")
    desk_key = read_desk_key(Path(private)) if private else None
    public_key = env.get("DESK_PUBLIC_KEY") or (desk_key.public if desk_key else "")
    if desk_key and desk_key.public != public_key:
        raise ConfigError(
            "DESK_PUBLIC_KEY 和私钥不是一对。请去掉 DESK_PUBLIC_KEY，或换成对的私钥。"
        )
    if not public_key:
        raise ConfigError("缺少 DESK_PUBLIC_KEY。请先运行 python -m intake_app keys new 文件。")
    try:
        proxies, posts = int(env.get("PROXIES", "0")), int(env.get("POSTS", "30"))
    except ValueError:
        raise ConfigError("PROXIES 和 POSTS 要写整数。请改好再启动。") from None
    hosts = tuple(host for host in env.get("TRUSTED_HOSTS", "").split(",") if host)
    return Config(
        key,
        url,
        checked_public_key(public_key),
        desk_key,
        site=Path(env["SITE"]) if env.get("SITE") else None,
        trusted_hosts=hosts,
        proxies=proxies,
        posts=posts,
    )
