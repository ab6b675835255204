-- SPDX-License-Identifier: Apache-2.0
-- How far the tables had grown, hour by hour of the clock of Redis: what has been stored for a day may be deleted when it is
-- old. last_event and last_action are the highest ids; up_to is that of complete_up_to for events.
CREATE TABLE retention_marks (
    hour timestamptz NOT NULL,
    last_event bigint NOT NULL,
    last_action bigint NOT NULL,
    up_to timestamptz,
    PRIMARY KEY (hour)
);
