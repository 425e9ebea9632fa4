"""Train the judge and the quick network before it: draw a pool of cut-outs once, vary them at each sight.

`python -m benchmarks.stamps.train draw POOL --minutes N [--seed N]` (several pools may be drawn),
`python -m benchmarks.stamps.train mine POOL --minutes N [--seed N]` (what it takes for marks wrongly),
`python -m benchmarks.stamps.train learn POOL… --minutes N [--network glance] [--afresh] [--out FILE]`
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from benchmarks.stamps.networks import SHAPES, Network, as_bytes
from benchmarks.stamps.pieces import backgrounds, piece, print_piece, unmarked_pieces
from ocr.stamps.ink import Ink
from vanthu.settings import ROOT

_BATCH = 192
_RATE, _RATE_GOING_ON = 2.5e-3, 1.2e-3
_PAGES = 60
_MOST = (6, 8)
"""Cut-outs with a mark, and without, kept of one piece."""


def draw(to: Path, seconds: float, seed: int) -> None:
    random = Random(f"pieces {seed}")
    pages = backgrounds(random, _PAGES)
    pictures, levels = [], []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = piece(random, pages) + (print_piece(random) if random.random() < 0.3 else [])
        random.shuffle(found)
        marks = [one for one in found if one[1]][: _MOST[0]]
        others = [one for one in found if not one[1]][: _MOST[1]]
        for picture, level in (*marks, *others):
            pictures.append(picture)
            levels.append(level)
    np.savez(to, X=np.array(pictures), Y=np.array(levels, np.uint8))
    print(f"{len(levels)} cut-outs, by level {np.bincount(levels, minlength=4)}")


def mine(to: Path, seconds: float, seed: int) -> None:
    random = Random(f"unmarked {seed}")
    pictures: list[Ink] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pictures += [picture for picture, _ in unmarked_pieces(random)]
    np.savez(to, X=np.array(pictures), Y=np.zeros(len(pictures), np.uint8))


def varied(pictures: Tensor) -> Tensor:
    """Turned, moved, stretched, blurred, thinned, grained, cut off: differently for each."""
    count = len(pictures)
    turn = torch.randn(count) * 0.05
    across, down = torch.exp(torch.randn(2, count) * 0.07)
    slant = torch.randn(count) * 0.06
    shift = torch.randn(2, count) * torch.tensor([[0.025], [0.06]])
    ratio = pictures.shape[3] / pictures.shape[2]
    matrix = torch.stack(
        [
            torch.stack([across * torch.cos(turn), slant - torch.sin(turn) / ratio, shift[0]], 1),
            torch.stack([torch.sin(turn) * ratio, down * torch.cos(turn), shift[1]], 1),
        ],
        1,
    )
    grid = nn.functional.affine_grid(matrix, list(pictures.shape), align_corners=False)
    out = nn.functional.grid_sample(pictures, grid, align_corners=False)
    chance = torch.rand(6, count, 1, 1, 1)
    out = torch.where(chance[0] < 0.2, nn.functional.avg_pool2d(out, 3, 1, 1), out)
    out = torch.where(chance[1] < 0.12, -nn.functional.max_pool2d(-out, (1, 2), 1, (0, 1))[..., :-1], out)
    out = torch.where(chance[2] < 0.1, nn.functional.max_pool2d(out, 2, 1, 1)[..., :-1, :-1], out)
    out = torch.where(chance[3] < 0.15, (out > 0.3 + 0.35 * torch.rand(count, 1, 1, 1)).float(), out)
    out = out + torch.randn_like(out) * torch.where(chance[4] < 0.4, 0.12, 0.0) * torch.rand(count, 1, 1, 1)
    gain = 0.75 + 0.5 * torch.rand(count, 1, 1, 1)
    return torch.clamp(out * gain, 0, 1)


def learn(pools: Sequence[Path], seconds: float, name: str, out: Path, *, start: Path | None) -> None:
    """Train the network `name`, afresh or from the file `start`."""
    pictures, levels = _load(pools)
    network, rate = Network(name), _RATE
    if start is not None:
        seen = np.random.default_rng(1).choice(len(levels), 3000)
        network.go_on_from(start, torch.from_numpy(pictures[seen]).float().div_(255)[:, None])
        rate = _RATE_GOING_ON
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.02)
    chances = 1.0 / np.maximum(1, np.bincount(levels, minlength=4)) * np.array([0.49, 0.17, 0.17, 0.17])
    weights = torch.tensor(chances[levels])
    started, last, losses = time.monotonic(), time.monotonic(), []
    while (gone := (time.monotonic() - started) / seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, 20 * gone + 0.05) * (0.5 + 0.5 * math.cos(math.pi * gone))
        chosen = torch.multinomial(weights, _BATCH, replacement=True)
        given = varied(torch.from_numpy(pictures[chosen.numpy()]).float().div_(255)[:, None])
        with torch.autocast("cpu", torch.bfloat16):
            said = network(given.contiguous(memory_format=torch.channels_last))
        right = torch.from_numpy(levels[chosen.numpy()]).long()
        loss = nn.functional.cross_entropy(said.float(), right, label_smoothing=0.02)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
        if time.monotonic() - last > 30:
            last = time.monotonic()
            print(f"{gone:.2f} steps {len(losses)} loss {np.mean(losses[-100:]):.4f}", flush=True)
    out.write_bytes(as_bytes(network.eval()))


def _load(pools: Sequence[Path]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    read = [np.load(pool) for pool in pools]
    return np.concatenate([pool["X"] for pool in read]), np.concatenate([pool["Y"] for pool in read])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("draw", "mine", "learn"))
    parser.add_argument("pools", type=Path, nargs="+")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--network", choices=tuple(SHAPES), default="judge")
    parser.add_argument("--afresh", action="store_true", help="do not go on from the network in use")
    parser.add_argument("--out", type=Path, help="where to put it instead of the one in use")
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.task == "learn":
        used = ROOT / "ocr" / "stamps" / f"{given.network}.onnx"
        start = None if given.afresh else used
        learn(given.pools, given.minutes * 60, given.network, given.out or used, start=start)
    else:
        (draw if given.task == "draw" else mine)(given.pools[0], given.minutes * 60, given.seed)


if __name__ == "__main__":
    main()
