-- SPDX-License-Identifier: Apache-2.0
-- How far the tables had grown, hour by hour of the clock of Redis: what has been stored for a day may be deleted when it is
-- old. last_event and last_action are the highest ids; up_to is that of complete_up_to for events.
CREATE TABLE IF NOT EXISTS retention_marks (
    hour datetime(6) NOT NULL,
    last_event bigint NOT NULL,
    last_action bigint NOT NULL,
    up_to datetime(6),
    PRIMARY KEY (hour)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};
