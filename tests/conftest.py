import os
from unittest import mock

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--everything",
        action="store_true",
        help="Test every shipped network rather than a sample of the large ones, and what takes long.",
    )


@pytest.fixture(scope="session")
def everything(request):
    """Whether all is tested that could be."""
    return request.config.getoption("--everything")


@pytest.fixture(autouse=True)
def _own_environment():
    """What a test changes of the environment is its own: training leaves oneDNN out, and others start processes."""
    with mock.patch.dict(os.environ):
        yield


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes long and has a quicker one of its kind; run with --everything")


def pytest_collection_modifyitems(config, items):
    """Leaves out what takes long, each of which stands beside a quicker test of the same."""
    if config.getoption("--everything"):
        return
    left = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
