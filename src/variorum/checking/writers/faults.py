"""A quotation that a writer cannot print is told, and the others are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from variorum import limits
from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import CheckedQuotation, CheckResult, NotRead
from variorum.errors import is_fault
from variorum.model import fault

Render = Callable[[CheckResult, Sequence[Draft]], str]


def rendered(
    result: CheckResult, drafts: Sequence[Draft], render: Render, output: str
) -> tuple[str, CheckResult]:
    """Return what ``render`` makes of ``result``, and the result as it was printed.

    A quotation at which it raises is not among those, but in ``not_read`` of its draft, which so does not
    pass: nobody sees its verdict. output: what the writer is called. What raises without any quotation is
    raised.
    """
    limits.enter(f"writing {output}")
    try:
        return render(result, drafts), result
    except Exception as error:
        if not is_fault(error):
            raise
        kept, lost = _each_alone(result, drafts, render)
        if not lost:
            raise
    told = replace(result, quotations=tuple(kept), not_read=(*result.not_read, *lost))
    return render(told, drafts), told


def _each_alone(
    result: CheckResult, drafts: Sequence[Draft], render: Render
) -> tuple[list[CheckedQuotation], list[NotRead]]:
    own = {draft.name: draft for draft in drafts}
    kept: list[CheckedQuotation] = []
    lost: list[NotRead] = []
    for one in result.quotations:
        try:
            render(CheckResult(quotations=(one,), articles=result.articles), [own[one.draft]])
        except Exception as error:
            if not is_fault(error):
                raise
            lost.append(_unprinted(one, own[one.draft], error))
        else:
            kept.append(one)
    return kept, lost


def _unprinted(one: CheckedQuotation, draft: Draft, error: Exception) -> NotRead:
    lines = Lines(draft)
    line = lines.place(one.start)[0] if lines.of_file else None
    reason = fault(error, file=draft.name).reason
    what = f"{lines.where(one.start)}: a quotation was checked and its verdict could not be printed"
    return NotRead(draft=draft.name, reason=f"{what}: {reason}", line=line)
