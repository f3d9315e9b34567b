"""The Python interface: load a spec, look at its graph, check it, build it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archspec.checks.outcome import LibraryOutcome, Outcome, everything_told
from archspec.checks.report import Report, check
from archspec.expand.expander import Expansion, Unfinished, expand
from archspec.formula.evaluate import Evaluator
from archspec.graph.costs import Totals, totals
from archspec.graph.graph import Graph
from archspec.limits import DEFAULT_LIMITS, Limits, within
from archspec.pause import collection_paused
from archspec.spec.checking import check_library, check_program
from archspec.spec.files import display
from archspec.spec.loading import Program, is_spec, open_source, read_library, read_program
from archspec.spec.params import Settings, bind_params, set_params
from archspec.text.diagnostics import Diagnostic, SpecError, at_most
from archspec.text.source import Source, Span

if TYPE_CHECKING:
    from types import ModuleType

    import keras

    from archspec.targets.python.marks import Style


class Architecture(NamedTuple):
    """A spec with values for its params: one network.

    Args:
        program: the spec and what it refers to.
        variant: the name of the variant, or None for the spec as written.
        params: the value of every param.
        changed: the params the caller set.
        expansion: the network, and the rows of its table.
        limits: bounds on the expansion.
        augmentation: what data goes through in training, before the network; None where nothing.
    """

    program: Program
    variant: str | None
    params: Mapping[str, Any]
    changed: frozenset[str]
    expansion: Expansion
    limits: Limits = DEFAULT_LIMITS
    augmentation: Graph | None = None

    @property
    def name(self) -> str:
        """The model's name: the variant's, or the spec's."""
        return self.graph.name

    @property
    def graph(self) -> Graph:
        """The network as a flat graph of layer calls."""
        return self.expansion.graph

    @property
    def totals(self) -> Totals:
        """Parameters, multiply-adds, memory and depth of the network."""
        return totals(self.graph)

    def check(self, *, strict: bool = False) -> Report:
        """Holds the network against the table and the figures of its spec.

        Args:
            strict: makes departures from the table mistakes.
        """
        changed = bool(self.changed)
        with collection_paused():
            return check(
                self.program,
                self.expansion,
                variant=self.variant,
                changed=changed,
                strict=strict,
                limits=self.limits,
            )

    def build(self) -> keras.Model:
        """The network as an ordinary Keras model.

        Raises:
            archspec.MissingKeras: Keras or TensorFlow is not installed.
            archspec.CompilerFault: Keras's shapes or weights differ from the graph's, which is a fault of archspec.
        """
        from archspec.targets.keras import build

        return build(self.graph)

    def source(self, style: Style = "functional") -> str:
        """The network as readable Python source that imports Keras and nothing of archspec.

        Args:
            style: `functional` (blocks are functions), `flat` (one line a layer) or `subclass` (blocks are classes).
        """
        from archspec.targets.python.source import Network, write_source

        document = self.program.document
        settings = document.variants[self.variant] if self.variant else {}
        given = {name: self.params[name] for name in document.params if name in settings or name in self.changed}
        return write_source(Network(self.program, self.graph, given, self.variant), style)

    def module(self, style: Style = "functional") -> ModuleType:
        """The module that the generated source makes; a debugger steps through its lines.

        Its function with the name of the network builds the model (a class in the style `subclass`).

        Raises:
            archspec.MissingKeras: Keras or TensorFlow is not installed.
        """
        from archspec.targets.keras import import_keras
        from archspec.targets.python.executing import as_module

        import_keras()
        return as_module(self.name, self.source(style))


@collection_paused()
def load(
    spec: str | Path,
    *,
    variant: str | None = None,
    root: str | Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    **params: Any,
) -> Architecture:
    """Reads a spec and expands it.

    Args:
        spec: a path, the name of a shipped spec, or `-` for standard input.
        variant: one of the spec's variants.
        root: the folder that `use` and `extends` can't leave.
        limits: bounds on reading and expanding.
        **params: values for params of the spec.

    Raises:
        SpecError: the spec is wrong; it holds every independent mistake.
    """
    return architecture(
        read(open_source(spec, limits), root=root, limits=limits),
        variant=variant,
        settings=_settings(params),
        limits=limits,
    )


@collection_paused()
def loads(
    text: str,
    *,
    name: str = "<text>",
    variant: str | None = None,
    root: str | Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    **params: Any,
) -> Architecture:
    """Like `load`, for a spec that is already at hand as text; `name` is what messages call it."""
    program = read(Source(name, text), root=root, limits=limits)
    return architecture(program, variant=variant, settings=_settings(params), limits=limits)


def _settings(params: Mapping[str, Any]) -> Settings:
    return {name: (_plain(value), None) for name, value in params.items()}


