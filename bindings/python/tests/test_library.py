"""The C library is found, checked, and refused politely."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cloudpayments_native import ABI_VERSION, Library, LibraryError, load
from cloudpayments_native._native import _DECLARATIONS, LIBRARY_VARIABLE, library_file_name

PACKAGE = Path(__file__).resolve().parents[1] / "cloudpayments_native"


def python(code: str, package_root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that sees the package in `package_root`."""
    inherited = {k: v for k, v in os.environ.items() if k != LIBRARY_VARIABLE}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=package_root,  # -c puts the current folder first
        env={**inherited, "PYTHONPATH": str(package_root), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def lonely_package(tmp_path: Path) -> Path:
    """A copy of the package that lies in no checkout and ships no library."""
    ignored = shutil.ignore_patterns("*.so", "*.dylib", "*.dll", "__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "cloudpayments_native", ignore=ignored)
    return tmp_path


def test_the_library_speaks_the_abi_of_this_package(library: Library) -> None:
    assert library.abi == ABI_VERSION
    assert library.version in repr(library)
    assert library.path in repr(library)


def test_every_function_has_its_argument_and_result_types(library: Library) -> None:
    for name in _DECLARATIONS:
        assert getattr(library._functions, name).argtypes is not None


def test_the_same_path_is_loaded_once(library: Library) -> None:
    assert load(library.path) is load(library.path)


def test_without_a_library_the_error_lists_the_places_looked_at(lonely_package: Path) -> None:
    run = python(
        "import cloudpayments_native as c\n"
        "try: c.load()\n"
        "except c.LibraryError as problem: print(problem)\n",
        lonely_package,
    )
    assert LIBRARY_VARIABLE in run.stdout, run.stderr
    assert str(Path("_lib") / library_file_name()) in run.stdout
    assert "system's loader" in run.stdout


def test_the_environment_variable_names_the_library(lonely_package: Path, library: Library) -> None:
    run = python(
        "import cloudpayments_native as c; print(c.load().path)",
        lonely_package,
        **{LIBRARY_VARIABLE: str(Path(library.path).resolve())},
    )
    assert run.stdout.strip() == str(Path(library.path).resolve()), run.stderr


def test_a_library_shipped_inside_the_package_is_used(
    lonely_package: Path, library: Library
) -> None:
    shipped = lonely_package / "cloudpayments_native" / "_lib" / library_file_name()
    shipped.parent.mkdir(exist_ok=True)
    shutil.copy(library.path, shipped)
    run = python("import cloudpayments_native as c; print(c.load().path)", lonely_package)
    assert run.stdout.strip() == str(shipped.resolve()), run.stderr


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it has one name")


def of_another_abi(file: Path) -> Path:
    """A library that loads, and is not the one this package speaks with."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    file.parent.mkdir(exist_ok=True)
    source = file.with_name("other.c")
    source.write_text("int cp_abi_version(void) { return 7; }\n")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(file), str(source)], check=True)
    return file


@on_linux
@pytest.mark.parametrize("name", ["libcloudpayments.so.0", "libcloudpayments.so"])
def test_the_systems_loader_finds_it_by_either_name(
    lonely_package: Path, library: Library, name: str
) -> None:
    folder = lonely_package / "system"
    folder.mkdir()
    shutil.copy(library.path, folder / name)
    run = python(
        "import cloudpayments_native as c; print(c.load().path)",
        lonely_package,
        LD_LIBRARY_PATH=str(folder),
    )
    assert run.stdout.strip() == name, run.stderr


@on_linux
def test_a_folder_with_the_plain_name_goes_before_one_with_the_other(
    lonely_package: Path, library: Library
) -> None:
    mine, installed = lonely_package / "mine", lonely_package / "installed"
    for file in (mine / "libcloudpayments.so", installed / "libcloudpayments.so.0"):
        file.parent.mkdir()
        shutil.copy(library.path, file)
    run = python(
        "import cloudpayments_native as c; print(c.load().path)",
        lonely_package,
        LD_LIBRARY_PATH=f"{mine}:{installed}",
    )
    assert run.stdout.strip() == "libcloudpayments.so", run.stderr


@on_linux
@pytest.mark.parametrize("spoilt", [False, True])
def test_what_the_systems_loader_finds_and_cannot_be_used_ends_the_search(
    lonely_package: Path, library: Library, spoilt: bool
) -> None:
    wrong = of_another_abi(lonely_package / "system" / "libcloudpayments.so")
    if spoilt:
        wrong.write_text("not a library")
    shutil.copy(library.path, f"{wrong}.0")
    run = python(
        "import cloudpayments_native as c\n"
        "try: print(c.load())\n"
        "except c.LibraryError as problem: print('refused:', problem)\n",
        lonely_package,
        LD_LIBRARY_PATH=str(wrong.parent),
    )
    assert run.stdout.startswith("refused:"), run.stdout + run.stderr
    assert ("cannot load" if spoilt else "ABI 7") in run.stdout
    assert "not found" not in run.stdout


@pytest.mark.parametrize("newer", ["release", "debug"])
def test_in_a_checkout_the_newest_library_is_used(
    tmp_path: Path, library: Library, newer: str
) -> None:
    root = tmp_path / "bindings" / "python"
    shutil.copytree(
        PACKAGE,
        root / "cloudpayments_native",
        ignore=shutil.ignore_patterns("*.so", "*.dylib", "*.dll", "__pycache__"),
    )
    (root / "pyproject.toml").touch()
    for profile in ("release", "debug"):
        built = tmp_path / "target" / profile / library_file_name()
        built.parent.mkdir(parents=True)
        shutil.copy(library.path, built)
        age = 2_000_000_000 if profile == newer else 1_000_000_000
        os.utime(built, (age, age))
    run = python("import cloudpayments_native as c; print(c.load().path)", root)
    expected = tmp_path.resolve() / "target" / newer / library_file_name()
    assert run.stdout.strip() == str(expected), run.stderr


def test_a_file_that_is_no_library_is_refused_with_its_path(tmp_path: Path) -> None:
    wrong = tmp_path / library_file_name()
    wrong.write_text("not a library")
    with pytest.raises(LibraryError, match="-bit Python") as refused:
        load(wrong)
    assert str(wrong) in str(refused.value)


def test_a_library_of_another_abi_is_refused_naming_both_versions_and_the_path(
    tmp_path: Path,
) -> None:
    other = of_another_abi(tmp_path / library_file_name())
    with pytest.raises(LibraryError, match=rf"ABI 7.*ABI {ABI_VERSION}") as refused:
        load(other)
    assert str(other) in str(refused.value)


def test_importing_the_package_loads_no_library(lonely_package: Path) -> None:
    run = python("import cloudpayments_native; print('fine')", lonely_package)
    assert run.stdout.strip() == "fine", run.stderr


def test_a_wheel_ships_the_library_and_is_tagged_for_the_platform(
    tmp_path: Path, library: Library
) -> None:
    pytest.importorskip("hatchling")
    ignored = shutil.ignore_patterns("*.so", "*.dylib", "*.dll", "__pycache__", "tests", ".*_cache")
    source = tmp_path / "source"
    shutil.copytree(PACKAGE.parent, source, ignore=ignored)

    def contents() -> tuple[str, list[str]]:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
        subprocess.run(build, cwd=source, check=True, capture_output=True)
        (wheel,) = tmp_path.glob("*.whl")
        names = zipfile.ZipFile(wheel).namelist()
        wheel.unlink()
        return wheel.name, names

    name, names = contents()
    assert name.endswith("-py3-none-any.whl")
    assert "cloudpayments_native/py.typed" in names
    assert "cloudpayments_native/_methods.pyi" in names

    lib = source / "cloudpayments_native" / "_lib"
    lib.mkdir(exist_ok=True)
    shutil.copy(library.path, lib / library_file_name())
    name, names = contents()
    assert not name.endswith("-any.whl")
    assert f"cloudpayments_native/_lib/{library_file_name()}" in names


def test_a_wheel_built_in_a_checkout_ships_its_release_and_works(
    tmp_path: Path, library: Library
) -> None:
    pytest.importorskip("hatchling")
    ignored = shutil.ignore_patterns("*.so", "*.dylib", "*.dll", "__pycache__", "tests", ".*_cache")
    source = tmp_path / "bindings" / "python"
    shutil.copytree(PACKAGE.parent, source, ignore=ignored)
    release = tmp_path / "target" / "release"
    release.mkdir(parents=True)
    shutil.copy(library.path, release / library_file_name())

    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert not wheel.name.endswith("-any.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    run = python("import cloudpayments_native as c; print(c.load().path)", installed)
    shipped = installed / "cloudpayments_native" / "_lib" / library_file_name()
    assert run.stdout.strip() == str(shipped.resolve()), run.stderr
