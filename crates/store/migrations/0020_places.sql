-- The town's parts, streets and addresses. Replaced as a whole by an import, which sets a new edition.

CREATE TABLE places_edition (
    id BIGINT PRIMARY KEY,
    edition BIGINT NOT NULL
);

CREATE TABLE districts (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The rings of the polygon as JSON: [[[lon, lat], …], …].
    area TEXT NOT NULL,
    rank BIGINT NOT NULL
);

CREATE TABLE streets (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    locality TEXT NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    -- Where it runs, as far as its addresses tell, as JSON lines: [[[lon, lat], …], …].
    shape TEXT NOT NULL
);

CREATE TABLE addresses (
    id BIGINT PRIMARY KEY,
    line TEXT NOT NULL,
    street BIGINT NOT NULL,
    -- The other street of a crossing.
    crosses BIGINT,
    -- The house numbers from and to; none for crossings and named places.
    number BIGINT,
    last_number BIGINT,
    lon DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    district TEXT NOT NULL,
    -- The square of a thousandth of a degree that it lies in, so that neighbours are found.
    cell BIGINT NOT NULL
);

CREATE INDEX addresses_by_street ON addresses (street, number, id);
CREATE INDEX addresses_by_crossing ON addresses (crosses, street, id);
CREATE INDEX addresses_by_cell ON addresses (cell, id);
