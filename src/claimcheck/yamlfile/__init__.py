"""YAML as text nodes that know their place: every scalar stays what was typed, and nothing is resolved."""

from claimcheck.yamlfile.encoding import decode, unprintable
from claimcheck.yamlfile.nodes import ListNode, MapNode, Node, Scalar
from claimcheck.yamlfile.reading import read_yaml

__all__ = ["ListNode", "MapNode", "Node", "Scalar", "decode", "read_yaml", "unprintable"]
