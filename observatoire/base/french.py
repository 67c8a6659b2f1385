"""Words made comparable: accents, case, hyphens, articles and endings forgiven.

The same function is called when an entry is written and when it is searched, in Python, so that
SQLite and PostgreSQL answer alike without any extension of either.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[a-z0-9]+")
# Words that every sentence holds: they find everything, so they find nothing.
EMPTY_WORDS = frozenset(
    "a au aux avec ce ces dans de des du elle en et eux il je la le les leur lui ma mais me "
    "meme mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te "
    "tes toi ton tu un une vos votre vous c d j l m n s t y est sont ete ".split()
)
_stemmer = snowballstemmer.stemmer("french")


def normalise(text: str) -> str:
    """« L’Île-d’Yeu » → « l ile d yeu »: lower case, no accent, « saint » in full."""
    folded = text.casefold().replace("œ", "oe").replace("æ", "ae")
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = WORD.findall(bare)
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The French stem of one accented word, then without its accents."""
    return normalise(_stemmer.stemWord(word)) or normalise(word)


def terms(text: str) -> list[str]:
    """The stems of a text, in order, without the empty words.

    The stem is taken on the word without accents, so that « menages ages » finds « ménages âgés »:
    a searcher rarely types them all.
    """
    return [stem(word) for word in normalise(text).split() if word not in EMPTY_WORDS]
