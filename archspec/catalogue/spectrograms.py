"""Spectrograms of signals. Rules: Keras's layers of the same names and the functions of signals they call."""

from typing import ClassVar, Literal, Self

from pydantic import PositiveFloat, PositiveInt, model_validator

from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import (
    DataFormat,
    Shape,
    ShapeError,
    join_channels,
    known_channels,
    product,
    show,
    split_channels,
    window_sizes,
)


class MelSpectrogram(Layer):
    """Turns a signal of shape (length,) into its spectrogram (num_mel_bins, frames) on the mel scale."""

    example_inputs: ClassVar[tuple[Shape, ...]] = ((16000,),)

    fft_length: PositiveInt = 2048
    sequence_stride: PositiveInt = 512
    sequence_length: PositiveInt | None = None
    window: Literal["hann", "hamming"] | None = "hann"
    sampling_rate: PositiveInt = 16000
    num_mel_bins: PositiveInt = 128
    min_freq: float = 20.0
    max_freq: PositiveFloat | None = None
    power_to_db: bool = True
    top_db: float = 80.0
    mag_exp: float = 2.0
    min_power: float = 1e-10
    ref_power: float = 1.0

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if self.sequence_length is not None and self.sequence_length > self.fft_length:
            raise ValueError(
                f"sequence_length ({self.sequence_length}) must not be greater than fft_length ({self.fft_length})"
            )
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """(num_mel_bins, frames)."""
        return (self.num_mel_bins, self._frames(shape))

    def multiply_adds(self, shape: Shape) -> int | None:
        """The product of each frame's frequencies with the matrix of the mel scale; the transform before it is none."""
        return product((self._frames(shape), self.fft_length // 2 + 1, self.num_mel_bins))

    def _frames(self, shape: Shape) -> int | None:
        if len(shape) != 1:
            raise ShapeError(f"needs an input of shape (length,), found {show(shape)}")
        [length] = shape
        if length is None:
            return None
        padding = self.fft_length // 2
        if length <= padding:
            raise ShapeError(f"mirrors {padding} values at both ends, which a length of {length} has not")
        frames = (length + 2 * padding - self.fft_length) // self.sequence_stride + 1
        inferred = (length + 1) // self.sequence_stride + 1
        if inferred != frames:
            raise ShapeError(f"gives {frames} frames of a length of {length}, where Keras infers {inferred}")
        return frames


class STFTSpectrogram(Layer):
    """Short-time Fourier transform of (length, channels), by a convolution that can be trained on."""

    example: ClassVar[str] = "{window: null}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((16000, 1),)

    mode: Literal["log", "magnitude", "psd", "real", "imag", "angle", "stft"] = "log"
    frame_length: PositiveInt = 256
    frame_step: PositiveInt | None = None
    fft_length: PositiveInt | None = None
    window: str | None = "hann"
    periodic: bool = False
    scaling: Literal["density", "spectrum"] | None = "density"
    padding: Literal["valid", "same"] = "valid"
    expand_dims: bool = False
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if self.window is not None:
            raise ValueError("window must be null: Keras makes all others with SciPy, which does not come with it")
        if self._step() < 1:
            raise ValueError("frame_length (1) needs a frame_step of 1: where silent, it is half as long")
        if self.frame_step is not None and self.frame_step > self.frame_length:
            raise ValueError(
                f"frame_step ({self.frame_step}) must not be greater than frame_length ({self.frame_length})"
            )
        if self.fft_length is not None and self.fft_length < self.frame_length:
            raise ValueError(
                f"fft_length ({self.fft_length}) must not be smaller than frame_length ({self.frame_length})"
            )
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """(frames, frequencies * channels), or with `expand_dims` (frames, frequencies, channels)."""
        frames, channels = self._frames(shape)
        bins = self._bins() * (2 if self.mode == "stft" else 1)
        if self.expand_dims:
            return join_channels((frames, bins), channels, self.data_format)
        return join_channels((frames,), bins * channels, self.data_format)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """The real and the imaginary part of the transform, or the one that `mode` needs."""
        kernel = (self.frame_length, 1, self._bins())
        names = {"real": ("real_kernel",), "imag": ("imag_kernel",)}.get(self.mode, ("real_kernel", "imag_kernel"))
        return tuple(Weight(name, kernel) for name in names)

    def multiply_adds(self, shape: Shape) -> int | None:
        """Those of the convolutions, of each channel alone, with the real and the imaginary kernel."""
        frames, channels = self._frames(shape)
        return product((frames, channels, self.frame_length, self._bins(), len(self.weights(shape))))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return (Window(self.frame_length, self._step()),)

    def _step(self) -> int:
        return self.frame_step or self.frame_length // 2

    def _bins(self) -> int:
        return (self.fft_length or 1 << (self.frame_length - 1).bit_length()) // 2 + 1

    def _frames(self, shape: Shape) -> tuple[int | None, int]:
        spatial, channels = split_channels(shape, 1, self.data_format)
        [frames] = window_sizes(spatial, (self.frame_length,), (self._step(),), self.padding)
        return frames, known_channels(channels)


LAYERS = (MelSpectrogram, STFTSpectrogram)
