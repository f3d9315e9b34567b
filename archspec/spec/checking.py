"""What can be told of a program before it runs: every block and branch is looked at, used or not."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from archspec.catalogue import find_layer, layer_names
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import COMPUTED, Template, Value
from archspec.spec.arguments import check_constants
from archspec.spec.calls import Call
from archspec.spec.document import Block, Document, Expect, Param, Twin
from archspec.spec.fitting import check_bounds, fitting
from archspec.spec.leaves import UNNEEDED, DocumentedShape, Reference
from archspec.spec.loading import BlockFile, Definition, Program, Unread
from archspec.spec.meant import with_meaning
from archspec.spec.names import Names
from archspec.spec.params import bind_argument
from archspec.spec.steps import Step, all_steps
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Span
from archspec.text.suggest import exchange, near, suggested
from archspec.text.tree import Mapping as MappingNode

#: Of params, variants, names in formulas, blocks and tensors.
_OF_NAMES = frozenset({"E0230", "E0231", "E0304", "E0402", "E0502"})

#: So much can't all be told; what comes after is not looked at.
_ENOUGH = 2000


def check_program(program: Program) -> Program:
    """The program with what can be told before it runs: mistakes and doubts in names, keys and constants of all blocks.

    What nothing reads is not told where something is wrong, which it may only follow from. Shapes are not looked at:
    only what is reached has them.
    """
    document = program.document
    names = Names(_spans(document, "params"), {}, [])
    home = _Home(program.blocks, names)
    home.definitions(document, ())
    spec_names = dict(names.own)
    for name, tensor in document.inputs.items():
        names.check(tensor.sizes, frozenset())
        if name:
            names.bind_tensor(name, document.node["inputs"].key_spans[name])
    home.steps(document.layers)
    home.references(document.outputs.values(), frozenset())
    if document.training is not None:
        names.found += _augmentation(program, names, spec_names)
    found = [*names.found, *_variants(document, names), *_of_variants(document)]
    unread: list[Unread] = []
    for definition in _definitions(program.blocks):
        if len(found) > _ENOUGH:
            break
        block_names = _check_block(definition, spec_names)
        found += block_names.found
        unread += _unread(definition.block, definition.name, block_names)
        if definition.sees_spec:
            names.read |= block_names.read - block_names.own.keys()
            names.called |= block_names.called - {definition.name}
    program = program._replace(remarks=(*program.remarks, *_certain(found)))
    if program.mistakes:
        return program
    unread += _unread(document, None, names)
    unread += [
        Unread("block", name, definition.span, None)
        for name, definition in program.blocks.items()
        if definition.sees_spec and name not in names.called
    ]
    return program._replace(unread=tuple(unread))


def _augmentation(program: Program, names: Names, spec_names: Mapping[str, Span]) -> list[Diagnostic]:
    """Looks at what data goes through in training: steps of their own, whose tensors nothing else sees."""
    own = Names({}, spec_names, [])
    for name in filter(None, program.document.inputs):
        own.bind_tensor(name, program.document.node["inputs"].key_spans[name])
    home = _Home(program.blocks, own)
    home.steps(program.document.training.augmentation)
    names.read |= own.read
    names.called |= own.called
    return own.found


def _unread(owner: Document | Block, block: str | None, names: Names) -> Iterator[Unread]:
    """What is bound in a block, or at the top of a spec, and read by nothing; inputs are taken without a word."""
    unread = names.own.keys() - names.read
    if not unread:
        return
    for name, span in names.own.items():
        if name not in unread:
            continue
        if name in owner.params:
            yield Unread("param", name, span, block)
        elif name in owner.let:
            yield Unread("let", name, span, block)
        elif not (names.calls_any or name in _inputs(owner)):
            yield Unread("as", name, span, block)


def _inputs(owner: Document | Block) -> Iterable[str]:
    return owner.inputs if isinstance(owner, Document) else [word.text for word in owner.inputs]


def check_library(library: BlockFile) -> BlockFile:
    """The library with every mistake in names, keys and constants, and doubt, of its blocks and those they call."""
    found: list[Diagnostic] = []
    unread: list[Unread] = []
    for definition in _definitions(library.blocks):
        names = _check_block(definition, {})
        found += names.found
        unread += _unread(definition.block, definition.name, names)
    return library._replace(remarks=(*library.remarks, *_certain(found)), unread=tuple(unread))


def _certain(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, without a fix where several uses of a name are told alike: its definition may be the slip."""
    told = list(found)
    uses = Counter(map(_renaming, told))
    return [each._replace(fix=None) if _renaming(each) and uses[_renaming(each)] > 1 else each for each in told]


def _renaming(mistake: Diagnostic) -> tuple[str, str] | None:
    """The name that a fix changes, and what to, where the document itself gives it."""
    # Of arguments, a block's are told with a note of where it is defined.
    if mistake.fix is None or not (mistake.code in _OF_NAMES or (mistake.code == "E0403" and mistake.notes)):
        return None
    return mistake.fix.span.text, mistake.fix.text


