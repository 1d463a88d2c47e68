#!/usr/bin/env python3
"""EKFAC and DataInf influence in PyTorch with materialised gradients, for the time of the same scores in mtl.

Usage: torch_influence.py DATA MODEL METHOD mean|rows THREADS [OUT.npy], with DATA a folder of x.npy, y.npy and split.npy,
MODEL an mtl network of one softmax task trained on it with pooled standardization. Writes the scores -(1/n) g_i'u_v, of each
training row on the mean validation loss or on each validation row, and prints the seconds without reading and starting.

Gradients of examples are written out, some thousand at a time so that they fit into memory, as a weight matrix for each.
"""
import json
import sys
import time

import numpy as np
import torch


def read(data, model):
    x, y, split = (np.load(f"{data}/{name}.npy") for name in ("x", "y", "split"))
    mean, scale = (np.load(f"{model}/transform/{name}.npy") for name in ("means", "scales"))
    x = ((x - mean.reshape(1, -1)) / np.where(scale.reshape(1, -1) > 0, scale.reshape(1, -1), np.inf)).astype(np.float32)
    said = json.load(open(f"{model}/model.json"))
    widths = [x.shape[1], *said["model"]["hidden"], int(y.max()) + 1]
    flat = np.load(f"{model}/parameters.npy").astype(np.float32)
    layers = []
    at = 0
    for rows, columns in zip(widths, widths[1:]):
        size = (rows + 1) * columns
        layers.append(torch.tensor(flat[at:at + size].reshape(rows + 1, columns)))
        at += size
    part = [torch.tensor(x[split == s]) for s in (0, 1)], [torch.tensor(y[split == s].reshape(-1).astype(np.int64)) for s in (0, 1)]
    return layers, part[0][0], part[1][0], part[0][1], part[1][1]


def factors(layers, x, y, sampled, generator):
    """Activations, a 1 appended, and deltas of every layer."""
    a, z = [], x
    for i, w in enumerate(layers):
        z = torch.cat([z, torch.ones(len(z), 1)], dim=1)
        a.append(z)
        z = z @ w
        if i + 1 < len(layers):
            z = torch.relu(z)
    p = torch.softmax(z, dim=1)
    labels = torch.multinomial(p, 1, generator=generator).reshape(-1) if sampled else y
    delta = p - torch.nn.functional.one_hot(labels, p.shape[1])
    deltas = [delta]
    for i in range(len(layers) - 1, 0, -1):
        delta = (delta @ layers[i][:-1].T) * (a[i][:, :-1] > 0)
        deltas.insert(0, delta)
    return a, deltas


def gradients(layers, x, y, chunk=1000):
    """Materialised gradients, chunk by chunk: for each layer examples x inputs x outputs."""
    for i in range(0, len(x), chunk):
        a, d = factors(layers, x[i:i + chunk], y[i:i + chunk], False, None)
        yield i, [torch.einsum("ni,no->nio", ak, dk) for ak, dk in zip(a, d)]


def targets(layers, xv, yv, rows):
    if rows:
        return [torch.cat(parts) for parts in zip(*(g for _, g in gradients(layers, xv, yv)))]
    return [sum(parts) / len(xv) for parts in zip(*([k.sum(0, keepdim=True) for k in g] for _, g in gradients(layers, xv, yv)))]


def ekfac(layers, x, y, v, chunk=1000):
    n = len(x)
    generator = torch.Generator().manual_seed(0)
    a, d = factors(layers, x, y, True, generator)
    u = []
    for ak, dk, vk in zip(a, d, v):
        qa = torch.linalg.eigh((ak.T @ ak / n).double())[1].float()
        qs = torch.linalg.eigh((dk.T @ dk / n).double())[1].float()
        moments = torch.zeros(ak.shape[1], dk.shape[1])
        for i in range(0, n, chunk):
            g = torch.einsum("ni,no->nio", ak[i:i + chunk], dk[i:i + chunk])
            moments += ((qa.T @ g @ qs) ** 2).sum(0) / n
        u.append(qa @ ((qa.T @ vk @ qs) / (moments + 0.1 * moments.mean() + 1e-5)) @ qs.T)
    return u


def datainf(layers, x, y, v):
    n = len(x)
    squares = [torch.cat(parts) for parts in zip(*([(k ** 2).sum((1, 2)) for k in g] for _, g in gradients(layers, x, y)))]
    lambdas = [1e-5 + 0.1 * float(s.mean()) / (vk.shape[1] * vk.shape[2]) for s, vk in zip(squares, v)]
    sums = [torch.zeros_like(vk) for vk in v]
    for i, g in gradients(layers, x, y):
        for k, gk in enumerate(g):
            flat = gk.reshape(len(gk), -1)
            c = (flat @ v[k].reshape(len(v[k]), -1).T) / (lambdas[k] + squares[k][i:i + len(gk), None]) / n
            sums[k] += (c.T @ flat).reshape(v[k].shape)
    return [(vk - sk) / lk for vk, sk, lk in zip(v, sums, lambdas)]


def scores(layers, x, y, u):
    result = torch.zeros(len(x), len(u[0]))
    for i, g in gradients(layers, x, y):
        for gk, uk in zip(g, u):
            result[i:i + len(gk)] -= gk.reshape(len(gk), -1) @ uk.reshape(len(uk), -1).T / len(x)
    return result


def main():
    data, model, method, kind, threads = sys.argv[1:6]
    torch.set_num_threads(int(threads))
    layers, x, y, xv, yv = read(data, model)
    with torch.no_grad():
        start = time.perf_counter()
        v = targets(layers, xv, yv, kind == "rows")
        u = (ekfac if method == "ekfac" else datainf)(layers, x, y, v)
        result = scores(layers, x, y, u)
        print(f"{method},{kind},{threads},{time.perf_counter() - start:.3f}")
    if len(sys.argv) > 6:
        np.save(sys.argv[6], result.numpy())


if __name__ == "__main__":
    main()
