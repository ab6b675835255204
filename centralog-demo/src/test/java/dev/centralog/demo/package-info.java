// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.demo;

import org.jspecify.annotations.NullMarked;
