// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.bench.gather;

import org.jspecify.annotations.NullMarked;
