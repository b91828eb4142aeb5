"""Who may do what at the desk: one decision that everything asks. Pure; what is not allowed here is denied."""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.casework import Case

ADMIN, COORDINATOR, SUPERVISOR = "admin", "coordinator", "supervisor"
ROLES = {ADMIN: "管理员", COORDINATOR: "协调员", SUPERVISOR: "督导"}
"""Role → its name. A form says in its YAML which of the last two works on it."""
ANYBODY = ("inbox", "logout")
"""Pages that hold nothing by themselves: each line of the list is asked about on its own."""
WORK = ("case", "status", "priority", "note")
"""What needs the answers, or changes what they led to."""


@dataclass(frozen=True)
class Account:
    """A person who may work at the desk."""

    id: int
    name: str
    role: str
    password_hash: str
    totp: bytes | None = None
    """The secret of the second factor, sealed to the desk's key; nothing before it is set up."""
    disabled: bool = False


def may(who: Account, act: str, worked_by: str = "", case: Case | None = None) -> bool:
    """Whether somebody may do something.

    Args:
        who: the account.
        act: a page of the desk by the name of its function; an act on a case by the last part of
            its address; or "list": to see code, form, level, age, state and owner, no answer.
        worked_by: the role that works on the form of the case; empty where there is none any more.
        case: the case, where it is about one.
    """
    if act == "claim":  # also an admin takes nothing out of somebody's hands by a slip
        return bool(case and not case.owner and who.role in (ADMIN, worked_by))
    if who.role == ADMIN:
        return True
    if not case:
        return act in ANYBODY
    if who.role == COORDINATOR and act in ("list", "assign"):
        return True
    if who.role != worked_by:
        return False
    if act in WORK:
        return who.role == COORDINATOR or case.owner == who.name
    return act == "list"
