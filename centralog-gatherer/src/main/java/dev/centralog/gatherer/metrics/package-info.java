// SPDX-License-Identifier: Apache-2.0
/** The figures of a gatherer in the form that Prometheus reads. */
@NullMarked
package dev.centralog.gatherer.metrics;

import org.jspecify.annotations.NullMarked;
