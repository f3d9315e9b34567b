"""Low-rank adaptation, which Keras can switch on in a few layers (`enable_lora`)."""

from __future__ import annotations

from archspec.catalogue.operation import Weight


def check_lora(rank: int | None, **constraint: object) -> None:
    """Refuses `lora_rank` beside the one constraint given here by name, as Keras does.

    Raises:
        ValueError: both are set.
    """
    for name, value in constraint.items():
        if rank and value is not None:
            raise ValueError(f"lora_rank ({rank}) can't be combined with {name}")


def with_lora(weights: tuple[Weight, ...], rank: int | None) -> tuple[Weight, ...]:
    """Freezes the first of `weights` and adds the two thin factors of its update; `weights` where `rank` is not set."""
    if not rank:
        return weights
    first, *others = weights
    factors = (
        Weight(f"lora_{first.name}_a", (*first.shape[:-1], rank)),
        Weight(f"lora_{first.name}_b", (rank, first.shape[-1])),
    )
    return (first._replace(trainable=False), *others, *factors)
