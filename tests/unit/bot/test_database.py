"""A count of rows is a count, or an error."""

from unittest.mock import Mock

import pytest
from sqlalchemy import CursorResult, Result

from bot.database import touched


@pytest.mark.parametrize("count", [0, 1, 7])
def test_rows_touched_are_counted(count: int) -> None:
    assert touched(Mock(CursorResult, rowcount=count)) == count


@pytest.mark.parametrize("uncounted", [Mock(CursorResult, rowcount=-1), Mock(Result)])
def test_a_missing_count_is_not_nobody(uncounted: Result[object]) -> None:
    with pytest.raises(TypeError, match="not counted"):
        touched(uncounted)
