#!/usr/bin/env python3
"""A PyTorch network of the same size, data and schedule as mtl's, for its accuracy and its time.

Usage: torch_network.py IMAGES SPLIT one|ten EPOCHS SEED, with IMAGES a CSV file of y and pixels and SPLIT the split.csv of
mtl's model. Trains 784-256-128-10 with Adam on one softmax task or on ten binary ones, at 1 and at 2 threads, and prints
measure,value lines.
"""
import csv
import sys
import time

import numpy as np
import torch


def read(images, split):
    table = np.loadtxt(images, delimiter=",", skiprows=1, dtype=np.float32)
    with open(images) as file:
        header = next(csv.reader(file))
    column = header.index("y")
    y = table[:, column].astype(np.int64)
    x = np.delete(table, column, axis=1)
    use = np.empty(len(y), dtype=object)
    with open(split) as file:
        for row in csv.DictReader(file):
            use[int(row["row"])] = row["split"]
    train, test = use == "train", use == "test"
    mean, scale = x[train].mean(axis=0), x[train].std(axis=0)
    x = (x - mean) / np.where(scale > 0, scale, np.inf)
    return x[train], y[train], x[test], y[test]


def fit(x, y, kind, epochs, seed):
    torch.manual_seed(seed)
    network = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], 256), torch.nn.ReLU(), torch.nn.Linear(256, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    for layer in network:
        if isinstance(layer, torch.nn.Linear):
            torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, weight_decay=1e-5)
    binary = torch.nn.functional.one_hot(y, 10).float()
    begun = time.perf_counter()
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for start in range(0, len(x), 256):
            rows = order[start:start + 256]
            optimizer.zero_grad()
            z = network(x[rows])
            if kind == "one":
                loss = torch.nn.functional.cross_entropy(z, y[rows])
            else:
                loss = 10 * torch.nn.functional.binary_cross_entropy_with_logits(z, binary[rows])
            loss.backward()
            optimizer.step()
    return network, time.perf_counter() - begun


def main():
    images, split, kind, epochs, seed = sys.argv[1:]
    x, y, x_test, y_test = (torch.from_numpy(a) for a in read(images, split))
    name = "one softmax task" if kind == "one" else "ten tasks"
    for threads in 1, 2:
        torch.set_num_threads(threads)
        network, seconds = fit(x, y, kind, int(epochs), int(seed))
        print(f"{name} on {threads} threads seconds,{seconds:.4g}")
    with torch.no_grad():
        accuracy = (network(x_test).argmax(axis=1) == y_test).double().mean().item()
    print(f"{name} accuracy,{accuracy:.6g}")


main()
