// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.testkit;

import org.jspecify.annotations.NullMarked;
