"""Workflow commands, read back by the rules that GitHub's runner reads them by."""

import re
from pathlib import Path

from archspec.reports.github import as_commands
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Source, Span

TEXT = "a: 1\nb: [2,\n  3]\n"
SOURCE = Source("specs/net.yaml", TEXT, Path("specs/net.yaml"))


def command(message="m", span=None, **more):
    [line] = as_commands([Diagnostic("E0203", message, span, **more)])
    return line


def read(line):
    """What the runner takes from a command: it splits first and unescapes then."""
    kind, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
    escapes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def plain(text, known):
        for code in known:
            text = text.replace(code, escapes[code])
        return text

    told = dict(each.split("=", 1) for each in properties.split(","))
    values = {key: plain(value, escapes) for key, value in told.items()}
    return kind, values, plain(data, ("%0D", "%0A", "%25"))


def test_a_mistake_on_one_line():
    assert command("no good", Span(SOURCE, 1, 4, 1, 5)) == (
        "::error file=specs/net.yaml,line=1,endLine=1,col=4,endColumn=5,title=E0203::no good"
    )


def test_a_warning_without_a_place():
    [line] = as_commands([Diagnostic("W0602", "unused", severity="warning")])
    assert line == "::warning title=W0602::unused"


def test_columns_are_told_within_one_line_only():
    assert command("m", Span(SOURCE, 2, 4, 3, 5)) == "::error file=specs/net.yaml,line=2,endLine=3,title=E0203::m"


def test_notes_and_help_follow_the_sentence():
    notes = (Note("defined here", Span(SOURCE, 1, 1, 1, 2)), Note("a remark"))
    assert command("m", SOURCE.spot(1, 1)._replace(), notes=notes, help="do it").endswith(
        "::m%0Aspecs/net.yaml:1:1: defined here%0Aa remark%0Ahelp: do it"
    )


def test_nothing_that_a_text_holds_breaks_out_of_it():
    name, message = "a,b:c%0A.yaml", "100%, %25 and %0A::error::\r\nnot a second command"
    line = command(message, Source(name, TEXT, Path(name)).spot(1, 1))
    assert "\n" not in line
    assert "\r" not in line
    kind, properties, data = read(line)
    assert (kind, data) == ("error", message)
    assert properties == {"file": name, "line": "1", "endLine": "1", "col": "1", "endColumn": "2", "title": "E0203"}


def test_standard_input_is_no_file():
    assert command("m", Source("<stdin>", TEXT).spot(1, 1)) == "::error title=E0203::m"
