package dev.sallyport.kit.forward;

import java.net.URI;
import java.util.Optional;

/** The one origin of a request. */
final class OneOrigin implements Tries {
    private final URI origin;
    private boolean tried;

    OneOrigin(URI origin) {
        this.origin = origin;
    }

    @Override
    public Optional<Try> next() {
        if (tried) {
            return Optional.empty();
        }
        tried = true;
        return Optional.of(again());
    }

    @Override
    public Try again() {
        return new Forgotten(origin);
    }

    private record Forgotten(URI origin) implements Try {
        @Override
        public void reached() {
            // Nobody keeps account.
        }

        @Override
        public void answered(int status, boolean leaving) {
            // Nobody keeps account.
        }

        @Override
        public void failed(Failure how) {
            // Nobody keeps account.
        }

        @Override
        public void over() {
            // Nobody keeps account.
        }
    }
}
