#!/usr/bin/env python3
"""Writes the small files of other formats beside this script, and what numpy and scipy read in them to reference/.

    python3 make-formats.py              # or: python3 make-formats.py FOLDER

Needs numpy and scipy. The seed is fixed. The files are written by hand, so that what reads them back is independent.
"""
import csv
import gzip
import io
import os
import random
import struct
import sys
import zlib

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.io import arff

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
RANDOM = random.Random(20)


def path(*names):
    return os.path.join(ROOT, *names)


def text(name, content, encoding="utf-8"):
    with open(path(name), "w", encoding=encoding, newline="") as out:
        out.write(content)


def reference(name, header, rows):
    """Numbers as the shortest text that reads back to the same double, which repr gives."""
    with open(path("reference", name), "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(["" if isinstance(v, float) and np.isnan(v) else repr(float(v)) if isinstance(v, (float, np.floating))
                             else v for v in row])


def idx():
    """12 images of 4 x 3 bytes, a bright stripe where the label says, and 12 labels."""
    pixels, labels = bytearray(), bytearray()
    for i in range(12):
        label = i % 3
        labels.append(label)
        for row in range(4):
            pixels += bytes(min(255, RANDOM.randrange(40) + (200 if row == label else 0)) for _ in range(3))
    with open(path("images-idx3-ubyte"), "wb") as out:
        out.write(struct.pack(">4B3i", 0, 0, 8, 3, 12, 4, 3) + pixels)
    with open(path("labels-idx1-ubyte.gz"), "wb") as out:
        out.write(gzip.compress(struct.pack(">4Bi", 0, 0, 8, 1, 12) + labels, 9, mtime=0))
    with open(path("images-idx3-ubyte"), "rb") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(12, 12)
    with gzip.open(path("labels-idx1-ubyte.gz")) as file:
        codes = np.frombuffer(file.read(), np.uint8, offset=8)
    reference("idx.csv", ["y"] + ["x%d" % j for j in range(12)], [[c, *map(int, row)] for c, row in zip(codes, images)])


def svmlight():
    """Two regions, training and test rows; 8 features counted from 1, of which the last never stands in north."""
    rows = []
    for region, shift in (("north", 0.5), ("south", -0.5)):
        for split, count in (("train", 20), ("test", 10)):
            lines = ["# %s, %s\n" % (region, split)] if split == "train" else []
            for _ in range(count):
                used = sorted(RANDOM.sample(range(1, 9 if region == "south" else 8), 3))
                values = [round(RANDOM.gauss(0, 1), 3) for _ in used]
                label = 1 if sum(values) + shift > 0 else -1
                lines.append("%+d %s\n" % (label, " ".join("%d:%r" % pair for pair in zip(used, values))))
                dense = np.zeros(8)
                dense[np.array(used) - 1] = values
                rows.append((split, [region, split, label, *dense]))
            text("%s_%s.svmlight" % (region, split), "".join(lines))
    reference("svmlight.csv", ["task", "split", "y"] + ["f%d" % j for j in range(1, 9)], [row for _, row in rows])


def mulan():
    """30 songs: two numbers, a nominal feature of words, one of numbers; three labels at the end. Dense, and sparse."""
    head = ("% A made-up set in the form of Mulan's.\n@relation 'songs: made up'\n\n"
            "@attribute tempo numeric\n@attribute 'loudness, mean' real\n@attribute key {major, minor, none}\n"
            "@attribute live {0,1}\n@attribute calm {0,1}\n@attribute sad {0,1}\n@attribute mood {low,high}\n\n@data\n")
    dense, sparse = "", ""
    for i in range(30):
        tempo, loud = round(RANDOM.gauss(100, 20), 2), round(RANDOM.gauss(0, 1), 4)
        key, live = RANDOM.choice(["major", "minor", "none"]), RANDOM.randrange(2)
        calm, sad = int(tempo < 100), int(key == "minor")
        mood = "high" if loud > 0 else "low"
        dense += "%r,%r,%s,%d,%d,%d,%s\n" % (tempo, loud, key, live, calm, sad, mood)
        pairs = [(0, repr(tempo)), (1, repr(loud)), (2, key), (3, live), (4, calm), (5, sad), (6, mood)]
        absent = {2: "major", 3: 0, 4: 0, 5: 0, 6: "low"}
        sparse += "{" + ", ".join("%d %s" % p for p in pairs if absent.get(p[0]) != p[1]) + "}\n"
    text("songs.arff", head + dense)
    text("songs-sparse.arff", head.replace("numeric", "NUMERIC").replace("@data", "@DATA") + sparse)
    data, meta = arff.loadarff(io.StringIO(head.replace("'loudness, mean'", "loudness") + dense))
    rows = [[int(r[4]), int(r[5]), r[6].decode(), float(r[0]), float(r[1]), *[int(r[2].decode() == k) for k in meta["key"][1]],
             int(r[3])] for r in data]
    reference("songs.csv", ["calm", "sad", "mood", "tempo", "loudness, mean", "key=major", "key=minor", "key=none", "live"],
              rows)


