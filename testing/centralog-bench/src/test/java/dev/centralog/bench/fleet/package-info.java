// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.bench.fleet;

import org.jspecify.annotations.NullMarked;
