"""Writes reference.csv: scores of training rows on the mean validation loss of a small network in plain NumPy, for
ReferenceScoresTest: 3 inputs, 4 hidden units with tanh, a softmax of 3 classes; 12 training and 5 validation rows.

Labels are those of the data; weight decay 0.01, damping 0.05 in every layer. Parameters lie as mtl lays them: each layer
in + 1 rows (the bias last) times out columns. Per-example gradients are written out, the Gauss-Newton matrix is dense.
"""
import csv
import sys

import numpy as np

DECAY, DAMPING = 0.01, 0.05
ROWS, TRAINING = 17, 12
x = np.array([[(1 + j) * np.sin(1 + 3 * i + 2 * j) + 0.2 * j for j in range(3)] for i in range(ROWS)])
y = np.array([(i * i + 1) % 3 for i in range(ROWS)])
w = 0.7 * np.sin(np.arange(31) * 1.7 + 0.3)
w1, w2 = w[:16].reshape(4, 4), w[16:].reshape(5, 3)


def example(i):
    """Activations and deltas of both layers, and J'BJ of the outputs."""
    a1 = np.append(x[i], 1)
    h = np.tanh(a1 @ w1)
    a2 = np.append(h, 1)
    z = a2 @ w2
    p = np.exp(z - z.max())
    p /= p.sum()
    d2 = p - np.eye(3)[y[i]]
    d1 = (w2[:4] @ d2) * (1 - h ** 2)
    jacobian = np.array([np.append(np.outer(a1, w2[:4, c] * (1 - h ** 2)), np.outer(a2, np.eye(3)[c])) for c in range(3)])
    return (a1, d1), (a2, d2), jacobian.T @ (np.diag(p) - np.outer(p, p)) @ jacobian


examples = [example(i) for i in range(ROWS)]
gradients = np.array([np.concatenate([np.outer(*e[0]).ravel(), np.outer(*e[1]).ravel()]) for e in examples])
g, v = gradients[:TRAINING], gradients[TRAINING:].mean(axis=0)
layers = [(slice(0, 16), 0), (slice(16, 31), 1)]


def layerwise(solve):
    u = np.zeros(31)
    for part, layer in layers:
        u[part] = solve(part, layer)
    return u


def kronecker(part, layer, refit):
    a = sum(np.outer(e[layer][0], e[layer][0]) for e in examples[:TRAINING]) / TRAINING
    s = sum(np.outer(e[layer][1], e[layer][1]) for e in examples[:TRAINING]) / TRAINING
    basis = np.kron(np.linalg.eigh(a)[1], np.linalg.eigh(s)[1])
    kron = basis.T @ np.kron(a, s) @ basis
    full = basis.T @ (g[:, part].T @ g[:, part] / TRAINING) @ basis
    return basis @ ((basis.T @ v[part]) / (np.diag(full if refit else kron) + DECAY + DAMPING))


def datainf(part, layer):
    size = part.stop - part.start
    inverses = [np.linalg.inv((DECAY + DAMPING) * np.eye(size) + np.outer(r, r)) for r in g[:, part]]
    return np.mean(inverses, axis=0) @ v[part]


newton = sum(e[2] for e in examples[:TRAINING]) / TRAINING + (DECAY + DAMPING) * np.eye(31)
directions = {
    'grad-dot': v,
    'kfac': layerwise(lambda part, layer: kronecker(part, layer, False)),
    'ekfac': layerwise(lambda part, layer: kronecker(part, layer, True)),
    'datainf': layerwise(datainf),
    'gauss-newton': np.linalg.solve(newton, v),
}
out = csv.writer(sys.stdout, lineterminator='\n')
out.writerow(['method', 'row', 'score'])
for method, u in directions.items():
    for i in range(TRAINING):
        out.writerow([method, i, repr(float(-g[i] @ u / TRAINING))])