def _definitions(blocks: Mapping[str, Definition]) -> Iterator[Definition]:
    """Every block a program can reach, each once."""
    seen: set[int] = set()
    waiting = deque([blocks])
    while waiting:
        # All blocks of one file call the same ones.
        some = waiting.popleft()
        if id(some) in seen:
            continue
        seen.add(id(some))
        for definition in some.values():
            if id(definition.block) not in seen:
                seen.add(id(definition.block))
                waiting.append(definition.blocks)
                yield definition


def _check_block(definition: Definition, spec_names: Mapping[str, Span]) -> Names:
    block = definition.block
    names = Names(_spans(block, "params"), spec_names if definition.sees_spec else {}, [])
    for word in block.inputs:
        names.bind_tensor(word.text, word.span)
    home = _Home(definition.blocks, names)
    home.definitions(block, ("in", "input"))
    home.steps(block.layers)
    home.references(block.outputs, frozenset())
    return names


def _spans(owner: Document | Block, key: str) -> dict[str, Span]:
    node = owner.node.get(key)
    return dict(node.key_spans) if isinstance(node, MappingNode) else {}


def _variants(document: Document, of_spec: Names) -> list[Diagnostic]:
    names = Names({}, {}, [], read=of_spec.read)
    order = {name: position for position, name in enumerate(document.params)}
    written = [(document.node["variants"][name], settings) for name, settings in document.variants.items()]
    written += [(twin.node["params"], twin.params) for twin in document.twin if twin.params]
    for node, settings in written:
        for key, value in settings.items():
            if key in document.params:
                rule = "a variant's value may use the params before its own"
                names.check_only(value, _Before(order, order[key]), rule)
                unfit = _unfit(key, document.params[key], value, node[key].span)
                names.found += [with_meaning(each, value, "", order) for each in unfit]
                continue
            unknown = Diagnostic("E0230", f"{document.name} has no param {key!r}", node.key_spans[key])
            names.found.append(suggested(unknown, key, order))
    return names.found


def _unfit(name: str, param: Param, value: Value, span: Span) -> Iterable[Diagnostic]:
    """What is wrong with a variant's constant for a param of which all is constant."""
    if any(isinstance(each, COMPUTED) for each in (value, param.default, param.min, param.max, param.choices)):
        return ()
    if value is None and param.default is None and not param.required:
        return ()
    try:
        check_bounds(name, param, fitting(name, value, param.default, param.kind, span), {}, Evaluator(), span)
    except SpecError as error:
        return error.diagnostics
    return ()


def _of_variants(document: Document) -> Iterator[Diagnostic]:
    """The mistakes of entries that speak of a variant which there is not."""
    entries: list[Expect | Twin] = [*document.expect, *document.twin]
    for entry in entries:
        name = entry.variant
        if name is not None and name.text not in document.variants:
            unknown = Diagnostic("E0231", f"{document.name} has no variant {name.text!r}", name.span)
            yield suggested(unknown, name.text, document.variants)


class _Before(Collection[str]):
    """The first names of an order, none of them copied."""

    def __init__(self, order: Mapping[str, int], count: int) -> None:
        self._order = order
        self._count = count

    def __contains__(self, name: object) -> bool:
        return name in self._order and self._order[name] < self._count  # type: ignore[index]

    def __iter__(self) -> Iterator[str]:
        return islice(self._order, self._count)

    def __len__(self) -> int:
        return self._count


