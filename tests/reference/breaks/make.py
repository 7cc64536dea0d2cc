"""Natural breaks by two other implementations: upper bounds of the classes, for src/surface/breaks.rs.

pip install jenkspy==0.4.1 mapclassify==2.10.0; python make.py > values.csv
"""
import jenkspy, mapclassify, numpy as np

rng = np.random.default_rng(7)
sets = {
    "primes": [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71],
    "ties": [1, 1, 1, 2, 2, 9, 9, 9, 10, 30, 30, 31, 90],
    "skewed": sorted(round(float(v), 3) for v in rng.lognormal(1.0, 1.1, 150)),
    "two_hills": sorted(round(float(v), 2) for v in np.r_[rng.normal(20, 3, 60), rng.normal(70, 9, 90)]),
}
print("name,classes,uppers,values")
for name, values in sets.items():
    for k in (3, 4, 5, 6):
        jenks = [float(v) for v in jenkspy.jenks_breaks(values, n_classes=k)][1:]
        fisher = [float(v) for v in mapclassify.FisherJenks(values, k=k).bins]
        assert jenks == fisher, (name, k, jenks, fisher)
        print(name, k, " ".join(map(repr, jenks)), " ".join(map(repr, values)), sep=",")
