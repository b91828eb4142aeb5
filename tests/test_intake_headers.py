"""Headers to the letter, and the list of addresses."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.intake_support import Intake, make_intake

ROUTES = Path(__file__).parent / "golden" / "routes.txt"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SITE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "worker-src 'self'; manifest-src 'self'"
)
STRICT = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    site = tmp_path / "site"
    (site / "guidance").mkdir(parents=True)
    (site / "index.html").write_text("首页", encoding="utf-8")
    (site / "guidance" / "index.html").write_text("指引", encoding="utf-8")
    (site / "404.html").write_text("没有", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    return make_intake(tmp_path, site=site)


@pytest.mark.parametrize(
    "path",
    [
        "/apply/",
        "/apply/volunteer",
        "/apply/nothing",
        "/status",
        "/receipt/x",
        "/desk/login",
        "/desk/",
    ],
)
def test_forms_and_desk_have_exactly_these_headers(intake: Intake, path: str) -> None:
    headers = dict(intake.get(path).headers)

    for name in ("Content-Length", "Content-Type", "Location"):
        headers.pop(name, None)
    assert headers == STRICT


@pytest.mark.parametrize("path", ["/apply/static/intake.css", "/apply/volunteer.css"])
def test_styles_are_asked_for_again_and_not_sent_again(intake: Intake, path: str) -> None:
    first = intake.get(path)
    again = intake.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Content-Security-Policy"] == CSP
    assert again.status_code == 304


def test_the_addresses_are_those_on_record(intake: Intake) -> None:
    """A link that people have kept must not die unnoticed: change the file with the routes."""
    routes = sorted(
        f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        for rule in intake.app.url_map.iter_rules()
    )

    assert routes == ROUTES.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("path", "status"), [("/apply", 200), ("/apply/volunteer/", 200), ("/desk", 303)]
)
def test_an_address_works_with_and_without_its_last_slash(
    intake: Intake, path: str, status: int
) -> None:
    assert intake.get(path).status_code == status


def test_every_address_of_the_desk_is_closed_without_a_session(intake: Intake) -> None:
    addresses = [line.split() for line in ROUTES.read_text(encoding="utf-8").splitlines()]
    for path, methods in (a for a in addresses if a[0].startswith("/desk/")):
        for method in methods.split(","):
            real = path.replace("<reference>", "AAAAAAAA").replace("<act>", "note")
            answer = intake.client.open(real, method=method)

            closed = (answer.status_code, answer.headers.get("Location")) == (303, "/desk/login")
            assert closed or path == "/desk/login", (path, method)


def test_the_handbook_is_served_beside_the_forms(intake: Intake) -> None:
    page = intake.fetch("/guidance/")

    assert page.text == "指引"
    headers = dict(page.headers)
    for name in ("Content-Disposition", "Content-Length", "Content-Type", "Date", "ETag"):
        headers.pop(name, None)
    headers.pop("Last-Modified")
    kept = {"Cache-Control": "no-cache", "Content-Security-Policy": SITE_CSP}
    kept["Accept-Ranges"] = "bytes"
    assert headers == STRICT | kept
    again = intake.fetch("/guidance/", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_is_squeezed_and_a_part_of_one_is_not(intake: Intake, tmp_path: Path) -> None:
    text = "每个字都要到。" * 500
    (tmp_path / "site" / "long.html").write_text(text, encoding="utf-8")
    ask = {"Accept-Encoding": "gzip"}

    page = intake.fetch("/long.html", headers=ask)
    part = intake.fetch("/long.html", headers=ask | {"Range": "bytes=0-2999"})
    again = intake.fetch("/long.html", headers=ask | {"If-None-Match": page.headers["ETag"]})

    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.data).decode() == text
    assert page.headers["Vary"] == "Accept-Encoding"
    assert (part.status_code, part.data) == (206, text.encode()[:3000])
    assert again.status_code == 304


def test_a_folder_without_its_slash_leads_to_the_folder(intake: Intake) -> None:
    answer = intake.fetch("/guidance?from=chat")

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/guidance/?from=chat"


@pytest.mark.parametrize(
    "path", ["/nothing", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"]
)
def test_what_is_not_in_the_handbook_is_its_404_page(intake: Intake, path: str) -> None:
    answer = intake.fetch(path)

    assert answer.status_code == 404
    assert "秘密" not in answer.text
