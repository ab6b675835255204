-- SPDX-License-Identifier: Apache-2.0
-- How far the tables had grown, hour by hour of the clock of Redis: what has been stored for a day may be deleted when it is
-- old. last_event and last_action are the highest ids; up_to is that of complete_up_to for events.
CREATE TABLE retention_marks (
    hour text NOT NULL,
    last_event integer NOT NULL,
    last_action integer NOT NULL,
    up_to text,
    PRIMARY KEY (hour)
) WITHOUT ROWID;
