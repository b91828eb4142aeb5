"""Lighthouse's own command line, as `npx` fetches it; it needs Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass

VERSION = "12.8.2"
"""The last one that runs on Node 20."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class Audit:
    """One page in Lighthouse's mobile default: a slow phone on a slow network, both simulated."""

    scores: tuple[int, ...]
    """Of 100, in the order of `CATEGORIES`."""
    lcp: float
    """Largest contentful paint, seconds."""
    tbt: float
    """Total blocking time, milliseconds."""
    lacking: tuple[str, ...]
    """Audits of categories below 100 that are not fully passed."""


def audit(url: str) -> Audit:
    """Load a page in a fresh Chromium.

    Raises:
        SystemExit: when there is no Node, or Lighthouse has no result.
    """
    if not (npx := shutil.which("npx")):
        raise SystemExit("no npx: install Node 20, or run with --without-lighthouse")
    command = [npx, "--yes", f"lighthouse@{VERSION}", url, "--output=json", "--quiet"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    browser = {"CHROME_PATH": os.environ.get("CHROMIUM") or shutil.which("chromium") or ""}
    env = {**os.environ, **browser}
    done = subprocess.run([*command, flags], capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        raise SystemExit(f"Lighthouse on {url}: {done.stderr.strip().splitlines()[-1:]}")
    found = json.loads(done.stdout)
    audits, categories = found["audits"], [found["categories"][name] for name in CATEGORIES]
    return Audit(
        tuple(round(100 * category["score"]) for category in categories),
        audits["largest-contentful-paint"]["numericValue"] / 1000,
        audits["total-blocking-time"]["numericValue"],
        tuple(
            one["id"]
            for category in categories
            if category["score"] < 1
            for one in category["auditRefs"]
            if one["weight"] and (audits[one["id"]]["score"] or 0) < 1
        ),
    )
