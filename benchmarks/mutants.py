"""Which small change of a rule that decides figures no test would notice.

One change at a time is made to a module: a comparison moves or turns, plus becomes minus, a number is one
more, a condition is dropped. The tests are run once without any, so it is known which of them enter which
function and how long they take; for every change a child of that process runs those that enter the changed
function, the quickest first, until one fails. A change that all of them let pass is printed with its place.
Before the changes of a function a control runs: a child like theirs, put in place in the same way, with
nothing changed. Tests that fail in it are named and left out there, so that no change is "noticed" by what
fails anyway. Ends that are no failed test (the time was up, the change could not be put in place) are counted
apart.
Examples in docstrings are no tests here: they can run only once in a process.
`docs/mutation.md` says what was found.

Run with: python -m benchmarks.mutants [--tests PATH ...] [--at-once N] MODULE [MODULE ...]
e.g. python -m benchmarks.mutants itaxl.results.analysis (two at a time, Linux only)
"""

import argparse
import ast
import functools
import gc
import importlib
import os
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, cast

import pytest
from _pytest.runner import runtestprotocol

_TESTS = ("assessment_frameworks", "results_*", "reports_rows")
_PASSED, _FAILED, _NOT_IN_PLACE = range(3)
_ENDS = {
    _PASSED: "not noticed",
    _FAILED: "noticed",
    _NOT_IN_PLACE: "not put in place",
    -signal.SIGALRM: "out of time",
}

