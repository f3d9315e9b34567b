import os

import pytest

# Training leaves oneDNN out where the environment says nothing. Which test loads TensorFlow first must not decide how
# the others compute, and the processes that they start.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")


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


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes long and has a quicker one of its kind; run with --everything")


def pytest_collection_modifyitems(config, items):
    """Leaves out what takes long, each of which stands beside a quicker test of the same."""
    if config.getoption("--everything"):
        return
    left = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
