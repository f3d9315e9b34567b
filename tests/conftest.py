import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--everything", action="store_true", help="Test every shipped network rather than a sample of the large ones."
    )


@pytest.fixture(scope="session")
def everything(request):
    """Whether all is tested that could be."""
    return request.config.getoption("--everything")
