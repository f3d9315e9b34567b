"""Layers of Keras that the catalogue is still to have: a call of one is refused as that, not as a slip."""

_NAMES = """
ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D
AdaptiveMaxPooling2D AdaptiveMaxPooling3D AlphaDropout AugMix AutoContrast Bidirectional CategoryEncoding CenterCrop
ContrastLimitedAdaptiveHistogramEqualization CutMix Discretization Equalization GRUCell GaussianDropout HashedCrossing
Hashing IntegerLookup LSTMCell MaxNumBoundingBoxes MelSpectrogram MixUp Pipeline RNN RandAugment RandomBrightness
RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip
RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation
RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom Resizing ReversibleEmbedding STFTSpectrogram
SimpleRNNCell Solarization SpectralNormalization StackedRNNCells StringLookup TextVectorization TimeDistributed
"""
LATER_LAYERS = frozenset(_NAMES.split())
