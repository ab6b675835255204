// SPDX-License-Identifier: Apache-2.0
/**
 * Centralog for Log4j2: the appender ({@link dev.centralog.log4j2.CentralogAppender}), and Log4j2's own events rebuilt
 * from gathered ones ({@link dev.centralog.log4j2.Log4j2Events}).
 */
@NullMarked
package dev.centralog.log4j2;

import org.jspecify.annotations.NullMarked;
