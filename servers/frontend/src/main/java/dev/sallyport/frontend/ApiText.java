package dev.sallyport.frontend;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/** {@code GET /v1/openapi.json}: the document of the API, made when it is first asked for and kept from then on. */
final class ApiText {
    private final Supplier<byte[]> making;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Asset> made = Optional.empty();

    ApiText(Supplier<byte[]> making) {
        this.making = making;
    }

    Response handle(Request request) {
        return text().answer(request);
    }

    private Asset text() {
        if (made.isPresent()) {
            return made.get();
        }
        lock.lock();
        try {
            if (made.isEmpty()) {
                byte[] plain = making.get();
                made = Optional.of(Asset.of("openapi.json", plain, Map.of("gzip", zipped(plain))));
            }
            return made.get();
        } finally {
            lock.unlock();
        }
    }

    private static byte[] zipped(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
