package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.RequestContext;

/** Finds the first file of a {@code multipart/form-data} body and streams it; nothing is kept aside on the way. */
@Spec("RFC 7578 §4")
final class Multipart {
    static final String MEDIA_TYPE = "multipart/form-data";

    private static final int MOST_FIELDS = 20;

    private Multipart() {}

    /** A file as it stands in a form. */
    record Part(Optional<String> name, InputStream content) {}

    /** The first part that is a file; fields before it are skipped, a few. */
    static Optional<Part> firstFile(Request request) throws IOException {
        FileItemInputIterator parts = new Streaming().getItemIterator(new Body(request));
        for (int i = 0; i < MOST_FIELDS && parts.hasNext(); i++) {
            FileItemInput part = parts.next();
            if (!part.isFormField()) {
                return Optional.of(new Part(Optional.ofNullable(part.getName()), part.getInputStream()));
            }
        }
        return Optional.empty();
    }

    private record Body(Request request) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return request.body().length().orElse(-1);
        }

        @Override
        public String getContentType() {
            return request.headers().first("content-type").orElse("");
        }

        @Override
        public InputStream getInputStream() {
            return request.body().stream();
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }

    /** The library's reader of streams, without its ways of keeping whole forms. */
    private static final class Streaming extends AbstractFileUpload<Request, DiskFileItem, DiskFileItemFactory> {
        @Override
        public FileItemInputIterator getItemIterator(Request request) throws IOException {
            return getItemIterator(new Body(request));
        }

        @Override
        public Map<String, List<DiskFileItem>> parseParameterMap(Request request) {
            throw new UnsupportedOperationException("forms are streamed");
        }

        @Override
        public List<DiskFileItem> parseRequest(Request request) {
            throw new UnsupportedOperationException("forms are streamed");
        }
    }
}
