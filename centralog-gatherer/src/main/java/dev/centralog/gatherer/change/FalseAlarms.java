// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

/**
 * The false alarms to be expected among many families, if nothing has changed. Take one for {@link Louder} and one for
 * {@link Gone}, and add every family that the baseline has: one that is left out because it is quiet now could have been an alarm.
 *
 * @param judged the number of families that were ranked
 * @param byRatioAlone the number of families that a multiple of the mean alone could judge; nothing is known of their chance
 * @param expected the expected number of false alarms among those that were ranked, at most
 */
public record FalseAlarms(int judged, int byRatioAlone, double expected) {
    /** No family yet. */
    public static final FalseAlarms NONE = new FalseAlarms(0, 0, 0);

    /** Returns the sum with one more family. */
    public FalseAlarms plus(Judgement judgement) {
        return switch (judgement.basis()) {
            case RANK -> new FalseAlarms(judged + 1, byRatioAlone, expected + judgement.expectedFalseAlarms());
            case RATIO -> new FalseAlarms(judged, byRatioAlone + 1, expected);
            case NONE -> this;
        };
    }
}
