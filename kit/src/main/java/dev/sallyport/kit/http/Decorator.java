package dev.sallyport.kit.http;

import java.util.List;

/** A function that wraps a {@link Handler} in another: how every cross-cutting concern is added (L21). */
@FunctionalInterface
public interface Decorator {
    Handler around(Handler inner);

    /** All of them as one; the first of the list is outermost. */
    static Decorator inOrder(List<Decorator> decorators) {
        return inner -> {
            Handler wrapped = inner;
            for (Decorator decorator : decorators.reversed()) {
                wrapped = decorator.around(wrapped);
            }
            return wrapped;
        };
    }
}
