// SPDX-License-Identifier: Apache-2.0
import { html } from '../lit.js';
import { to } from '../address.js';

/** @type {import('../main.js').View} */
export const missing = {
    name: '',
    title: () => 'No such page',
    questions: () => ({}),
    content: () => html`<p>There is nothing at this address. <a href=${to('/')}>The overview</a> has what changed and all families.</p>`,
};
