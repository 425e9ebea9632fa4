"""The fast tokenizer of XLM-RoBERTa, rebuilt from a sentencepiece unigram vocabulary."""

from __future__ import annotations

import re

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from rag.q4file import Vocabulary

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """A tokenizer that cuts text as the model was trained: normalised, `▁` for blanks, `<s> … </s>`."""
    tokenizer = Tokenizer(models.Unigram([*vocabulary.pieces], vocabulary.unknown, False))
    tokenizer.normalizer = _normalizer(vocabulary.character_map)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    ids = {piece: index for index, (piece, _) in enumerate(vocabulary.pieces) if piece in SPECIAL}
    tokenizer.add_special_tokens([AddedToken(piece, special=True, normalized=False) for piece in SPECIAL])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    return tokenizer


def _normalizer(character_map: dict[str, str]) -> normalizers.Normalizer:
    """The character map as three steps: characters dropped, characters read as a blank, NFKC for the rest.

    NFKC also composes what was typed in parts, as sentencepiece does and a map of single characters cannot.
    """
    dropped = [char for char, read in character_map.items() if read == ""]
    blanks = [char for char, read in character_map.items() if read == " "]
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(_any_of(dropped)), ""),
            normalizers.Replace(Regex(_any_of(blanks)), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _any_of(characters: list[str]) -> str:
    return "[" + "".join(re.escape(char) for char in characters) + "]"
