// SPDX-License-Identifier: Apache-2.0
/** What was logged, told by numbers, against what a database holds of it. */
@NullMarked
package dev.centralog.tools.audit;

import org.jspecify.annotations.NullMarked;
