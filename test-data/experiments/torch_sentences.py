#!/usr/bin/env python3
"""PyTorch's step of networks of words, in the shapes of mtl's benchmark of sentences.

Prints layers,measure,microseconds lines, each the better of 1 and 2 threads: 64 sentences of 1 to 35 words forward and back and a
step of Adam. Sentences of the recurrent layer are packed; windows of filters reach beyond both ends of a sentence.
"""
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence

from torch_timing import timed

ROWS, LONGEST, WORDS, WIDTH = 64, 35, 20000, 100


class Filters(torch.nn.Module):
    outputs = 300

    def __init__(self):
        super().__init__()
        self.windows = torch.nn.ModuleList(torch.nn.Conv1d(WIDTH, 100, n, padding=n - 1) for n in (3, 4, 5))

    def forward(self, words, lengths):
        turned = words.transpose(1, 2)
        return torch.cat([torch.relu(of(turned).max(dim=2)[0]) for of in self.windows], dim=1)


class Recurrent(torch.nn.Module):
    outputs = 200

    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(WIDTH, 200, batch_first=True)

    def forward(self, words, lengths):
        packed = pack_padded_sequence(words, lengths, batch_first=True, enforce_sorted=False)
        return self.lstm(packed)[1][0][0]


def measure(layers, tuned, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    lengths = torch.tensor([1 + i * 7 % LONGEST for i in range(ROWS)])
    numbers = torch.randint(1, WORDS, (ROWS, LONGEST)) * (torch.arange(LONGEST)[None, :] < lengths[:, None])
    labels = torch.randint(0, 2, (ROWS,))
    table = torch.randn(WORDS, WIDTH)
    table[0] = 0
    words = torch.nn.Embedding.from_pretrained(table, freeze=not tuned, padding_idx=0)
    net = layers()
    head = torch.nn.Linear(net.outputs, 2)
    parameters = [p for part in (words, net, head) for p in part.parameters() if p.requires_grad]
    adam = torch.optim.Adam(parameters, lr=1e-4)

    def step():
        adam.zero_grad(set_to_none=True)
        cross_entropy(head(net(words(numbers), lengths)), labels).backward()
        adam.step()

    return timed(step, 10, 5, 0.6)


for name, layers in (("text-cnn", Filters), ("text-lstm", Recurrent)):
    for vectors in ("fixed", "tuned"):
        best = min(measure(layers, vectors == "tuned", threads) for threads in (1, 2))
        print(f"{name}-{vectors},joint step,{best:.5g}")
