"""The built wheel holds what a user needs, and nothing else."""

import ast
import email
import email.message
import re
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import positions
from positions.replay.index import COMPILED

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the path of a wheel built from this tree, without the network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel):
    """Return what every file in the wheel holds by its name there."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def info(contents):
    """Return a function from the name of a metadata file to its text."""
    return lambda name: contents[f"positions-{positions.__version__}.dist-info/{name}"].decode()


@pytest.fixture(scope="module")
def metadata(info) -> email.message.Message:
    """Return the core metadata of the wheel."""
    return email.message_from_string(info("METADATA"))


def test_version_is_the_one_the_package_states(metadata):
    """`pip` and `positions.__version__` never disagree."""
    assert positions.__version__ == metadata["Version"]


def test_one_wheel_serves_every_python(wheel, contents):
    """What is compiled uses the stable interface of Python 3.11; without it any machine will do."""
    compiled = [name for name in contents if name.endswith((".so", ".pyd"))]
    tags = "cp311-abi3-" if compiled else "py3-none-any"

    assert wheel.name.startswith(f"positions-{positions.__version__}-{tags}")
    assert len(compiled) == (2 if COMPILED else 0)


def test_every_source_file_is_in_the_wheel(contents):
    """What is under src is what is installed, byte for byte."""
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in (source / "positions").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert expected == {name: held for name, held in contents.items() if ".dist-info/" not in name}


def test_type_checkers_may_trust_the_annotations(contents):
    """The marker of PEP 561 is there."""
    assert "positions/py.typed" in contents


def test_nothing_but_the_package_and_its_metadata(contents):
    """No tests, seeds, examples or documentation slip into somebody's site-packages."""
    info = f"positions-{positions.__version__}.dist-info"

    assert {"positions", info} == {name.split("/")[0] for name in contents}


def test_the_command_is_installed(info):
    """`positions` on the command line calls `positions.cli:main`."""
    entry_points = ConfigParser()
    entry_points.read_string(info("entry_points.txt"))

    assert {"positions": "positions.cli:main"} == dict(entry_points["console_scripts"])


def test_what_is_imported_is_required(metadata):
    """A user gets each package that the sources import, and none of our tools."""
    needs = [need.replace("'", '"') for need in metadata.get_all("Requires-Dist")]
    required = {named(need) for need in needs if "extra ==" not in need}
    for_testing = {named(need) for need in needs if 'extra == "testing"' in need}
    for_postgres = {named(need) for need in needs if 'extra == "postgres"' in need}
    others = ("arrow", "parquet", "spark", "umadb")
    for_others = {
        named(need) for need in needs if any(f'extra == "{each}"' in need for each in others)
    }

    # tzdata is read by the standard library's zoneinfo, where the system has no zones.
    assert imported() | {"tzdata"} == required | for_testing | for_postgres | for_others
    assert {"hypothesis"} == for_testing
    assert {"psycopg"} == for_postgres


def named(need):
    """Return the name of the package that is needed, without version and extras."""
    return re.split(r"[^\w.-]", need)[0].lower()


def imported():
    """Return the names of the packages, as on PyPI, that the sources import."""
    modules = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules |= {name.name.partition(".")[0] for name in names}
                case ast.ImportFrom(module=str(module), level=0):
                    modules.add(module.partition(".")[0])
    packages = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {"positions"}
    return {packages[module][0].lower() for module in foreign}


def test_readme_is_the_description(info):
    """Whoever finds the package on PyPI reads what whoever finds the repository reads."""
    _, _, described = info("METADATA").partition("\n\n")

    assert (ROOT / "README.md").read_text(encoding="utf-8") == described


def test_licence_travels_along(info):
    """The text of the licence is in the wheel, and its name in the metadata."""
    assert (ROOT / "LICENSE").read_text(encoding="utf-8") == info("licenses/LICENSE")
