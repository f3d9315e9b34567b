"""Documents of every sort: the same 500 in every run; `python -m tests.fuzz` tries as many others as asked."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .documents import BYTES, calm, structured
from .judging import judge
from .mutations import mutated

COMMON = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=150, **COMMON)
@given(structured())
def test_structured_documents(content):
    judge(content)


@settings(max_examples=100, **COMMON)
@given(calm())
def test_documents_that_may_well_hold(content):
    judge(content)


@settings(max_examples=100, **COMMON)
@given(BYTES)
def test_bytes(content):
    judge(content)


@settings(max_examples=150, **COMMON)
@given(st.integers(0, 2**32))
def test_mutations_of_shipped_specs(seed):
    judge(mutated(seed))
