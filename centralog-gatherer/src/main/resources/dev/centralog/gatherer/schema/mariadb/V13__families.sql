-- SPDX-License-Identifier: Apache-2.0
-- All statements may be run again, at whichever of them a migration broke off.
-- A family is what a person takes for the same: an app, a logger, a level, the classes of throwables, and a template without what
-- varies. rules: the version of the rules that have made it. is_place: 1 if it stands for all texts of a place that vary.
CREATE TABLE IF NOT EXISTS families (
    family_id varchar(64) NOT NULL,
    place_id varchar(64) NOT NULL,
    rules integer NOT NULL,
    is_place integer NOT NULL,
    level longtext NOT NULL,
    severity integer NOT NULL,
    app longtext NOT NULL,
    logger longtext,
    template longtext NOT NULL,
    thrown_classes longtext,
    class_name longtext,
    method_name longtext,
    PRIMARY KEY (family_id),
    KEY families_place (place_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- The gatherer gives each group its family a moment after it is stored. family_rules: the version of the rules by which that was
-- done last, 0 for never; a group without an event has no family.
SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'groups' AND column_name = 'family_id') = 0,
    'ALTER TABLE `groups` ADD COLUMN family_id varchar(64), ADD COLUMN family_rules integer NOT NULL DEFAULT 0,
        ADD KEY groups_family (family_id), ADD KEY groups_family_rules (family_rules, id)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

-- When a group was seen in a release, by the windows' times. last_seen is written once a minute; group_hours has it exactly. The
-- release is empty where it is not known, and for all of before this version.
CREATE TABLE IF NOT EXISTS group_releases (
    groups_id integer NOT NULL,
    `release` varchar(160) NOT NULL,
    first_seen datetime(6) NOT NULL,
    last_seen datetime(6) NOT NULL,
    PRIMARY KEY (groups_id, `release`),
    KEY group_releases_release (`release`),
    KEY group_releases_last_seen (last_seen)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE group_releases;

INSERT INTO group_releases (groups_id, `release`, first_seen, last_seen)
SELECT id, '', first_seen, last_seen FROM `groups`;

-- The hours' sums by release, too.
SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'group_hours' AND column_name = 'release') = 0,
    'ALTER TABLE group_hours ADD COLUMN `release` varchar(160) NOT NULL DEFAULT '''' AFTER hour, DROP PRIMARY KEY,
        ADD PRIMARY KEY (groups_id, hour, `release`)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

-- When a family was seen first and last, by environment and release.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW family_seen AS
SELECT
    g.family_id, g.environment, r.`release`, min(r.first_seen) AS first_seen,
    max(greatest(r.last_seen, coalesce(
        (SELECT max(h.last_seen) FROM group_hours h
            WHERE h.groups_id = r.groups_id AND h.hour > r.last_seen - INTERVAL 1 HOUR AND h.`release` = r.`release`),
        r.last_seen))) AS last_seen
FROM group_releases r
JOIN `groups` g ON g.id = r.groups_id
WHERE g.family_id IS NOT NULL
GROUP BY g.family_id, g.environment, r.`release`;

-- How often the events of a family occurred, by environment, release and hour.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW family_hours AS
SELECT g.family_id, g.environment, h.`release`, h.hour, sum(h.repeats) AS repeats, max(h.last_seen) AS last_seen
FROM group_hours h
JOIN `groups` g ON g.id = h.groups_id
WHERE g.family_id IS NOT NULL
GROUP BY g.family_id, g.environment, h.`release`, h.hour;
