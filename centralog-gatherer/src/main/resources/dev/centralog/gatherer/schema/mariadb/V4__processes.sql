-- SPDX-License-Identifier: Apache-2.0
-- The repeats of a row by the process that counted them, {"<16 hexadecimal digits>":count,...}: repeats is their sum. Null is
-- all of process 0000000000000000, which stands for those that did not say who they are.
ALTER TABLE events ADD COLUMN processes longtext;

-- One row for a process in a row of events. No function lists the keys of an object with their values: it is made an array. Of
-- its columns themselves MariaDB asks for rights that nobody can be given.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_processes AS
SELECT e.window_start, e.group_id, e.delivery, concat(counted.process) AS process, counted.repeats + 0 AS repeats
FROM events e
JOIN json_table(
    concat('[[', replace(replace(replace(replace(
        coalesce(e.processes, concat('{"0000000000000000":', e.repeats, '}')),
        '{', ''), '}', ''), ',', '],['), ':', ','), ']]'),
    '$[*]' COLUMNS (process varchar(16) PATH '$[0]', repeats bigint PATH '$[1]')
) counted
WHERE counted.process IS NOT NULL;