def _plain(value: Any) -> Any:
    """Tuples as lists: in the language a tuple is a shape."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@collection_paused()
def read(source: Source, *, root: str | Path | None = None, limits: Limits = DEFAULT_LIMITS) -> Program:
    """A spec with all it refers to, its form and names checked.

    Raises:
        SpecError: with every mistake that can be told before it is expanded.
    """
    with _told_within(limits):
        program = check_program(read_program(source, root=Path(root) if root is not None else None, limits=limits))
        if program.mistakes:
            # Few specs are wrong; the others need not wait for this.
            from archspec.checks.further import what_else

            raise SpecError([*program.remarks, *what_else(program, program.remarks, limits)])
        return program


@contextmanager
def _told_within(limits: Limits) -> Iterator[None]:
    """Keeps reading and telling of mistakes within limits."""
    try:
        with within(limits):
            yield
    except SpecError as error:
        raise SpecError(at_most(error.diagnostics, limits.mistakes)) from None


@collection_paused()
def architecture(
    program: Program,
    *,
    variant: str | None = None,
    settings: Settings | None = None,
    limits: Limits = DEFAULT_LIMITS,
    evaluator: Evaluator | None = None,
) -> Architecture:
    """A program with values for its params, expanded.

    Args:
        program: the spec, and what it refers to.
        variant: one of the spec's variants.
        settings: values for params of the spec.
        limits: bounds on expanding.
        evaluator: goes on counting where the networks before left off.

    Raises:
        SpecError: a value does not fit, or a step can't be run.
    """
    settings = settings or {}
    evaluator = evaluator or Evaluator(limits)
    with _told_within(limits):
        params = bind_params(program.document, variant, settings, evaluator)
        try:
            expansion = expand(program, params, name=variant, limits=limits, evaluator=evaluator)
        except Unfinished as error:
            from archspec.checks.further import wrong_rows

            raise SpecError([*error.diagnostics, *wrong_rows(error, program, bool(settings))]) from None
        augmentation = None
        if program.document.training is not None:
            # Few specs say how they are trained; the others need not wait for this.
            from archspec.expand.augmentation import expand_augmentation

            augmentation = expand_augmentation(program, params, limits, evaluator)
    return Architecture(program, variant, params, set_params(settings), expansion, limits, augmentation)


@collection_paused()
def examine(
    source: Source,
    *,
    variant: str | None = None,
    settings: Settings | None = None,
    root: str | Path | None = None,
    strict: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Outcome]:
    """Checks a spec: the network that is asked for, or where none is, the spec as written and each of its variants.

    It raises nothing for a wrong spec.

    Args:
        source: the text of the spec.
        variant: one of the spec's variants.
        settings: values for params of the spec.
        root: the folder that `use` and `extends` can't leave.
        strict: makes departures from the table mistakes.
        limits: bounds on reading and expanding.
    """
    with within(limits):
        try:
            program = read(source, root=root, limits=limits)
            every = [variant] if variant or settings else [None, *_variants(program, limits)]
        except SpecError as error:
            return [Outcome(None, None, error.diagnostics)]
        outcomes: list[Outcome] = []
        told: set[tuple[str, Span | None]] = set()
        evaluator = Evaluator(limits)
        for each in every:
            outcomes.append(_outcome(program, each, settings, strict, evaluator))
            told.update((diagnostic.code, diagnostic.span) for diagnostic in outcomes[-1].diagnostics)
            evaluator.steps += len(program.document.expect)
            spent = evaluator.steps > limits.evaluation_steps or evaluator.turns > limits.turns
            if spent or len(told) > limits.mistakes:
                break
        return outcomes


def _variants(program: Program, limits: Limits) -> Iterable[str]:
    variants = program.document.variants
    if len(variants) < limits.networks:
        return variants
    span = program.document.node.key_spans["variants"]
    raise SpecError.single("E0508", f"there are {limits.networks} variants or more, too many to check together", span)


def _outcome(
    program: Program, variant: str | None, settings: Settings | None, strict: bool, evaluator: Evaluator
) -> Outcome:
    """What the check of one network gives."""
    limits = evaluator.limits
    try:
        network = architecture(program, variant=variant, settings=settings, limits=limits, evaluator=evaluator)
    except SpecError as error:
        return Outcome(variant or program.document.name.text, None, error.diagnostics)
    report = network.check(strict=strict)
    return Outcome(network.name, report, tuple(at_most(report.diagnostics, limits.mistakes)))


def diagnose(
    text: str, path: str | Path | None = None, *, root: str | Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> list[Diagnostic]:
    """Everything that is wrong with or doubtful in a text, as an editor shows it; it raises nothing for a wrong spec.

    Args:
        text: of a spec, or of a library of blocks; it need not be saved.
        path: the file it stands for, beside which `use` and `extends` look for others.
        root: the folder that these can't leave.
        limits: bounds on reading and expanding.
    """
    source = Source(display(Path(path)) if path else "<text>", text, Path(path) if path else None)
    if is_spec(source, limits):
        return everything_told(examine(source, root=root, limits=limits))
    return list(examine_library(source, root=root, limits=limits).diagnostics)


@collection_paused()
def examine_library(
    source: Source, *, root: str | Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> LibraryOutcome:
    """Checks a library of blocks by itself: its form and names, and what is doubtful in it.

    It raises nothing for a wrong library.

    Args:
        source: the text of the library.
        root: the folder that `use` can't leave.
        limits: bounds on reading.
    """
    # Most calls are about specs; they need not wait for this.
    from archspec.checks.libraries import told_of_library

    with within(limits):
        try:
            library = check_library(read_library(source, root=Path(root) if root is not None else None, limits=limits))
        except SpecError as error:
            return LibraryOutcome(source.name, (), tuple(at_most(error.diagnostics, limits.mistakes)))
        told = at_most(told_of_library(library), limits.mistakes)
        blocks = (name for name, each in library.blocks.items() if each.span.source is source)
        return LibraryOutcome(source.name, tuple(blocks), tuple(told))
