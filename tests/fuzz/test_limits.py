"""However a document is made, a check of it ends soon and in little memory."""

import pytest

from archspec.limits import Limits

from .measuring import MEGABYTES, SECONDS, measured
from .worst import WORST

#: Those that cost most, or were over the bounds before something was done about what makes them so.
COSTLIEST = [
    *("many_mistakes_on_one_line", "unknown_arguments", "blocks_to_suggest_among"),
    *("long_formulas", "rounding", "unknown_names_in_one_formula", "additions_that_fail", "rows_by_each"),
    *("comments_above_each_step", "params_that_nothing_reads", "unread_tensors_of_unused_steps"),
    *("keys_of_share_that_nothing_has_again", "keys_of_share_in_loops"),
    *("variants_of_wrong_rows", "edits_that_fit", "step_of_many_keys", "lets_in_the_wrong_order"),
]


@pytest.mark.parametrize("name", COSTLIEST)
def test_a_check_ends_soon_and_in_little_memory(name, tmp_path):
    cost = measured(name, tmp_path)
    assert cost.code in (0, 1)
    assert "Traceback" not in cost.told
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES


def test_documents_are_as_large_as_they_may_be():
    sizes = [len(make().encode("utf-8", "surrogateescape")) for make in WORST.values()]
    assert max(sizes) <= Limits().document_bytes
    assert sum(size > Limits().document_bytes // 3 for size in sizes) > len(sizes) // 3
