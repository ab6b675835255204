// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.bench.action;

import org.jspecify.annotations.NullMarked;
