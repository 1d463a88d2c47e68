# Prints the values of TextValuesTest: layers of PyTorch with weights 0.5 sin(1), 0.5 sin(2), ... and four vectors.
import math

import torch

torch.set_default_dtype(torch.float64)
E, H = 2, 3
rows=E+H+1
w=torch.tensor([0.5*math.sin(i+1) for i in range(rows*4*H)]).reshape(rows,4*H)
l=torch.nn.LSTM(E,H)
with torch.no_grad():
    l.weight_ih_l0.copy_(w[:E].T); l.weight_hh_l0.copy_(w[E:E+H].T); l.bias_ih_l0.copy_(w[-1]); l.bias_hh_l0.zero_()
vec=torch.tensor([[0,0],[1,-0.5],[0.25,2],[-1.5,0.75]],dtype=torch.float64)
for words in ([1,2,3,1],[3]):
    o,(h,c)=l(vec[words].unsqueeze(1)); print(words,[repr(x) for x in h.flatten().tolist()])
# windows of 2, filters 3, tanh of the largest sum (zeros outside)
wc=torch.tensor([0.5*math.sin(i+1) for i in range((2*E+1)*3)]).reshape(2*E+1,3)
conv=torch.nn.Conv1d(E,3,2,padding=1)
with torch.no_grad():
    conv.weight.copy_(wc[:-1].T.reshape(3,2,E).transpose(1,2)); conv.bias.copy_(wc[-1])
for words in ([1,2,3,1],[3]):
    print(words,[repr(x) for x in torch.tanh(conv(vec[words].T.unsqueeze(0))).amax(2).flatten().tolist()])
