"""The shipped specs and their variants, found in the folder."""

import archspec
from archspec.spec.files import shipped_files, shipped_folder

SPECS = [path for path in shipped_files() if path.parent != shipped_folder() / "blocks"]
NETWORKS = [
    (str(path), variant) for path in SPECS for variant in (None, *archspec.load(path).program.document.variants)
]
NAMES = [variant or path.rsplit("/", 1)[-1] for path, variant in NETWORKS]
