"""The reference of SvdWeightsTest: Algorithm 2 as written, with numpy's SVD of the d x K matrix."""
import numpy as np

rng = np.random.default_rng(12)
x = np.round(rng.normal(size=(7, 3)), 2)
y = np.round(np.column_stack([x @ [1, -2, 0.5], x @ [1, -1, 0], rng.normal(size=7), (x[:, 0] > 0)]), 2)
print("X", x.tolist())
print("Y", y.tolist())
theta = (x - x.mean(axis=0)).T @ y
u = np.linalg.svd(theta)[0]
for r in 1, 2, 3:
    print(r, np.linalg.norm(theta.T @ u[:, :r], axis=1).tolist())
