// SPDX-License-Identifier: Apache-2.0
/** Applications as users have them: a framework, configured by its own file, in a separate process. */
@NullMarked
package dev.centralog.bench.application;

import org.jspecify.annotations.NullMarked;
