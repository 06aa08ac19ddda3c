"""Somebody with a browser but no eyes: opens pages of the console over HTTP, fills in their forms and follows them."""

import re
from dataclasses import dataclass, field
from html import unescape

import requests
from house import House

from office.users import Role, User
from store import users
from store.database import work

PASSWORD = "o parolă lungă de probă"


@dataclass
class Visitor:
    """A browser at a house; `last` is the answer to what it did last."""

    house: House
    session: requests.Session = field(default_factory=requests.Session)
    last: requests.Response = field(default_factory=requests.Response)

    def get(self, path: str, **query: object) -> requests.Response:
        """Opens /console`path`."""
        address = f"{self.house.address}/console{path}"
        self.last = self.session.get(address, params={k: str(v) for k, v in query.items()}, timeout=20)
        return self.last

    def post(
        self, path: str, csrf: str | None = None, follow: bool = True, **form: object
    ) -> requests.Response:
        """Sends a form with the token of the page opened last, as the page itself would."""
        address = f"{self.house.address}/console{path}"
        given = {"csrf": self.token if csrf is None else csrf, **form}
        self.last = self.session.post(address, data=given, timeout=20, allow_redirects=follow)
        return self.last

    @property
    def token(self) -> str:
        """The form token in the last page."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.last.text)
        assert found, self.last.text[:500]
        return found[1]

    @property
    def read(self) -> str:
        """What the last page says, without its tags, in one line."""
        main = re.sub(r"(?s)<(script|style).*?</\1>", " ", self.last.text)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    def sign_in(self, login: str, password: str = PASSWORD) -> requests.Response:
        self.get("/sign-in")
        return self.post("/sign-in", login=login, password=password)


def add_user(house: House, role: Role, login: str = "", inspector_id: str = "") -> str:
    """A user of this role, whose login is that of the role unless another is given."""
    user = User(0, login or str(role), f"Exemplu {role}", role, inspector_id)
    with work(house.store) as unit:
        users.add(unit.begin(), user, PASSWORD, now=house.clock())
    return user.login


def signed_in(house: House, role: Role, login: str = "", inspector_id: str = "") -> Visitor:
    """A new user of this role, signed in."""
    visitor = Visitor(house)
    answer = visitor.sign_in(add_user(house, role, login, inspector_id))
    assert "/sign-in" not in answer.url, answer.status_code
    return visitor
