"""The judge while it is trained, and its plain form for the product."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from ocr.stamps.crop import HEIGHT, WIDTH
from ocr.stamps.judge import LEVELS

SHAPES = ((16, 2, 5), (32, 2, 3), (56, 1, 3), (72, 2, 3), (96, 1, 3))
"""Of each convolution: channels out, stride, kernel."""
_CELLS = (HEIGHT // 8) * (WIDTH // 8)


class Judge(nn.Module):
    """A cut-out in, the level out."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 1
        for out, stride, kernel in SHAPES:
            layers += [
                nn.Conv2d(before, out, kernel, stride, kernel // 2, bias=False),
                nn.BatchNorm2d(out),
                nn.ReLU(),
            ]
            before = out
        self.layers = nn.Sequential(*layers)
        self.drop = nn.Dropout(0.3)
        self.last = nn.Linear(before * _CELLS, len(LEVELS))

    def forward(self, pictures: Tensor) -> Tensor:
        return self.last(self.drop(self.layers(pictures).flatten(1)))  # type: ignore[no-any-return]

    def folded(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Weights and biases of the convolutions with the normalisation worked in."""
        result = []
        modules = list(self.layers)
        for convolution, norm in zip(modules[::3], modules[1::3], strict=True):
            assert isinstance(convolution, nn.Conv2d)
            assert isinstance(norm, nn.BatchNorm2d)
            assert norm.running_var is not None
            assert norm.running_mean is not None
            gain = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
            bias = norm.bias.detach() - norm.running_mean * gain
            result.append(((convolution.weight.detach() * gain[:, None, None, None]).numpy(), bias.numpy()))
        return result


def as_bytes(judge: Judge) -> bytes:
    """The network as ONNX."""
    nodes, weights, name = [], [], "picture"
    for index, ((weight, bias), (_, stride, kernel)) in enumerate(zip(judge.folded(), SHAPES, strict=True)):
        weights += [numpy_helper.from_array(weight, f"w{index}"), numpy_helper.from_array(bias, f"b{index}")]
        nodes += [
            helper.make_node(
                "Conv",
                [name, f"w{index}", f"b{index}"],
                [f"c{index}"],
                kernel_shape=[kernel] * 2,
                strides=[stride] * 2,
                pads=[kernel // 2] * 4,
            ),
            helper.make_node("Relu", [f"c{index}"], [f"r{index}"]),
        ]
        name = f"r{index}"
    nodes += [
        helper.make_node("Flatten", [name], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "last_w", "last_b"], ["levels"], transB=1),
    ]
    weights += [
        numpy_helper.from_array(judge.last.weight.detach().numpy(), "last_w"),
        numpy_helper.from_array(judge.last.bias.detach().numpy(), "last_b"),
    ]
    graph = helper.make_graph(
        nodes,
        "stamps",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["count", 1, HEIGHT, WIDTH])],
        [helper.make_tensor_value_info("levels", TensorProto.FLOAT, ["count", len(LEVELS)])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
