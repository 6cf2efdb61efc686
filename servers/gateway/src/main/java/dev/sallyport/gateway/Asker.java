package dev.sallyport.gateway;

import dev.sallyport.domain.client.ClientId;

/** Whom a Tier 1 limit counts. */
sealed interface Asker permits Network, Asker.Client, Asker.Everybody {
    /** Whom it is counted together with where there is no room to count it alone. */
    Asker neighbourhood();

    /** A number that is the same for the same asker. */
    long number();

    /** A text that is the same for the same asker in every process, and for no other. */
    String text();

    /** A client, as a token says that holds. */
    record Client(ClientId id) implements Asker {
        @Override
        public Asker neighbourhood() {
            return this;
        }

        @Override
        public long number() {
            return id.hashCode();
        }

        @Override
        public String text() {
            return "client " + id.value();
        }
    }

    /** All who ask, together. */
    record Everybody() implements Asker {
        @Override
        public Asker neighbourhood() {
            return this;
        }

        @Override
        public long number() {
            return 0;
        }

        @Override
        public String text() {
            return "everybody";
        }
    }
}
