// SPDX-License-Identifier: Apache-2.0
// The values of arguments, MDC and key-values of a family, and how often each was there: whom and what it has hit.
import { html, nothing } from './lit.js';
import { withParams } from './address.js';
import * as format from './format.js';
import { bar, copy, time, value } from './parts.js';
import { plain, shown } from './text.js';

const FIRST = 5;

/** @typedef {{kind: string, name: string, events: number, different: number, values: {value: string, events: number}[]}} Field */

/** How many values are asked for. @param {URLSearchParams} params */
export const limitOf = (params) => (areAll(params) ? '500' : '20');

const areAll = (params) => params.get('values') === 'all';

/**
 * Returns the values of the fields that tell something: those that are the same in all events, or another one in each, are only named.
 * @param {any} of as the API gives a family or group
 * @param {URLSearchParams} params
 * @param {Record<string, string | null>} within conditions for the events that it is about
 */
export function values(of, params, within) {
    const found = withoutTwins((of.fields ?? []).filter((each) => each.values?.length));
    if (!found.length) {
        return nothing;
    }
    const same = found.filter((each) => each.different === 1 && each.events > 1);
    const single = found.filter((each) => each.different === each.events && each.events > FIRST);
    const telling = found.filter((each) => !same.includes(each) && !single.includes(each));
    return html`<section class="values" aria-labelledby="values-title">
        <div class="heading">
            <h2 id="values-title">Values</h2>
            <p class="muted">of ${format.counted(of.values_of ?? of.in_full ?? 0, 'event')} stored in full${of.complete ? ', which are all' : ` of ${format.count(of.repeats ?? 0)} in all`}${of.counted_since ? html`, of the rows since ${time(of.counted_since, 'minutes')}` : nothing}</p>
            ${telling.some((each) => each.different > FIRST) ? html`<a href=${withParams({ values: areAll(params) ? null : 'all' })} data-replace>${areAll(params) ? 'The most frequent only' : 'All values'}</a>` : nothing}
        </div>
        <div class="cards">${telling.map((each) => card(each, areAll(params), within))}</div>
        ${same.length ? html`<p class="rest-of-values"><span class="muted">The same in all:</span> ${same.map((each) => html`<span class="counted">${name(each)} = ${valueOf(each, each.values[0].value, within)}</span> `)}</p>` : nothing}
        ${single.length ? html`<p class="rest-of-values"><span class="muted">Another one in each:</span> ${single.map((each) => html`<span class="counted">${name(each)}, such as ${valueOf(each, each.values[0].value, within)}</span> `)}</p>` : nothing}
    </section>`;
}

function card(field, all, within) {
    const rows = all ? field.values : field.values.slice(0, FIRST);
    const rest = field.different - rows.length;
    return html`<section class="panel" aria-label="${KINDS[field.kind] ?? field.kind} ${plain(field.name, 80)}" tabindex=${all ? '0' : nothing}>
        <div class="caption"><h3>${name(field)}</h3> <span class="muted">${format.count(field.different)} different</span> ${all ? copy(rows.map((each) => each.value).join('\n'), 'these values') : nothing}</div>
        <table class="bars">
            <tbody>
                ${rows.map((each) => html`<tr><th scope="row">${valueOf(field, each.value, within)}</th><td class="track">${bar(each.events / rows[0].events)}</td><td class="number">${format.count(each.events)}</td><td class="share">${format.share(each.events / field.events)}</td></tr>`)}
            </tbody>
        </table>
        ${rest > 0 ? html`<p class="muted">${all ? html`and ${format.count(rest)} more` : html`<a href=${withParams({ values: 'all' })} data-replace>and ${format.count(rest)} more</a>`}</p>` : nothing}
    </section>`;
}

const KINDS = { argument: 'argument', mdc: 'mdc', key_value: 'key' };

const name = (field) => html`<span class="muted">${KINDS[field.kind] ?? field.kind}</span> <span class="text">${shown(field.name)}</span>${field.twins.map((each) => html`<span class="muted">, ${KINDS[each.kind] ?? each.kind} ${shown(each.name)}</span>`)}`;

const valueOf = (field, text, within) => (field.kind === 'mdc' ? value(`mdc.${field.name}`, text, undefined, within) : html`<span class="text" title=${plain(text)}>${shown(plain(text, 200))}</span>`);

/**
 * Returns fields without those that have the same values as often, as an argument that is in the MDC too; these are named with the one that stays.
 * @param {Field[]} fields
 * @returns {(Field & {twins: Field[]})[]}
 */
function withoutTwins(fields) {
    const byValues = new Map();
    const order = [...fields].sort((a, b) => (b.kind === 'mdc' ? 1 : 0) - (a.kind === 'mdc' ? 1 : 0));
    for (const each of order) {
        const key = each.different > 1 ? JSON.stringify([each.events, each.different, each.values]) : JSON.stringify([each.kind, each.name]);
        if (byValues.has(key)) {
            byValues.get(key).twins.push(each);
        } else {
            byValues.set(key, { ...each, twins: [] });
        }
    }
    return [...byValues.values()];
}
