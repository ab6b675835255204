// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.bench.start;

import org.jspecify.annotations.NullMarked;
