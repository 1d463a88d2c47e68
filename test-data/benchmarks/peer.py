#!/usr/bin/env python3
"""What mtl train and mtl influence do to linear tasks under soft sharing, written with numpy as a user would.

Usage: peer.py DATA LAMBDA SCORES, with DATA a CSV file of the columns task,split,y,x1,... Writes row,task and for each
task the change of its validation loss: with the row less without it, to first order. pandas reads and writes where it is there.
"""
import csv
import sys

import numpy as np

try:
    import pandas
except ImportError:
    pandas = None


def read(path):
    if pandas is not None:
        table = pandas.read_csv(path, dtype={"task": str})
        return table["task"].to_numpy(), table["split"].to_numpy(), table.iloc[:, 2:].to_numpy(float)
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    return (np.array([row[0] for row in rows]), np.array([row[1] for row in rows]),
            np.array([row[2:] for row in rows], dtype=float))


def write(path, rows, tasks, names, scores):
    if pandas is not None:
        table = pandas.DataFrame(scores, columns=names)
        table.insert(0, "task", tasks)
        table.insert(0, "row", rows)
        table.to_csv(path, index=False)
        return
    with open(path, "w") as file:
        file.write("row,task," + ",".join(names) + "\n")
        for row, task, values in zip(rows, tasks, scores.tolist()):
            file.write(f"{row},{task}," + ",".join(map(repr, values)) + "\n")


def main(path, penalty, out):
    tasks, splits, values = read(path)
    names = list(dict.fromkeys(tasks))
    y, x = values[:, 0], np.column_stack([values[:, 1:], np.ones(len(values))])
    p, number = x.shape[1], len(names)
    part = {(name, split): np.flatnonzero((tasks == name) & (splits == split)) for name in names for split in ("train", "val")}

    # sum_k [mean_i (x'theta_k - y)^2 + penalty |theta_k - gamma|^2]: each theta_k given gamma, then gamma.
    inverse, right = [], []
    for name in names:
        i = part[name, "train"]
        inverse.append(np.linalg.inv(x[i].T @ x[i] / len(i) + penalty * np.eye(p)))
        right.append(x[i].T @ y[i] / len(i))
    arrow = number * np.eye(p) - penalty * sum(inverse)
    gamma = np.linalg.solve(arrow, sum(a @ b for a, b in zip(inverse, right)))
    theta = [a @ (b + penalty * gamma) for a, b in zip(inverse, right)]

    # H u_k = grad V_k with the Hessian 2 (...) of the same blocks, one column a task.
    gradient = np.empty((number, p))
    for k, name in enumerate(names):
        i = part[name, "val"]
        gradient[k] = 2 * x[i].T @ (x[i] @ theta[k] - y[i]) / len(i)
    shared = np.linalg.solve(2 * arrow, np.stack([a @ g for a, g in zip(inverse, gradient)], axis=1))
    scores = np.empty((len(y), number))
    for k, name in enumerate(names):
        step = inverse[k] @ (penalty * shared)
        step[:, k] += inverse[k] @ gradient[k] / 2
        i = part[name, "train"]
        scores[i] = -2 / len(i) * (x[i] @ theta[k] - y[i])[:, None] * (x[i] @ step)
    rows = np.flatnonzero(splits == "train")
    write(out, rows, tasks[rows], names, scores[rows])


main(sys.argv[1], float(sys.argv[2]), sys.argv[3])
