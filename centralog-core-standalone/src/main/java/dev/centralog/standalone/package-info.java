// SPDX-License-Identifier: Apache-2.0
/** What the self-contained jars carry beside core and its libraries. */
@NullMarked
package dev.centralog.standalone;

import org.jspecify.annotations.NullMarked;
