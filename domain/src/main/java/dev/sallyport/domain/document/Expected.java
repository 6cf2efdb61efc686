package dev.sallyport.domain.document;

import java.util.Set;

/** What must be there for a write to be done. */
public sealed interface Expected {
    boolean allows(boolean there, long version);

    /** Whatever is there, and nothing too. */
    record Anything() implements Expected {
        @Override
        public boolean allows(boolean there, long version) {
            return true;
        }
    }

    /** Nothing. */
    record Absent() implements Expected {
        @Override
        public boolean allows(boolean there, long version) {
            return !there;
        }
    }

    /** Some version of it. */
    record Present() implements Expected {
        @Override
        public boolean allows(boolean there, long version) {
            return there;
        }
    }

    /** One of these versions. */
    record OneOf(Set<Long> versions) implements Expected {
        public OneOf {
            versions = Set.copyOf(versions);
        }

        @Override
        public boolean allows(boolean there, long version) {
            return there && versions.contains(version);
        }
    }
}
