// SPDX-License-Identifier: Apache-2.0
/** Presents figures: tables in Markdown, charts in SVG. */
@NullMarked
package dev.centralog.bench.report;

import org.jspecify.annotations.NullMarked;
