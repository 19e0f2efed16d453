"""What a source file can be refused with."""

from curriculum.content.sources.places import Fault


class SourceError(ValueError):
    """The source files of a module cannot become a document.

    `faults` are all errors that were found, in the order of the files.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
