"""What a reader is told who asks for something that is not there: what there is instead, with links."""

from collections.abc import Iterable
from dataclasses import dataclass

from curriculum.exceptions import CurriculumError


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One way on."""

    words: str
    # what the link says
    address: str
    # a path of this site
    language: str = ""
    # the language of `words`, where it is not the interface's
    code: str = ""
    # a module's or lesson's code, shown as a badge


class MissingPageError(CurriculumError):
    """There is no such page. `sentence` says what is missing, `offer` what the links are.

    `is_offer` says that the links lead to the very same in other languages, so that nothing went wrong.
    """

    def __init__(self, *, sentence: str, offer: str, links: Iterable[Link], is_offer: bool = False) -> None:
        super().__init__()
        self.sentence = sentence
        self.offer = offer
        self.links = tuple(links)
        self.is_offer = is_offer

    def __str__(self) -> str:
        return str(self.sentence)
