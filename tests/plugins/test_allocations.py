"""What is kept of stacks: frames, shares, names.  With memray itself: tests/allocations."""

import json

import _benchmem_allocations as allocations

PEER = "/venv/site-packages/pytest_benchmem/memray.py"
RUNNER = ("pytest_pyfunc_call", "/venv/site-packages/_pytest/python.py", 167)


def frame(name, line, file="/suite/test_x.py"):
    return (name, file, line)


def kept_of(parts, stacks=True):
    kept = allocations.Kept("/suite", stacks)
    kept.add("test_x.py::test", parts)
    return json.loads(kept.text())


def test_frames_begin_below_the_peer():
    trace = [frame("leaf", 2), frame("work", 9), ("_track_to", PEER, 283), RUNNER]
    assert allocations.own_frames(trace) == (frame("work", 9), frame("leaf", 2))
    assert allocations.own_frames(trace[2:]) == (allocations.NATIVE,)
    assert allocations.own_frames([]) == (allocations.NATIVE,)
    assert allocations.own_frames([frame("in_thread", 3)]) == (frame("in_thread", 3),)


def test_what_is_kept():
    work, leaf = frame("work", 9), frame("leaf", 2, "/venv/lib/site-packages/p/m.py")
    part = {(work,): [100, 1], (work, leaf): [50, 5], (frame("work", 12), leaf): [7, 2]}
    kept = kept_of({"peak": part})
    assert kept["objects"] == ["test_x.py", "p/m.py"]
    assert kept["functions"] == [[0, "work"], [1, "leaf"]]
    assert kept["benchmarks"] == [{
        "fullname": "test_x.py::test",
        "peak": {"bytes": 157, "allocations": 8, "sites": [0, 9, 100, 1, 1, 2, 57, 7],
                 "stacks": [-1, 0, 9, 100, 1, 0, 1, 2, 50, 5, -1, 0, 12, 0, 0, 2, 1, 2, 7, 2]}}]
    assert "stacks" not in kept_of({"peak": part}, False)["benchmarks"][0]["peak"]


def test_nearly_all_is_kept():
    large = {(frame("large", n),): [1000, 1] for n in range(100)}
    small = {(frame("small", n),): [1, 1] for n in range(50)}
    often = {(frame("often", 1),): [1, 100000]}
    sites = kept_of({"peak": {**large, **small, **often}})["benchmarks"][0]["peak"]["sites"]
    lines = [sites[at + 1] for at in range(0, len(sites), 4)]
    assert len(lines) == 101, "the small ones are neither bytes nor allocations to speak of"
    assert sites[-4:] == [1, 1, 1, 100000]
    assert kept_of({"peak": {}})["benchmarks"][0]["peak"]["sites"] == []


def test_deep_stacks_end():
    deep = tuple(frame("f", n) for n in range(600))
    part = kept_of({"peak": {deep: [10, 1]}})["benchmarks"][0]["peak"]
    assert len(part["stacks"]) == 5 * allocations.MOST_DEPTH and part["stacks"][-2:] == [10, 1]
    assert part["sites"] == [0, 599, 10, 1]


def test_names():
    long = "n" * 5000
    shown = allocations.text_of(long)
    assert len(shown.encode()) < 1100 and shown != allocations.text_of(long + "n")
    assert allocations.text_of("\ud800") == "?" and allocations.text_of("é\n") == "é\n"
