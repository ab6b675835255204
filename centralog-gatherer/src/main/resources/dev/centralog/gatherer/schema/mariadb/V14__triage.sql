-- SPDX-License-Identifier: Apache-2.0
-- All statements may be run again, at whichever of them a migration broke off.
-- The last word of people on a family: open, resolved or muted. An empty note is none.
CREATE TABLE IF NOT EXISTS family_triage (
    family_id varchar(64) NOT NULL,
    state varchar(16) NOT NULL,
    in_release longtext,
    note longtext,
    decided_by longtext NOT NULL,
    decided_at datetime(6) NOT NULL,
    PRIMARY KEY (family_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- All that was ever decided; nothing is changed or deleted.
CREATE TABLE IF NOT EXISTS family_decisions (
    id bigint NOT NULL AUTO_INCREMENT,
    family_id varchar(64) NOT NULL,
    action varchar(16) NOT NULL,
    in_release longtext,
    note longtext,
    decided_by longtext NOT NULL,
    decided_at datetime(6) NOT NULL,
    PRIMARY KEY (id),
    KEY family_decisions_family (family_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};
