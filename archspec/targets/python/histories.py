"""How generated source reaches outputs further back than the last: variables where that is known, else a list."""

from __future__ import annotations

from collections.abc import Sequence

from archspec.formula.values import COMPUTED
from archspec.spec.leaves import Position
from archspec.spec.steps import Step
from archspec.targets.python.code import Assign, Atom, Evaluate, Items, Statement, call
from archspec.targets.python.identifiers import Identifiers


class History:
    """The outputs of one sequence of steps, for references such as `from: -2`.

    Args:
        steps: the sequence.
        fed: the variable that holds what it is fed, if that is one tensor.
        target: the variable that its outputs are assigned to.
        identifiers: where new variables get their names.
    """

    def __init__(self, steps: Sequence[Step], fed: str | None, target: str, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.length = 1 if fed is not None else 0
        self.kept: dict[int, str] = {}
        self.wanted: set[int] = set()
        #: The list of all outputs, where which one is meant is known at run time only.
        self.outputs: str | None = None
        self.before: str | None = None
        self.opening: list[Statement] = []
        reached = _reached(steps, self.length)
        if reached is None:
            self.outputs = identifiers.take("outputs")
            first = (Atom(fed),) if fed is not None else ()
            self.opening = [Assign(self.outputs, Items(first, "[]"))]
            return
        self.wanted = reached
        if 0 in reached and fed is not None:
            self.kept[0] = fed
            if fed == target:
                self.kept[0] = identifiers.take("earlier")
                self.opening = [Assign(self.kept[0], Atom(fed))]

    def reach(self, back: int) -> str:
        """The output so far back (-2 is the one before the last)."""
        if self.outputs is not None:
            return f"{self.outputs}[{back}]"
        return self.kept[self.length + back]

    def enter_loop(self) -> list[Statement]:
        """What must stand before a loop, all of whose turns count as one output."""
        if self.outputs is None:
            return []
        self.before = self.identifiers.take("count")
        return [Assign(self.before, call("len", Atom(self.outputs)))]

    def leave_loop(self) -> None:
        """Ends what `enter_loop` began."""
        self.before = None

    def gave(self, output: str) -> list[Statement]:
        """What must follow a turn that gave an output."""
        if self.outputs is None:
            return []
        if self.before is None:
            return [Evaluate(call(f"{self.outputs}.append", Atom(output)))]
        return [Assign(f"{self.outputs}[{self.before}:]", Items((Atom(output),), "[]"))]

    def passed(self, output: str | None) -> list[Statement]:
        """What must follow a step with all its turns."""
        position = self.length
        self.length += 1
        if position not in self.wanted or output is None:
            return []
        self.kept[position] = self.identifiers.take("earlier")
        return [Assign(self.kept[position], Atom(output))]


def _reached(steps: Sequence[Step], length: int) -> set[int] | None:
    """The positions of the outputs that steps reach back to; None where that depends on what is left out."""
    reached: set[int] = set()
    certain = True
    for step in steps:
        back = [each.back for each in step.from_ or () if isinstance(each, Position) and each.back < -1]
        if back and not (certain and step.each is None and step.repeat is None):
            return None
        reached |= {length + each for each in back}
        certain = certain and gives_output(step)
        length += 1
    return reached


def gives_output(step: Step) -> bool:
    """Whether a step gives an output whatever the params are."""
    if step.when is not None and not step.else_:
        return False
    repeats = step.repeat is None or (not isinstance(step.repeat, COMPUTED) and step.repeat > 0)
    items = step.each is None or (not isinstance(step.each.values, COMPUTED) and len(step.each.values) > 0)
    return repeats and items
