"""Writes reference.csv: what PyTorch 1.13 makes of some steps and of a small training, for OptimizerStepsTest and
NetworkTrainerTest.

Optimisers: three parameters, five steps with the gradients below. Training: a trunk 2 -> 3 with
tanh, heads 3 -> 1 for a squared and a logistic task with missing labels, all rows in one batch, four epochs of Adam with
coupled decay, a cosine schedule and clipping. Parameters lie as mtl lays them: each layer in + 1 rows (the bias last) times
out columns.
"""
import csv
import math
import sys

import torch

torch.set_default_dtype(torch.float64)
out = csv.writer(sys.stdout, lineterminator='\n')
out.writerow(['case', 'values'])


def line(name, values):
    out.writerow([name, ' '.join(repr(float(v)) for v in values)])


def gradient(step):
    return torch.tensor([math.sin(step + 1), 0.5 * math.cos(3 * step), (-1) ** step * 2.0 / (step + 1)])


CASES = {
    'sgd': lambda p: torch.optim.SGD(p, lr=0.1),
    'sgd-decay': lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.2),
    'momentum': lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.2),
    'nesterov': lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.2),
    'adam': lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.2),
    'adamw': lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.2),
}
for name, make in CASES.items():
    w = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
    optimizer = make([w])
    for step in range(5):
        w.grad = gradient(step)
        optimizer.step()
        line(f'{name}-{step + 1}', w.detach())

X = torch.tensor([[0.5, -1.0], [1.5, 0.3], [-0.7, 0.8], [0.1, 0.2], [-1.2, -0.4]])
LABELS = [({0: 1.0, 1: -0.5, 3: 0.25}, 'squared'), ({0: 1.0, 2: 0.0, 3: 1.0, 4: 0.0}, 'logistic')]
trunk = torch.tensor([[0.3, -0.2, 0.5], [-0.4, 0.1, 0.6], [0.05, -0.1, 0.2]], requires_grad=True)
heads = [torch.tensor([[0.7], [-0.3], [0.2], [0.1]], requires_grad=True),
         torch.tensor([[-0.6], [0.4], [0.9], [-0.2]], requires_grad=True)]
parameters = [trunk] + heads


def ones(a):
    return torch.cat([a, torch.ones(len(a), 1)], dim=1)


EPOCHS = 4
optimizer = torch.optim.Adam(parameters, lr=0.05, weight_decay=0.01)
for epoch in range(EPOCHS):
    for group in optimizer.param_groups:
        group['lr'] = 0.05 * 0.5 * (1 + math.cos(math.pi * epoch / EPOCHS))
    optimizer.zero_grad()
    hidden = torch.tanh(ones(X) @ trunk)
    losses = []
    for head, (labels, kind) in zip(heads, LABELS):
        rows = sorted(labels)
        y = torch.tensor([labels[r] for r in rows])
        z = (ones(hidden[rows]) @ head)[:, 0]
        losses.append(((z - y) ** 2).mean() if kind == 'squared'
                      else torch.nn.functional.binary_cross_entropy_with_logits(z, y))
    line(f'losses-{epoch + 1}', [l.detach() for l in losses])
    sum(losses).backward()
    # Clipped to a norm of 0.3; PyTorch's own function adds 1e-6 to the norm.
    norm = torch.sqrt(sum((p.grad ** 2).sum() for p in parameters))
    for p in parameters:
        p.grad *= min(1.0, 0.3 / float(norm))
    optimizer.step()
line('trained', torch.cat([p.detach().reshape(-1) for p in parameters]))
