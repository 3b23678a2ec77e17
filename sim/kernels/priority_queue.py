"""A priority queue in a record array: a skew heap over `key`, `tie`, `left`, `right`.

ODD 7.3, 8.6.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.jit import kernel


@kernel
def precedes(items, a, b):
    """Whether a comes before b."""
    if items[a].key != items[b].key:
        return items[a].key < items[b].key
    return items[a].tie < items[b].tie


@kernel
def merge(items, a, b):
    """Merge two queues; return the root."""
    if a == NOBODY:
        return b
    if b == NOBODY:
        return a
    if precedes(items, b, a):
        a, b = b, a
    root = a
    while True:
        rest = items[a].right
        items[a].right = items[a].left
        if rest == NOBODY:
            items[a].left = b
            return root
        if precedes(items, b, rest):
            items[a].left = b
            a, b = b, rest
        else:
            items[a].left = rest
            a = rest


@kernel
def push(items, root, slot):
    """Add a slot; return the root."""
    items[slot].left = NOBODY
    items[slot].right = NOBODY
    return merge(items, root, slot)


@kernel
def pop(items, root):
    """Remove the first; return the root."""
    return merge(items, items[root].left, items[root].right)


@kernel
def heap(items, slots, count):
    """Make a queue of the first slots of a list, which is used up; return the root."""
    for place in range(count):
        items[slots[place]].left = NOBODY
        items[slots[place]].right = NOBODY
    while count > 1:
        pairs = count // 2
        for pair in range(pairs):
            slots[pair] = merge(items, slots[2 * pair], slots[2 * pair + 1])
        if count > 2 * pairs:
            slots[pairs] = slots[count - 1]
        count -= pairs
    return slots[0] if count > 0 else NOBODY
