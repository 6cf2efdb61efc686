package dev.sallyport.storage.sql;

import dev.sallyport.kit.trace.Span;
import java.lang.ScopedValue.CallableOp;
import java.util.Locale;

/** The spans of transactions: from when somebody asks for one until it is durable, so with the wait for others and for the disk. */
final class Transactions {
    private static final String NAME = "transaction";

    private Transactions() {}

    static <T, X extends Throwable> T traced(Dialect dialect, CallableOp<T, X> transaction) throws X {
        return Span.inside(Span.Kind.CLIENT, () -> NAME, () -> {
            Span.current().note("db.system.name", dialect.name().toLowerCase(Locale.ROOT));
            return transaction.call();
        });
    }
}
