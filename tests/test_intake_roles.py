"""Who may do what at the desk: two tables that are the rule, and nothing that stands beside them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from intake_app.casework import Case, Event
from intake_app.desk.case import ACTS_ON_A_CASE
from intake_app.permissions import ROLES, Account, may
from intake_app.storage.register import Register
from intake_app.tokens import Tokens
from tests.intake_support import KEY, NOW, Intake

PAGES = """
                                  logged-out  password-only  coordinator  supervisor  admin
GET  /desk/login                  yes         yes            yes          yes         yes
POST /desk/login                  yes         yes            yes          yes         yes
GET  /desk/code                   login       yes            in           in          in
POST /desk/code                   login       yes            in           in          in
GET  /desk/                       login       code           yes          yes         yes
GET  /desk/export                 login       code           no           no          yes
POST /desk/export                 login       code           no           no          yes
GET  /desk/end                    login       code           no           no          yes
POST /desk/end                    login       code           no           no          yes
GET  /desk/case/sign-up           login       code           yes          no          yes
GET  /desk/case/request           login       code           no           no          yes
GET  /desk/case/own               login       code           no           yes         yes
GET  /desk/case/foreign           login       code           no           no          yes
GET  /desk/case/AAAAAAAA          login       code           404          404         404
POST /desk/case/sign-up/status    login       code           yes          no          yes
POST /desk/case/request/status    login       code           no           no          yes
POST /desk/case/own/status        login       code           no           yes         yes
POST /desk/case/foreign/status    login       code           no           no          yes
POST /desk/case/sign-up/priority  login       code           yes          no          yes
POST /desk/case/request/priority  login       code           no           no          yes
POST /desk/case/own/priority      login       code           no           yes         yes
POST /desk/case/foreign/priority  login       code           no           no          yes
POST /desk/case/sign-up/note      login       code           yes          no          yes
POST /desk/case/request/note      login       code           no           no          yes
POST /desk/case/own/note          login       code           no           yes         yes
POST /desk/case/foreign/note      login       code           no           no          yes
POST /desk/case/own/anything-new  login       code           no           no          404
POST /desk/logout                 login       code           yes          yes         yes
"""
"""Requests are supervision requests: one that nobody has, one's own, and somebody else's.

login, code, in: led to that step. no: 403. yes: past the door, whatever the page says then.
"""
ACTS = """
           coordinator  supervisor  admin
