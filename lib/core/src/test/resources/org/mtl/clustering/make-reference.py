"""Writes reference.csv: clusters that scikit-learn 1.2.1 finds, for AffinityPropagationTest and SpectralClusteringTest.

Affinity propagation is scikit-learn's. Spectral clustering is its KMeans on the embedding of Ng, Jordan and Weiss, taken
from numpy's eigenvectors, since scikit-learn's own SpectralClustering does not scale the rows to length 1.
"""
import csv
import sys

import numpy
from sklearn.cluster import AffinityPropagation, KMeans


def blobs(random, sizes, spread):
    centres = random.normal(size=(len(sizes), 3)) * 3
    return numpy.vstack([c + spread * random.normal(size=(s, 3)) for c, s in zip(centres, sizes)])


def spectral(weights, clusters):
    weights = weights - numpy.diag(numpy.diag(weights))
    scale = 1 / numpy.sqrt(weights.sum(axis=1))
    vectors = numpy.linalg.eigh(scale[:, None] * weights * scale[None, :])[1][:, -clusters:]
    rows = vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return KMeans(clusters, n_init=50, random_state=0).fit(rows).labels_


def line(out, name, method, parameter, labels, values):
    first = list(dict.fromkeys(labels))
    words = [name, method, parameter, ' '.join(str(first.index(l)) for l in labels),
             ' '.join(repr(float(v)) for v in values.ravel())]
    out.writerow(words)


random = numpy.random.default_rng(7)
out = csv.writer(sys.stdout, lineterminator='\n')
out.writerow(['case', 'method', 'parameter', 'labels', 'similarities'])
for number, (sizes, spread) in enumerate([((5, 5, 4), 0.6), ((8, 3, 2, 3), 1.0), ((10, 6), 1.5), ((4, 4, 4, 4), 2.5)]):
    points = blobs(random, sizes, spread).round(3)
    squares = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2).round(6)
    others = -squares[~numpy.eye(len(points), dtype=bool)]
    for preference in (float(numpy.median(others)), float(others.min())):
        found = AffinityPropagation(damping=0.5, affinity='precomputed', preference=preference, random_state=0,
                                    max_iter=200).fit(-squares)
        if found.n_iter_ < 200:
            line(out, f'blobs{number}', 'affinity-propagation', repr(preference), list(found.labels_), -squares)
    weights = numpy.exp(-squares / 8).round(6)
    line(out, f'blobs{number}', 'spectral', str(len(sizes)), list(spectral(weights, len(sizes))), weights)
