from ..cli.conftest import archspec

__all__ = ["archspec"]
