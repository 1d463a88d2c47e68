#!/usr/bin/env python3
"""Combiners of task gradients in PyTorch, in the shape of mtl's benchmark of balancing: layers of 561, 100 and 50, 256 rows.

Each takes the gradients of all tasks by the shared layers (a backward pass for each task), their products, coefficients or a
direction, and stores it as the gradient. Prints method,tasks,microseconds lines, each the better of 1 and 2 threads.
"""
import numpy
import torch
from scipy.optimize import minimize, nnls

from torch_timing import timed

ROWS, FEATURES = 256, 561


def simplex_minimum(gram, steps=50):
    """argmin c'Gc over the simplex by Frank and Wolfe's steps with exact line search."""
    c = numpy.full(len(gram), 1 / len(gram))
    for _ in range(steps):
        slope = gram @ c
        corner = numpy.zeros_like(c)
        corner[slope.argmin()] = 1
        way = corner - c
        curve = way @ gram @ way
        if curve <= 0 or -(way @ slope) <= 1e-12 * gram.trace():
            break
        c = c + min(1.0, max(0.0, -(way @ slope) / curve)) * way
    return c


def mgda(rows, gram):
    return simplex_minimum(gram) @ rows


def pcgrad(rows, gram):
    total = torch.zeros(rows.shape[1])
    for i in range(len(rows)):
        row = rows[i].clone()
        for j in torch.randperm(len(rows)).tolist():
            product = row @ rows[j]
            if j != i and product < 0:
                row -= product / gram[j, j] * rows[j]
        total += row
    return total


def cagrad(rows, gram, c=0.4):
    mean = gram.mean()
    slope = gram.mean(axis=1)
    radius = c * numpy.sqrt(mean)
    k = len(gram)
    best = minimize(lambda w: w @ slope + radius * numpy.sqrt(w @ gram @ w + 1e-12), numpy.full(k, 1 / k), method="SLSQP",
                    bounds=[(0, 1)] * k, constraints={"type": "eq", "fun": lambda w: w.sum() - 1})
    weights = best.x
    return (1 / k + weights * radius / numpy.sqrt(weights @ gram @ weights)) @ rows


def imtl(rows, gram):
    unit = rows / rows.norm(dim=1, keepdim=True)
    differences, directions = rows[0] - rows[1:], unit[0] - unit[1:]
    rest = torch.linalg.lstsq(differences @ directions.T, directions @ rows[0]).solution
    coefficients = torch.cat([1 - rest.sum().reshape(1), rest])
    return coefficients @ rows


def nash(rows, gram):
    scaled = gram / numpy.linalg.norm(gram)
    a = numpy.ones(len(gram))
    for _ in range(20):
        residual = scaled @ a - 1 / a
        a = numpy.maximum(a - numpy.linalg.solve(scaled + numpy.diag(1 / a**2), residual), 1e-3 * a)
    return a @ rows


def aligned(rows, gram):
    values, vectors = numpy.linalg.eigh(gram)
    kept = values > values[-1] * len(values) * 1e-7
    root = vectors[:, kept] / numpy.sqrt(values[kept]) @ vectors[:, kept].T * numpy.sqrt(values[kept][0])
    return root.sum(axis=0) @ rows


def dual_cone(gram, weights):
    root = numpy.linalg.cholesky(gram + 1e-7 * gram.trace() * numpy.eye(len(gram)))
    return weights + nnls(root.T, -root.T @ weights)[0]


def upgrad(rows, gram):
    return sum(dual_cone(gram, one) for one in numpy.eye(len(gram))) @ rows


def dualproj(rows, gram):
    return dual_cone(gram, numpy.full(len(gram), 1 / len(gram))) @ rows


def config(rows, gram):
    unit = rows / rows.norm(dim=1, keepdim=True)
    direction = torch.linalg.pinv(unit) @ torch.ones(len(rows))
    direction = direction / direction.norm()
    return (rows @ direction).sum() * direction


METHODS = {f.__name__: f for f in (mgda, pcgrad, cagrad, imtl, nash, aligned, upgrad, dualproj, config)}


def prepared(tasks):
    torch.manual_seed(1)
    trunk = torch.nn.Sequential(torch.nn.Linear(FEATURES, 100), torch.nn.ReLU(), torch.nn.Linear(100, 50), torch.nn.ReLU())
    heads = torch.nn.Linear(50, tasks)
    x = torch.rand(ROWS, FEATURES) * 2 - 1
    y = torch.randint(0, 2, (ROWS, tasks)).float()
    loss = torch.nn.BCEWithLogitsLoss(reduction="none")
    shared = list(trunk.parameters())

    def gradients():
        losses = loss(heads(trunk(x)), y).mean(dim=0)
        rows = [torch.autograd.grad(losses[k], shared, retain_graph=True) for k in range(tasks)]
        return torch.stack([torch.cat([part.reshape(-1) for part in row]) for row in rows])

    return gradients


def measured(tasks):
    gradients = prepared(tasks)
    yield "gradients", timed(gradients, 5, 3, 0.4)
    for name, method in METHODS.items():

        def step():
            rows = gradients()
            gram = (rows @ rows.T).double().numpy()
            into = method(rows, gram) if method in (pcgrad, imtl, config) else coefficients(method, rows, gram)
            return into

        yield name, timed(step, 5, 3, 0.4)


def coefficients(method, rows, gram):
    """The method's coefficients, which numpy finds, times the rows, which PyTorch multiplies."""
    return torch.from_numpy(method(numpy.eye(len(gram)), gram)).float() @ rows


for tasks in (3, 10, 40):
    best = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        for name, value in measured(tasks):
            best[name] = min(value, best.get(name, float("inf")))
    for name, value in best.items():
        print(f"{name},{tasks},{value:.5g}", flush=True)
