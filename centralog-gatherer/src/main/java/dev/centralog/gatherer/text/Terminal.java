// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

/**
 * The place where text is shown.
 *
 * @param colours whether it is coloured
 * @param isUnicode whether characters beside those of ASCII can be shown
 * @param width the characters of a line; {@link Integer#MAX_VALUE} where lines are not cut, as in a file
 */
public record Terminal(Colours colours, boolean isUnicode, int width) {
    /** A place that takes plain text in lines of any length. */
    public static final Terminal PLAIN = new Terminal(new Colours(false), false, Integer.MAX_VALUE);
}
