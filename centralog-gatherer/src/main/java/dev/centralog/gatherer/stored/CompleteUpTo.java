// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;

/** The time up to which what is stored of events is complete, of the Redis of that id. */
public record CompleteUpTo(String redisId, Instant upTo) {}
