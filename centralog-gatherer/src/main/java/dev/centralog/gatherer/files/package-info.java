// SPDX-License-Identifier: Apache-2.0
/** What files of the gatherer have in common. */
@NullMarked
package dev.centralog.gatherer.files;

import org.jspecify.annotations.NullMarked;
