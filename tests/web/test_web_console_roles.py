"""Every page of the console opens to the roles that are written down for it, and to nobody else."""

from collections.abc import Iterator

import pytest
import requests
from console_matrix import MATRIX, OPEN
from house import House
from visitor import Visitor, signed_in
from werkzeug.routing import Rule

import app
from office.users import Role
from web.console import gate

_CONSOLE = [*gate.ALLOWED, *gate.OPEN]


def _name(endpoint: str) -> str:
    return endpoint.removeprefix("console.")


def test_every_page_is_in_the_matrix() -> None:
    """Whoever adds a page decides who may open it, here too; and none is left that is gone."""
    assert {_name(endpoint) for endpoint in gate.ALLOWED} == set(MATRIX)
    assert {_name(endpoint) for endpoint in gate.OPEN} == OPEN


def test_every_page_names_the_roles_of_the_matrix() -> None:
    """What the pages say of themselves, role by role."""
    said = {_name(endpoint): roles for endpoint, roles in gate.ALLOWED.items()}
    assert {name: said.get(name) for name in MATRIX} == MATRIX


def test_no_page_is_registered_past_the_gate(shipped_rules: list[Rule]) -> None:
    """Whatever stands below /console is in the table of the gate; what is not would be shut, but is a mistake."""
    assert {rule.endpoint for rule in shipped_rules} == set(_CONSOLE)
    assert all(rule.endpoint.startswith("console.") for rule in shipped_rules)


@pytest.mark.parametrize("role", [*Role, None])
def test_the_gate_holds_for_every_page(house: House, role: Role | None, shipped_rules: list[Rule]) -> None:
    """Really asked for, one after the other: who may is not turned away at the gate (a form without its token is),
    who may not gets 403, and nobody is sent to the form for signing in."""
    visitor = signed_in(house, role) if role else Visitor(house)
    wrong = []
    for rule, method in _doors(shipped_rules):
        if rule.endpoint in gate.OPEN or rule.endpoint == "console.sign_out":
            continue
        status = _status(visitor, rule, method)
        may = role in MATRIX[_name(rule.endpoint)]
        expected = {
            ("GET", True): status not in (302, 401, 403) and status < 500,
            ("POST", True): status == 400,
            ("GET", False): status == (403 if role else 302),
            ("POST", False): status == (403 if role else 401),
        }
        if not expected[method, may]:
            wrong.append((rule.endpoint, method, status))
    assert wrong == []


def _status(visitor: Visitor, rule: Rule, method: str) -> int:
    values = {name: 1 if "Integer" in type(kind).__name__ else "1" for name, kind in rule._converters.items()}
    built = rule.build(values)
    assert built
    answer: requests.Response = visitor.session.request(
        method, f"{visitor.house.address}{built[1]}", allow_redirects=False, timeout=20
    )
    return answer.status_code


def _doors(rules: list[Rule]) -> Iterator[tuple[Rule, str]]:
    for rule in rules:
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
            yield rule, method


@pytest.fixture
def shipped_rules(house: House) -> list[Rule]:
    """The addresses below /console."""
    rules = app.create_app(house.hotline).url_map.iter_rules()
    return [rule for rule in rules if str(rule.rule).startswith("/console")]
