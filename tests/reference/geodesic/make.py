"""Lengths and areas on WGS84 by GeographicLib's Python package (2.1): `python make.py > geodesic.json`.

The first length is the one that the package's own documentation publishes (Wellington to Salamanca, 19959679.267 m). Rings
have geodesics as edges; those of `straight` are followed every 0.001 degrees, so that their edges are straight in degrees.
"""
import json

from geographiclib.geodesic import Geodesic

E = Geodesic.WGS84


def length(a, b):
    return E.Inverse(a[1], a[0], b[1], b[0])["s12"]


def ring(corners):
    polygon = E.Polygon()
    for lng, lat in corners:
        polygon.AddPoint(lat, lng)
    _, perimeter, area = polygon.Compute(False, True)
    return {"corners": corners, "perimeter_m": perimeter, "area_m2": abs(area)}


def straight(corners):
    followed = []
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1]):
        n = max(1, round(max(abs(x1 - x0), abs(y1 - y0)) / 0.001))
        followed += [[x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n] for i in range(n)]
    return {"corners": corners, "area_m2": ring(followed)["area_m2"]}


def circle(at, radius):
    corners = []
    for i in range(3600):
        p = E.Direct(at[1], at[0], i / 10, radius)
        corners.append([p["lon2"], p["lat2"]])
    return {"at": at, "radius_m": radius, "area_m2": ring(corners)["area_m2"]}


pairs = [
    ([174.81, -41.32], [-5.50, 40.96]),
    ([112.2968, 30.9203], [112.2969, 30.9203]),
    ([112.2968, 30.9203], [112.3501, 30.8807]),
    ([112.2968, 30.9203], [113.5, 31.7]),
    ([116.4, 39.9], [121.47, 31.23]),
]
rings = [
    [[112.1, 30.8], [112.5, 30.85], [112.4, 31.1]],
    [[112.29, 30.91], [112.30, 30.91], [112.30, 30.92], [112.29, 30.92]],
    [[110.0, 28.0], [116.0, 28.0], [116.0, 34.0], [110.0, 34.0]],
]
print(json.dumps({
    "lengths": [{"from": a, "to": b, "m": length(a, b)} for a, b in pairs],
    "rings": [ring(r) for r in rings],
    "straight": [straight(r) for r in rings],
    "circles": [circle([112.3, 30.9], r) for r in (50, 500, 5_000, 50_000)],
}, indent=1))
