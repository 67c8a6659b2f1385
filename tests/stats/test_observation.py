import pytest

from stats.statuses import Status
from tests.stats.examples import observation


def test_a_value_is_a_number():
    assert observation(value=10.0).known is True


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="demande un nombre"):
        observation(value=value)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.VALUE])
def test_no_other_status_carries_a_number(status):
    assert observation(status=status).value is None
    with pytest.raises(ValueError, match="interdit un nombre"):
        observation(value=3.0, status=status)
