package dev.sallyport.storage.sql;

/**
 * Who wants to know how a database does. It is told on the thread that worked, so it must be quick, and it may not throw.
 */
public interface DatabaseWatch {
    /** Nobody wants to know. */
    DatabaseWatch NOBODY = new DatabaseWatch() {
        @Override
        public void worked(Kind kind, Outcome outcome, long nanos) {
            // Nobody asked.
        }

        @Override
        public void committed(int works) {
            // Nobody asked.
        }

        @Override
        public void triedAgain() {
            // Nobody asked.
        }

        @Override
        public void replicaAsked(boolean answered) {
            // Nobody asked.
        }

        @Override
        public void replicaBehind(double seconds) {
            // Nobody asked.
        }
    };

    /** What was asked of the database. */
    enum Kind {
        READ,
        WRITE
    }

    /** What came of it. */
    enum Outcome {
        DONE,
        /** The work itself threw, and nothing was written. */
        UNDONE,
        /** The database did not do it: it cannot be reached, is full, or was busy for too long. */
        UNAVAILABLE
    }

    /** @param nanos from asking to the answer, with the wait for a connection and, for a write, for the commit */
    void worked(Kind kind, Outcome outcome, long nanos);

    /** @param works how many pieces of work one commit of SQLite made durable */
    void committed(int works);

    /** A transaction met another one and is tried again. */
    void triedAgain();

    /** @param answered whether a replica answered the read; otherwise it was passed over, and the primary was asked */
    void replicaAsked(boolean answered);

    /** @param seconds how old what a replica knows is at most; not a number where nobody knows */
    void replicaBehind(double seconds);
}
