"""The gradient of hal's penalty by automatic differentiation through the step: the values in HindsightAnchoringTest.

The network has 4 inputs, 5 tanh units and 3 classes, its parameters are sin(1), sin(2), ...; bias rows come last.
"""
import torch

torch.set_default_dtype(torch.float64)
w = torch.sin(torch.arange(1.0, 44)).requires_grad_()
x = torch.cos(torch.arange(0.0, 24)).reshape(6, 4)
y = torch.tensor([0, 1, 2, 0, 1, 2])
anchors = torch.cos(torch.arange(24.0, 32)).reshape(2, 4)


def outputs(parameters, rows):
    first, second = parameters[:25].reshape(5, 5), parameters[25:].reshape(6, 3)
    hidden = torch.tanh(rows @ first[:4] + first[4])
    return hidden @ second[:5] + second[5]


loss = torch.nn.functional.cross_entropy(outputs(w, x), y)
gradient, = torch.autograd.grad(loss, w, create_graph=True)
change = outputs(w, anchors) - outputs(w - 0.3 * gradient, anchors)
penalty = 0.1 * (change ** 2).sum(1).mean()
found, = torch.autograd.grad(penalty, w)
print(repr(penalty.item()))
print([round(value, 12) for value in found.tolist()])