class _Home(NamedTuple):
    """The block whose steps are looked at.

    Args:
        blocks: what it can call.
        names: what its formulas may read; collects the diagnostics, too.
    """

    blocks: Mapping[str, Definition]
    names: Names

    def definitions(self, owner: Document | Block, tensors: Iterable[str]) -> None:
        """Looks at params and `let`: what each may read, and that no name is bound twice."""
        names = self.names
        earlier: dict[str, None] = {}
        for name, param in owner.params.items():
            for value in (param.default, param.min, param.max, param.choices):
                rule = "a default may use earlier params and nothing else"
                names.check_only(value, earlier, rule, names.own)
            if not param.required:
                self.argument(name, param, param.default, param.default_span)
            earlier[name] = None
        if not owner.let:
            return
        earlier |= dict.fromkeys((*names.own, *names.outer, *tensors))
        let = owner.node["let"].key_spans
        for name, value in owner.let.items():
            rule = "'let' may use params and its own earlier names"
            names.check_only(value, earlier, rule, let)
            names.bind(name, owner.node["let"].key_spans[name])
            earlier[name] = None

    def steps(self, steps: tuple[Step, ...]) -> None:
        """Looks at all steps of the block, whose tensors' names are known first: they live to its end."""
        names = self.names
        for step in all_steps(steps):
            if step.name is not None and step.name.constant is not None:
                names.layers.add(step.name.constant)
            for template in step.as_:
                if template.constant is None:
                    names.dynamic = True
                elif template.constant != UNNEEDED:
                    names.bind_tensor(template.constant, template.span)
            if len(step.as_) > 1:
                # Of several results, some may be of no use.
                names.read |= {template.constant for template in step.as_ if template.constant}
        self.sequence(steps, frozenset())

    def sequence(self, steps: Iterable[Step], loops: frozenset[str]) -> None:
        """Looks at steps within these loops' names."""
        for step in steps:
            if len(self.names.found) > _ENOUGH:
                return
            self.step(step, loops)

    def step(self, step: Step, loops: frozenset[str]) -> None:
        """Looks at one step, from outside in."""
        check = self.names.check
        if step.each is not None:
            check([step.each.values], loops)
            loops = self.each(step, step.each.variable, loops)
        if step.repeat is not None:
            check([step.repeat], loops)
            if "index" in loops:
                message = "the inner 'repeat' hides the outer 'index'"
                self.names.found.append(Diagnostic("W0601", message, step.key_span("repeat"), severity="warning"))
            loops |= {"index"}
        check([step.when, step.name, step.row, *step.as_, *(step.call.flags.values() if step.call else ())], loops)
        self.references(step.references(), loops)
        shapes = [step.in_, step.out] + ([step.erratum.in_, step.erratum.out] if step.erratum else [])
        check([size for shape in shapes if shape for size in _sizes(shape)], loops)
        if step.operation is not None:
            self.call(step.operation, loops)
        if step.merge is not None:
            self.merge(step.merge, loops)
        for steps in step.inner():
            self.sequence(steps, loops)

    def each(self, step: Step, variable: str, loops: frozenset[str]) -> frozenset[str]:
        """Binds the names of an `each`."""
        names = (variable, f"{variable}_index")
        taken = [name for name in names if name in self.names.own or name in loops]
        if taken:
            self.names.twice(taken[0], step.node["each"].key_spans[variable], self.names.own.get(taken[0]))
        return loops | set(names)

    def references(self, references: Iterable[Reference], loops: frozenset[str]) -> None:
        """Looks for tensors that nothing binds."""
        for reference in references:
            if not isinstance(reference, Template):
                continue
            self.names.check([reference], loops)
            if reference.constant is not None:
                self.names.check_tensor(reference.constant, reference.span)
            else:
                self.names.calls_any = True

    def merge(self, call: Call, loops: frozenset[str]) -> None:
        """Looks at what joins branches."""
        found = find_layer(call.name)
        if call.is_keras and (found is None or found.arity != 1):
            self.call(call, loops)
            return
        message = f"{call.name!r} is no merging layer such as Add or Concatenate"
        merging = [name for name in layer_names() if (layer := find_layer(name)) and layer.arity != 1]
        self.names.found.append(suggested(Diagnostic("E0407", message, call.span), call.name, merging))

    def call(self, call: Call, loops: frozenset[str]) -> None:
        """Looks at the call of a layer or block."""
        self.names.check(call.arguments.values(), loops)
        if call.is_keras:
            self.names.found += check_constants(call, self.names.visible(loops))
            return
        self.names.called.add(call.name)
        definition = self.blocks.get(call.name)
        if definition is None:
            self.names.found.append(unknown_block(call, self.blocks))
            return
        params = definition.block.params
        defined = (Note("defined here", definition.span),)
        unknown = [name for name in call.arguments if name not in params]
        for name in unknown:
            assert call.node is not None
            message, span = f"{call.name} has no param {name!r}", call.node.key_spans[name]
            self.names.found.append(suggested(Diagnostic("E0403", message, span, defined), name, params))
        slips = {meant for name in unknown for meant in near(name, params)}
        for name in definition.block.required:
            if name not in call.arguments and name not in slips:
                message = f"{call.name} needs the param {name!r}"
                self.names.found.append(Diagnostic("E0406", message, call.span, defined))
        for name, value in call.arguments.items():
            if name in params:
                self.argument(name, params[name], value, call.argument_span(name))

    def argument(self, name: str, param: Param, value: Value, span: Span) -> None:
        """Looks at a constant for a block's param of which the long form says something."""
        values = (value, param.default, param.min, param.max, param.choices)
        if param.is_free or any(isinstance(each, COMPUTED) for each in values):
            return
        try:
            bind_argument(name, param, value, {}, Evaluator(), span)
        except SpecError as error:
            self.names.found += error.diagnostics


def unknown_block(call: Call, blocks: Mapping[str, Definition]) -> Diagnostic:
    """The mistake of a call that names no block."""
    mistake = Diagnostic("E0402", f"there is no block {call.name!r} here", call.span)
    capital = snake_to_camel(call.name)
    if find_layer(capital) is not None:
        hint = f"did you mean the layer {capital!r}?"
        return mistake._replace(help=hint, fix=exchange(call.span, call.name, capital))
    return suggested(mistake, call.name, blocks)


def snake_to_camel(word: str) -> str:
    """The layer of the catalogue that a word spells in another way: `conv2d` and `max_pooling2d`."""
    folded = word.replace("_", "").casefold()
    return next((name for name in layer_names() if name.casefold() == folded), word)


def _sizes(shape: DocumentedShape) -> Iterator[Value]:
    for size in shape.sizes:
        if isinstance(size, DocumentedShape):
            yield from _sizes(size)
        else:
            yield size
