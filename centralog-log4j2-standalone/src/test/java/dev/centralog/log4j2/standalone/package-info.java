// SPDX-License-Identifier: Apache-2.0
/** Tests of the self-contained jar; they see it as an application does, and so name none of its classes. */
@NullMarked
package dev.centralog.log4j2.standalone;

import org.jspecify.annotations.NullMarked;
