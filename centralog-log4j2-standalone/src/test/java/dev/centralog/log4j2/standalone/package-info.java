// SPDX-License-Identifier: Apache-2.0
/** Tests of the self-contained jar. They see it as an application does, and so use none of its classes by name. */
@NullMarked
package dev.centralog.log4j2.standalone;

import org.jspecify.annotations.NullMarked;
