"""The two networks while they are trained, and their plain form for the product."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from ocr.stamps.crop import HEIGHT, WIDTH
from ocr.stamps.judge import LEVELS

Shapes = tuple[tuple[int, int, int], ...]
"""Of each convolution: channels out, stride, kernel."""
SHAPES: dict[str, Shapes] = {
    "judge": ((16, 2, 5), (32, 2, 3), (56, 1, 3), (72, 2, 3), (96, 1, 3)),
    "glance": ((8, 2, 5), (16, 2, 3), (24, 2, 3), (32, 1, 3)),
}
_CELLS = (HEIGHT // 8) * (WIDTH // 8)


class Network(nn.Module):
    """A cut-out in, the level out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.shapes = SHAPES[name]
        layers: list[nn.Module] = []
        before = 1
        for out, stride, kernel in self.shapes:
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

    def go_on_from(self, file: Path, pictures: Tensor) -> None:
        """Take the weights of an earlier network; the pictures say how each normalisation has to stand."""
        read = {
            one.name: torch.tensor(numpy_helper.to_array(one)) for one in onnx.load(file).graph.initializer
        }
        self.last.weight.data, self.last.bias.data = read["last_w"], read["last_b"]
        modules = list(self.layers)
        with torch.no_grad():
            for index, (convolution, norm) in enumerate(zip(modules[::3], modules[1::3], strict=True)):
                assert isinstance(convolution, nn.Conv2d)
                assert isinstance(norm, nn.BatchNorm2d)
                convolution.weight.data = read[f"w{index}"]
                out = convolution(pictures)
                norm.weight.data = out.std((0, 2, 3))
                norm.bias.data = read[f"b{index}"] + out.mean((0, 2, 3))
                pictures = torch.relu(out + read[f"b{index}"][:, None, None])


def as_bytes(network: Network) -> bytes:
    """The network as ONNX."""
    nodes, weights, name = [], [], "picture"
    for index, ((weight, bias), (_, stride, kernel)) in enumerate(
        zip(network.folded(), network.shapes, strict=True)
    ):
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
        numpy_helper.from_array(network.last.weight.detach().numpy(), "last_w"),
        numpy_helper.from_array(network.last.bias.detach().numpy(), "last_b"),
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
