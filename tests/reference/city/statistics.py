"""The demo city beside real ones: the numbers of data/README.md. Python's standard library alone.

python statistics.py data/lanchuan LIECHTENSTEIN MANCHESTER HONGKONG …   (folders of datasets, as `riskmap import` writes them)

- Roads: share of length by class, of what vehicles drive; how many sections meet at a junction or end (nodes where two
  meet are places at which a section was cut for another reason, and are left out).
- Crashes: share by part of the day and by severity of those with injuries; per kilometre of road by class, each crash
  given to the nearest driven road within 30 m.
- Venues: median distance to the nearest one of the same kind, metres.
"""
import csv
import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

DRIVEN = {"motorway": "motorway", "trunk": "trunk", "primary": "primary", "secondary": "secondary", "tertiary": "tertiary",
          "unclassified": "unclassified", "residential": "residential", "living_street": "residential"}
PARTS = [("night 0–6", range(0, 6)), ("morning 6–10", range(6, 10)), ("day 10–16", range(10, 16)),
         ("evening 16–20", range(16, 20)), ("late 20–24", range(20, 24))]
KINDS = ["hospital", "school", "kindergarten", "nursing_home", "hotel", "guest_house", "library", "restaurant"]


def layer(folder, name):
    """Rows of a layer as (properties, geometry)."""
    href = json.loads((folder / "city.json").read_text("utf-8"))["layers"].get(name, {}).get("href")
    if href is None:
        return []
    opened = gzip.open if href.endswith(".gz") else open
    with opened(folder / href, "rt", encoding="utf-8-sig") as file:
        if ".csv" not in href:
            return [(f["properties"], f["geometry"]) for f in json.load(file)["features"]]
        rows = list(csv.DictReader(file))
    return [(r, {"type": "Point", "coordinates": [float(r["lon"]), float(r["lat"])]} if r.get("lon") else None) for r in rows]


def some_point(geometry):
    c = geometry["coordinates"]
    while isinstance(c[0], list):
        c = c[0]
    return c


def plane(rows):
    lat = some_point(next(g for _, g in rows if g))[1]
    kx, ky = 111_320 * math.cos(math.radians(lat)), 110_900
    return lambda c: (c[0] * kx, c[1] * ky)


def percent(counts):
    total = sum(counts.values())
    return {k: f"{100 * v / total:.1f} %" for k, v in counts.items()} if total else {}


def roads_of(folder):
    rows = [(DRIVEN[p["class"].removesuffix("_link")], p, g["coordinates"]) for p, g in layer(folder, "roads")
            if p.get("class", "").removesuffix("_link") in DRIVEN]
    if not rows:
        return {}, {}, []
    to = plane([(None, {"coordinates": c}) for _, _, c in rows])
    km, degree, pieces = Counter(), Counter(), []
    for name, p, coords in rows:
        line = [to(c) for c in coords]
        for a, b in zip(line, line[1:]):
            km[name] += math.dist(a, b) / 1000
            pieces.append((a, b, name))
        degree[p["from_node"]] += 1
        degree[p["to_node"]] += 1
    meet = Counter("5 and more" if d > 4 else str(d) for d in degree.values() if d != 2)
    return km, meet, (to, pieces)


def nearest_class(crashes, to, pieces, reach=30.0):
    cells = defaultdict(list)
    for piece in pieces:
        (ax, ay), (bx, by), _ = piece
        n = int(math.dist((ax, ay), (bx, by)) // 30) + 1
        for key in {(int((ax + (bx - ax) * k / n) // 60), int((ay + (by - ay) * k / n) // 60)) for k in range(n + 1)}:
            cells[key].append(piece)
    found = Counter()
    for _, geometry in crashes:
        x, y = to(geometry["coordinates"])
        best = (reach, None)
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                for (ax, ay), (bx, by), name in cells.get((int(x // 60) + i, int(y // 60) + j), ()):
                    dx, dy = bx - ax, by - ay
                    t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy or 1)))
                    best = min(best, (math.hypot(ax + t * dx - x, ay + t * dy - y), name), key=lambda b: b[0])
        found[best[1]] += 1
    return found


def nearest_of_kind(venues):
    groups = defaultdict(list)
    if not venues:
        return {}
    to = plane(venues)
    for p, g in venues:
        if g and p["kind"] in KINDS:
            groups[p["kind"]].append(to(some_point(g)))
    out = {}
    for kind, places in groups.items():
        if len(places) < 20:
            continue
        places.sort()
        gaps = []
        for i, p in enumerate(places):
            best = math.inf
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(places) and abs(places[j][0] - p[0]) < best:
                    best = min(best, math.dist(p, places[j]))
                    j += step
            gaps.append(best)
        gaps.sort()
        out[kind] = f"{gaps[len(gaps) // 2]:.0f} m ({len(places):,})"
    return out


tables = defaultdict(dict)
names = []
for folder in map(Path, sys.argv[1:]):
    names.append(folder.name)
    km, meet, drawn = roads_of(folder)
    crashes = layer(folder, "crashes")
    tables["length of roads, share"][folder.name] = percent(km)
    tables["sections that meet at a node"][folder.name] = percent(dict(sorted(meet.items())))
    hours = Counter()
    for p, _ in crashes:
        hours.update(name for name, hours_of in PARTS if len(p["at"]) > 12 and int(p["at"][11:13]) in hours_of)
    tables["crashes by part of the day"][folder.name] = percent({name: hours[name] for name, _ in PARTS})
    hurt = Counter({"injury": "slight"}.get(p["severity"], p["severity"]) for p, _ in crashes)
    del hurt["damage_only"]
    tables["injury crashes by severity"][folder.name] = percent({k: hurt[k] for k in ("fatal", "serious", "slight")})
    if crashes and drawn:
        found = nearest_class(crashes, *drawn)
        tables["crashes per km and year"][folder.name] = {k: f"{found[k] / v / 3:.2f}" for k, v in km.items()}
    tables["nearest of the same kind, median (how many)"][folder.name] = nearest_of_kind(layer(folder, "venues"))
print(f"| | | {' | '.join(names)} |\n|---|---|{'--:|' * len(names)}")
for title, columns in tables.items():
    rows = list(dict.fromkeys(k for column in columns.values() for k in column))
    for i, row in enumerate(rows):
        cells = [columns.get(name, {}).get(row, "") for name in names]
        print(f"| {title if i == 0 else ''} | {row} | {' | '.join(cells)} |")
