"""Words brought together: of several departments on one thing, or of some among many."""

from collections.abc import Iterable, Sequence

from itaxl.thai.text import compact


def together(said: Sequence[tuple[str, str]]) -> str:
    """Several departments' words: once where they are the same, else under the names.

    >>> together([("กองช่าง", "แล้วเสร็จ"), ("กองคลัง", "แล้วเสร็จ")])
    'แล้วเสร็จ'
    >>> print(together([("กองช่าง", "ก"), ("กองคลัง", "ข"), ("สำนักปลัด", "ก")]))
    กองช่าง, สำนักปลัด:
    ก
    กองคลัง:
    ข
    """
    by_words: dict[str, tuple[str, list[str]]] = {}
    for department, words in said:
        if words:
            by_words.setdefault(compact(words), (words, []))[1].append(department)
    if len(by_words) <= 1:
        return next((words for words, _ in by_words.values()), "")
    return "\n".join(f"{', '.join(names)}:\n{words}" for words, names in by_words.values())


def some_of(words: Iterable[str], most: int = 8) -> str:
    """The first of them, each once, and dots for what follows.

    >>> some_of(["M1", "M2", "M1"]), some_of(map(str, range(10)), most=2)
    ('M1, M2', '0, 1 …')
    """
    different = list(dict.fromkeys(words))
    return ", ".join(different[:most]) + (" …" if len(different) > most else "")
