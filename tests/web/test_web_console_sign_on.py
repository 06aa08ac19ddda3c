"""Whoever is known to the institution's provider is let in as what it says they are, and nobody else is."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from house import House
from joserfc.jwk import RSAKey
from provider import CLIENT, CLIENT_SECRET, SignOnServer
from visitor import Visitor, add_user

from office.staff import staff_row
from office.users import Role, User
from store import inspectors, users
from store.database import work
from web.console.provider import Provider

ANA = {
    "sub": "42",
    "name": "Ana Exemplu",
    "preferred_username": "Ana.Exemplu",
    "roles": ["supervisor", "staff"],
}


@pytest.fixture
def sso() -> Iterator[SignOnServer]:
    """A provider at which Ana is signed in."""
    server = SignOnServer(now=lambda: 0, person=dict(ANA))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def town(build_house: Callable[..., House], sso: SignOnServer) -> House:
    """A house that knows the provider."""
    house = build_house(sign_on=Provider(sso.issuer, CLIENT, CLIENT_SECRET))
    sso.now = lambda: house.clock().timestamp()
    return house


def way(visitor: Visitor, back: str = "") -> str:
    """To the provider, which sends the browser back: the address it is sent to, at our own port."""
    to = visitor.session.get(
        f"{visitor.house.address}/console/sign-on", params={"back": back}, allow_redirects=False, timeout=20
    )
    assert to.status_code == 302, to.status_code
    returned = requests.get(to.headers["Location"], allow_redirects=False, timeout=20).headers["Location"]
    parts = urlsplit(returned)
    assert returned.startswith(f"{visitor.house.hotline.base_url}/console/sign-on/back?")
    return f"{parts.path.removeprefix('/console')}?{parts.query}"


def sign_on(visitor: Visitor, back: str = "") -> requests.Response:
    return visitor.get(way(visitor, back))


def user(house: House, login: str) -> User | None:
    with work(house.store) as unit:
        return users.user_of(unit.conn, login)


def test_somebody_known_to_the_institution_is_let_in(town: House) -> None:
    """At the first time a user is made; they come to where they wanted to go, and their session is like any other."""
    ana = Visitor(town)
    ana.get("/sign-in", back="/account")
    assert "Intră cu contul instituției" in ana.read
    answer = sign_on(ana, "/account")
    assert (answer.status_code, urlsplit(answer.url).path) == (200, "/console/account")
    assert "Ana Exemplu (supervizor)" in ana.read
    assert "Intrați cu contul instituției; parola se schimbă acolo." in ana.read
    made = user(town, "ana.exemplu")
    assert made
    assert made.role is Role.supervisor
    assert Visitor(town).sign_in("ana.exemplu", "").status_code == 401, "nobody types an empty password"


def test_every_entry_brings_the_user_up_to_date(town: House, sso: SignOnServer) -> None:
    """Another role there is another role here, and ends the sessions of the old one; the user stays the same."""
    first, second = Visitor(town), Visitor(town)
    sign_on(first)
    before = user(town, "ana.exemplu")
    sso.person = ANA | {"name": "Ana Nouă", "roles": "auditor"}
    sign_on(second)
    after = user(town, "ana.exemplu")
    assert before
    assert after
    assert (after.id, after.name, after.role) == (before.id, "Ana Nouă", Role.auditor)
    assert "/sign-in" in first.get("/account").url
    assert second.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"roles": ["staff"]}, "nu are niciun rol pe această linie"),
        ({"roles": None}, "nu are niciun rol pe această linie"),
        ({"roles": 7}, "nu are niciun rol pe această linie"),
        ({"roles": ["auditor", "administrator"]}, "are mai multe roluri pe această linie"),
        ({"roles": ["inspector"]}, "nu este legat de niciun inspector"),
    ],
)
def test_whoever_has_no_role_here_hears_why(
    town: House, sso: SignOnServer, person: dict[str, object], said: str
) -> None:
    """No entry, no user, and clear words."""
    sso.person = ANA | person
    visitor = Visitor(town)
    assert sign_on(visitor).status_code == 403
    assert said in visitor.read
    assert user(town, "ana.exemplu") is None
    assert "/sign-in" in visitor.get("/account").url


def test_whoever_was_deactivated_here_stays_out(town: House) -> None:
    """What the provider says does not open what the administrator has closed."""
    sign_on(Visitor(town))
    with work(town.store) as unit:
        users.change(unit.begin(), "ana.exemplu", active=False)
    visitor = Visitor(town)
    assert sign_on(visitor).status_code == 403
    assert "v-a închis intrarea" in visitor.read


@pytest.mark.parametrize(
    ("claims", "what"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"aud": "another"}, "audience"),
        ({"aud": ["telverde", "another"], "azp": "another"}, "authorised party"),
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"exp": 1}, "expired"),
        ({"iat": 9_999_999_999}, "signed in the future"),
        ({"sub": ""}, "nobody"),
    ],
)
def test_what_was_not_signed_for_us_now_lets_nobody_in(
    town: House, sso: SignOnServer, claims: dict[str, object], what: str
) -> None:
    """Another nonce, audience, party, issuer, or a time that is over."""
    sso.claims = claims
    visitor = Visitor(town)
    assert sign_on(visitor).status_code == 401, what
    assert "nu a confirmat intrarea" in visitor.read
    assert "/sign-in" in visitor.get("/account").url


def test_a_signature_by_somebody_else_lets_nobody_in(town: House, sso: SignOnServer) -> None:
    """Also if it names the provider's key."""
    sso.signing_key = RSAKey.generate_key(2048, {"kid": "first"})
    assert sign_on(Visitor(town)).status_code == 401


