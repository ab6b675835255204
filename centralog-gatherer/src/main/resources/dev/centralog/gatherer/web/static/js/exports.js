// SPDX-License-Identifier: Apache-2.0
// Links that save what a view shows.
import { html } from './lit.js';

const FORMATS = { csv: 'CSV', jsonl: 'JSON lines' };

/**
 * Returns the links. The export has all that fits, not only what a page of the view shows.
 * @param {string} view
 * @param {URLSearchParams} params those of the view
 * @param {string} what
 */
export function exports(view, params, what) {
    const asked = new URLSearchParams(params);
    ['limit', 'before'].forEach((name) => asked.delete(name));
    const query = asked.size ? '?' + asked : '';
    return html`<p class="exports">${what}: ${Object.entries(FORMATS).map(([end, name], index) => html`${index ? ', ' : ''}<a href="/api/export/${view}.${end}${query}" download>${name}</a>`)}</p>`;
}
