"""The layers that the catalogue has not."""

import pytest

import archspec


def test_one_that_is_left_out_is_refused_with_its_reason():
    with pytest.raises(archspec.SpecError) as caught:
        archspec.loads("archspec: 1\nname: net\ninputs: [8]\nlayers: [Lambda]\n")
    [told] = caught.value.diagnostics
    assert (told.code, told.message) == ("E0401", "there is no layer 'Lambda'")
    assert (told.help, told.fix) == ("Keras's Lambda can't be in a spec: needs a function of Python", None)
