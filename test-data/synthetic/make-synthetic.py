#!/usr/bin/env python3
"""Writes the small synthetic sets beside this script. Python's standard library only; the seed is fixed.

    python3 make-synthetic.py            # or: python3 make-synthetic.py FOLDER

README.md states the true coefficients; they are the constants below.
"""
import csv
import math
import os
import random
import struct
import sys

# task -> (intercept, coefficients of x1, x2, x3). north, east and south are alike; west is their opposite,
# so its rows harm the others when they share.
LONG = {
    "north": (1.0, (2.0, -1.0, 0.5)),
    "east": (1.2, (2.1, -0.9, 0.4)),
    "south": (0.8, (1.9, -1.1, 0.6)),
    "west": (-1.0, (-2.0, 1.0, -0.5)),
}
WIDE = {
    "a": (0.5, (1.0, 0.0, -1.0)),
    "b": (-0.5, (1.2, 0.1, -0.8)),
    "c": (0.0, (-1.0, 0.5, 1.0)),
}
# series -> (its own last value, the other's last value) of each step
SERIES = {"OT": (0.8, 0.2), "LOAD": (0.6, -0.3)}
LAGS, HORIZON = 4, 3
NOISE = 0.1
SPLITS = ("train", "val", "test")


def cell(value):
    """Four decimals at most, so that CSV and NPY hold the same doubles; the shortest form of them."""
    text = format(round(value, 4), ".4f").rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def write_csv(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_npy(path, kind, shape, values):
    """NPY format version 1, C order, little-endian; kind is a struct letter with its NPY type."""
    letter, descr = {"f8": ("d", "<f8"), "f4": ("f", "<f4"), "i8": ("q", "<i8"),
                     "i4": ("i", "<i4"), "i1": ("b", "|i1")}[kind]
    shown = "(%s,)" % shape[0] if len(shape) == 1 else "(%s)" % ", ".join(map(str, shape))
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (descr, shown)
    header += " " * (-(10 + len(header) + 1) % 64) + "\n"
    assert len(values) == math.prod(shape)
    with open(path, "wb") as out:
        out.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode("ascii"))
        out.write(struct.pack("<%d%s" % (len(values), letter), *values))


def linear(truth, x):
    intercept, slopes = truth
    return intercept + sum(slope * value for slope, value in zip(slopes, x))


def split_of(position):
    """6 train, 2 val, 2 test in every ten rows."""
    return SPLITS[(0, 0, 0, 1, 0, 2, 0, 1, 0, 2)[position % 10]]


def long_form(folder, rng):
    """The tasks take turns, so that a task's rows are spread over the file; west is short by six rows."""
    rows = []
    for position in range(30):
        for task, truth in LONG.items():
            if task == "west" and position >= 24:
                continue
            x = [float(cell(rng.gauss(0, 1))) for _ in range(3)]
            y = linear(truth, x) + NOISE * rng.gauss(0, 1)
            identity = "%s-%02d" % (task[0], position)
            rows.append((identity, task, cell(y), *map(cell, x), split_of(position)))
    write_csv(os.path.join(folder, "long.csv"), ("id", "task", "y", "x1", "x2", "x3", "split"), rows)

    npy = os.path.join(folder, "npy-long")
    os.makedirs(npy, exist_ok=True)
    names = sorted(LONG)  # codes need not follow the order in the data
    write_npy(os.path.join(npy, "x.npy"), "f8", (len(rows), 3), [float(v) for r in rows for v in r[3:6]])
    write_npy(os.path.join(npy, "y.npy"), "f8", (len(rows),), [float(r[2]) for r in rows])
    write_npy(os.path.join(npy, "task.npy"), "i4", (len(rows),), [names.index(r[1]) for r in rows])
    write_npy(os.path.join(npy, "split.npy"), "i1", (len(rows),), [SPLITS.index(r[6]) for r in rows])
    write_csv(os.path.join(npy, "tasks.csv"), ("code", "task"), enumerate(names))
    write_csv(os.path.join(npy, "features.csv"), ("index", "feature"), enumerate(("x1", "x2", "x3")))


