// SPDX-License-Identifier: Apache-2.0
// What of the status wants a human: what the gatherer has found, and what is seen on the page alone.
import * as format from './format.js';
import { ofFinding } from './runbook.js';

/** The share of Redis's memory from which on somebody should look. */
const MOST_MEMORY = 0.8;

export const isFull = (redis) => redis?.maxBytes > 0 && redis.usedBytes > redis.maxBytes * MOST_MEMORY;

/** @param {any} status as the API gives it @returns {{level: string, text: string, about?: string}[]} */
export function findings(status) {
    const found = [...(status.failures ?? []).map((text) => ({ level: 'critical', text })), ...(status.findings ?? [])].map((each) => ({ ...each, about: ofFinding(each.text) }));
    if (isFull(status.redis)) {
        found.push({ level: 'warning', text: `Redis uses ${format.bytes(status.redis.usedBytes)} of the ${format.bytes(status.redis.maxBytes)} that it may use`, about: 'memory' });
    }
    const nobody = nobodySends(status);
    return nobody ? [nobody, ...found] : found;
}

/** What is due may all be stored, and yet nobody should take that for good news. That none ever has sent is among the findings. */
function nobodySends({ redis, database }) {
    if (!redis?.lastBatch || !database || redis.producersOfLastMinute > 0 || database.processesAlive > 0) {
        return null;
    }
    const at = new Date(redis.lastBatch);
    return { level: 'warning', text: `No application sends anything: the last batch came at ${format.time(at)}, ${format.ago(at)}, and no process is alive. Look whether they run, and whether they log to ${redis.url} with the key prefix ${redis.keyPrefix}` };
}