_COMPARISONS: dict[type, tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: dict[type, type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
_NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "ROUND_HALF_UP": "ROUND_HALF_EVEN",
    "median": "mean",
    "mean": "median",
}
_NOT_MUTATED = ("annotation", "returns", "decorator_list")


@dataclass(frozen=True)
class Mutant:
    """A module with one change, and where that is."""

    line: int
    owner: str
    change: str
    code: CodeType


def _instead(node: ast.AST, parent: ast.AST, owner: ast.AST | None) -> Iterator[ast.AST]:
    """What could stand in place of a node."""
    match node:
        case ast.cmpop():
            yield from (other() for other in _COMPARISONS[type(node)])
        case ast.operator() | ast.boolop() if type(node) in _OPERATORS:
            yield _OPERATORS[type(node)]()
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.BinOp(op=ast.BitOr()):
            yield ast.BinOp(node.right, node.op, node.left)
        case ast.BoolOp():
            yield from node.values
        case ast.Name(ctx=ast.Load()) if node.id in _NAMES:
            yield ast.Name(_NAMES[node.id], ast.Load())
        case ast.Continue() | ast.Break():
            yield ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
        case ast.Return(value=ast.expr()) if ast.unparse(node) != "return None" and "None" in ast.unparse(
            getattr(owner, "returns", None) or []
        ):
            yield ast.Return(ast.Constant(None))
    yield from _other_constants(node, parent)
    yield from _other_conditions(node, parent)


def _other_constants(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield from (ast.Constant(node.value + step) for step in (1, -1))
        case ast.Constant(value=str()) if isinstance(parent, ast.Call):
            if ast.unparse(parent.func) == "Decimal":
                yield ast.Constant(f"{Decimal(node.value).scaleb(1)}")


def _other_conditions(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    if node is getattr(parent, "test", None) and not isinstance(node, ast.Compare | ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(parent, ast.comprehension) and node in parent.ifs:
        yield ast.Constant(value=True)
    if isinstance(parent, ast.Slice) and not isinstance(node, ast.Constant):
        yield ast.Constant(value=None)


def unchanged(path: Path, owner: str) -> Mutant:
    """A module as it is, to be put in place like a change of the owner."""
    return Mutant(0, owner, "", compile(ast.parse(path.read_text(encoding="utf-8")), path, "exec"))


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change of a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[Mutant] = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.ClassDef | ast.FunctionDef):
            _visit(tree, statement, [], found, path)
    yield from sorted(found, key=lambda each: each.line)


def _visit(tree: ast.Module, parent: ast.AST, owners: list[Any], found: list[Mutant], path: Path) -> None:
    """Try everything below a node; the owners are the classes, functions or constants around it."""
    here = [*owners, parent] if isinstance(parent, ast.FunctionDef | ast.ClassDef | ast.Assign) else owners
    for name, value in ast.iter_fields(parent):
        if name in _NOT_MUTATED or (name == "value" and isinstance(parent, ast.AnnAssign) and len(here) == 1):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST):
                continue
            for other in _instead(child, parent, here[-1] if here else None):
                is_whole = isinstance(child, ast.expr | ast.stmt)
                before = _short(child if is_whole else parent)
                _put(parent, name, place, other)
                change = f"{before}  →  {_short(other if is_whole else parent)}"
                line = getattr(child, "lineno", None) or getattr(parent, "lineno", 0)
                code = compile(ast.fix_missing_locations(tree), path, "exec")
                found.append(Mutant(line, _named(here), change, code))
                _put(parent, name, place, child)
            _visit(tree, child, here, found, path)


def _named(owners: Sequence[Any]) -> str:
    """A function with its class, or a constant of the module."""
    if isinstance(owners[0], ast.Assign):
        return ast.unparse(owners[0].targets[0])
    classes = [each for each in owners if isinstance(each, ast.ClassDef)]
    functions = [each for each in owners if isinstance(each, ast.FunctionDef)]
    return ".".join(each.name for each in (*classes, *functions[:1]))


def _put(parent: ast.AST, name: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[place] = node


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:90]


def _functions(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for each in code.co_consts:
        if isinstance(each, CodeType) and "<" not in each.co_qualname:
            yield each.co_qualname, each
            yield from _functions(each)


def _install(module: ModuleType, mutant: Mutant) -> None:
    """Change the functions of a loaded module, or a constant wherever it was imported."""
    for name, code in _functions(mutant.code):
        target = functools.reduce(lambda each, part: vars(each)[part], name.split("."), cast("Any", module))
        for inner in ("fget", "func", "__func__", "__wrapped__"):
            target = getattr(target, inner, None) or target
        if isinstance(target, FunctionType):
            target.__code__ = code
    old = vars(module)[mutant.owner.split(".")[0]]
    if not isinstance(old, type | FunctionType):
        changed: dict[str, Any] = {"__name__": module.__name__}
        exec(mutant.code, changed)  # noqa: S102
        for each in [*sys.modules.values()]:
            if getattr(each, "__dict__", {}).get(mutant.owner) is old:
                setattr(each, mutant.owner, changed[mutant.owner])
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("itaxl"):  # noqa: SLF001
            each.cache_clear()


@dataclass
class _Runner:
    """A plugin of pytest that runs the collected tests over and over, each time with another change."""

    modules: Sequence[str]
    longest: float
    at_once: int
    only: Sequence[str]
    with_calc: bool
    entered: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[int, float] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run everything once, then what a change could make fail."""
        loaded = [importlib.import_module(name) for name in self.modules]
        for item in [*session.items]:
            is_slow = item.get_closest_marker("calc") and not self.with_calc
            if is_slow or item.get_closest_marker("skip"):
                session.items.remove(item)
        self._run_all(session.items, {str(each.__file__): each.__name__ for each in loaded})
        for module in loaded:
            self._mutate(module, session.items)
        return True

    def _run_all(self, items: Sequence[pytest.Item], files: dict[str, str]) -> None:
        entered: set[tuple[str, str]] = set()

        def see(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename in files:
                name = frame.f_code.co_qualname.split(".<locals>")[0]
                entered.add((files[frame.f_code.co_filename], name))

        for number, item in enumerate(items):
            entered.clear()
            started = time.perf_counter()
            sys.setprofile(see)
            threading.setprofile(see)
            passed = _passes(item)
            sys.setprofile(None)
            self.seconds[number] = time.perf_counter() - started
            if passed and self.seconds[number] < self.longest:
                for each in [*entered, *((name, "") for name, _ in entered)]:
                    if number not in self.entered[each][-1:]:
                        self.entered[each].append(number)
            elif not passed:
                print(f"fails without any change, is left out: {item.nodeid}")
        print(f"{len(items)} tests took {sum(self.seconds.values()):.0f} s", flush=True)

    def _mutate(self, module: ModuleType, items: Sequence[pytest.Item]) -> None:
        path = Path(str(module.__file__))
        running: dict[int, Mutant] = {}
        ends: Counter[str] = Counter()
        chosen: dict[str, list[int]] = {}
        for mutant in mutants(path):
            if self.only and mutant.owner.split(".")[-1] not in self.only:
                continue
            if mutant.owner not in chosen:
                chosen[mutant.owner] = self._sound(module, unchanged(path, mutant.owner), items)
            own = chosen[mutant.owner]
            if len(running) == self.at_once:
                ends[_ended(running)] += 1
            running[_child(module, mutant, [items[each] for each in own], self._limit(own))] = mutant
        while running:
            ends[_ended(running)] += 1
        told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
        print(f"{module.__name__}: {ends.total()} changes, {told}; {len(chosen)} controls", flush=True)

    def _sound(self, module: ModuleType, control: Mutant, items: Sequence[pytest.Item]) -> list[int]:
        """The tests that enter a function, the quickest first, and pass in a child with nothing changed."""
        owner = control.owner if control.owner in dict(_functions(control.code)) else ""
        own = sorted(self.entered[module.__name__, owner], key=self.seconds.__getitem__)
        reading, writing = os.pipe()
        child = _child(module, control, [items[each] for each in own], self._limit(own), writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            passed = [number for number, mark in zip(own, told.read(), strict=False) if mark == ord("+")]
        os.waitpid(child, 0)
        if len(passed) < len(own):
            failed = ", ".join(items[each].nodeid for each in own if each not in passed)
            print(f"  {control.owner}: fails with nothing changed, is left out: {failed}", flush=True)
        if not passed:
            print(f"  {control.owner}: no test is left", flush=True)
        return passed

    def _limit(self, chosen: Sequence[int]) -> int:
        """Seconds after which a child ends that runs these tests."""
        return int(30 + 10 * sum(self.seconds[each] for each in chosen))


def _passes(item: pytest.Item) -> bool:
    """Run one test and end all fixtures: the next may never come, and has to enter what they enter itself."""
    return not any(each.failed for each in runtestprotocol(item, log=False, nextitem=None))


def _child(
    module: ModuleType, mutant: Mutant, items: Sequence[pytest.Item], limit: int, told: int | None = None
) -> int:
    """Start a child that says how the tests end; the control runs all and marks each where it is to tell.

    Args:
        module: what is changed.
        mutant: the change.
        items: the tests.
        limit: seconds.
        told: for the control: the pipe that gets one mark a test.
    """
    if child := os.fork():
        return child
    status = _NOT_IN_PLACE
    try:
        signal.alarm(limit)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        _install(module, mutant)
        status = _FAILED
        if told is not None:
            for item in items:
                os.write(told, b"+" if _passes(item) else b"-")
        elif all(_passes(item) for item in items):
            status = _PASSED
    finally:
        os._exit(status)


def _ended(running: dict[int, Mutant]) -> str:
    """Wait for one child; tell its change where no test noticed it, or where something else ended it."""
    child, status = os.wait()
    mutant = running.pop(child)
    code = os.waitstatus_to_exitcode(status)
    end = _ENDS.get(code, f"ended by {code}")
    if code != _FAILED:
        print(f"  line {mutant.line} {mutant.owner} ({end}): {mutant.change}", flush=True)
    return end


def main() -> None:
    """Print what no test notices of the modules named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--tests", nargs="+", default=[f"tests/test_{each}.py" for each in _TESTS])
    parser.add_argument("--longest", type=float, default=2.0, help="seconds of a test that is not left out")
    parser.add_argument("--at-once", type=int, default=2, help="children beside each other")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="functions to change, else all")
    parser.add_argument("--calc", action="store_true", help="with the tests that drive LibreOffice")
    given = parser.parse_args()
    tests = [each for each in given.tests if "::" in each]
    tests += [str(path) for each in given.tests for path in sorted(Path().glob(each))]
    plainly = ["-o", "addopts=--import-mode=importlib"]
    runner = _Runner(given.modules, given.longest, given.at_once, given.only, given.calc)
    options = ["-s", "-p", "no:cacheprovider", "-p", "no:terminal", *plainly]
    pytest.main([*options, *tests], plugins=[runner])


if __name__ == "__main__":
    main()
