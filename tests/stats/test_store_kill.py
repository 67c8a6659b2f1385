"""A publication killed at each of its steps: the store is as before, or as after."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stats.store import Store
from tests.stats.examples import observation

# The steps are what Python asks of the system inside the store (opening, creating, renaming), seen
# by an audit hook: the code under test knows nothing of it. Forking spares importing each time.
SCRIPT = """
import json, os, shutil, signal, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from tests.stats.examples import observation
from stats.store import Store
from stats.store.manifest import Record

root, verb = Path(sys.argv[2]), sys.argv[3]
WATCHED = {"open", "os.rename", "os.mkdir", "os.remove"}


def change(path):
    store = Store(path)
    if verb == "undo":
        return store.undo(store.imports()[-1].id)
    return store.publish([observation("44", "2020", 10.0)], source="essai", replace=True)


def in_a_child(path, killed_at):
    child = os.fork()
    if child == 0:
        seen = 0

        def hook(event, arguments):
            nonlocal seen
            if event in WATCHED and str(arguments[0]).startswith(str(path)):
                seen += 1
                if seen == killed_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        change(path)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


start, after = root / "avant", root / "apres"
store = Store(start)
store.publish([observation("44", "2019", 10.1)], source="essai")
before = Record(start).fingerprint()
shutil.copytree(start, after)
assert in_a_child(after, 0) == 0
expected = Record(after).fingerprint()
found, step, code = [], 0, -9
while code == -9:
    step += 1
    copy = root / f"pas-{step}"
    shutil.copytree(start, copy)
    code = in_a_child(copy, step)
    found.append({before: "avant", expected: "après"}.get(Record(copy).fingerprint(), "autre"))
print(json.dumps({"etats": found, "code": code}))
"""
HOME = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("verb", ["publish", "undo"])
def test_a_kill_leaves_the_store_before_or_after(tmp_path, verb):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(HOME), str(tmp_path), verb],
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    states = result["etats"]
    assert result["code"] == 0
    assert states == sorted(states, key=["avant", "après"].index)
    assert states.count("avant") > 2
    assert states.count("après") > 1


def test_what_a_kill_left_does_not_hinder_the_next(tmp_path):
    store = Store(tmp_path)
    store.publish([observation("44", "2019", 10.1)], source="essai")
    left = [
        tmp_path / "observations" / ".abc.parquet.99",
        tmp_path / "imports" / "abc.json",
        tmp_path / "derive" / "abc.construction",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("moitié")
    store.publish([observation("44", "2020", 10.0)], source="essai")
    assert [(o.period, o.value) for o in store.observations()] == [("2019", 10.1), ("2020", 10.0)]
