// SPDX-License-Identifier: Apache-2.0
// What was logged around an event, in the same application.
import { html, nothing } from '../lit.js';
import { withParams } from '../address.js';
import { eventTable, rowDetail } from '../events.js';
import { found as row, openQuestion, samplesOf } from '../folded.js';
import { failed, waiting } from '../parts.js';
import { plain } from '../text.js';

const SECONDS = ['5', '30', '120', '600'];

/** @type {import('../main.js').View} */
export const event = {
    name: 'Event',
    title: (_, match, parts) => {
        const found = parts.around?.data?.events.find((each) => String(each.id) === decodeURIComponent(match[1]));
        return found ? plain(found.message ?? found.template, 120) : 'Event';
    },
    questions: ({ params }, match) => ({ around: { view: `event/${match[1]}/around`, params: { seconds: secondsOf(params) } }, samples: samplesOf(decodeURIComponent(match[1])), ...openQuestion(params) }),
    content({ params }, { around, samples, opened }, match) {
        if (!around?.data) {
            return around?.failure ? failed(around.failure) : waiting('Reading the event');
        }
        const id = decodeURIComponent(match[1]);
        const found = around.data.events.find((each) => String(each.id) === id);
        return html`${found ? html`<section aria-label="The event">${rowDetail(found, row(found, params), samples)}</section>` : nothing}
            <section aria-labelledby="around-title">
                <div class="heading">
                    <h2 id="around-title">Around it</h2>
                    <nav class="segments" aria-label="How far around">${SECONDS.map((each) => html`<a href=${withParams({ seconds: each })} data-replace aria-current=${each === secondsOf(params) ? 'true' : nothing}>±${each} s</a>`)}</nav>
                </div>
                ${eventTable(around.data.events, params, { here: id, opened })}
            </section>`;
    },
};

const secondsOf = (params) => (SECONDS.includes(params.get('seconds')) ? params.get('seconds') : '30');
