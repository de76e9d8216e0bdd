#!/usr/bin/env python3
"""Prepares the demo town's data from the published files.

    tools/prepare-demo-data.py REQUESTS.csv.gz NEIGHBOURHOODS.geojson OUT_DIR

Needs Python 3.9 or later and Node.js (for mapshaper, fetched by npx at the version pinned below).
The same inputs give the same bytes. Where the inputs come from, and what is left out and why,
stands in DATA.md; the columns stand in crates/demo/data/README.md.
"""

import csv
import gzip
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path

MAPSHAPER = "mapshaper@0.7.70"
# Keeps 26 polygons recognisable at street scale within 60 kB.
KEPT_VERTICES = "6.5%"
EPOCH = datetime(2015, 1, 1)
# The source geocodes what it cannot place to the city hall's door.
UNPLACED = (423594, -710587)

CHANNELS = {
    "Constituent Call": "phone",
    "Citizens Connect App": "app",
    "Employee Generated": "staff",
    "Self Service": "web",
    "City Worker App": "staff-app",
    "Maximo Integration": "system",
    "Twitter": "social",
}

# The first pattern found in the closure text decides. The texts name people and companies, so only
# the category leaves this script.
OUTCOMES = [
    ("duplicate", r"^duplicate of|\bduplicate\b|already (been )?reported|request exists already|^case noted this request exists"),
    ("withdrawn", r"^case invalid|opened in error|per request of the constituent|no longer (needed|wanted)|does not want"),
    ("not-ours", r"^case referred|^roa:|\bstate (owned|property|road)|belongs? to|private (property|way|tree|contractor)|not (a )?city|\bdcr\b|\bmbta (property|owned)"),
    ("no-access", r"^noacc:|^tfa:|no access|more information needed|no location|no contact info|unable to contact"),
    ("not-found", r"^novio:|^nobase:|not at (this )?location|nothing (was )?found|no (needles|bike|vehicle|pothole|evidence|violation|dead|trash)\b.*|unable to (locate|find)|can ?not (find|locate)|could not (find|locate)|not found|gone on arrival|no work is needed|dont see|not an abandoned"),
    ("made-safe", r"made safe|make safe|coned|cautioned off|temporary repair"),
    ("enforced", r"^vioiss:|^violfnd:|^ticket:|^tsop:|^reinsp:|ticket(ed)? issued|violation issued"),
    ("administrative", r"^adclsd:|^closed:|^newown:|administratively"),
    ("done", r"^case resolved|^internal case|^bulk item|^corr:|^viocor:|^permis:|^abated:|^case noted.*\b(delivered|removed|completed|picked up|serviced|repaired|replaced|installed|cleaned|plowed|sanded)\b"),
    ("noted", r"^case note|."),
]
OUTCOMES = [(name, re.compile(pattern, re.I | re.S)) for name, pattern in OUTCOMES]


def outcome(row):
    """The category of how a request ended; empty while it is open."""
    if row["CASE_STATUS"] != "Closed":
        return ""
    text = re.sub(r"^Case Closed\.? ?", "", row["CLOSURE_REASON"])
    text = re.sub(r"^Closed date : [-0-9:. ]+", "", text).strip(" :")
    return next((name for name, pattern in OUTCOMES if pattern.search(text)), "unstated")


