"""Training of the two networks: `python -m benchmarks.stamps.train finder`, then `… judge`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from random import Random

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.stamps.networks import Judge, Stack, finder, finder_bytes, judge_bytes, unfold, unfold_judge
from benchmarks.stamps.patches import patch, pool
from benchmarks.stamps.scenes import CutOut, mined, scene

WEIGHTS = Path(__file__).resolve().parents[2] / "ocr" / "stamps"
BATCH = 48
Item = tuple[CutOut, int]
"""A cut-out and the number of its level."""


def train_finder(minutes: float, seed: int, pages: int, go_on: bytes | None) -> Stack:
    torch.manual_seed(seed)
    random = Random(seed)
    started = time.monotonic()
    sheets = pool(random, pages)
    network = finder()
    rate = 3e-3
    if go_on:
        rate = 2e-3
        first = np.stack([patch(random, sheets).ink for _ in range(64)])[:, None]
        with torch.no_grad():
            unfold(network, go_on, torch.from_numpy(first).float() / 255)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4)
    kept: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    step, average = 0, 0.0
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        fresh = [patch(random, sheets) for _ in range(BATCH // 3)]
        kept += [(p.ink, p.target, p.weight) for p in fresh]
        kept = kept[-6000:]
        if random.random() < 0.3:
            sheets[random.randrange(len(sheets))] = pool(random, 1)[0]
        batch = kept[-BATCH // 3 :] + random.choices(kept, k=BATCH - BATCH // 3)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / 50) * (0.5 + 0.5 * np.cos(np.pi * share)) + 1e-5
        loss = _finder_loss(network, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        average += (loss.item() - average) / min(step + 1, 50)
        if step % 100 == 0:
            print(f"{time.monotonic() - started:6.0f} s  step {step}  loss {average:.4f}", flush=True)
        step += 1
    network.eval()
    return network


def _finder_loss(network: Stack, batch: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Tensor:
    ink = torch.from_numpy(np.stack([item[0] for item in batch])[:, None]).float() / 255
    target = torch.from_numpy(np.stack([item[1] for item in batch]))
    weight = torch.from_numpy(np.stack([item[2] for item in batch]))
    with torch.autocast("cpu", torch.bfloat16):
        out = network(ink.contiguous(memory_format=torch.channels_last)).float()
    wanted, said = target[:, :3], out[:, :3]
    plain = nn.functional.binary_cross_entropy_with_logits(said, wanted, reduction="none")
    right = torch.where(wanted > 0.5, torch.sigmoid(said), 1 - torch.sigmoid(said))
    focal = plain * (1 - right) ** 1.5 * torch.where(wanted > 0.5, 3.0, 1.0) * weight[:, None]
    there = (wanted.amax(dim=1) > 0.5).float() * weight
    count = there.sum().clamp(min=1)
    place = nn.functional.smooth_l1_loss(out[:, 3:], target[:, 3:], reduction="none").sum(dim=1)
    return focal.sum() / count + 0.5 * (place * there).sum() / count


def train_judge(minutes: float, seed: int, pages: int, mine: int, go_on: bytes | None) -> Judge:
    """Scenes drawn on the spot, and whole pages' cut-outs at the places that the finder gives."""
    torch.manual_seed(seed)
    random = Random(seed + 1000)
    started = time.monotonic()
    sheets = pool(random, pages)
    found: tuple[list[Item], list[Item]] = ([], [])
    for _ in range(mine):
        _sort_in(found, mined(random))
    print(f"{time.monotonic() - started:6.0f} s  {mine} pages: {len(found[0])} others, {len(found[1])} marks")
    network, rate = Judge(), 2e-3
    if go_on:
        rate = 1.5e-3
        with torch.no_grad():
            unfold_judge(network, go_on, _pictures([scene(random, sheets) for _ in range(96)]))
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    kept: list[Item] = []
    step, average = 0, 0.0
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        kept += [scene(random, sheets) for _ in range(BATCH // 3)]
        kept = kept[-15000:]
        if step % 12 == 0:
            _sort_in(found, mined(random))
        batch = kept[-BATCH // 3 :] + random.choices(kept, k=BATCH - BATCH // 3)
        batch += random.choices(found[0], k=BATCH // 3) + random.choices(found[1], k=BATCH // 6)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / 50) * (0.5 + 0.5 * np.cos(np.pi * share)) + 1e-5
        with torch.autocast("cpu", torch.bfloat16):
            said = network(_pictures(batch)).float()
        wanted = torch.tensor([level for _, level in batch])
        loss = nn.functional.cross_entropy(said, wanted, label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        average += (loss.item() - average) / min(step + 1, 50)
        if step % 100 == 0:
            print(f"{time.monotonic() - started:6.0f} s  step {step}  loss {average:.4f}", flush=True)
        step += 1
    network.eval()
    return network


def _pictures(items: list[Item]) -> Tensor:
    return torch.from_numpy(np.stack([picture for picture, _ in items])).contiguous(
        memory_format=torch.channels_last
    )


def _sort_in(found: tuple[list[Item], list[Item]], items: list[Item]) -> None:
    for item in items:
        found[item[1] > 0].append(item)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=("finder", "judge"))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--pages", type=int, default=250)
    parser.add_argument("--mine", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument(
        "--go-on", action="store_true", help="from the network in the product, not from nothing"
    )
    given = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    go_on = (WEIGHTS / f"{given.network}.onnx").read_bytes() if given.go_on else None
    if given.network == "finder":
        data = finder_bytes(train_finder(given.minutes, given.seed, given.pages, go_on))
    else:
        data = judge_bytes(train_judge(given.minutes, given.seed, given.pages, given.mine, go_on))
    (given.out / f"{given.network}.onnx").write_bytes(data)


if __name__ == "__main__":
    main()
