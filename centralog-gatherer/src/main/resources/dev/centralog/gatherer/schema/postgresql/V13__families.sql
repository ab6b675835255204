-- SPDX-License-Identifier: Apache-2.0
-- A family is what a person takes for the same: an app, a logger, a level, the classes of throwables, and a template without what
-- varies. rules: the version of the rules that have made it. is_place: 1 if it stands for all texts of a place that vary.
CREATE TABLE families (
    family_id text COLLATE "C" NOT NULL,
    place_id text COLLATE "C" NOT NULL,
    rules integer NOT NULL,
    is_place integer NOT NULL,
    level text COLLATE "C" NOT NULL,
    severity integer NOT NULL,
    app text COLLATE "C" NOT NULL,
    logger text COLLATE "C",
    template text COLLATE "C" NOT NULL,
    thrown_classes text COLLATE "C",
    class_name text COLLATE "C",
    method_name text COLLATE "C",
    PRIMARY KEY (family_id)
);

CREATE INDEX families_place ON families (place_id);

-- The gatherer gives each group its family a moment after it is stored. family_rules: the version of the rules by which that was
-- done last, 0 for never; a group without an event has no family.
ALTER TABLE groups ADD COLUMN family_id text COLLATE "C";
ALTER TABLE groups ADD COLUMN family_rules integer NOT NULL DEFAULT 0;
CREATE INDEX groups_family ON groups (family_id);
CREATE INDEX groups_family_rules ON groups (family_rules, id);

-- When a group was seen in a release, by the windows' times. last_seen is written once a minute; group_hours has it exactly. The
-- release is empty where it is not known, and for all of before this version.
CREATE TABLE group_releases (
    groups_id integer NOT NULL,
    release text COLLATE "C" NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (groups_id, release)
) WITH (fillfactor = 80);

INSERT INTO group_releases (groups_id, release, first_seen, last_seen)
SELECT id, '', first_seen, last_seen FROM groups;

CREATE INDEX group_releases_release ON group_releases (release);
CREATE INDEX group_releases_last_seen ON group_releases (last_seen);

-- The hours' sums by release, too.
ALTER TABLE group_hours ADD COLUMN release text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE group_hours ALTER COLUMN release DROP DEFAULT;
ALTER TABLE group_hours DROP CONSTRAINT group_hours_pkey;
ALTER TABLE group_hours ADD PRIMARY KEY (groups_id, hour, release);

-- When a family was seen first and last, by environment and release.
CREATE VIEW family_seen AS
SELECT
    g.family_id, g.environment, r.release, min(r.first_seen) AS first_seen,
    max(greatest(r.last_seen, (SELECT max(h.last_seen) FROM group_hours h
        WHERE h.groups_id = r.groups_id AND h.hour > r.last_seen - interval '1 hour' AND h.release = r.release))) AS last_seen
FROM group_releases r
JOIN groups g ON g.id = r.groups_id
WHERE g.family_id IS NOT NULL
GROUP BY g.family_id, g.environment, r.release;

-- How often the events of a family occurred, by environment, release and hour.
CREATE VIEW family_hours AS
SELECT g.family_id, g.environment, h.release, h.hour, sum(h.repeats) AS repeats, max(h.last_seen) AS last_seen
FROM group_hours h
JOIN groups g ON g.id = h.groups_id
WHERE g.family_id IS NOT NULL
GROUP BY g.family_id, g.environment, h.release, h.hour;
