// SPDX-License-Identifier: Apache-2.0
// What people have decided of a family: shown as badges, and decided in a dialog.
import { html, nothing, render } from './lit.js';
import { post } from './api.js';
import { again } from './address.js';
import { time } from './parts.js';
import { plain, shown } from './text.js';

const MOST_OF_NOTE = 2000;

const DONE = { resolve: 'Resolved', mute: 'Muted', reopen: 'Open again', note: 'Noted' };

/** @typedef {{state: string, in_release?: string, note?: string, by?: string, at?: string, regressed?: boolean, regressed_in?: string}} Triage */

/** @param {Triage | null | undefined} triage */
export function badge(triage) {
    if (!triage) {
        return nothing;
    }
    const text = textOf(triage);
    const about = [triage.by ? `by ${plain(triage.by, 80)}` : '', triage.at ? triage.at.replace('T', ' ').replace('Z', ' UTC') : '', triage.note ? plain(triage.note, 400) : ''].filter(Boolean).join(', ');
    return html`${text ? html`<span class="state ${triage.regressed ? 'regressed' : triage.state}" title=${about}>${text}</span>` : nothing}${triage.note ? html`<span class="note" title=${about}><span aria-hidden="true">✎</span> <span class="text">${shown(plain(triage.note, 120))}</span></span>` : nothing}`;
}

function textOf({ state, in_release: release, regressed, regressed_in: again }) {
    const where = release ? html` in <span class="text">${shown(release)}</span>` : nothing;
    if (regressed) {
        return html`Regressed${again ? html` in <span class="text">${shown(again)}</span>` : nothing}, was resolved${where}`;
    }
    return { resolved: html`Resolved${where}`, muted: 'Muted' }[state];
}

/**
 * Returns the button that opens the dialog.
 * @param {{family?: string, template?: string, message?: string, method?: string, app?: string, triage?: Triage | null}} of
 * @param {string} name of the button where nothing is decided yet
 */
export function triageButton(of, name = 'Decide') {
    return of.family
        ? html`<button type="button" class="triage" title="Resolve, mute or note (t)" aria-label="Decide on: ${plain(titleOf(of), 80)}" @click=${(event) => open(of, event.currentTarget)}>${of.triage ? 'Change' : name}</button>`
        : nothing;
}

const titleOf = (of) => of.template ?? of.message ?? of.method ?? of.family;

/** Releases that can be chosen, as the page has read them last. @type {{app: string, release: string, first_seen?: string}[]} */
let releases = [];

/** Returns the releases of an application whose beginning is known. @param {string | undefined} app */
export const begunReleases = (app) => releases.filter((each) => each.app === app && each.first_seen);

/** @param {any} meta */
export function knowReleases(meta) {
    releases = meta?.releases ?? releases;
}

function open(of, opener) {
    const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#triage'));
    const now = of.triage?.state ?? 'open';
    const initial = now === 'open' || of.triage?.regressed ? 'resolve' : 'reopen';
    const draw = (action, failure = null, busy = false) => render(form(of, { action, failure, busy, draw, now }), dialog);
    draw(initial);
    dialog.showModal();
    dialog.addEventListener('close', () => opener.isConnected && opener.focus(), { once: true });
}

function form(of, { action, failure, busy, draw, now }) {
    const ours = [...new Set(releases.filter((each) => !of.app || each.app === of.app).map((each) => each.release))];
    const choice = (name, text, about) => html`<label class="choice"><input type="radio" name="action" value=${name} .checked=${action === name} @change=${() => draw(name)}> <b>${text}</b> <span class="muted">${about}</span></label>`;
    return html`<form method="dialog" @submit=${(event) => submit(event, of, draw)}>
        <h2 id="triage-title">Decide on this family</h2>
        <p class="text about-family">${shown(plain(titleOf(of), 300))}</p>
        ${of.triage ? html`<p>${badge({ ...of.triage, note: undefined })} <span class="muted">${of.triage.by ? html`by <span class="text">${shown(of.triage.by)}</span>` : nothing} ${time(of.triage.at)}</span></p>` : nothing}
        <fieldset>
            <legend class="unseen">What to do</legend>
            ${choice('resolve', 'Resolve', 'it is mended; if it comes back in a newer release, it is regressed')}
            ${choice('mute', 'Mute', 'it is known and harmless; it is not among what changed')}
            ${now === 'open' ? nothing : choice('reopen', 'Reopen', 'take the decision back')}
            ${choice('note', 'Only note', 'leave the state as it is')}
        </fieldset>
        ${action === 'resolve'
            ? html`<label class="stacked">In release <select name="in_release"><option value="">(any that is newer than now)</option>${ours.map((each) => html`<option value=${each}>${plain(each, 60)}</option>`)}</select></label>`
            : nothing}
        <label class="stacked">Note <textarea name="note" rows="3" maxlength=${MOST_OF_NOTE} ?required=${action === 'note'} placeholder="Why, or the number of a ticket">${of.triage?.note ?? ''}</textarea></label>
        ${failure ? html`<p class="failed" role="alert">${shown(failure.message)}</p>` : nothing}
        <p class="actions"><button class="primary" ?disabled=${busy}>${{ resolve: 'Resolve', mute: 'Mute', reopen: 'Reopen', note: 'Save the note' }[action]}</button> <button type="button" @click=${(event) => event.target.closest('dialog').close()}>Cancel</button></p>
    </form>`;
}

async function submit(event, of, draw) {
    event.preventDefault();
    const { elements } = event.target;
    const dialog = event.target.closest('dialog');
    const action = elements.action.value;
    const note = elements.note.value.trim();
    draw(action, null, true);
    try {
        // An empty note takes the one that is there away; none leaves it.
        await post(`family/${of.family}/triage`, { action, in_release: elements.in_release?.value || undefined, note: note === (of.triage?.note ?? '') && action !== 'note' ? undefined : note });
    } catch (failure) {
        draw(action, failure);
        return;
    }
    dialog.close();
    document.querySelector('#announcement').textContent = `${DONE[action]}: ${plain(titleOf(of), 80)}`;
    again();
}

/** @param {{action: string, in_release?: string, note?: string, by?: string, at?: string}[]} history of decisions, the last one first */
export function decisions(history) {
    return history?.length
        ? html`<section aria-label="Decisions">
              <h2>Decisions</h2>
              <ol class="plain decisions">
                  ${history.map((each) => html`<li><b>${DONE[each.action] ?? plain(each.action, 20)}</b>${each.in_release ? html` in <span class="text">${shown(each.in_release)}</span>` : nothing} <span class="muted">${each.by ? html`by <span class="text">${shown(each.by)}</span>, ` : nothing}${time(each.at, 'minutes')}</span>${each.note ? html`<p class="text">${shown(each.note)}</p>` : nothing}</li>`)}
              </ol>
          </section>`
        : nothing;
}
