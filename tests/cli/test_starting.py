"""What a command leaves out as it starts is there all the same where something uses it."""

import subprocess
import sys
from importlib.metadata import entry_points, version

import pydantic

PUT_OFF = ("importlib.metadata", "secrets")


def printed(code: str) -> list[str]:
    """What Python prints after a command has started; each of `PUT_OFF` counts as loaded where its source is."""
    started = f"""
import sys
from archspec.cli.starting import start_fast
start_fast()
def loaded():
    return [name for name in {PUT_OFF} if "__file__" in vars(sys.modules[name])]
{code}
"""
    return subprocess.check_output([sys.executable, "-c", started], text=True).splitlines()


def test_reading_a_spec_loads_nothing_that_is_put_off():
    code = "from archspec.api import examine\nfrom archspec.spec.loading import open_source\n"
    code += "print(all(outcome.ok for outcome in examine(open_source('resnet50'))), loaded())"
    assert printed(code) == ["True []"]


def test_each_way_to_import_what_is_put_off_gives_it():
    assert printed("import importlib.metadata\nprint(importlib.metadata.version('pydantic'))") == [pydantic.VERSION]
    assert printed("from importlib.metadata import version\nprint(version('pydantic'))") == [version("pydantic")]
    assert printed("import importlib.metadata._meta as found\nprint(found.__name__)") == ["importlib.metadata._meta"]
    assert printed("from secrets import token_hex\nprint(len(token_hex(4)), loaded())") == ["8 ['secrets']"]


def test_what_was_imported_before_it_was_loaded_does_its_work():
    code = "from importlib.metadata import entry_points\nprint(loaded())\n"
    code += "print(sorted(each.name for each in entry_points(group='console_scripts')))\nprint(loaded())"
    scripts = sorted(each.name for each in entry_points(group="console_scripts"))
    assert printed(code) == ["[]", str(scripts), "['importlib.metadata']"]
