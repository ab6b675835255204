-- SPDX-License-Identifier: Apache-2.0
-- The repeats of a row by the process that counted them, {"<16 hexadecimal digits>":count,...}: repeats is their sum. Null is
-- all of process 0000000000000000, which stands for those that did not say who they are.
ALTER TABLE events ADD COLUMN processes text;

-- One row for a process in a row of events.
CREATE VIEW event_processes AS
SELECT e.window_start, e.group_id, e.delivery, counted.key AS process, counted.value AS repeats
FROM events e
JOIN json_each(coalesce(e.processes, json_object('0000000000000000', e.repeats))) counted;
