-- SPDX-License-Identifier: Apache-2.0
-- A family is what a person takes for the same: an app, a logger, a level, the classes of throwables, and a template without what
-- varies. rules: the version of the rules that have made it. is_place: 1 if it stands for all texts of a place that vary.
CREATE TABLE families (
    family_id text NOT NULL,
    place_id text NOT NULL,
    rules integer NOT NULL,
    is_place integer NOT NULL,
    level text NOT NULL,
    severity integer NOT NULL,
    app text NOT NULL,
    logger text,
    template text NOT NULL,
    thrown_classes text,
    class_name text,
    method_name text,
    PRIMARY KEY (family_id)
) WITHOUT ROWID;

CREATE INDEX families_place ON families (place_id);

-- The gatherer gives each group its family a moment after it is stored. family_rules: the version of the rules by which that was
-- done last, 0 for never; a group without an event has no family.
ALTER TABLE groups ADD COLUMN family_id text;
ALTER TABLE groups ADD COLUMN family_rules integer NOT NULL DEFAULT 0;
CREATE INDEX groups_family ON groups (family_id);
CREATE INDEX groups_family_rules ON groups (family_rules, id);

-- When a group was seen in a release, by the windows' times. last_seen is written once a minute; group_hours has it exactly. The
-- release is empty where it is not known, and for all of before this version.
CREATE TABLE group_releases (
    groups_id integer NOT NULL,
    release text NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    PRIMARY KEY (groups_id, release)
) WITHOUT ROWID;

INSERT INTO group_releases (groups_id, release, first_seen, last_seen)
SELECT id, '', first_seen, last_seen FROM groups;

CREATE INDEX group_releases_release ON group_releases (release);
CREATE INDEX group_releases_last_seen ON group_releases (last_seen);

-- The hours' sums by release, too.
CREATE TABLE group_hours_before AS SELECT groups_id, hour, repeats, last_seen FROM group_hours;
DROP TABLE group_hours;
CREATE TABLE group_hours (
    groups_id integer NOT NULL,
    hour text NOT NULL,
    release text NOT NULL,
    repeats integer NOT NULL,
    last_seen text NOT NULL,
    PRIMARY KEY (groups_id, hour, release)
) WITHOUT ROWID;

INSERT INTO group_hours (groups_id, hour, release, repeats, last_seen)
SELECT groups_id, hour, '', repeats, last_seen FROM group_hours_before ORDER BY groups_id, hour;

DROP TABLE group_hours_before;
CREATE INDEX group_hours_hour ON group_hours (hour);

-- When a family was seen first and last, by environment and release.
CREATE VIEW family_seen AS
SELECT
    g.family_id, g.environment, r.release, min(r.first_seen) AS first_seen,
    max(coalesce(
        (SELECT max(h.last_seen) FROM group_hours h
            WHERE h.groups_id = r.groups_id AND h.hour >= substr(r.last_seen, 1, 13) || ':00:00' AND h.release = r.release),
        r.last_seen)) AS last_seen
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
