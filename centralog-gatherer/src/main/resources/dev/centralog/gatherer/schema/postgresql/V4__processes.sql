-- SPDX-License-Identifier: Apache-2.0
-- The repeats of a row by the process that counted them, {"<16 hexadecimal digits>":count,...}: repeats is their sum. Null is
-- all of process 0000000000000000, which stands for those that did not say who they are.
ALTER TABLE events ADD COLUMN processes json;

-- One row for a process in a row of events.
CREATE VIEW event_processes AS
SELECT e.window_start, e.group_id, e.delivery, counted.process, counted.repeats::bigint AS repeats
FROM events e
CROSS JOIN json_each_text(coalesce(e.processes, json_build_object('0000000000000000', e.repeats)))
    AS counted (process, repeats);