def wide_form(folder, rng):
    """Row r lacks the label of b where r % 4 = 1 and of c where r % 5 = 2; row 16 has no label at all."""
    rows = []
    for position in range(40):
        x = [float(cell(rng.gauss(0, 1))) for _ in range(3)]
        labels = []
        for task, truth in WIDE.items():
            y = cell(linear(truth, x) + NOISE * rng.gauss(0, 1))
            absent = position == 16 or (task == "b" and position % 4 == 1) or (task == "c" and position % 5 == 2)
            labels.append("" if absent else y)
        rows.append((*map(cell, x), *labels, split_of(position)))
    write_csv(os.path.join(folder, "wide.csv"), ("x1", "x2", "x3", "a", "b", "c", "split"), rows)

    npy = os.path.join(folder, "npy-wide")
    os.makedirs(npy, exist_ok=True)
    labels = [math.nan if v == "" else float(v) for r in rows for v in r[3:6]]
    write_npy(os.path.join(npy, "x.npy"), "f8", (len(rows), 3), [float(v) for r in rows for v in r[0:3]])
    write_npy(os.path.join(npy, "y.npy"), "f8", (len(rows), 3), labels)
    write_npy(os.path.join(npy, "split.npy"), "i8", (len(rows),), [SPLITS.index(r[6]) for r in rows])


def dependent(folder, rng):
    """No noise, so that a fit with lambda near 0 reproduces y, whichever of the many solutions it takes."""
    colours = ("red", "green", "blue")
    rows = []
    for task, shift in (("first", 0.0), ("second", 0.5), ("third", -0.5)):
        for position in range(14):
            x = float(cell(rng.gauss(0, 1)))
            colour = position % 3
            y = 1 + shift + 2 * x + (0.0, 1.0, -1.0)[colour]
            rows.append((task, cell(y), cell(x), cell(x), 1, *(int(colour == c) for c in range(3)),
                         split_of(position)))
    header = ("task", "y", "x", "x_again", "one", *colours, "split")
    write_csv(os.path.join(folder, "dependent.csv"), header, rows)


def windows(folder, rng):
    """Windows over two series that drive each other; row r has no label of LOAD where r % 7 = 3. Splits follow time."""
    values = {name: [0.0] for name in SERIES}
    for _ in range(60 + LAGS + HORIZON):
        last = {name: series[-1] for name, series in values.items()}
        for name, (own, other) in SERIES.items():
            rest = next(value for key, value in last.items() if key != name)
            values[name].append(float(cell(own * last[name] + other * rest + NOISE * rng.gauss(0, 1))))
    header = ["%s_lag%d" % (name, lag) for name in SERIES for lag in range(LAGS, 0, -1)]
    header += ["%s_%d" % (name, step) for name in SERIES for step in range(1, HORIZON + 1)] + ["split"]
    features, labels, splits, rows = [], [], [], []
    for position in range(60):
        now = position + LAGS
        x = [v for name in SERIES for v in values[name][now - LAGS:now]]
        y = [math.nan if name == "LOAD" and position % 7 == 3 else v
             for name in SERIES for v in values[name][now:now + HORIZON]]
        split = SPLITS[(position >= 36) + (position >= 48)]
        features += x
        labels += y
        splits.append(SPLITS.index(split))
        rows.append((*map(cell, x), *("" if math.isnan(v) else cell(v) for v in y), split))
    write_csv(os.path.join(folder, "windows.csv"), header, rows)

    npy = os.path.join(folder, "npy-windows")
    os.makedirs(npy, exist_ok=True)
    write_npy(os.path.join(npy, "x.npy"), "f8", (len(rows), len(SERIES) * LAGS), features)
    write_npy(os.path.join(npy, "y.npy"), "f8", (len(rows), len(SERIES), HORIZON), labels)
    write_npy(os.path.join(npy, "split.npy"), "i1", (len(rows),), splits)
    write_csv(os.path.join(npy, "tasks.csv"), ("code", "task"), enumerate(SERIES))
    write_csv(os.path.join(npy, "features.csv"), ("index", "feature"), enumerate(header[:len(SERIES) * LAGS]))


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    os.makedirs(folder, exist_ok=True)
    # A generator per set: changing one set leaves the others as they are.
    long_form(folder, random.Random(1))
    wide_form(folder, random.Random(2))
    dependent(folder, random.Random(3))
    windows(folder, random.Random(4))


if __name__ == "__main__":
    main()
