// SPDX-License-Identifier: Apache-2.0
/**
 * The judgement which families of events are louder and which are gone, from counts by periods of one length. It reads nothing
 * and asks no clock. The reasons and the figures are in docs/new.md.
 */
@NullMarked
package dev.centralog.gatherer.change;

import org.jspecify.annotations.NullMarked;
