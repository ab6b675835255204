// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.log4j2;

import org.jspecify.annotations.NullMarked;
