package dev.sallyport.kit.engine;

import java.util.function.Supplier;

/** Something that is made when it is first asked for, once. */
final class Lazy<T> {
    private final Supplier<T> make;
    private volatile T made;

    Lazy(Supplier<T> make) {
        this.make = make;
    }

    T get() {
        T there = made;
        if (there == null) {
            synchronized (this) {
                there = made;
                if (there == null) {
                    there = make.get();
                    made = there;
                }
            }
        }
        return there;
    }
}
