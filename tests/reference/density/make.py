"""Density surfaces by other implementations, for tests/density_reference.rs.

pip install libkdv==1.1.20 scikit-learn==1.9.1 numpy==2.4.6 pandas==3.1.1
python make.py   (writes points.csv and values.csv beside itself)

- libkdv: its only kernel is Epanechnikov's; it doubles the bandwidth it is given, and gives values of no stated scale,
  so they are kept as shares of the largest. Its nodes are laid on whole multiples of the cell.
- scikit-learn: KernelDensity, Epanechnikov, normalised: times the number of points, per km².
- numpy: the quartic kernel written out, weighted, per km².
"""
from pathlib import Path

import numpy as np
import pandas as pd
from libkdv import kdv
from sklearn.neighbors import KernelDensity

here = Path(__file__).parent
rng = np.random.default_rng(20240630)
towns = rng.uniform(1000, 9000, (5, 2))
xy = np.r_[[[0.0, 0.0]], towns[rng.integers(0, 5, 400)] + rng.normal(0, 450, (400, 2)), rng.uniform(0, 10000, (199, 2))]
xy = np.round(np.clip(xy, 0, 10000), 2)
weight = np.round(rng.uniform(0, 9, len(xy)), 1)
pd.DataFrame({"x": xy[:, 0], "y": xy[:, 1], "weight": weight}).to_csv(here / "points.csv", index=False)

rows = []
for asked in (250.0, 500.0, 5000.0):
    radius, cell, n = 2 * asked, 500.0, 21
    k = kdv(xy.copy(), GPS=False, KDV_type="KDV", row_pixels=n, col_pixels=n, bandwidth=asked, num_threads=1)
    k._bound = [0, (n - 1) * cell, 0, (n - 1) * cell]
    out = k.compute()
    assert len(out) == n * n and np.allclose(np.round(out.x / cell) * cell, out.x, atol=1e-6), out
    for x, y, v in zip(out.x, out.y, out.val / out.val.max()):
        rows.append(("libkdv", "epanechnikov", radius, round(x), round(y), float(v)))

at = np.c_[np.tile(np.arange(0, 10001, 500), 21), np.repeat(np.arange(0, 10001, 500), 21)].astype(float)
for h in (250.0, 500.0, 5000.0):
    d = KernelDensity(kernel="epanechnikov", bandwidth=h, algorithm="kd_tree", rtol=0, atol=0).fit(xy)
    per_km2 = np.exp(d.score_samples(at)) * len(xy) * 1e6
    rows += [("scikit-learn", "epanechnikov", h, x, y, float(v)) for (x, y), v in zip(at, per_km2)]
    u2 = ((at[:, None, :] - xy[None, :, :]) ** 2).sum(2) / h**2
    per_km2 = (np.where(u2 < 1, (1 - u2) ** 2, 0) * weight).sum(1) * 3 / (np.pi * h * h) * 1e6
    rows += [("numpy", "quartic", h, x, y, float(v)) for (x, y), v in zip(at, per_km2)]
table = pd.DataFrame(rows, columns=["source", "kernel", "radius_m", "x", "y", "value"])
table.to_csv(here / "values.csv", index=False, float_format="%.10g")
print(table.groupby(["source", "radius_m"]).value.describe()[["count", "min", "max"]])
