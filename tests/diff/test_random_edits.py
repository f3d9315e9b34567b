"""However a network was edited, no more edits are told than were made."""

import random

import pytest

import archspec
from archspec.diff.compare import Side, compare

HEAD = "archspec: 1\nname: net\ninputs: [64, 64, 4]\nlayers:\n"
KINDS = {
    "Conv2D": [f"{{filters: {filters}, kernel_size: {size}, padding: same}}" for filters in (4, 8) for size in (1, 3)],
    "BatchNormalization": ["{momentum: 0.9}", "{momentum: 0.99}"],
    "Activation": ["{activation: relu}", "{activation: gelu}"],
    "Dropout": ["{rate: 0.1}", "{rate: 0.2}"],
}


def layer(chance):
    kind = chance.choice(list(KINDS))
    return kind, chance.choice(KINDS[kind])


def written(layers):
    steps = (f"  - {kind}: {arguments}\n    name: {name}\n" for name, (kind, arguments) in layers)
    network = archspec.loads(HEAD + "".join(steps))
    return Side("net", network.graph, network.expansion.rows)


def edited(layers, chance, number):
    """The layers after a number of edits at different places, from the end to the beginning."""
    layers = list(layers)
    for place in sorted(chance.sample(range(len(layers)), number), reverse=True):
        name, (kind, arguments) = layers[place]
        what = chance.choice(["insert", "delete", "change", "rename"])
        if what == "insert":
            layers.insert(place, (f"new{place}", layer(chance)))
        elif what == "delete":
            del layers[place]
        elif what == "change":
            layers[place] = (name, (kind, chance.choice([each for each in KINDS[kind] if each != arguments])))
        else:
            layers[place] = (f"other{place}", (kind, arguments))
    return layers


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("size", [6, 40])
def test_no_more_is_told_than_was_done(seed, size):
    chance = random.Random(f"{seed} {size}")
    layers = [(f"layer{chr(97 + number // 26)}{chr(97 + number % 26)}", layer(chance)) for number in range(size)]
    number = chance.randint(1, min(6, size))
    difference = compare(written(layers), written(edited(layers, chance, number)), "layers")
    assert len(difference.findings) <= number


@pytest.mark.parametrize("seed", range(20))
def test_names_say_nothing_about_structure(seed):
    chance = random.Random(seed)
    layers = [(f"layer{number}", layer(chance)) for number in range(30)]
    renamed = [(f"x{number}", each) for number, (_, each) in enumerate(edited(layers, chance, 0))]
    difference = compare(written(layers), written(renamed))
    assert [finding.kind for finding in difference.findings] == ["renamed"]


def wired(sources):
    """A network of layers of one shape, each taking the outputs of earlier ones; those of `sources` by number."""
    steps = []
    for number, taken in enumerate(sources):
        names = ["input" if source == 0 else f"t{source - 1}" for source in taken]
        step = f"Add:\n    from: [{', '.join(names)}]" if len(names) > 1 else f"ReLU:\n    from: {names[0]}"
        steps.append(f"  - {step}\n    name: layer{number}\n    as: t{number}\n")
    network = archspec.loads(HEAD + "".join(steps))
    return Side("net", network.graph, network.expansion.rows)


@pytest.mark.parametrize("seed", range(60))
def test_one_other_input_is_told(seed):
    chance = random.Random(seed)
    size = 12
    # Each layer takes the one before it, so that all of them count.
    sources = [[number, *chance.sample(range(number), min(number, chance.randint(0, 2)))] for number in range(size)]
    wide = [number for number, taken in enumerate(sources) if len(taken) == 2 and number > 3]
    if not wide:
        sources[7] = [7, 2]
        wide = [7]
    place = chance.choice(wide)
    changed = [list(taken) for taken in sources]
    changed[place][1] = chance.choice([other for other in range(place) if other != sources[place][1]])
    difference = compare(wired(sources), wired(changed), "layers")
    [finding] = difference.findings
    assert [item.name for item in finding.items] == [f"layer{place}"]
    assert [change.what for change in finding.changes] == ["inputs"]
