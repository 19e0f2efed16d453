"""Stable names of nodes: the address of an entry and the id that comes from it."""

import re
import uuid

#: Ids of nodes are UUIDv5 of their address in this namespace.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://scan.example/curriculum")

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MODULE_CODE = re.compile(r"[A-Z]{2,4}-[1-9][0-9]*")
VERSION = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}")


def node_id(address: str) -> str:
    """Give the id of the node at an address such as `QMS-1`, `QMS-1.1` or `QMS-1/water-game/steps/carry`."""
    return str(uuid.uuid5(NAMESPACE, address))


def is_lesson_code(code: str, module: str) -> bool:
    """Whether the code names a lesson of the module: `QMS-1.2` of `QMS-1`."""
    return re.fullmatch(rf"{re.escape(module)}\.[1-9][0-9]*", code) is not None


def is_form_code(code: str, module: str) -> bool:
    """Whether the code names a form of the module: `F-QMS-1.2`, or `F-QMS-1.2b` for a second one."""
    return re.fullmatch(rf"F-{re.escape(module)}\.[1-9][0-9]*[a-z]?", code) is not None


def is_question_code(code: str, module: str) -> bool:
    """Whether the code names a question of the module: `QMS-1.2-Q3`."""
    return re.fullmatch(rf"{re.escape(module)}\.[1-9][0-9]*-Q[1-9][0-9]*", code) is not None


def version_key(version: str) -> tuple[int, ...]:
    """Give what versions are sorted by."""
    return tuple(int(part) for part in version.split("."))
