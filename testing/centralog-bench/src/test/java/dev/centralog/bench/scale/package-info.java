// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.bench.scale;

import org.jspecify.annotations.NullMarked;
