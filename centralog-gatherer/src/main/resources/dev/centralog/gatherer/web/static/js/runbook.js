// SPDX-License-Identifier: Apache-2.0
// What to do where something wants a human: the words of the runbooks in docs/operations.md, which a test compares.
import { html, nothing } from './lit.js';

const RUNBOOKS = {
    redis: [
        "The gatherer can't reach Redis; if applications can't either, they keep what they log in `bufferBytes`, or in `spillDirectory`. Lost: nothing yet. When that memory is full, new groups are dropped, and counted as `bufferFull`.",
        "`./centralog status`, on the gatherer's machine: `FAILED` names the reason.",
        "Refused or no reply: start Redis, or look at the network. Password, right, TLS: mend the setting, and send SIGHUP.",
        "After it: the log says `Redis available again`, with the backlog; it drains by itself.",
    ],
    database: [
        "Windows wait in Redis, whose memory fills. Lost: nothing, until Redis is full; then applications keep what they log.",
        "`./centralog status`: `FAILED` has the reason; so has the gatherer's log, with the code `C-277`.",
        "Start the database, make room on its disk, or mend the user's rights.",
        "How long Redis lasts: `centralog_redis_used_bytes` against `centralog_redis_max_bytes`. If it will not do, raise `maxmemory`: `CONFIG SET maxmemory`.",
    ],
    behind: [
        "Something has been due for two minutes and is not stored. Lost: nothing, as long as Redis has room.",
        "`./centralog status`: `a gatherer holds …`, or `no gatherer has taken them`.",
        "Held: its log says why it does not store. `has cancelled the storing` (`C-324`) is a time limit of the database; a lock is somebody's transaction there.",
        "Not taken: no gatherer runs, or with another `redis` or `keyPrefix`: `./centralog gather --check-config` shows them.",
        "Neither, and `centralog_rows_stored_total` grows: it is too slow. Start another one (not on SQLite), or log with arguments, so that more repeats fold.",
    ],
    dropped: [
        "Applications have dropped events; the label `reason` says why. Lost: their content. That they were there is counted.",
        "Why events are dropped, by the reason.",
        "Who: `SELECT * FROM drops ORDER BY window_start DESC`, or `./centralog status`.",
    ],
    letters: [
        "Events could not be read, or the database has refused them. Lost: nothing: they are in the table `dead_letters`, and their counts in their rows.",
        "`./centralog dead-letters list`, then `dead-letters show ID`: the reason.",
        "A newer application: update the gatherer. A constraint of yours: remove it.",
        "`./centralog dead-letters replay`, or `drop` what nobody needs.",
    ],
    memory: [
        "Redis uses more than 80 % of its `maxmemory`. Lost: nothing yet; when it is full, applications keep what they log.",
        "Is it Centralog? `./centralog status` shows what waits. If little does, something else fills this Redis.",
        "If much does: see `CentralogGatheringIsBehind`.",
        "Raise `maxmemory`. Never set an `allkeys-…` policy: it evicts what waits.",
    ],
    silent: [
        "Processes have neither said that they end nor been heard of for some minutes. Lost: what such a process had not shipped: the last second as a rule.",
        "`./centralog status` names them: app, host, process id.",
        "Dead: `kill -9`, out of memory, a host that is gone. It needs no more than a look at the host.",
        "Alive: it can't reach Redis: its standard error has a message.",
    ],
};

/** What a finding of the status is about. */
const FINDINGS = [
    [/ have been due for /, 'behind'],
    [/ dead letters of /, 'letters'],
    [/^applications have dropped /, 'dropped'],
    [/the disk of the database has /, 'database'],
    [/\bRedis\b/, 'redis'],
    [/\bdatabase\b|\btables\b|jdbc:/, 'database'],
];

/** @param {string} text of a finding or a failure */
export const ofFinding = (text) => FINDINGS.find(([form]) => form.test(text))?.[1];

/**
 * @param {string | undefined} name
 * @param {boolean} open
 */
export function runbook(name, open = false) {
    if (!name) {
        return nothing;
    }
    const [about, ...steps] = RUNBOOKS[name].map(withCode);
    return html`<details class="runbook" ?open=${open}>
        <summary>What to do</summary>
        <p>${about}</p>
        <ol>${steps.map((each) => html`<li>${each}</li>`)}</ol>
    </details>`;
}

const withCode = (text) => text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));
