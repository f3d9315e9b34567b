"""What arguments are for, by their names: Keras means the same by a name in all layers that have it.

Where one layer means something else, the text under the field in its class says so and goes before.
"""

from types import MappingProxyType

_KERNELS = {
    "filters": "How many channels come out.",
    "kernel_size": "The size of the window.",
    "strides": "How far the window moves at each step.",
    "padding": "same: zeros at the edges, so that only strides make the output smaller; valid: none.",
    "data_format": "Where the channels stand; as Keras is set (last) where null.",
    "dilation_rate": "How far apart the values are that the window takes.",
    "groups": "Into how many groups the channels are divided, each seen by filters of its own.",
    "depth_multiplier": "How many channels come out for each that goes in.",
    "output_padding": "How much is added to the output at the end of each axis; found from padding where null.",
    "activation": "What is applied to what comes out; nothing where null.",
    "use_bias": "Whether a learned number is added to each channel.",
    "lora_rank": "The rank of a low-rank update that is trained instead of the first weight.",
    "lora_alpha": "Scales that update by lora_alpha / lora_rank.",
    "activity_regularizer": "What is added to the loss for the size of what comes out.",
    "pool_size": "The size of the window.",
    "output_size": "How many positions come out along each axis.",
    "keepdims": "Whether the axes that are pooled stay, with one position each.",
}
_SHAPES = {
    "size": "How many times each position is repeated along each axis.",
    "cropping": "How much is cut off at the edges.",
    "target_shape": "The shape that comes out, batch left out; one size may be -1, for what is left.",
    "dims": "The axes in their new order, counted from 1.",
    "n": "How many times.",
    "height": "The height that comes out.",
    "width": "The width that comes out.",
    "crop_to_aspect_ratio": "Whether the image is cropped first, so that nothing is distorted.",
    "pad_to_aspect_ratio": "Whether the image is padded first, so that nothing is distorted.",
    "antialias": "Whether fine detail is blurred first where the image gets smaller.",
    "interpolation": "How values between positions are found.",
    "fill_mode": "What stands beyond the edges.",
    "fill_value": "The value beyond the edges where fill_mode is constant.",
}
_UNITS = {
    "units": "How many values come out.",
    "equation": "Which axes of input and kernel meet, in the letters of einsum: 'abc,cd->abd'.",
    "output_shape": "The sizes that come out, batch left out.",
    "bias_axes": "The letters of the axes along which the bias differs.",
    "input_dim": "How many different numbers go in.",
    "output_dim": "How long the vector of each is.",
    "mask_zero": "Whether 0 stands for no number, which the layers after it skip.",
    "tie_weights": "Whether a call in reverse uses the same table.",
    "reverse_dtype": "What a call in reverse computes with.",
    "logit_soft_cap": "Keeps the scores of a call in reverse below this, by a tanh.",
}
_NORMALIZATIONS = {
    "axis": "The axis that it works along.",
    "epsilon": "Added to what is divided by, which may else be zero.",
    "center": "Whether a learned beta is added.",
    "scale": "Whether it is multiplied by a learned gamma.",
    "momentum": "How much of the moving averages each batch leaves as it was.",
    "renorm": "Whether training too is corrected by the moving averages (batch renormalization).",
    "renorm_clipping": "Bounds of that correction.",
    "renorm_momentum": "How much of the averages for that correction each batch leaves as it was.",
    "synchronized": "Whether the statistics are those of the batches on all devices.",
    "mean": "The means to subtract, in the place of those of data.",
    "variance": "The variances to divide by, in the place of those of data.",
    "offset": "Added at the end.",
}
_RECTIFIERS = {
    "max_value": "The largest value that comes out; none where null.",
    "negative_slope": "What values below the threshold are multiplied by.",
    "threshold": "Below it, values are multiplied by negative_slope.",
    "alpha": "What the values below zero are scaled by.",
    "shared_axes": "The axes, counted from 1, along which the slope is one.",
}
_REGULARIZATION = {
    "rate": "The share that is dropped in training.",
    "noise_shape": "The shape of what is drawn, batch included; null for a size of the input.",
    "stddev": "The standard deviation of the noise.",
    "seed": "Makes what is random the same each time.",
    "l1": "How much the sum of absolute values adds to the loss.",
    "l2": "How much the sum of squares adds to the loss.",
}
_ATTENTION = {
    "axes": "The axis of each input that is summed over.",
    "normalize": "Whether both are scaled to a length of 1 first: the cosine of their angle.",
    "use_scale": "Whether the scores are multiplied by something learned.",
    "score_mode": "How a query and a key are compared.",
    "dropout": "The share of what goes in, or of the attention, that is dropped in training.",
    "num_heads": "How many heads there are.",
    "key_dim": "The size of each head, for query and key.",
    "value_dim": "The size of each head, for the value; key_dim where null.",
    "attention_axes": "The axes over which attention goes; all but batch and channels where null.",
    "sliding_window": "How far attention reaches to both sides; everywhere where null.",
    "flash_attention": "Whether a faster kernel is used, where there is one.",
    "use_gate": "Whether what the heads find is multiplied by a learned gate.",
    "head_dim": "The size of each head.",
    "num_query_heads": "How many heads the query has.",
    "num_key_value_heads": "How many heads key and value have, each shared by as many of the query's.",
}
_RECURRENT = {
    "recurrent_activation": "What is applied to the gates.",
    "recurrent_dropout": "The share of the state that is dropped in training.",
    "return_sequences": "Whether the outputs at all positions come out, not the last alone.",
    "return_state": "Whether the last state comes out beside the output.",
    "go_backwards": "Whether it begins at the end.",
    "stateful": "Whether each batch goes on with the state that the one before left.",
    "unroll": "Whether the loop is written out, which is faster for short sequences.",
    "zero_output_for_mask": "Whether zeros come out at positions that are masked.",
    "unit_forget_bias": "Whether the bias of the forget gate begins with ones.",
    "reset_after": "Whether the reset gate acts after the multiplication with the state.",
    "use_cudnn": "Whether cuDNN's kernel is used.",
    "mask_value": "The value that stands for none.",
}
_IMAGES = {
    "factor": "How much, or how often.",
    "value_range": "The least and the largest value of an image.",
    "height_factor": "How far along the height.",
    "width_factor": "How far along the width.",
    "x_factor": "How far along the width.",
    "y_factor": "How far along the height.",
    "brightness_factor": "How much the brightness changes.",
    "contrast_factor": "How much the contrast changes.",
    "saturation_factor": "How much the saturation changes.",
    "hue_factor": "How much the hue changes.",
    "sigma": "The standard deviation of the kernel.",
    "addition_factor": "What is added.",
    "threshold_factor": "Above which share of the range values are inverted.",
    "clip_limit": "How often a value may be counted in a tile, in multiples of the mean.",
    "tile_grid_size": "How many tiles there are along height and width.",
    "num_ops": "How many changes are made, one after the other.",
    "num_chains": "How many chains are mixed.",
    "chain_depth": "How many changes a chain makes.",
    "all_ops": "Whether changes of color are among them.",
    "invert": "Whether it does the opposite.",
}
_CATEGORIES = {
    "bin_boundaries": "Where a bin ends and the next one begins.",
    "num_bins": "How many bins there are.",
    "num_tokens": "How many categories there are.",
    "output_mode": "int: the number of the category; else the code that is made of it.",
    "sparse": "Whether the code is a sparse tensor.",
    "salt": "Changes which bin a number falls into.",
    "vocabulary": "The numbers that are looked up, in order.",
    "vocabulary_dtype": "What the vocabulary is made of.",
    "max_tokens": "The most entries that the vocabulary may have, those reserved included.",
    "num_oov_indices": "How many entries are for numbers that are not in the vocabulary.",
    "mask_token": "The number that stands for none.",
    "oov_token": "What comes out for an unknown place, with invert.",
    "idf_weights": "How much each entry weighs, for tf_idf.",
    "pad_to_max_tokens": "Whether a code is as long as max_tokens says.",
    "oov_method": "How numbers that are not in the vocabulary are spread over the entries for them.",
}
_SOUNDS = {
    "mode": "What comes out of the two numbers that each frequency has.",
    "frame_length": "How many samples a frame has.",
    "frame_step": "How many samples lie between the beginnings of two frames.",
    "fft_length": "How many samples each transform takes.",
    "sequence_length": "How many samples a frame has; fft_length where null.",
    "sequence_stride": "How many samples lie between the beginnings of two frames.",
    "sampling_rate": "How many samples a second has.",
    "num_mel_bins": "How many bands of the mel scale come out.",
    "min_freq": "The lowest frequency.",
    "max_freq": "The highest frequency; half the sampling rate where null.",
    "window": "What each frame is multiplied with.",
    "periodic": "Whether the window is that of a periodic signal.",
    "scaling": "By what the result is divided.",
    "expand_dims": "Whether the frequencies get an axis of their own before the channels.",
    "power_to_db": "Whether decibels come out.",
    "top_db": "How many decibels below the loudest all is cut off.",
    "mag_exp": "The power that magnitudes are raised to.",
    "min_power": "The least power.",
    "ref_power": "The power that is zero decibels.",
}
_FUNCTIONS = {
    "x1": "A number in the place of the first tensor.",
    "x2": "A number in the place of the second tensor.",
    "x_min": "The lower bound.",
    "x_max": "The upper bound.",
    "decimals": "To how many decimals.",
    "approximate": "Whether a formula with tanh is computed instead.",
    "order": "Which norm is the length: the root of this order of summed powers.",
    "num_classes": "How many classes there are.",
    "newshape": "The shape that comes out, the batch first.",
    "axis1": "One axis.",
    "axis2": "The other axis.",
    "source": "Where the axis stands.",
    "destination": "Where it goes.",
    "start_indices": "Where the part begins along each axis.",
    "shape": "How large the part is along each axis.",
    "indices": "Which places are taken.",
    "repeats": "How often the tensor comes along each axis.",
    "pad_width": "How much is added at both ends of each axis.",
    "constant_values": "What is added; 0 where null.",
    "shift": "How far along each axis.",
    "subscripts": "The letters of the axes of each input, and of those that come out.",
    "indices_or_sections": "Into how many parts, or where it is cut.",
}
_OF_ALL = {
    "trainable": "Whether training changes its weights.",
    "dtype": "What it computes with; as Keras is set where null.",
}

MEANINGS = MappingProxyType(
    _KERNELS
    | _SHAPES
    | _UNITS
    | _NORMALIZATIONS
    | _RECTIFIERS
    | _REGULARIZATION
    | _ATTENTION
    | _RECURRENT
    | _IMAGES
    | _CATEGORIES
    | _SOUNDS
    | _FUNCTIONS
    | _OF_ALL
)
