"""The document: the whole content of one module in one language as an immutable tree of nodes with stable ids.

Pure Python. `docs/document.md` describes the format and the rules of a merge.
"""

from .alignment import common_subsequence, pair_similar
from .canonical import FORMAT, canonical_json
from .difference import Change, diff
from .exceptions import DocumentError, LoadError, MarkupError, MergeError, ResolveError, SegmentError
from .html import canonical_html
from .index import Place
from .loading import MAX_DEPTH, load, load_node, load_scalar
from .merging import Conflict, MergeResult, Note, merge
from .nodes import Asset, Document, Html, Node, Scalar, Text, digest, dump, dump_node, dump_scalar, walk
from .profiles import select_profile
from .prose import split_sentences
from .resolving import resolve, resolve_partly
from .segments import Segment, apply_segments, extract_segments, pair_segments

__all__ = [
    "FORMAT",
    "MAX_DEPTH",
    "Asset",
    "Change",
    "Conflict",
    "Document",
    "DocumentError",
    "Html",
    "LoadError",
    "MarkupError",
    "MergeError",
    "MergeResult",
    "Node",
    "Note",
    "Place",
    "ResolveError",
    "Scalar",
    "Segment",
    "SegmentError",
    "Text",
    "apply_segments",
    "canonical_html",
    "canonical_json",
    "common_subsequence",
    "diff",
    "digest",
    "dump",
    "dump_node",
    "dump_scalar",
    "extract_segments",
    "load",
    "load_node",
    "load_scalar",
    "merge",
    "pair_segments",
    "pair_similar",
    "resolve",
    "resolve_partly",
    "select_profile",
    "split_sentences",
    "walk",
]
