// SPDX-License-Identifier: Apache-2.0
/** Real servers for tests, and contracts that tests of implementations extend. */
@NullMarked
package dev.centralog.testkit;

import org.jspecify.annotations.NullMarked;
