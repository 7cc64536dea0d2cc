"""Venues and residents within 500 m of every facility by GeoPandas, beside the same by riskmap's R-tree.

pip install geopandas==1.2.0 shapely==2.2.0 pyproj==3.7.2 pyogrio==0.13.0 pandas==3.1.1 numpy==2.4.6
cargo bench --bench neighbours -- ours.csv && python compare.py data/lanchuan ours.csv   (RISKMAP_BENCH_CITY names another city)

Both start with the layers in memory as longitude and latitude and go to metres on a transverse Mercator plane at the middle
of the districts, build an index, and join; a distance is from boundary to boundary, 0 inside. Sums are of people by day and of
permanent residents. GeoPandas is timed twice: by `sjoin` with the predicate dwithin, as its users would, and by the bare
`sindex.query`, the least it can take. Prints the times and whether every count is equal; fails where one is not.
"""
import json
import statistics
import sys
import time
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS

RUNS = 11
city, ours = Path(sys.argv[1]), pd.read_csv(sys.argv[2], dtype={"id": str}).set_index("id")
layers = json.loads((city / "city.json").read_text("utf-8"))["layers"]


def read(name):
    href = city / layers[name]["href"]
    if ".csv" in href.name:
        rows = pd.read_csv(href, dtype={"id": str}, low_memory=False)
        return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows.lon, rows.lat), crs="EPSG:4326")
    return gpd.read_file(f"/vsigzip/{href.resolve()}" if href.suffix == ".gz" else href)


facilities, venues, residents, districts = map(read, ("facilities", "venues", "residents", "districts"))
west, south, east, north = districts.total_bounds
plane = CRS.from_proj4(f"+proj=tmerc +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +k=1 +ellps=WGS84 +units=m")
facilities = facilities.to_crs(plane)


def by_sjoin(layer, field):
    near = gpd.sjoin(facilities[["id", "geometry"]], layer.to_crs(plane)[[field, "geometry"]], predicate="dwithin", distance=500)
    sums = near.groupby("id")[field].agg(["size", "sum"])
    return sums.reindex(facilities["id"], fill_value=0)


def by_index(layer, field):
    points = layer.to_crs(plane)
    of, near = points.sindex.query(facilities.geometry, predicate="dwithin", distance=500)
    found = pd.Series(points[field].to_numpy()[near]).groupby(facilities["id"].to_numpy()[of]).agg(["size", "sum"])
    return found.reindex(facilities["id"], fill_value=0)


def timed(method):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = method(venues, "people_day"), method(residents, "residents")
        times.append((time.perf_counter() - start) * 1e3)
    return found, statistics.median(times)


for method in (by_sjoin, by_index):
    (of_venues, of_residents), ms = timed(method)
    theirs = pd.DataFrame({"venues": of_venues["size"], "people_day": of_venues["sum"], "residents": of_residents["sum"]})
    theirs.index = facilities["id"].astype(str)
    differ = (theirs - ours.reindex(theirs.index)).abs().gt(1e-6).any(axis=1)
    print(f"GeoPandas {gpd.__version__}, {method.__name__}: {ms:.1f} ms (median of {RUNS}), {len(theirs)} facilities, "
          f"{int(of_venues['size'].sum())} venues near, {int(differ.sum())} differ")
    if differ.any():
        sys.exit(str(theirs[differ].join(ours, rsuffix="_ours").head()))
