package dev.sallyport.gateway.proof;

/**
 * What a client is asked: which number of 0 to {@code maxnumber}, written in decimal after {@code salt}, has the SHA-256 {@code challenge}?
 * The names are those of ALTCHA's version 1, so that its clients solve it.
 *
 * @param challenge in hexadecimal
 * @param salt ends with {@code &}, so that no digit of it can be taken for one of the number
 * @param signature ours, to be sent back
 */
public record Challenge(String algorithm, String challenge, long maxnumber, String salt, String signature) {}
