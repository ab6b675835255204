// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/**
 * A part of a text that is taken out.
 *
 * @param from the index of its first character in the text
 * @param to the index after its last character
 */
public record Part(int from, int to, Kind kind) {}
