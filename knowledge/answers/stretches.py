"""The stretches of documents that may answer an inquiry, of passages and of structured documents' sections, each judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers import section_choice
from knowledge.answers.extracts import window_of
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.matter import Layouts, family
from knowledge.answers.section_features import SectionQuery, section_query
from knowledge.judgement.cuts import is_short
from knowledge.judgement.judge import JudgedWindows, judge
from knowledge.judgement.windows import UNLIKELY, Window, of_passages
from knowledge.judgement.worth import Worths
from knowledge.search.lookup import SearchResult

# Of so many of the best documents the sections are weighed.
DOCUMENTS_LOOKED_INTO = 3
# Of the best document so many sections are judged, of the others the best one.
SECTIONS_READ = 3
OTHER_MATTER_POINTS = -1.0


@dataclass(frozen=True, slots=True, eq=False)
class CutStretches:
    """The stretches that may answer, from what was found, and what the pairs of the question are worth beside them."""

    found: SearchResult
    windows: Sequence[Window]
    worths: Worths


class Stretches:
    """Cuts out and judges what may answer; what does not depend on a question is kept for the next one."""

    def __init__(self) -> None:
        self._layouts = Layouts()

    def judged(self, inquiry: Inquiry, found: SearchResult) -> JudgedWindows:
        """Give the stretches that may answer, each judged; who writes a document's number means that document."""
        return self.judge(inquiry, self.cut(inquiry, found))

    def cut(self, inquiry: Inquiry, found: SearchResult) -> CutStretches:
        """Give the stretches that may answer, not judged yet: that costs about as much again."""
        ranked, reader = found.ranked, inquiry.reader
        worths = Worths(ranked)
        windows = of_passages(found, reader, inquiry.sought, worths=worths)
        if ranked.named is not None:
            own = [window for window in windows if window.docnum == ranked.named]
            windows = own or windows
        sections = self._sections(inquiry, found, windows, worths)
        if sections:
            # Of a structured document it is the choice among its sections that is believed.
            windows = [window._replace(likely=UNLIKELY) for window in windows]
        return CutStretches(found, windows + sections, worths)

    def judge(self, inquiry: Inquiry, cut: CutStretches) -> JudgedWindows:
        """Give them judged."""
        return judge(
            cut.windows,
            cut.found,
            inquiry.reader,
            sought=inquiry.sought,
            weights=inquiry.weights,
            worths=cut.worths,
            threaded=bool(inquiry.circumstances.about),
        )

    def _sections(
        self, inquiry: Inquiry, result: SearchResult, windows: Sequence[Window], worths: Worths
    ) -> list[Window]:
        """Give the section that each of the best structured documents, with its family, answers with."""
        reader, today, ranked = inquiry.reader, inquiry.circumstances.today, result.ranked
        query: SectionQuery | None = None
        found: dict[tuple[int, int], Window] = {}
        docnums_read = list(dict.fromkeys(window.docnum for window in windows))[:DOCUMENTS_LOOKED_INTO]
        for place, docnum in enumerate(docnums_read):
            if self._layouts.of(reader, docnum) is None or is_short(reader, docnum):
                continue
            # Most of a county's news have no sections, and nothing is read of the question for these.
            query = query or section_query(ranked, inquiry.question, inquiry.readings)
            # Who narrows answers down, or writes a document's number, has chosen among the documents of a matter.
            alone = inquiry.circumstances.scope or ranked.named == docnum
            docnums = [docnum] if alone else family(reader, docnum, today=today, without=inquiry.barred)
            for chosen in section_choice.choose(
                query,
                reader,
                docnums,
                layouts=self._layouts,
                weights=inquiry.weights,
                limit=SECTIONS_READ if not place else 1,
            ):
                before = UNLIKELY if place else result.confidence
                likely = section_choice.surer(before, chosen, inquiry.weights)
                window = window_of(chosen, ranked, reader, likely=likely, worths=worths)
                if place:
                    # Only the section of the best document's matter was chosen among all.
                    window = window._replace(behind=min(window.behind, OTHER_MATTER_POINTS))
                found.setdefault((window.number, window.start), window)
        return list(found.values())
