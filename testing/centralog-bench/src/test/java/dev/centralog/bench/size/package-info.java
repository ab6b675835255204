// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.bench.size;

import org.jspecify.annotations.NullMarked;
