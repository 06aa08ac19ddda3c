"""From a terminal a supervisor checks a file and asks whom sentences mean; what a database is not is one sentence."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from house import SMALL_FILE

import cli

SMALL = SMALL_FILE.read_text("utf-8")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`telverde` with these words, over the small file."""
    given = {"DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}", "SECRET_KEY": "a secret for the tests"}
    given |= {"ROUTING_FILE": str(SMALL_FILE)}

    def runs(*words: str) -> Result:
        return CliRunner().invoke(cli.telverde, [*words], env=given)

    return runs


@pytest.mark.parametrize(
    ("first", "is_header"), [("sentence\texpected", True), ("Propoziție", True), ("pașaport\tdgp", False)]
)
def test_the_first_row_is_a_header_only_if_it_says_so(
    run: Run, tmp_path: Path, first: str, is_header: bool
) -> None:
    """A sentence in the first row is asked like every other."""
    file = tmp_path / "sentences.tsv"
    file.write_text(f"{first}\nmi s-a furat\tigpr\n", "utf-8")
    done = run("competent", "--json", "--file", str(file))
    asked = [json.loads(row)["sentence"] for row in done.output.splitlines()]
    assert asked == [*([] if is_header else ["pașaport"]), "mi s-a furat"]


def test_an_unknown_county_is_refused_with_those_there_are(run: Run) -> None:
    """A known one is taken."""
    done = run("competent", "pașaport", "--county", "XX")
    assert (done.exit_code, done.output) == (1, "telverde: there is no county XX; there are CJ\n")
    assert run("competent", "pașaport", "--county", "CJ").exit_code == 0


def test_what_the_routing_file_causes_is_told_in_romanian_with_its_row(run: Run, tmp_path: Path) -> None:
    """A service that is none, and a topic that is too long for a menu: the one an error, the other a warning."""
    file = tmp_path / "other.yaml"
    wrong = SMALL.replace("service: callback", "service: calback")
    file.write_text(wrong, "utf-8")
    done = run("check", str(file), "--format", "json")
    (fault,) = json.loads(done.output)["faults"]
    row = wrong[: wrong.index("calback")].count("\n") + 1
    assert (done.exit_code, fault["line"], fault["level"]) == (1, row, "error")
    assert "nu este un serviciu al liniei" in fault["message"]

    wrong = SMALL.replace(
        "topic: { ro: pașapoarte", "topic: { ro: pașaport pentru oricine are nevoie de el repede", 1
    )
    assert wrong != SMALL
    file.write_text(wrong, "utf-8")
    done = run("check", str(file), "--format", "json")
    row = wrong[: wrong.index("pașaport pentru oricine")].count("\n") + 1
    found = [one for one in json.loads(done.output)["faults"] if one["line"] == row]
    assert [one["level"] for one in found] == ["warning"]
    assert "ca opțiune; mai bine cel mult 5" in found[0]["message"]
    assert done.exit_code == 0


@pytest.mark.parametrize(
    "words", [["calls"], ["petitions", "show", "10234"], ["tickets", "list"], ["revisions"]]
)
def test_a_file_that_is_no_database_is_told_in_one_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with whom to ask."""
    file = tmp_path / "README.md"
    file.write_text("# not a database\n" * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SECRET_KEY", "a secret for the tests")
    monkeypatch.setattr(sys, "argv", ["telverde", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (
        ended.value.code
        == "telverde: the database cannot be used: file is not a database; run: telverde doctor"
    )
