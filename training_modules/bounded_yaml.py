"""YAML whose names for what was written before (`&a`, `*a`) never unfold to more than a course may hold.

A few lines of lists of lists can stand for more than any memory takes; the first thing that wants their words
would unfold them.
"""

from __future__ import annotations

from typing import Any

import yaml

MOST = 5_000_000
"""Characters of a file with every name unfolded."""


def load(text: str) -> Any:
    """What the text says. Raises `yaml.YAMLError`, also where it unfolds to too much or holds itself."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _unfolded(node, {})
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _unfolded(node: yaml.Node, known: dict[int, int]) -> int:
    """How much the node is; what stands inside itself is more than anything."""
    if (size := known.get(id(node))) is not None:
        return size
    known[id(node)] = MOST + 1
    if isinstance(node, yaml.MappingNode):
        size = 1 + sum(_unfolded(each, known) for pair in node.value for each in pair)
    elif isinstance(node, yaml.SequenceNode):
        size = 1 + sum(_unfolded(each, known) for each in node.value)
    else:
        size = 1 + len(node.value)
    if size > MOST:
        raise yaml.MarkedYAMLError(problem="unfolds to too much", problem_mark=node.start_mark)
    known[id(node)] = size
    return size
