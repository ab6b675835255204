// SPDX-License-Identifier: Apache-2.0
/** What users ask for, in commands and on the page: the times and periods that they name. */
@NullMarked
package dev.centralog.gatherer.asked;

import org.jspecify.annotations.NullMarked;
