"""What the documents promise a newcomer is true."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from house import House

from settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_table_of_settings_is_the_settings() -> None:
    """Every variable of settings.py stands in the README's table, and no other."""
    told = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    assert told == [field.alias for field in Settings.model_fields.values()]


def test_the_readme_begins_with_the_two_commands() -> None:
    """A newcomer sees `make run` and `make test` first."""
    first = README.split("```")[1]
    assert re.findall(r"^make \w+", first, re.MULTILINE) == ["make run", "make test"]


def test_the_first_call_goes_as_printed(house: House) -> None:
    """Typed exactly as the README prints it, the first call tells the state of the sample petition."""
    subprocess.run([sys.executable, "cli.py", "migrate", "--sample"], cwd=ROOT, env=_env(house), check=True)
    typed = README.split("make call\n```")[1].split("```")[1].lstrip("\n")
    done = subprocess.run(
        [sys.executable, "cli.py", "call"],
        cwd=ROOT, env=_env(house), input=typed, text=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "unu unu nouă, trei șase opt" in done.stdout
    assert "Petiția a fost înregistrată" in done.stdout


def test_the_example_of_a_new_service_works_as_written(tmp_path: Path) -> None:
    """CONTRIBUTING's service, sentences, menu line and transcript, put where it says, are heard on the line."""
    copy = tmp_path / "copy"
    left_out = shutil.ignore_patterns(".venv", ".git", "var", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=left_out)
    dialogue, sentences = _example("python"), _example("yaml")
    transcript = CONTRIBUTING.split("`tests/calls/today.call`:")[1].split("```")[1].lstrip("\n")
    (copy / "ivr/dialogues/today.py").write_text(dialogue, "utf-8")
    (copy / "tests/calls/today.call").write_text(transcript, "utf-8")
    for words in (copy / "words").glob("*.yaml"):
        words.write_text(words.read_text("utf-8").rstrip() + "\n" + sentences, "utf-8")
    routing = copy / "data/institutions.yaml"
    menu_line = re.search(r"`(- \{ key: ., service: today \})`", CONTRIBUTING)
    assert menu_line
    menu = re.compile(r"^menu:\n(?:  - .*\n)+", re.MULTILINE)
    routing.write_text(menu.sub(rf"\g<0>  {menu_line[1]}\n", routing.read_text("utf-8")), "utf-8")
    bless = [sys.executable, "-m", "pytest", "tests/test_calls.py", "--bless", "-k", "sqlite and today"]
    ran = subprocess.run(
        bless,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        text=True,
        capture_output=True,
        timeout=100,
    )
    assert ran.returncode == 0, ran.stdout
    heard = (copy / "tests/calls/today.call").read_text("utf-8")
    assert "hotline  Astăzi este luni, doi martie două mii douăzeci și șase." in heard


def _example(language: str) -> str:
    """The first code block of a language in CONTRIBUTING.md."""
    found = re.search(rf"^```{language}\n(.*?)^```$", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def _env(house: House) -> dict[str, str]:
    """The environment of a command that talks to this house."""
    port = house.address.rpartition(":")[2]
    url = house.store.url.render_as_string(hide_password=False)
    told = {"PORT": port, "PUBLIC_BASE_URL": house.hotline.base_url, "DATABASE_URL": url}
    return {**os.environ, **told, "SECRET_KEY": house.hotline.secret}