def test_the_way_back_belongs_to_one_browser_and_one_way(town: House) -> None:
    """Another browser, another state, the same way twice, or one that took too long: all begin anew."""
    visitor, other = Visitor(town), Visitor(town)
    back = way(visitor)
    assert other.get(back).status_code == 400, "whoever was not sent there"
    way(other)
    assert other.get(back).status_code == 400, "another one's state"
    cookies = dict(visitor.session.cookies)
    assert visitor.get(back).status_code == 200
    again = Visitor(town)
    again.session.cookies.update(cookies)
    assert again.get(back).status_code == 401, "a code is good once"
    assert visitor.get(back).status_code == 400, "the way is over"
    late = Visitor(town)
    back = way(late)
    town.clock.move(minutes=11)
    assert late.get(back).status_code == 400
    assert "a durat prea mult" in late.read


def test_a_provider_that_says_no_is_believed(town: House) -> None:
    """Its error is no mistake of ours."""
    visitor = Visitor(town)
    state = parse_qs(urlsplit(way(visitor)).query)["state"][0]
    assert visitor.get("/sign-on/back", error="access_denied", state=state).status_code == 401
    assert "nu a confirmat intrarea" in visitor.read


@pytest.mark.parametrize("broken", ["openid-configuration", "token", "keys"])
@pytest.mark.parametrize("status", [500, 200])
def test_a_provider_that_fails_is_told_kindly(
    town: House, sso: SignOnServer, broken: str, status: int
) -> None:
    """Never a mistake of ours; the password is still there to enter with."""
    sso.fails[broken] = status
    add_user(town, Role.auditor)
    visitor = Visitor(town)
    answer = visitor.get("/sign-on") if broken == "openid-configuration" else visitor.get(way(visitor))
    assert answer.status_code == 503
    assert "nu răspunde" in visitor.read
    assert visitor.sign_in("auditor").status_code == 200


def test_a_provider_that_is_gone_is_told_at_once_to_the_next(build_house: Callable[..., House]) -> None:
    """Nobody waits for it again for a few seconds: callers' turns need the threads."""
    house = build_house(sign_on=Provider("http://127.0.0.1:9", CLIENT, CLIENT_SECRET))
    for _ in range(3):
        assert Visitor(house).get("/sign-on").status_code == 503


def test_new_keys_of_the_provider_are_asked_for(town: House, sso: SignOnServer) -> None:
    """A signature by a key nobody has heard of asks for the keys once more, but not again and again."""
    sign_on(Visitor(town))
    assert town.hotline.sign_on
    told = town.hotline.sign_on._told
    keys = next(address for address in told if address.endswith("/keys"))
    told[keys] = (told[keys][0] - 60, told[keys][1])
    sso.key = RSAKey.generate_key(2048, {"kid": "second"})
    assert sign_on(Visitor(town)).status_code == 200
    sso.signing_key = RSAKey.generate_key(2048, {"kid": "third"})
    assert sign_on(Visitor(town)).status_code == 401
    assert sso.asked.count("keys") == 2


def add_inspector(house: House) -> None:
    cells = {"id": "dana", "name": "Dana", "function": "i", "unit_id": "dgp", "phone": "+40722000333"}
    cells |= {"email": "Dana@exemplu.invalid", "hours": "luni-vineri 09:00-16:00"}
    with work(house.store) as unit:
        inspectors.upsert(unit.begin(), [staff_row(cells, {"dgp"})])


def test_an_inspector_is_found_by_a_verified_address(town: House, sso: SignOnServer) -> None:
    """An address that anybody can write into their profile opens nobody's agenda."""
    add_inspector(town)
    sso.person = ANA | {"roles": ["inspector"], "email": "dana@exemplu.invalid"}
    assert sign_on(Visitor(town)).status_code == 403
    sso.person |= {"email_verified": True}
    assert sign_on(Visitor(town)).status_code == 200
    made = user(town, "ana.exemplu")
    assert made
    assert (made.role, made.inspector_id) == (Role.inspector, "dana")


def test_claims_are_found_by_a_path(build_house: Callable[..., House], sso: SignOnServer) -> None:
    """As some providers nest them; a claim for the inspector's id counts more than an address."""
    provider = Provider(sso.issuer, CLIENT, CLIENT_SECRET, "realm_access.roles", "office.inspector")
    house = build_house(sign_on=provider)
    sso.now = lambda: house.clock().timestamp()
    add_inspector(house)
    nested = {"realm_access": {"roles": ["inspector"]}, "roles": None}
    sso.person = ANA | nested | {"office": {"inspector": "nobody"}, "email_verified": True}
    assert sign_on(Visitor(house)).status_code == 403
    sso.person |= {"office": {"inspector": "dana"}}
    assert sign_on(Visitor(house)).status_code == 200


def test_somebody_of_the_same_name_is_somebody_else(town: House) -> None:
    """A user with a password is not taken over by an account of that name."""
    add_user(town, Role.administrator, "ana.exemplu")
    visitor = Visitor(town)
    assert sign_on(visitor).status_code == 200
    assert "(supervizor)" in visitor.read
    kept = user(town, "ana.exemplu")
    assert kept
    assert kept.role is Role.administrator


def test_without_a_provider_there_is_no_button(house: House) -> None:
    """And its addresses lead to the form."""
    visitor = Visitor(house)
    visitor.get("/sign-in")
    assert "contul instituției" not in visitor.read
    assert urlsplit(visitor.get("/sign-on").url).path == "/console/sign-in"
    assert visitor.get("/sign-on/back", state="x", code="y").status_code == 400
