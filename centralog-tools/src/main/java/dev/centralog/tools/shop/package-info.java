// SPDX-License-Identifier: Apache-2.0
/** Two applications as users write them: each logs through one framework, by a configuration file of its own. */
@NullMarked
package dev.centralog.tools.shop;

import org.jspecify.annotations.NullMarked;
