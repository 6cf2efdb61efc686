package dev.sallyport.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** A hundred callers of one verb at the same moment. */
final class Race {
    static final int CALLERS = 100;

    private Race() {}

    /** What each caller was told, by its number. */
    static <T> List<T> of(IntFunction<T> call) throws Exception {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<T>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                Callable<T> task = () -> {
                    start.await();
                    return call.apply(caller);
                };
                futures.add(callers.submit(task));
            }
            start.countDown();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
        }
        return answers;
    }

    /** How many of the callers won. */
    static long wins(IntFunction<Boolean> call) throws Exception {
        return of(call).stream().filter(won -> won).count();
    }
}
