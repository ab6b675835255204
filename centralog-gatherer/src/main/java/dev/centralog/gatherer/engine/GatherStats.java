// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.time.Duration;

/**
 * What a gatherer has done since it was opened.
 *
 * @param events with the stream of events
 * @param actions with the stream of actions
 * @param retries how often something was tried again because Redis or the database did not do it
 * @param awayFromRedis for how long Redis did not answer, all times together, one that lasts included
 * @param awayFromDatabase for how long the database did not answer or store
 */
public record GatherStats(
        StreamStats events, StreamStats actions, long retries, Duration awayFromRedis, Duration awayFromDatabase) {}
