package dev.sallyport.kit.http;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What follows the head of a response. */
public sealed interface ResponseBody {
    ResponseBody EMPTY = new Bytes(new byte[0]);

    record Bytes(byte[] bytes) implements ResponseBody {}

    /** Bytes as they come, sent as fast as the client takes them and closed afterwards. */
    record Stream(InputStream stream, OptionalLong length) implements ResponseBody {}

    /** A part of a file, sent without passing through this program's memory where the platform can. */
    record FilePart(Path file, long offset, long length) implements ResponseBody {}

    /**
     * The request is streamed on to an origin, and its answer back. Headers that decorators set on such a response are set
     * on the origin's answer.
     *
     * @param origin {@code http://host:port}
     * @param head the request as the origin shall see it; its body is the client's, streamed
     */
    record Forward(java.net.URI origin, Request head) implements ResponseBody {}
}
