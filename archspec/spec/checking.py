"""What can be told of a program before it runs: every block and branch is looked at, used or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import unknown_name
from archspec.formula.functions import FUNCTIONS
from archspec.formula.tree import Call as FunctionCall
from archspec.formula.tree import Comprehension, Term, children
from archspec.formula.values import COMPUTED, Formula, Template, Value, formulas_in, read_names
from archspec.spec.arguments import check_constants
from archspec.spec.calls import Call
from archspec.spec.document import Block, Document
from archspec.spec.leaves import RESERVED, DocumentedShape
from archspec.spec.loading import Definition, Program
from archspec.spec.steps import Step
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Span
from archspec.text.suggest import did_you_mean, near


def check_program(program: Program) -> list[Diagnostic]:
    """Every mistake in names, keys and constants, and every doubt (as warnings), in all blocks of a program.

    Shapes are not looked at: only what is reached has them.
    """
    document = program.document
    found = [*_variants(document), *_expected(document)]
    home = _Home(program.blocks, _spans(document, "params", document.params), {}, found)
    home.definitions(document, frozenset())
    spec_names = dict(home.own)
    for name, sizes in document.inputs.items():
        if name:
            home.bind(name, document.node["inputs"].key_spans[name])
        home.values(sizes, frozenset())
    home.known |= {"input"}
    home.steps(document.layers, frozenset())
    for definition in _definitions(program.blocks):
        _check_block(definition, spec_names, found)
    return found


def _definitions(blocks: Mapping[str, Definition]) -> Iterator[Definition]:
    """Every block a program can reach, each once."""
    seen: set[int] = set()
    waiting = list(blocks.values())
    while waiting:
        definition = waiting.pop(0)
        if id(definition.block) not in seen:
            seen.add(id(definition.block))
            waiting += definition.blocks.values()
            yield definition


def _check_block(definition: Definition, spec_names: Mapping[str, Span], found: list[Diagnostic]) -> None:
    block = definition.block
    own = _spans(block, "params", block.params)
    home = _Home(definition.blocks, own, spec_names if definition.sees_spec else {}, found)
    for word in block.inputs:
        home.bind(word.text, word.span)
    home.definitions(block, frozenset({"in", "input"}))
    home.known |= {"input"}
    home.steps(block.layers, frozenset())


def _spans(owner: object, key: str, entries: Iterable[str]) -> dict[str, Span]:
    node = owner.node.get(key)  # type: ignore[attr-defined]
    return {name: node.key_spans[name] for name in entries}


def _variants(document: Document) -> Iterator[Diagnostic]:
    for variant, settings in document.variants.items():
        node = document.node["variants"][variant]
        for key in settings:
            if key not in document.params:
                yield Diagnostic(
                    "E0230",
                    f"{document.name} has no param {key!r}",
                    node.key_spans[key],
                    help=did_you_mean(key, document.params),
                )


def _expected(document: Document) -> Iterator[Diagnostic]:
    for expect in document.expect:
        name = expect.variant
        if name is not None and name.text not in document.variants:
            message = f"{document.name} has no variant {name.text!r}"
            yield Diagnostic("E0231", message, name.span, help=did_you_mean(name.text, document.variants))


@dataclass(slots=True)
class _Home:
    """The block whose steps are looked at.

    Args:
        blocks: what it can call.
        own: the names it binds itself, with where.
        outer: the spec's names, which its own may hide.
        found: collects the diagnostics.
        known: all names that its formulas may read.
        dynamic: whether a name is bound by a template, so that not all are known.
    """

    blocks: Mapping[str, Definition]
    own: dict[str, Span]
    outer: Mapping[str, Span]
    found: list[Diagnostic]
    known: set[str] = field(default_factory=set)
    dynamic: bool = False

    def bind(self, name: str, span: Span) -> None:
        first = self.own.setdefault(name, span)
        if first is not span:
            notes = (Note("bound here first", first),)
            self.found.append(Diagnostic("E0410", f"the name {name!r} is bound twice", span, notes))
        elif name in RESERVED:
            message = f"{name!r} has a meaning of its own in formulas and can't be bound"
            self.found.append(Diagnostic("E0203", message, span))

    def definitions(self, owner: Document | Block, tensors: frozenset[str]) -> None:
        """Looks at params and `let`: what each may read, and that no name is bound twice."""
        earlier: set[str] = set()
        for name, param in owner.params.items():
            for value in (param.default, param.min, param.max, param.choices):
                self.only(value, earlier, "a default may use earlier params and nothing else")
            earlier.add(name)
        earlier |= self.own.keys() | self.outer.keys() | tensors
        for name, value in owner.let.items():
            self.only(value, earlier, "'let' may use params and its own earlier names")
            self.bind(name, owner.node["let"].key_spans[name])
            earlier.add(name)

    def only(self, value: Value, names: set[str], rule: str) -> None:
        for formula, name in read_names(value):
            if name.name not in names:
                error = unknown_name(name, dict.fromkeys(names))
                self.found.append(
                    Diagnostic(error.code, error.message, formula.part(name.start, name.end), (Note(rule),), error.help)
                )
        self.functions(value, frozenset())

    def steps(self, steps: Iterable[Step], loops: frozenset[str]) -> None:
        """Looks at all steps of the block, whose tensors' names are known first: they live to its end."""
        steps = tuple(steps)
        for step in _all_steps(steps):
            for template in step.as_:
                if template.names:
                    self.dynamic = True
                else:
                    self.bind(template.text, step.value_span("as"))
        self.known |= self.own.keys() | self.outer.keys() | {"in"}
        self.sequence(steps, loops)

    def sequence(self, steps: Iterable[Step], loops: frozenset[str]) -> None:
        for step in steps:
            self.step(step, loops)

    def step(self, step: Step, loops: frozenset[str]) -> None:
        if step.each is not None:
            self.values([step.each.values], loops)
            loops = self.loop(step, loops)
        if step.repeat is not None:
            self.values([step.repeat], loops)
            if "index" in loops:
                message = "the inner 'repeat' hides the outer 'index'"
                self.found.append(Diagnostic("W0601", message, step.key_span("repeat"), severity="warning"))
            loops |= {"index"}
        self.values([step.when, step.name, step.row, *step.as_], loops)
        self.references(step, loops)
        shapes = [step.in_, step.out] + ([step.erratum.in_, step.erratum.out] if step.erratum else [])
        self.values([size for shape in shapes if shape for size in _sizes(shape)], loops)
        for call in (step.operation, step.merge):
            if call is not None:
                self.call(call, loops)
        for steps in step.inner():
            self.sequence(steps, loops)

    def loop(self, step: Step, loops: frozenset[str]) -> frozenset[str]:
        assert step.each is not None
        names = {step.each.variable, f"{step.each.variable}_index"}
        span = step.node["each"].key_spans[step.each.variable]
        for name in sorted(names & (self.own.keys() | loops)):
            notes = (Note("bound here first", self.own[name]),) if name in self.own else ()
            self.found.append(Diagnostic("E0410", f"the name {name!r} is bound twice", span, notes))
        return loops | names

    def references(self, step: Step, loops: frozenset[str]) -> None:
        for reference in step.from_ or ():
            if isinstance(reference, Template):
                self.values([reference], loops)

    def values(self, values: Iterable[Value], loops: frozenset[str]) -> None:
        """Looks for names that nothing binds."""
        for value in values:
            if not isinstance(value, COMPUTED):
                continue
            for formula, name in read_names(value):
                if name.name not in self.known and name.name not in loops and not self.dynamic:
                    error = unknown_name(name, dict.fromkeys(self.known | loops))
                    self.add(error, formula)
            self.functions(value, loops)

    def functions(self, value: Value, loops: frozenset[str]) -> None:
        for formula in formulas_in(value):
            for term in _all_terms(formula.term):
                if isinstance(term, FunctionCall) and term.function not in FUNCTIONS:
                    end = term.start + len(term.function)
                    hint = did_you_mean(term.function, FUNCTIONS)
                    message = f"there is no function {term.function!r}"
                    self.add(FormulaError("E0302", message, term.start, end, hint), formula)
                if isinstance(term, Comprehension) and term.variable in RESERVED | self.own.keys() | loops:
                    message = f"the name {term.variable!r} is bound already"
                    self.add(FormulaError("E0410", message, term.start, term.end), formula)

    def add(self, error: FormulaError, formula: Formula) -> None:
        self.found.append(Diagnostic(error.code, error.message, formula.part(error.start, error.end), help=error.help))

    def call(self, call: Call, loops: frozenset[str]) -> None:
        self.values(call.arguments.values(), loops)
        if call.is_layer:
            self.found += check_constants(call)
            return
        definition = self.blocks.get(call.name)
        if definition is None:
            hint = did_you_mean(call.name, self.blocks)
            self.found.append(Diagnostic("E0402", f"there is no block {call.name!r} here", call.span, help=hint))
            return
        params = definition.block.params
        defined = (Note("defined here", definition.span),)
        unknown = [name for name in call.arguments if name not in params]
        for name in unknown:
            assert call.node is not None
            message, span = f"{call.name} has no param {name!r}", call.node.key_spans[name]
            self.found.append(Diagnostic("E0403", message, span, defined, did_you_mean(name, params)))
        slips = {meant for name in unknown for meant in near(name, params)}
        for name, param in params.items():
            if param.required and name not in call.arguments and name not in slips:
                self.found.append(Diagnostic("E0406", f"{call.name} needs the param {name!r}", call.span, defined))


def _all_steps(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        for inner in step.inner():
            yield from _all_steps(inner)


def _all_terms(term: Term) -> Iterator[Term]:
    yield term
    for child in children(term):
        yield from _all_terms(child)


def _sizes(shape: DocumentedShape) -> Iterator[Value]:
    for size in shape.sizes:
        if isinstance(size, DocumentedShape):
            yield from _sizes(size)
        else:
            yield size
