// SPDX-License-Identifier: Apache-2.0

/** An answer that is no view: `status` is that of HTTP, 0 if the gatherer did not answer. */
export class Failure extends Error {
    /** @param {number} status @param {string} message */
    constructor(status, message) {
        super(message);
        this.status = status;
    }

    /** Whether it may work again without a change of the question. */
    get passes() {
        return this.status === 0 || this.status === 429 || this.status >= 500;
    }
}

/**
 * Reads a view.
 * @param {string} view such as families
 * @param {Record<string, string | string[] | null | undefined> | URLSearchParams} params null and undefined are left out
 * @param {AbortSignal} signal
 */
export async function get(view, params, signal) {
    const query = params instanceof URLSearchParams ? params : new URLSearchParams();
    if (!(params instanceof URLSearchParams)) {
        for (const [name, value] of Object.entries(params)) {
            (Array.isArray(value) ? value : [value]).filter((each) => each != null).forEach((each) => query.append(name, each));
        }
    }
    return answer(`/api/${view}${query.size ? '?' + query : ''}`, { signal, headers: { Accept: 'application/json' } });
}

/**
 * Reads what this gatherer has counted, in Prometheus's text.
 * @param {AbortSignal} signal
 */
export const getMetrics = (signal) => answer('/metrics', { signal, headers: { Accept: 'text/plain' } }, 'text');

/**
 * Changes something. The header is one that a form of another site can't send.
 * @param {string} path such as family/ID/triage
 * @param {object} body
 */
export function post(path, body) {
    return answer(`/api/${path}`, { method: 'POST', headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Centralog': '1' }, body: JSON.stringify(body) });
}

async function answer(url, how, form = 'json') {
    let response;
    try {
        response = await fetch(url, how);
    } catch (e) {
        if (how.signal?.aborted) {
            throw e;
        }
        throw new Failure(0, 'The gatherer does not answer.');
    }
    if (response.ok) {
        return response[form]();
    }
    throw new Failure(response.status, await errorOf(response));
}

async function errorOf(response) {
    try {
        const { error } = await response.json();
        return typeof error === 'string' ? error : `HTTP ${response.status}`;
    } catch {
        return `HTTP ${response.status}`;
    }
}
