"""Opens OpenDocument files: an archive of XML parts that holds no program and is not encrypted."""

from xml.etree import ElementTree as ET

from knowledge.documents.draft import Refusal
from knowledge.ingest.archive import Package

MIMETYPE = "mimetype"
_MANIFEST = "META-INF/manifest.xml"
_PROGRAMS = ("Basic/", "Scripts/")


class OpenPackage(Package):
    """An OpenDocument file of one kind; raises `Refusal`: damaged, encrypted, macros, or another kind."""

    def __init__(self, content: bytes, kind: str) -> None:
        super().__init__(content)
        told = (self.raw(MIMETYPE) or b"").strip()
        if told != f"application/vnd.oasis.opendocument.{kind}".encode():
            raise Refusal("open_other_kind")

    def root(self, name: str) -> ET.Element:
        """Give the root of a part; raises `Refusal` when it is missing or no XML."""
        content = self.part(name)
        try:
            return ET.fromstring(content or b"")  # noqa: S314 - the package refuses parts that define entities
        except (ET.ParseError, ValueError, LookupError):
            raise Refusal("office_broken") from None

    def _refuse_programs(self) -> None:
        if b"encryption-data" in (self.part(_MANIFEST) or b""):
            raise Refusal("office_encrypted")
        if any(self.holds(folder) for folder in _PROGRAMS):
            raise Refusal("office_macros")
