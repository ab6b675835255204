// SPDX-License-Identifier: Apache-2.0
/**
 * Faults, injected under load: each test is a load of numbered events and actions, gatherers, a fault that is injected
 * again and again, and the audit at the end. Long forms by {@link dev.centralog.testkit.Faults}; their last figures are in
 * docs/reliability.md.
 */
@NullMarked
package dev.centralog.faults;

import org.jspecify.annotations.NullMarked;
