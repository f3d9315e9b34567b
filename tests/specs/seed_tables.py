"""The two tables of the course notebook, and the shapes its code documents, typed in by hand cell by cell.

`Cell` texts are the notebook's, with its LaTeX brackets written as rows: `1×1,64 / 3×3,64 / 1×1,256`. The first row's
type is `입력`, "input".
"""

from typing import NamedTuple


class Row(NamedTuple):
    type: str
    input: str
    output: str = ""
    kernel: str = ""
    repeats: str = ""


RESNET50 = (
    Row("입력", "(224,224,3)"),
    Row("Conv", "(224,224,3)", "(112,112,64)", "(7,7)"),
    Row("maxpool", "(112,112,64)", "(55,55,64)", "(3,3)"),
    Row("Identity Block", "(55,55,64)", "(55,55,256)", "1×1,64 / 3×3,64 / 1×1,256", "×3"),
    Row("Residual Block", "(55,55,256)", "(28,28,512)", "1×1,128 / 3×3,128 / 1×1,512"),
    Row("Identity Block", "(28,28,512)", "(28,28,512)", "1×1,128 / 3×3,128 / 1×1,512", "×3"),
    Row("Residual Block", "(28,28,512)", "(14,14,1024)", "1×1,256 / 3×3,256 / 1×1,1024"),
    Row("Identity Block", "(14,14,1024)", "(14,14,1024)", "1×1,256 / 3×3,256 / 1×1,1024", "×5"),
    Row("Residual Block", "(14,14,1024)", "(7,7,2048)", "1×1,512 / 3×3,512 / 1×1,2048"),
    Row("Identity Block", "(7,7,2048)", "(7,7,2048)", "1×1,512 / 3×3,512 / 1×1,2048", "×2"),
    Row("Average pool", "(7,7,2048)", "(1,1,2048)", "(7,7)", "1"),
    Row("FCN", "(1,1,2048)", "(1,1,1000)"),
    Row("softmax", "(1,1,1000)", "(1,1,1000)"),
)

DENSENET121 = (
    Row("입력", "(224,224,3)"),
    Row("Conv", "(224,224,3)", "(112,112,64)", "(7,7)"),
    Row("maxpool", "(112,112,64)", "(56,56,64)", "(3,3)"),
    Row("Dense Block", "(56,56,64)", "(56,56,256)", "1×1,128 / 3×3,32", "×6"),
    Row("Conv", "(56,56,256)", "(56,56,128)", "(1,1)"),
    Row("Average pool", "(56,56,128)", "(28,28,128)", "(2,2)"),
    Row("Dense Block", "(28,28,128)", "(28,28,512)", "1×1,128 / 3×3,32", "×12"),
    Row("Conv", "(28,28,512)", "(28,28,256)", "(1,1)"),
    Row("Average pool", "(28,28,256)", "(14,14,256)", "(2,2)"),
    Row("Dense Block", "(14,14,256)", "(14,14,1024)", "1×1,128 / 3×3,32", "×24"),
    Row("Conv", "(14,14,1024)", "(14,14,512)", "1×1,512"),
    Row("Average pool", "(14,14,512)", "(7,7,512)", "(2,2)"),
    Row("Dense Block", "(7,7,512)", "(7,7,1024)", "1×1,128 / 3×3,32", "×16"),
    Row("Average pool", "(7,7,1024)", "(1,1,1024)", "(7,7)", "1"),
    Row("FCN", "(1,1,2048)", "(1,1,1000)"),
    Row("softmax", "(1,1,1000)", "(1,1,1000)"),
)

#: The one misprint: 1024 channels come out of the average pooling above.
ERRATUM = Row("FCN", "(1,1,1024)", "(1,1,1000)")

#: Comments in the notebook's code: what comes out of each part of its two small networks.
RESNET_MNIST = {
    "conv1": (28, 28, 8),
    "res1": (28, 28, 16),
    "pool1": (14, 14, 16),
    "res2": (14, 14, 32),
    "pool2": (7, 7, 32),
    "res3": (7, 7, 64),
    "class": (10,),
}
DENSENET_MNIST = {
    "conv1": (28, 28, 8),
    "dl1": (28, 28, 16),
    "tr1": (14, 14, 16),
    "dl2": (14, 14, 32),
    "tr2": (7, 7, 32),
    "dl3": (7, 7, 64),
    "class": (10,),
}
