// SPDX-License-Identifier: Apache-2.0
// Payloads that could not be read or stored: looked at, tried again, thrown away.
import { html, nothing, render } from './lit.js';
import { again, withParams } from './address.js';
import { post } from './api.js';
import * as format from './format.js';
import { copy, failed, time, waiting as reading } from './parts.js';
import { long, plain, shown } from './text.js';

/** What the last attempt has said, by id: it stays until the page is left. @type {Map<string, string>} */
const said = new Map();

/**
 * @param {import('./main.js').Part | undefined} list
 * @param {import('./main.js').Part | undefined} opened the one that is looked at
 * @param {URLSearchParams} params
 */
export function deadLetters(list, opened, params) {
    if (!list?.data) {
        return list?.failure ? failed(list.failure) : nothing;
    }
    const { dead_letters: letters, waiting: sum, more } = list.data;
    if (!letters.length) {
        return nothing;
    }
    return html`<section class="dead-letters" aria-labelledby="dead-title">
        <div class="heading"><h2 id="dead-title">Dead letters</h2><p class="muted">could not be read or stored, and are kept; their counts are stored. Replay them after an upgrade, or when the reason is gone.</p></div>
        <table class="list letters">
            <thead><tr><th scope="col">Put aside</th><th scope="col" class="wide">Stream</th><th scope="col">Reason</th><th scope="col" class="number wide">Bytes</th><th scope="col" class="number wide">Tried</th><th scope="col"><span class="unseen">What to do</span></th></tr></thead>
            <tbody>${letters.map((each) => row(each, opened, params))}</tbody>
        </table>
        ${more ? html`<p class="muted notes">${format.counted(sum, 'dead letter')} wait in all; <code>./centralog dead-letters list</code> has all.</p>` : nothing}
    </section>`;
}

function row(each, opened, params) {
    const id = String(each.id);
    const isOpen = params.get('letter') === id;
    return html`<tr data-line class=${isOpen ? 'open' : ''}>
            <td class="when">${time(each.first_seen)}</td>
            <td class="wide when">${each.stream}</td>
            <td class="what"><a class="line text" href=${withParams({ letter: isOpen ? null : id })} data-replace aria-expanded=${isOpen}>${shown(plain(each.reason, 300))}</a>${said.has(id) ? html`<p class="failed" role="alert">${shown(said.get(id))}</p>` : nothing}</td>
            <td class="number wide">${format.count(each.bytes ?? 0)}</td>
            <td class="number wide">${format.count(each.attempts ?? 0)}</td>
            <td class="decide">${each.can_be_replayed ? html`<button type="button" class="triage" aria-label="Replay dead letter ${id}" @click=${(event) => run(event, id, 'replay')}>Replay</button> ` : nothing}<button type="button" class="triage" aria-label="Discard dead letter ${id}" @click=${() => confirmDiscard(id, each)}>Discard</button></td>
        </tr>
        ${isOpen ? html`<tr class="opened"><td colspan="6">${content(opened)}</td></tr>` : nothing}`;
}

function content(part) {
    if (!part?.data) {
        return part?.failure ? failed(part.failure) : reading('Reading it');
    }
    const { content: text = '', content_characters: characters, second, group, delivery } = part.data;
    return html`<div class="detail">
        <div class="message"><pre class="text">${long(text)}</pre>${copy(text, 'the dead letter')}</div>
        ${characters ? html`<p class="muted">Of ${format.count(characters)} characters, the beginning; <code>./centralog dead-letters show</code> has all.</p>` : nothing}
        <p class="muted">of ${time(second)}, group <code class="text">${shown(group ?? '')}</code>, delivery <code class="text">${shown(delivery ?? '')}</code></p>
    </div>`;
}

async function run(event, id, what) {
    const button = event.target;
    button.disabled = true;
    said.delete(id);
    try {
        const done = await post(`dead-letter/${encodeURIComponent(id)}/${what}`, {});
        if (what === 'replay' && !done.replayed) {
            said.set(id, `It can't be stored yet: ${done.why ?? 'no reason is known'}`);
        }
        document.querySelector('#announcement').textContent = `Dead letter ${id}: ${said.get(id) ?? (what === 'replay' ? 'replayed' : 'discarded')}`;
    } catch (failure) {
        said.set(id, failure.message);
    }
    button.disabled = false;
    again();
}

function confirmDiscard(id, each) {
    const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#triage'));
    const close = () => dialog.close();
    render(
        html`<h2 id="triage-title">Discard dead letter ${id}?</h2>
            <p class="text about-family">${shown(plain(each.reason, 300))}</p>
            <p>Its ${format.counted(each.bytes ?? 0, 'byte')} are gone for good; its count stays stored.</p>
            <p class="actions"><button type="button" class="primary danger" @click=${(event) => (close(), run(event, id, 'discard'))}>Discard</button> <button type="button" autofocus @click=${close}>Keep</button></p>`,
        dialog,
    );
    dialog.showModal();
}
