// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

/**
 * What Redis knows of a producer.
 *
 * @param last the number of the last batch that it has applied; 0 if it knows none
 * @param redisSecond when it said so, by its clock
 */
public record ProducerPosition(long last, long redisSecond) {}
