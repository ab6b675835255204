// SPDX-License-Identifier: Apache-2.0
// The one place that knows where the library for templates is. Data become text nodes and attributes, never markup.
export { html, svg, render, nothing } from '/static/lib/lit-html/lit-html.js';
export { repeat } from '/static/lib/lit-html/directives/repeat.js';
