// SPDX-License-Identifier: Apache-2.0
/** Classes that the self-contained jars contain besides core and its libraries. */
@NullMarked
package dev.centralog.standalone;

import org.jspecify.annotations.NullMarked;