def sentences():
    """Two tasks; mood.txt is ISO-8859-1 and holds 0x85, which ends no line; some words and one sentence are unknown."""
    good, bad, other = ["good", "caf\u00e9", "fine"], ["bad", "awful", "dull"], ["a", "film", "song", ","]
    words = good + bad + other
    vectors = {w: [round(RANDOM.gauss(1 if w in good else -1 if w in bad else 0, 0.3), 4) for _ in range(4)] for w in words}
    text("vectors.txt", "%d 4\n" % len(words) + "".join("%s %s\n" % (w, " ".join(map(repr, v))) for w, v in vectors.items()))
    rows = []
    for task, encoding in (("mood", "iso-8859-1"), ("topic", "utf-8")):
        lines = []
        for i in range(24):
            chosen = [RANDOM.choice(good if i % 2 else bad), *RANDOM.choices(other, k=RANDOM.randrange(1, 4))]
            if i == 5:
                chosen = ["Good", "\u0085", "unheard"] if task == "mood" else ["unheard"]
            label = i % 2 if task == "mood" else ("film" if "film" in chosen else "other")
            lines.append("%s %s\n" % (label, " ".join(chosen)))
            known = [vectors.get(w, vectors.get(w.lower())) for w in chosen]
            known = [v for v in known if v is not None]
            if known:
                mean = np.array(known).cumsum(axis=0)[-1] / len(known)
                rows.append([*((label, "") if task == "mood" else ("", label)), *mean])
        text(task + ".txt", "".join(lines), encoding)
    reference("sentences.csv", ["mood", "topic", "e1", "e2", "e3", "e4"], rows)


def series():
    """Two series of 60 hours."""
    values = np.round([[10 * np.sin(i / 4) + RANDOM.gauss(0, 1), i / 10 + RANDOM.gauss(0, 1)] for i in range(60)], 3)
    text("hourly.csv", "date,load,temp\n" + "".join(
        "2020-01-%02d %02d:00,%r,%r\n" % (1 + i // 24, i % 24, *map(float, row)) for i, row in enumerate(values)))
    windows = sliding_window_view(values, 8, axis=0)
    rows = []
    for start, both in enumerate(windows):
        part = [split for split, low, high in (("train", 0, 36), ("val", 36, 48), ("test", 48, 60))
                if low <= start and start + 8 <= high]
        if part:
            rows.append([part[0], *both[:, 6:].ravel(), *both[:, :6].ravel()])
    header = ["split"] + ["%s+%d" % (s, i) for s in ("load", "temp") for i in (1, 2)]
    reference("windows.csv", header + ["%s-%d" % (s, i) for s in ("load", "temp") for i in range(6, 0, -1)], rows)


def archives():
    """arrays.npz with x, y, task and split; parted.npz in Keras' form, images; broken ones with a fault each."""
    x = np.round(np.array([[RANDOM.gauss(0, 1) for _ in range(3)] for _ in range(20)]), 3)
    y = np.round(x @ [1, -2, 0.5], 3)
    task = np.arange(20, dtype=np.int32) % 2
    split = np.array([0, 0, 0, 0, 0, 0, 1, 1, 2, 2] * 2, np.int8)
    np.savez(path("arrays.npz"), x=x, y=y, task=task, split=split, notes=np.arange(3))
    images = np.array([RANDOM.randrange(256) for _ in range(5 * 6)], np.uint8).reshape(5, 2, 3)
    np.savez_compressed(path("parted.npz"), x_train=images[:3], y_train=np.arange(3), x_test=images[3:], y_test=np.arange(2))
    back = np.load(path("arrays.npz"))
    reference("arrays.csv", ["task", "split", "y", "x0", "x1", "x2"],
              [[int(t), ("train", "val", "test")[s], float(v), *row]
               for t, s, v, row in zip(back["task"], back["split"], back["y"], back["x"])])
    np.savez(path("broken-rows.npz"), x=x, y=y[:19])
    np.savez(path("broken-fortran.npz"), x=np.asfortranarray(x), y=y)
    np.savez(path("broken-nan.npz"), x=np.where(x > 1, np.nan, x), y=y)
    np.savez(path("broken-split.npz"), x=x, y=y, split=task + 2)
    np.savez(path("broken-names.npz"), inputs=x, outputs=y)


def table():
    """The same cells with tabs; one holds a comma and one a quote."""
    text("table.tsv", "place\ty\tx1\tx2\nnorth, far\t1\t0.5\t2\nthe \"south\"\t0\t1.5\t-1\neast\t\t2\t0\n")
    reference("table.csv", ["place", "y", "x1", "x2"],
              [["north, far", "1", "0.5", "2"], ['the "south"', "0", "1.5", "-1"], ["east", "", "2", "0"]])


def png(name, lines, channels):
    """Eight bits a channel, without filters; lines hold the bytes of their pixels."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", len(lines[0]) // channels, len(lines), 8, {1: 0, 3: 2}[channels], 0, 0, 0)
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
                  + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + bytes(line) for line in lines), 9)) + chunk(b"IEND", b""))


def pictures():
    """Twelve of 4 x 4 pixels, two tasks of two classes, every third in colour; the reference has them in grey."""
    rows = []
    for number in range(12):
        task, kind, turn = ("arrows", "bars")[number // 6], ("down", "up")[number // 3 % 2], number % 3
        grey = [[(37 * (number + 1) + 11 * y * (1 + 2 * (number // 6)) + 29 * x * (1 + number // 3 % 2)) % 256 for x in range(4)]
                for y in range(4)]
        lines = grey
        if turn == 2:
            colour = [[(v, 255 - v, v * 3 % 256) for v in line] for line in grey]
            lines = [[v for pixel in line for v in pixel] for line in colour]
            grey = [[round(0.299 * r + 0.587 * g + 0.114 * b) for r, g, b in line] for line in colour]
        png(f"pictures/{task}/{kind}/{turn}.png", lines, 3 if turn == 2 else 1)
        rows.append([task, kind, *[float(v) for line in grey for v in line]])
    png("broken-size.png", [[0] * 5] * 3, 1)
    reference("pictures.csv", ["task", "y"] + [f"x{i}" for i in range(16)], rows)


def main():
    os.makedirs(path("reference"), exist_ok=True)
    for make in (idx, svmlight, mulan, sentences, series, archives, table, pictures):
        make()


if __name__ == "__main__":
    main()
