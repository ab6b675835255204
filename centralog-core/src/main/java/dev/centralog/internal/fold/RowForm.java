// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * The form in which the first event of a group in a window is rendered.
 *
 * @param sample the content of its sample
 * @param isVarying whether its group counts texts that differ
 */
public record RowForm(SampleContent sample, boolean isVarying) {}
