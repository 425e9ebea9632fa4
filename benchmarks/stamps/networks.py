"""The two networks while they are trained, and their plain form for the product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from ocr.stamps.judge import HEIGHT, LEVELS, WIDTH

Shape = tuple[int, int, int, int]
"""Channels out, stride, dilation, kernel."""

FINDER: tuple[Shape, ...] = (
    (8, 2, 1, 3), (20, 2, 1, 3), (32, 2, 1, 3), (32, 1, 1, 3), (32, 1, 2, 3), (32, 1, 4, 3), (32, 1, 8, 3),
    (9, 1, 1, 1),
)  # fmt: skip
JUDGE: tuple[Shape, ...] = (
    (16, 2, 1, 3), (24, 1, 1, 3), (40, 2, 1, 3), (48, 1, 1, 3), (64, 2, 1, 3), (64, 1, 1, 3), (96, 2, 1, 3),
)  # fmt: skip
POOL = (5, 2)
"""Rows and columns of the last layer that are taken as one: all rows, pairs of columns."""


class Stack(nn.Module):
    """Convolutions one after the other, each but the last followed by normalisation and a rectifier."""

    def __init__(self, inputs: int, shapes: Sequence[Shape], *, last_plain: bool) -> None:
        super().__init__()
        self.inputs, self.shapes = inputs, tuple(shapes)
        layers: list[nn.Module] = []
        before = inputs
        for index, (out, stride, dilation, kernel) in enumerate(shapes):
            plain = last_plain and index == len(shapes) - 1
            pad = dilation * (kernel // 2)
            layers.append(nn.Conv2d(before, out, kernel, stride, pad, dilation, bias=plain))
            if not plain:
                layers += [nn.BatchNorm2d(out), nn.ReLU()]
            before = out
        self.layers = nn.Sequential(*layers)

    def forward(self, pictures: Tensor) -> Tensor:
        return self.layers(pictures)  # type: ignore[no-any-return]

    def folded(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Weights and biases with the normalisation worked in."""
        result = []
        modules = list(self.layers)
        for index, module in enumerate(modules):
            if not isinstance(module, nn.Conv2d):
                continue
            weight = module.weight.detach().clone()
            norm = modules[index + 1] if index + 1 < len(modules) else None
            if isinstance(norm, nn.BatchNorm2d):
                assert norm.running_var is not None and norm.running_mean is not None
                gain = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
                weight *= gain[:, None, None, None]
                bias = norm.bias.detach() - norm.running_mean * gain
            else:
                assert module.bias is not None
                bias = module.bias.detach()
            result.append((weight.numpy(), bias.numpy()))
        return result


def unfold(stack: Stack, model: bytes, pictures: Tensor) -> None:
    """Give the stack the weights of a written model, its normalisation set by what `pictures` make of it."""
    written = {
        item.name: numpy_helper.to_array(item) for item in onnx.load_from_string(model).graph.initializer
    }
    modules, flow, index = list(stack.layers), pictures, 0
    for place, module in enumerate(modules):
        if isinstance(module, nn.Conv2d):
            bias = torch.tensor(written[f"b{index}"])
            module.weight.data.copy_(torch.tensor(written[f"w{index}"]))
            norm = modules[place + 1] if place + 1 < len(modules) else None
            if isinstance(norm, nn.BatchNorm2d):
                out = module(flow)
                mean, spread = out.mean(dim=(0, 2, 3)), out.var(dim=(0, 2, 3))
                norm.running_mean, norm.running_var = mean.detach().clone(), spread.detach().clone()
                norm.weight.data.copy_(torch.sqrt(spread + norm.eps))
                norm.bias.data.copy_(mean + bias)
            elif module.bias is not None:
                module.bias.data.copy_(bias)
            index += 1
        flow = module.eval()(flow)
    stack.train()


class Judge(nn.Module):
    """A cut-out of fixed size in, the level out."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = Stack(2, JUDGE, last_plain=False)
        self.drop = nn.Dropout(0.2)
        self.last = nn.Linear(
            JUDGE[-1][0] * (HEIGHT // 16 // POOL[0]) * (WIDTH // 16 // POOL[1]), len(LEVELS)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        seen = nn.functional.max_pool2d(self.stack(pictures), POOL)
        return self.last(self.drop(seen.flatten(1)))  # type: ignore[no-any-return]


def unfold_judge(judge: Judge, model: bytes, pictures: Tensor) -> None:
    """The same for a judge."""
    unfold(judge.stack, model, pictures)
    written = {
        item.name: numpy_helper.to_array(item) for item in onnx.load_from_string(model).graph.initializer
    }
    judge.last.weight.data.copy_(torch.tensor(written["last_w"]))
    judge.last.bias.data.copy_(torch.tensor(written["last_b"]))


def finder() -> Stack:
    return Stack(1, FINDER, last_plain=True)


def finder_bytes(stack: Stack) -> bytes:
    nodes, weights, out = _convolutions(stack)
    return _model(nodes, weights, out, [1, 1, "height", "width"], [1, FINDER[-1][0], "rows", "columns"])


def judge_bytes(judge: Judge) -> bytes:
    nodes, weights, out = _convolutions(judge.stack)
    nodes += [
        helper.make_node("MaxPool", [out], ["pooled"], kernel_shape=POOL, strides=POOL),
        helper.make_node("Flatten", ["pooled"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "last_w", "last_b"], ["levels"], transB=1),
    ]  # fmt: skip
    weights += [
        numpy_helper.from_array(judge.last.weight.detach().numpy(), "last_w"),
        numpy_helper.from_array(judge.last.bias.detach().numpy(), "last_b"),
    ]
    return _model(nodes, weights, "levels", ["count", 2, HEIGHT, WIDTH], ["count", len(LEVELS)])


def _convolutions(stack: Stack) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto], str]:
    nodes, weights, name = [], [], "picture"
    folded = stack.folded()
    for index, ((weight, bias), (_, stride, dilation, kernel)) in enumerate(
        zip(folded, stack.shapes, strict=True)
    ):
        weights += [numpy_helper.from_array(weight, f"w{index}"), numpy_helper.from_array(bias, f"b{index}")]
        pad = dilation * (kernel // 2)
        nodes.append(
            helper.make_node(
                "Conv",
                [name, f"w{index}", f"b{index}"],
                [f"c{index}"],
                kernel_shape=[kernel] * 2,
                strides=[stride] * 2,
                dilations=[dilation] * 2,
                pads=[pad] * 4,
            )
        )
        name = f"c{index}"
        if len(list(stack.layers)) > 3 * index + 1:
            nodes.append(helper.make_node("Relu", [name], [f"r{index}"]))
            name = f"r{index}"
    return nodes, weights, name


def _model(
    nodes: list[onnx.NodeProto],
    weights: list[onnx.TensorProto],
    out: str,
    takes: list[int | str],
    gives: list[int | str],
) -> bytes:
    graph = helper.make_graph(
        nodes,
        "stamps",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, takes)],
        [helper.make_tensor_value_info(out, TensorProto.FLOAT, gives)],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
