// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of faults under load. Each has a load of numbered events and actions, gatherers, a fault that is injected again
 * and again, and the audit at the end. {@link dev.centralog.testkit.Faults} selects the long forms; their last figures
 * are in docs/reliability.md.
 */
@NullMarked
package dev.centralog.faults;

import org.jspecify.annotations.NullMarked;
