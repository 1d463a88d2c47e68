#!/usr/bin/env python3
"""PyTorch's joint step and its gradients per task, in the shapes of mtl's benchmark of networks.

Prints shape,measure,microseconds lines, each the better of 1 and 2 threads: a joint step of Adam, and the gradients of every
task by the shared layers.
"""
import torch

from torch_timing import timed

ROWS = 256
SHAPES = [(100, 256, 128, 10), (784, 512, 512, 10), (50, 32, 1)]


def network(shape):
    layers = []
    for inputs, outputs in zip(shape, shape[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def measure(shape, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    x = torch.randn(ROWS, shape[0])
    y = torch.randint(0, 2, (ROWS, shape[-1])).float()
    net = network(shape)
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)
    loss = torch.nn.BCEWithLogitsLoss(reduction="none")
    shared = [p for layer in net[:-1] for p in layer.parameters()]

    def joint():
        adam.zero_grad(set_to_none=True)
        loss(net(x), y).mean(dim=0).sum().backward()
        adam.step()

    def each_task():
        losses = loss(net(x), y).mean(dim=0)
        for k in range(shape[-1]):
            torch.autograd.grad(losses[k], shared, retain_graph=True)

    return timed(joint, 20, 5, 0.6), timed(each_task, 20, 5, 0.6)


for shape in SHAPES:
    figures = [measure(shape, threads) for threads in (1, 2)]
    name = "-".join(map(str, shape))
    print(f"{name},joint step,{min(f[0] for f in figures):.5g}")
    print(f"{name},task gradients,{min(f[1] for f in figures):.5g}")
