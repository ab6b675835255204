// a script of tests
export const text = "a text that is repeated";
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
// a text that is repeated, so that it gets shorter by gzip
