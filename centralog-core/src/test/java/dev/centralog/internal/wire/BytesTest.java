// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BytesTest {
    @Test
    void written_nothing_isEmpty() {
        assertThat(new Bytes().written()).isEmpty();
    }

    @Test
    void written_onePiece_isACopyOfIt() {
        byte[] piece = {1, 2, 3, 4};
        Bytes bytes = new Bytes();

        bytes.write(piece, 1, 2);
        piece[1] = 9;

        assertThat(bytes.written()).containsExactly(2, 3);
    }

    @Test
    void written_manyPieces_isAllOfThem() {
        Random random = new Random(1);
        for (int pieces = 0; pieces < 50; pieces++) {
            Bytes bytes = new Bytes();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int count = 0; count < pieces; count++) {
                byte[] piece = new byte[random.nextInt(100)];
                random.nextBytes(piece);
                bytes.write(piece, 0, piece.length);
                expected.write(piece, 0, piece.length);
                bytes.write(count);
                expected.write(count);
            }

            assertThat(bytes.written()).isEqualTo(expected.toByteArray());
        }
    }
}
