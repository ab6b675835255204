// SPDX-License-Identifier: Apache-2.0
// What is around each view: where one can go, the search, the time and application that all of it is about.
import { html, nothing } from './lit.js';
import { begin, go, here, narrowed, takesConditions, to, without, withParams } from './address.js';
import { chips, conditions, parse } from './filters.js';
import * as format from './format.js';
import { findings } from './health.js';
import { showHelp } from './keyboard.js';
import { chooseRange } from './range.js';
import { moveAmong, suggest } from './suggest.js';
import { plain, shown } from './text.js';
import { nextTheme, theme } from './theme.js';

const TIMES = { '15m': '15 minutes', '1h': '1 hour', '6h': '6 hours', '24h': '24 hours', '7d': '7 days', '30d': '30 days' };

/** What opens the dialog. */
const CHOOSE = 'choose';

/** Views of the present. */
const TIMELESS = ['/tail', '/pipeline'];

/** @param {{address: import('./address.js').Address, view: string, title: string, common: any, failure: any, busy: boolean, content: unknown, reload: () => void}} what */
export function shell({ address, view, title, common, failure, busy, content, reload }) {
    return html`
        <header>
            <div class="top">
                <a class="brand" href=${begin('/')} aria-label="Centralog, overview"><img src="/static/icon.svg" alt="" width="20" height="20"> <span>Centralog</span></a>
                <nav aria-label="Views">
                    ${tab('/', 'Overview', view)} ${tab('/search', 'Search', view)} ${tab('/tail', 'Live', view)} ${tab('/actions', 'Actions', view)} ${tab('/pipeline', 'Pipeline', view, ill(common))}
                </nav>
                ${searchForm(address, common.meta?.data)}
                <div class="context">${context(address, common.meta?.data)}</div>
                <div class="buttons">
                    <button class="quiet" type="button" title="Colours: ${theme()}" aria-label="Colours: ${theme()}; change" @click=${() => (nextTheme(), reload())}>${{ auto: '◐', light: '☀', dark: '☾' }[theme()]}</button>
                    <button class="quiet" type="button" title="Keys" aria-label="Keys" @click=${showHelp}>?</button>
                </div>
            </div>
            ${chipBar(address)} ${failure ? banner(failure, reload) : nothing}
            <div class="progress" ?hidden=${!busy} aria-hidden="true"></div>
        </header>
        <main id="main" aria-busy=${busy}><h1 tabindex="-1" class=${view ? 'unseen' : ''}>${shown(title)}</h1>${content}</main>
    `;
}

const ill = (common) => Boolean(common.status?.data && findings(common.status.data).length);

function tab(path, name, view, alarm = false) {
    return html`<a href=${begin(path)} aria-current=${name === view ? 'page' : nothing}>${name}${alarm ? html`<span class="alarm" title="something wants a human"><span class="unseen">: something wants a human</span></span>` : nothing}</a>`;
}

/** @param {import('./address.js').Address} address @param {any} meta */
function searchForm(address, meta) {
    const submit = (event) => {
        event.preventDefault();
        const input = event.target.elements.text;
        const { conditions: typed, text } = parse(input.value);
        const params = takesConditions(address.path) ? conditions(address.params) : new URLSearchParams(to('').slice(1));
        params.delete('text');
        if (text) {
            params.set('text', text);
        }
        typed.forEach(([name, value]) => (/^-/.test(name) ? params.append(name, value) : params.set(name, value)));
        input.value = text;
        input.blur();
        go('/search' + (params.size ? '?' + params : ''));
    };
    const help = (event) => suggest(event.target, meta);
    return html`<form role="search" class="search" @submit=${submit} @keydown=${moveAmong} autocomplete="off">
        <input id="search" name="text" type="search" aria-label="Search the events" aria-describedby="search-hint" placeholder="Search: words, level:WARN, host:web-1 …" .value=${address.params.get('text') ?? ''} spellcheck="false" maxlength="2000" @focus=${help} @input=${help}>
        <div class="hints" id="search-hint"></div>
    </form>`;
}

function context(address, meta) {
    const { params } = address;
    const since = params.get('since') ?? '24h';
    const custom = !TIMES[since] || params.has('until');
    const time = (event) => {
        const { value } = event.target;
        if (value === CHOOSE) {
            event.target.value = custom ? 'custom' : since; // it stays until the dialog has another one
            chooseRange(params);
        } else {
            go(withParams({ since: value === '24h' ? null : value, until: null }));
        }
    };
    return html`
        ${choice('app', 'Application', 'all apps', meta?.apps, params)} ${(meta?.environments?.length ?? 0) > 1 || params.has('environment') ? choice('environment', 'Environment', 'all envs', meta?.environments, params) : nothing}
        ${TIMELESS.includes(address.path)
            ? nothing
            : html`<select aria-label="Time" @change=${time} .value=${custom ? 'custom' : since}>
                  ${custom ? html`<option value="custom" selected>${customTime(params)}</option>` : nothing}
                  ${Object.entries(TIMES).map(([value, text]) => html`<option value=${value} ?selected=${!custom && value === since}>last ${text}</option>`)}
                  <option value=${CHOOSE}>from … to …</option>
              </select>`}`;
}

function customTime(params) {
    const at = (text, other) => (text && !Number.isNaN(Date.parse(text)) ? format.time(new Date(text), 'minutes') : text ? `${plain(text, 20)} ago` : other);
    return `${at(params.get('since'), '24h ago')} – ${at(params.get('until'), 'now')}`;
}

function choice(name, label, all, values, params) {
    const chosen = params.get(name) ?? '';
    const known = [...new Set([...(values ?? []), ...(chosen ? [chosen] : [])])];
    const change = (event) => go(withParams({ [name]: event.target.value || null }));
    return html`<select aria-label=${label} @change=${change}>
        <option value="" ?selected=${!chosen}>${all}</option>
        ${known.map((each) => html`<option value=${each} ?selected=${each === chosen}>${plain(each, 40)}</option>`)}
    </select>`;
}

function chipBar(address) {
    const found = takesConditions(address.path) ? chips(address.params) : [];
    if (!found.length) {
        return nothing;
    }
    return html`<ul class="chips" aria-label="Conditions">
        ${found.map(([name, value]) => {
            const excluded = name.startsWith('-');
            const bare = name.replace(/^-/, '');
            return html`<li class=${excluded ? 'excluded' : ''}>
                <a href=${excluded ? narrowed(bare, value) : narrowed('-' + bare, value)} title=${excluded ? 'Only these instead' : 'Exclude instead'}>${excluded ? 'not ' : ''}${bare}: <b class="text">${shown(value)}</b></a><a
                    class="remove" href=${without(name, value)} aria-label="Remove ${name}: ${plain(value, 60)}">✕</a>
            </li>`;
        })}
        <li><a class="clear" href=${to(here().path)}>Clear all</a></li>
    </ul>`;
}

function banner(failure, reload) {
    if (failure.status === 401) {
        return html`<div class="banner" role="alert"><b>This session has ended.</b> Open the address that the gatherer printed when it started, or ask it for a new one.</div>`;
    }
    const title = { 0: 'The gatherer does not answer.', 503: 'Database unavailable.' }[failure.status] ?? 'Not all could be read.';
    return html`<div class="banner" role="alert">
        <b>${title}</b> <span class="text">${failure.status === 0 ? '' : shown(failure.message)}</span> What is shown below is as it was read last; it is asked again every few seconds.
        <button class="quiet" type="button" @click=${reload}>Ask now</button>
    </div>`;
}
