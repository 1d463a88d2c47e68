#!/usr/bin/env python3
"""Writes the broken NPY folders beside this script: each has exactly one fault. Python's standard library only.

    python3 make-broken.py               # or: python3 make-broken.py FOLDER

The sound parts are 4 rows × 2 features with one target; README.md says what each folder breaks.
"""
import math
import os
import struct
import sys

X = [0.5, 1.0, 1.5, -1.0, 2.5, 0.0, -0.5, 2.0]
Y = [1.25, 2.5, 3.75, 0.5]


def npy(descr="<f8", shape=(4, 2), data=None, order="False", version=b"\x01\x00"):
    """The bytes of an NPY file whose header says what it is told to say."""
    shown = "(%s,)" % shape[0] if len(shape) == 1 else "(%s)" % ", ".join(map(str, shape))
    header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }" % (descr, order, shown)
    header += " " * (-(10 + len(header) + 1) % 64) + "\n"
    body = struct.pack("<8d", *X) if data is None else data
    return b"\x93NUMPY" + version + struct.pack("<H", len(header)) + header.encode("ascii") + body


def doubles(*values, order="<"):
    return struct.pack("%s%dd" % (order, len(values)), *values)


def bytes_of(*values):
    return npy("|i1", (len(values),), bytes(values))


GOOD_X = npy()
GOOD_Y = npy(shape=(4,), data=doubles(*Y))

FOLDERS = {
    "dtype-text": {"x.npy": npy("<U2", (4, 2), b"a\0\0\0b\0\0\0" * 8)},
    "dtype-object": {"x.npy": npy("|O", (4, 2), b"\x80\x04N.")},
    "dtype-complex": {"x.npy": npy("<c16", (4, 2), doubles(*X, *X))},
    "big-endian": {"x.npy": npy(">f8", data=doubles(*X, order=">"))},
    "fortran-order": {"x.npy": npy(order="True")},
    "rows-differ": {"y.npy": npy(shape=(3,), data=doubles(*Y[:3]))},
    "x-three-axes": {"x.npy": npy(shape=(4, 2, 1))},
    "x-one-axis": {"x.npy": npy(shape=(8,))},
    "no-rows": {"x.npy": npy(shape=(0, 2), data=b""), "y.npy": npy(shape=(0,), data=b"")},
    "shape-overflow": {"x.npy": npy(shape=(4, 4611686018427387904))},
    "truncated-data": {"x.npy": GOOD_X[:-9]},
    "truncated-header": {"x.npy": GOOD_X[:40]},
    "empty-file": {"x.npy": b""},
    "not-npy": {"x.npy": b"0.5,1.0\n1.5,-1.0\n"},
    "version-9": {"x.npy": npy(version=b"\x09\x00")},
    "x-nan": {"x.npy": npy(data=doubles(*X[:3], math.nan, *X[4:]))},
    "x-infinite": {"x.npy": npy(data=doubles(*X[:3], -math.inf, *X[4:]))},
    "y-infinite": {"y.npy": npy(shape=(4,), data=doubles(1.25, math.inf, 3.75, 0.5))},
    "y-no-labels": {"y.npy": npy(shape=(4,), data=doubles(*[math.nan] * 4))},
    "y-part-of-a-vector": {"y.npy": npy(shape=(4, 1, 2), data=doubles(1.25, 1, *[math.nan] * 2, 3.75, math.nan, 0.5, 2))},
    "y-four-axes": {"y.npy": npy(shape=(4, 1, 1, 1), data=doubles(*Y))},
    "y-no-training-rows": {
        "y.npy": npy(shape=(4, 2), data=doubles(1.25, 1, 2.5, math.nan, 3.75, math.nan, 0.5, math.nan)),
        "split.npy": bytes_of(2, 0, 0, 0)},
    "split-3": {"split.npy": bytes_of(0, 0, 3, 1)},
    "split-short": {"split.npy": bytes_of(0, 0, 1)},
    "task-unnamed": {"task.npy": bytes_of(0, 1, 0, 2), "tasks.csv": b"code,task\n0,north\n1,east\n"},
    "task-fractions": {"task.npy": npy(shape=(4,), data=doubles(0, 0, 1, 0.5))},
    "tasks-code-twice": {"task.npy": bytes_of(0, 1, 0, 1), "tasks.csv": b"code,task\n0,north\n0,east\n1,west\n"},
    "features-too-many": {"features.csv": b"index,feature\n0,a\n1,b\n2,c\n"},
    "features-twice": {"features.csv": b"index,feature\n0,a\n1,a\n"},
    "without-x": {"x.npy": None},
    "without-y": {"y.npy": None},
}


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    for name, faulty in FOLDERS.items():
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        for file, content in {"x.npy": GOOD_X, "y.npy": GOOD_Y, **faulty}.items():
            if content is not None:
                with open(os.path.join(folder, file), "wb") as out:
                    out.write(content)


if __name__ == "__main__":
    main()
