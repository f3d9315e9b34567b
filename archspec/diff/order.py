"""The order of a graph's nodes: a saved model lists its layers by how far from its outputs they are."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush

from archspec.graph.graph import Graph, Node


def ordered_like(graph: Graph, other: Graph) -> Graph:
    """A graph with its nodes in the order of another one's.

    Args:
        graph: the graph; each node stays behind those whose outputs it takes.
        other: what has nodes of the same names; one that it has not comes as soon as it can.
    """
    ranks = {node.name: rank for rank, node in enumerate(other.nodes)}
    missing = [len(set(node.inputs)) for node in graph.nodes]
    users: defaultdict[int, list[int]] = defaultdict(list)
    for position, node in enumerate(graph.nodes):
        for taken in set(node.inputs):
            users[taken].append(position)
    ready = [(-1, position) for position, count in enumerate(missing) if not count]
    order: dict[int, int] = {}
    while ready:
        rank, position = heappop(ready)
        order[position] = len(order)
        for user in users[position]:
            missing[user] -= 1
            if not missing[user]:
                heappush(ready, (ranks.get(graph.nodes[user].name, rank), user))
    return _moved(graph, order)


def _moved(graph: Graph, order: dict[int, int]) -> Graph:
    """The graph with each node in its new place."""

    def placed(node: Node) -> Node:
        return node._replace(inputs=tuple([order[taken] for taken in node.inputs]))

    return Graph(
        graph.name,
        tuple([placed(graph.nodes[position]) for position in order]),
        tuple([order[position] for position in graph.inputs]),
        tuple([order[position] for position in graph.outputs]),
        graph.output_names,
        graph.title,
    )
