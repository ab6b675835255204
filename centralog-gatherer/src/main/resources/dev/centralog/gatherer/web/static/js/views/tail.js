// SPDX-License-Identifier: Apache-2.0
// Events as they are stored.
import { html } from '../lit.js';
import { conditions } from '../filters.js';
import '../live.js';
import { severities } from '../parts.js';

/** @type {import('../main.js').View} */
export const tail = {
    name: 'Live',
    title: () => 'Live tail',
    questions: () => ({}),
    content: ({ params }) => html`<div class="narrowing">${severities(params)}</div><live-tail .question=${{ conditions: ofTail(params), params }}></live-tail>`,
};

/** What is stored from now on is of any time. */
function ofTail(params) {
    const asked = conditions(params);
    asked.delete('since');
    asked.delete('until');
    return asked;
}
