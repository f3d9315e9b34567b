"""The lines of a history as TensorBoard reads them: `tensorboard --logdir RUN/logs`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from archspec.training.folder import Row


class Board:
    """Writes what Keras's callback writes, under the names that it uses."""

    def __init__(self, folder: Path | None) -> None:
        """Begins, or goes on with, the logs in a folder; none where there is none."""
        parts = (("", "train"), ("test_", "test")) if folder else ()
        self._writers = {prefix: tf.summary.create_file_writer(str(folder) + "/" + name) for prefix, name in parts}

    def write(self, row: Row) -> None:
        """Writes the line of an epoch.

        Raises:
            OSError: it can't be written.
        """
        columns = [key.removeprefix("test_") for key in row if key.startswith("test_")]
        try:
            for prefix, writer in self._writers.items():
                with writer.as_default(step=row["epoch"] - 1):
                    for column in columns:
                        tf.summary.write(f"epoch_{column}", np.float32(row[prefix + column]), metadata=_scalar())
                writer.flush()
        except tf.errors.OpError as error:
            raise OSError(error.message) from None

    def close(self) -> None:
        """Ends the files."""
        for writer in self._writers.values():
            writer.close()


def _scalar() -> Any:
    """What tells TensorBoard to draw a number as a curve; `tf.summary.scalar` says the same, but needs TensorBoard."""
    metadata = tf.compat.v1.SummaryMetadata()
    metadata.plugin_data.plugin_name = "scalars"
    metadata.data_class = 1
    return metadata
