// SPDX-License-Identifier: Apache-2.0
/** Times and periods that users name, in commands and on the page. */
@NullMarked
package dev.centralog.gatherer.asked;

import org.jspecify.annotations.NullMarked;
