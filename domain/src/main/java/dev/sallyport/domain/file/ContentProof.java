package dev.sallyport.domain.file;

import java.io.InputStream;

/** What a sender says of the bytes it sends, to be held against those that arrive. */
public interface ContentProof {
    /** Nothing was said. */
    ContentProof NONE = new ContentProof() {
        @Override
        public InputStream over(InputStream content) {
            return content;
        }

        @Override
        public boolean isAsked() {
            return false;
        }

        @Override
        public boolean holds() {
            return true;
        }
    };

    /** The same bytes, looked at while they pass. */
    InputStream over(InputStream content);

    /** Whether anything was said. */
    boolean isAsked();

    /** Whether the bytes that passed are those that were said. */
    boolean holds();
}
