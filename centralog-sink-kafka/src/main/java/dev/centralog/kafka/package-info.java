// SPDX-License-Identifier: Apache-2.0
/**
 * The sink that stores in Kafka; docs/kafka.md has its records. No API: it is found by its scheme, {@code kafka}.
 */
@NullMarked
package dev.centralog.kafka;

import org.jspecify.annotations.NullMarked;
