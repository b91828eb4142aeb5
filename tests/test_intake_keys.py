"""Keys by command: made once, readable by their owner alone, rotated without losing anything."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from intake_app.config import read_desk_key
from intake_app.desk_key import DeskKey, new_private
from intake_app.sealing import SealError
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine
from tests.intake_server import run
from tests.intake_support import DESK_KEY, DESK_PRIVATE, Intake, make_intake

PRIVATE_TEXT = 43


def test_a_new_pair_is_for_its_owner_and_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "safe" / "desk.key"

    status, printed, _ = run("keys", "new", file)

    assert status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = file.read_text(encoding="ascii")
    assert len(private) == PRIVATE_TEXT
    assert private not in printed
    assert f"公钥（不用保密）：{read_desk_key(file).public}\n" in printed
    status, _, complaint = run("keys", "new", file)
    assert (status, complaint) == (1, f"{file} 已经有了，没有改动。请换一个文件名。\n")
    assert file.read_text(encoding="ascii") == private


@pytest.mark.both_databases
def test_rotation_moves_every_submission_and_leaves_the_old_key_useless(
    intake: Intake, tmp_path: Path
) -> None:
    receipts = [intake.send(name).headers["Location"] for name in ("volunteer", "supervision") * 3]
    intake.post(f"{receipts[0]}/withdraw", {"sure": "yes"})
    intake.post(f"{receipts[1]}/erase", {"sure": "yes"})
    old = tmp_path / "old.key"
    old.write_text(DESK_PRIVATE, encoding="ascii")
    for name in ("new", "stranger"):
        run("keys", "new", tmp_path / f"{name}.key")
    new = read_desk_key(tmp_path / "new.key")
    env = {"DATABASE_URL": intake.config.database_url}

    status, printed, _ = run("keys", "rotate", old, tmp_path / "new.key", env=env)

    assert status == 0
    assert printed.startswith(f"4 份换成了新的公钥：{new.public}\n")
    engine = open_engine(intake.config.database_url)
    for one in Casebook(engine).live()[1:]:
        assert one.keys
        sealed = one.keys.for_desk or b""
        assert new.lock(one.form, one.locator, sealed).read(one.events[0])
        with pytest.raises(SealError):
            DESK_KEY.lock(one.form, one.locator, sealed)
    engine.dispose()
    assert "小李" in intake.get(receipts[3]).text, "the applicant notices nothing"
    assert run("keys", "rotate", old, tmp_path / "new.key", env=env)[1].startswith("0 份")
    assert run("keys", "rotate", tmp_path / "stranger.key", old, env=env)[1].startswith("0 份")


def test_what_is_sealed_to_another_key_says_so_and_hides_nothing_else(tmp_path: Path) -> None:
    intake = make_intake(tmp_path)
    reference = intake.reference(intake.send("supervision"))
    other = DeskKey(new_private())
    desk = make_intake(
        tmp_path, database=intake.config.database_url, desk_key=other, public_key=other.public
    )
    desk.log_in()
    fresh = desk.reference(desk.send("supervision"))

    page = desk.get("/desk/").text

    assert f"/desk/case/{fresh}" in page
    assert f"/desk/case/{reference}" in page
    assert page.count("封条对不上") == 1
    broken = desk.get(f"/desk/case/{reference}")
    assert broken.status_code == 500
    assert "封条对不上" in broken.text


@pytest.mark.parametrize("content", ["", "nonsense", "A" * 42, "\xff"])
def test_a_file_that_is_no_key_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "desk.key").write_text(content, encoding="latin-1")

    status, _, complaint = run("serve", "--data", tmp_path)

    assert status == 1
    assert complaint.startswith(f"读不出私钥文件 {tmp_path / 'desk.key'}。请")
