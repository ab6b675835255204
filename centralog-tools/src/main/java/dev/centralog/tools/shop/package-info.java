// SPDX-License-Identifier: Apache-2.0
/** Two applications as users write them: each logs through one framework, with its own configuration file. */
@NullMarked
package dev.centralog.tools.shop;

import org.jspecify.annotations.NullMarked;