def minutes(text):
    """Minutes of local wall-clock time since the first of January 2015; None for no time."""
    if not text:
        return None
    return round((datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p") - EPOCH).total_seconds()) // 60


def address(row):
    """(line, locality, postcode) of a request, or None when it names no place."""
    # In the source two spaces part the street from the locality.
    parts = [part.strip() for part in re.split(r"\s{2,}", row["Location"]) if part.strip()]
    if len(parts) < 2:
        return None
    line = re.sub(r"^INTERSECTION of ", "", parts[0]).strip("() ")
    # A tree's entry gives its species first: "Norway Maple (172 L St)".
    line = re.sub(r"^[A-Za-z ]+\((\d.*)$", r"\1", line)
    line = re.sub(r"\s+", " ", line.replace("(", " ").replace(")", " ")).strip()
    postcode = row["LOCATION_ZIPCODE"].split(".")[0].zfill(5) if row["LOCATION_ZIPCODE"] else ""
    return line, parts[1], postcode


def split_number(line):
    """("12-14 Elm St") -> ("Elm St", 12); an intersection has no number."""
    found = re.match(r"^(\d+)[A-Za-z]*(?:-\w*)? (.+)$", line)
    return (found.group(2), int(found.group(1))) if found else (line, None)


def ten_thousandths(row):
    return round(float(row["LATITUDE"]) * 10_000), round(float(row["LONGITUDE"]) * 10_000)


def places_of(rows):
    """Every named place with its coordinates, where the source or a neighbouring number gives them."""
    seen = defaultdict(lambda: defaultdict(int))
    for row in rows:
        named = address(row)
        if named:
            seen[named][ten_thousandths(row)] += 1
    coordinates = {}
    for named, points in seen.items():
        real = {point: count for point, count in points.items() if point != UNPLACED}
        if real:
            coordinates[named] = max(sorted(real), key=real.get)
    # An address geocoded to city hall takes the place of the nearest number in its street.
    streets = defaultdict(list)
    for (line, locality, postcode), point in coordinates.items():
        street, number = split_number(line)
        if number is not None:
            streets[street, locality].append((number, point))
    for named in seen:
        street, number = split_number(named[0])
        neighbours = streets.get((street, named[1]))
        if named not in coordinates and number is not None and neighbours:
            nearest = min(neighbours, key=lambda n: (abs(n[0] - number), n))
            if abs(nearest[0] - number) <= 60:
                coordinates[named] = nearest[1]
    return sorted(seen, key=place_order), coordinates


def place_order(named):
    street, number = split_number(named[0])
    return named[1], street, number or 0, named


def write_gzip_csv(path, header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    # No name and no time in the header: the same input gives the same bytes.
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def prepare_requests(source, out):
    with gzip.open(source, "rt", encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    total = len(rows)
    rows = [r for r in rows if minutes(r["CLOSED_DT"]) is None or minutes(r["CLOSED_DT"]) >= minutes(r["OPEN_DT"])]
    rows.sort(key=lambda r: (minutes(r["OPEN_DT"]), r["CASE_ENQUIRY_ID"]))

    places, coordinates = places_of(rows)
    place_index = {named: index for index, named in enumerate(places)}
    write_gzip_csv(
        out / "places.csv.gz",
        ["line", "locality", "postcode", "lat", "lon"],
        ([*named, *("" if named not in coordinates else f"{v / 10_000:.4f}" for v in coordinates.get(named, ("", "")))] for named in places),
    )

    kinds = sorted({(r["TYPE"], r["REASON"], r["SUBJECT"]) for r in rows})
    counts = defaultdict(int)
    for r in rows:
        counts[r["TYPE"], r["REASON"], r["SUBJECT"]] += 1
    kind_index = {kind: index for index, kind in enumerate(kinds)}
    write_csv(out / "types.csv", ["type", "reason", "subject", "requests"], ([*kind, counts[kind]] for kind in kinds))

    queues = sorted({(r["QUEUE"], r["Department"]) for r in rows})
    queue_index = {queue: index for index, queue in enumerate(queues)}
    write_csv(out / "queues.csv", ["queue", "department"], queues)

    def requests():
        for r in rows:
            opened, target, closed = (minutes(r[column]) for column in ("OPEN_DT", "TARGET_DT", "CLOSED_DT"))
            named = address(r)
            yield [
                opened,
                "" if target is None else target - opened,
                "" if closed is None else closed - opened,
                {"ONTIME": "1", "OVERDUE": "0"}.get(r["OnTime_Status"], ""),
                kind_index[r["TYPE"], r["REASON"], r["SUBJECT"]],
                queue_index[r["QUEUE"], r["Department"]],
                CHANNELS[r["Source"]],
                outcome(r),
                place_index[named] if named else "",
            ]

    write_gzip_csv(
        out / "requests.csv.gz",
        ["opened", "target", "closed", "on_time", "type", "queue", "channel", "outcome", "place"],
        requests(),
    )
    ended = defaultdict(int)
    for r in rows:
        ended[outcome(r)] += 1
    print(f"{len(rows)} of {total} requests, {len(places)} places ({len(coordinates)} with coordinates), "
          f"{len(kinds)} types, {len(queues)} queues; outcomes {dict(sorted(ended.items()))}")


def key_of(name):
    """Lower case, everything else than letters and digits as one dash."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def prepare_districts(source, out):
    with tempfile.TemporaryDirectory() as folder:
        simple = Path(folder) / "simple.geojson"
        # `-clean` before and after keeps shared borders shared: neighbours are simplified as one line.
        subprocess.run(
            ["npx", "--yes", MAPSHAPER, source, "snap", "-clean", "-simplify", "weighted", "keep-shapes", KEPT_VERTICES,
             "-clean", "-o", "precision=0.00001", str(simple)],
            check=True, stderr=subprocess.DEVNULL,
        )
        collection = json.loads(simple.read_text(encoding="utf-8"))
    features = [
        {"type": "Feature", "properties": {"key": key_of(f["properties"]["name"]), "name": f["properties"]["name"]},
         "geometry": f["geometry"]}
        for f in collection["features"]
    ]
    features.sort(key=lambda f: f["properties"]["key"])
    lines = ",\n".join(json.dumps(f, separators=(",", ":")) for f in features)
    target = out / "districts.geojson"
    target.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    print(f"{len(features)} districts, {target.stat().st_size} bytes")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    requests, neighbourhoods, out = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    prepare_requests(requests, out)
    prepare_districts(neighbourhoods, out)


if __name__ == "__main__":
    main()