list       yes          yes         yes
case       no           own         yes
status     no           own         yes
priority   no           own         yes
note       no           own         yes
claim      no           unowned     unowned
assign     yes          no          yes
list*      yes          no          yes
case*      yes          no          yes
status*    yes          no          yes
priority*  yes          no          yes
note*      yes          no          yes
claim*     unowned      no          unowned
assign*    yes          no          yes
new        no           no          yes
new*       no           no          yes
"""
"""What the function says of a supervision request and, with a star, of a sign-up."""
CASES = ("sign-up", "request", "own", "foreign")


def verdict(answer: TestResponse) -> str:
    """What the door said."""
    if answer.status_code in (403, 404):
        return {403: "no", 404: "404"}[answer.status_code]
    if "Set-Cookie" in answer.headers:  # logging out leads to the login as well
        return "yes"
    steps = {"/desk/login": "login", "/desk/code": "code", "/desk/": "in"}
    return steps.get(answer.headers.get("Location", ""), "yes")


def visitor(intake: Intake, name: str, role: str, *, whole: bool) -> Intake:
    """Somebody with an account and a session, as logging in leaves them."""
    register, hashed = Register(intake.engine), Tokens(KEY).keyed("session", name)
    register.add(name, role, "", NOW)
    account = register.account(name)
    assert account
    register.start_session(hashed, account.id, NOW, NOW.replace(hour=23))
    if whole:
        register.make_whole(hashed, hashed, NOW.replace(hour=23), NOW.replace(hour=23))
    client = intake.app.test_client()
    client.set_cookie("desk", name, path="/desk")
    return replace(intake, client=client)


def given_to(intake: Intake, owner: str) -> str:
    """The reference of a new request that somebody has; of nobody where there is no name."""
    reference = intake.reference(intake.send("supervision"))
    if owner:
        event = Event("case:assign", NOW, "admin", {"to": owner})
        intake.casebook.append(event, intake.casebook.find(reference=reference))
    return reference


@pytest.mark.both_databases
def test_every_page_opens_to_those_in_the_table_alone(intake: Intake) -> None:
    who = {
        "logged-out": replace(intake, client=intake.app.test_client()),
        "password-only": visitor(intake, "half", "supervisor", whole=False),
        **{role: visitor(intake, role, role, whole=True) for role in ROLES},
    }
    cases = {
        "sign-up": intake.reference(intake.send("volunteer")),
        "request": given_to(intake, ""),
        "foreign": given_to(intake, "another-supervisor"),
    }
    own = {name: given_to(intake, name) for name in who}
    head, *rows = PAGES.strip("\n").splitlines()
    names = head.split()

    found = [head]
    for row in rows:
        method, path = row.split()[:2]
        cells = []
        for name in names:
            parts = path.split("/")
            parts[3:4] = [(cases | {"own": own[name]}).get(p, p) for p in parts[3:4]]
            call = who[name].get if method == "GET" else who[name].post
            cells.append(
                verdict(call("/".join(parts), **({} if method == "GET" else {"data": {}})))
            )
        widths = (12, 15, 13, 12, 0)
        line = f"{method:5}{path:29}" + "".join(
            c.ljust(w) for c, w in zip(cells, widths, strict=True)
        )
        found.append(line)
    assert found == [head, *rows]


def test_no_page_of_the_desk_and_no_act_is_missing_in_the_table(intake: Intake) -> None:
    in_table = set()
    for row in PAGES.strip("\n").splitlines()[1:]:
        method, path = row.split()[:2]
        path = re.sub(f"/case/({'|'.join(CASES)})", "/case/<reference>", path)
        in_table.add((method, path))
    rules = {
        (method, rule.rule)
        for rule in intake.app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.")
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    acts = {("POST", f"/desk/case/<reference>/{act}") for act in ACTS_ON_A_CASE}
    general = ("POST", "/desk/case/<reference>/<act>")

    assert general in rules
    assert rules - {general} | acts <= in_table
    for method, act in acts:
        for case in CASES:
            assert f"{method} {act.replace('<reference>', case)} " in PAGES


@pytest.mark.parametrize("row", ACTS.strip("\n").splitlines()[1:])
def test_the_decision_is_the_table(row: str) -> None:
    act, *cells = row.split()
    worked_by = "coordinator" if act.endswith("*") else "supervisor"
    received = Event("submission:receive", NOW, "public", {"definition": "d"})
    for role, cell in zip(("coordinator", "supervisor", "admin"), cells, strict=True):
        me = Account(1, "me", role, "")
        owners = {"unowned": None, "own": "me", "foreign": "another"}
        allowed = {
            name
            for name, owner in owners.items()
            if may(me, act.rstrip("*"), worked_by, Case(received, NOW, NOW, owner=owner))
        }
        assert allowed == {"yes": {*owners}, "no": set()}.get(cell, {cell}), role


@pytest.mark.parametrize("act", ["list", "case", "status", "claim"])
def test_a_case_of_a_form_that_is_gone_is_the_admins(act: str) -> None:
    case = Case(Event("submission:receive", NOW, "public"), NOW, NOW)
    allowed = {role for role in ROLES if may(Account(1, "me", role, ""), act, "", case)}
    assert allowed - {"coordinator"} == {"admin"}
    assert ("coordinator" in allowed) == (act == "list")


@pytest.mark.both_databases
def test_lists_show_each_role_its_own_and_no_answers(intake: Intake) -> None:
    sign_up = intake.reference(intake.send("volunteer"))
    free, mine, foreign = (given_to(intake, owner) for owner in ("", "li", "wang"))
    li = intake.colleague("li", "supervisor")
    coordinator = intake.colleague("zhou", "coordinator")

    lists = {name: who.get("/desk/").text for name, who in (("li", li), ("zhou", coordinator))}

    shown = {name: set(re.findall(r"<b>(\w{8})</b>", page)) for name, page in lists.items()}
    links = {name: set(re.findall(r"/desk/case/(\w+)", page)) for name, page in lists.items()}
    assert shown == {"li": {free, mine, foreign}, "zhou": {sign_up, free, mine, foreign}}
    assert links == {"li": {mine}, "zhou": {sign_up}}
    assert "wang" in lists["li"], "who has it"
    for page in lists.values():
        assert "小李" not in page
        assert "13900139000" not in page
        assert "/desk/export" not in page
        assert "/desk/end" not in page
    twins = {name: page.count("疑似重复") for name, page in lists.items()}
    assert twins == {"li": 1, "zhou": 0}, "that two are from one number is an answer too"


@pytest.mark.both_databases
def test_who_had_it_before_loses_it_with_the_next_assignment(intake: Intake) -> None:
    reference = given_to(intake, "li")
    li = intake.colleague("li", "supervisor")
    assert li.get(f"/desk/case/{reference}").status_code == 200

    event = Event("case:assign", NOW, "zhou", {"to": "wang"})
    intake.casebook.append(event, intake.casebook.find(reference=reference))

    refused = li.get(f"/desk/case/{reference}")
    assert refused.status_code == 403
    assert "这一页不归您" in refused.text
    looks = [kind for kind in intake.kinds() if kind == "case:open"]
    assert len(looks) == 1, "a look that was refused is none"
