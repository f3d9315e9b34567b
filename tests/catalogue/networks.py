"""Networks, as specs, of the layers that shipped specs have none of: those that prepare, augment and encode data."""

PHOTOS = """\
archspec: 1
name: photos
inputs: [12, 10, 3]
layers:
  - RandomFlip: {mode: horizontal, seed: 1}
  - RandomRotation: {factor: 0.1, fill_mode: constant, fill_value: 0.5}
  - RandomTranslation: {height_factor: [-0.1, 0.2], width_factor: 0.1}
  - RandomZoom: {height_factor: [-0.2, 0.3], width_factor: 0.1, interpolation: nearest}
  - RandomShear: {x_factor: [0.0, 0.2], y_factor: [0.1, 0.2]}
  - RandomPerspective: {factor: 0.5, scale: 0.3}
  - RandomElasticTransform: {factor: [0.2, 0.5], scale: 0.5, value_range: [0, 1]}
  - RandomBrightness: {factor: [-0.1, 0.2], value_range: [0, 1]}
  - RandomContrast: {factor: 0.2}
  - RandomColorDegeneration: {factor: 0.5}
  - RandomGrayscale: {factor: 0.3}
  - RandomHue: {factor: [0.1, 0.2]}
  - RandomSaturation: {factor: 0.3}
  - RandomColorJitter: {brightness_factor: 0.1, contrast_factor: 0.2, saturation_factor: [0.1, 0.3], hue_factor: 0.1}
  - RandomSharpness: {factor: 0.5}
  - RandomGaussianBlur: {factor: 0.5, kernel_size: [3, 5], sigma: 0.5}
  - RandomInvert: {factor: 0.2}
  - RandomPosterization: {factor: 5}
  - RandomErasing: {factor: 0.5, scale: [0.1, 0.2], fill_value: [0, 0.5, 1]}
  - Solarization: {addition_factor: 0.2, threshold_factor: [0.1, 0.9]}
  - MixUp: {alpha: 0.4, seed: 2}
  - CutMix: {factor: 0.5}
  - RandAugment: {num_ops: 3, factor: 0.2}
  - AugMix: {num_chains: 2, chain_depth: 2, all_ops: false}
  - AutoContrast
  - ContrastLimitedAdaptiveHistogramEqualization: {tile_grid_size: [2, 2], clip_limit: 2.0}
    name: equalize
  - Resizing: {height: 16, width: 20, interpolation: bicubic, pad_to_aspect_ratio: true}
  - CenterCrop: {height: 12, width: 12}
  - Rescaling: {scale: 0.5, offset: -1}
  - AdaptiveAveragePooling2D: {output_size: [8, 6]}
  - AdaptiveMaxPooling2D: {output_size: 4}
  - Reshape: {target_shape: [4, 4, 3, 1]}
  - AdaptiveAveragePooling3D: {output_size: [4, 3, 2]}
  - AdaptiveMaxPooling3D: {output_size: 2}
  - Flatten
  - AlphaDropout: {rate: 0.2, noise_shape: [null, 1], seed: 3}
  - GaussianDropout: {rate: 0.1}
  - ActivityRegularization: {l2: 0.01}
  - Discretization: {bin_boundaries: [-1.0, 0.0, 1.0]}
  - Hashing: {num_bins: 7, salt: [1, 2]}
  - IntegerLookup: {vocabulary: [3, 1, 4], num_oov_indices: 2, oov_method: farmhash, salt: 5}
  - ReversibleEmbedding: {input_dim: 5, output_dim: 6, tie_weights: false}
  - AdaptiveAveragePooling1D: {output_size: 6}
  - AdaptiveMaxPooling1D: {output_size: 4}
  - Dense: {units: 2}
"""

SOUNDS = """\
archspec: 1
name: sounds
inputs: [300]
layers:
  - Reshape: {target_shape: [300, 1]}
    from: input
  - STFTSpectrogram: {window: null, frame_length: 32, frame_step: 16, mode: magnitude, expand_dims: true}
    as: short_time
  - MelSpectrogram: {fft_length: 64, sequence_stride: 32, num_mel_bins: 8, max_freq: 4000.0}
    from: input
    as: mel
outputs: [short_time, mel]
"""

CODES = """\
archspec: 1
name: codes
inputs: [6]
layers:
  - Discretization: {bin_boundaries: [0.0, 0.5], output_mode: one_hot}
    as: bins
  - Discretization: {bin_boundaries: [0.0, 0.5]}
    from: input
    as: numbers
  - CategoryEncoding: {num_tokens: 3, output_mode: count}
    as: counts
  - IntegerLookup: {vocabulary: [2, 0], output_mode: tf_idf, idf_weights: [0.5, 2.0]}
    from: numbers
    as: weighed
  - Hashing: {num_bins: 4, output_mode: multi_hot}
    from: numbers
    as: hashed
  - ops.take: {indices: [0], axis: 1}
    from: numbers
    as: one
  - ops.take: {indices: [1], axis: 1}
    from: numbers
    as: other
  - HashedCrossing: {num_bins: 8, output_mode: one_hot}
    from: [one, other]
    as: crossed
outputs: {bins: bins, counts: counts, weighed: weighed, hashed: hashed, crossed: crossed}
"""

NETWORKS = {"photos": PHOTOS, "sounds": SOUNDS, "codes": CODES}
