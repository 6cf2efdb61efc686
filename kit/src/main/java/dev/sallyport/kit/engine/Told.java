package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.ResponseBody;
import java.util.concurrent.CompletableFuture;

/** Who hears how a forwarded request was answered: at once on the event loop where nothing blocks, or on the thread that waits for it. */
interface Told {
    /** The status that is sent. On the event loop, at most once. */
    void answered(int status);

    /** The last byte is with the client, or never will be. On the event loop, once. */
    void over();

    /** At once. */
    static Told directly(ResponseBody.Forward forward) {
        return new Told() {
            private boolean answered;

            @Override
            public void answered(int status) {
                answered = true;
                forward.answered().accept(status);
            }

            @Override
            public void over() {
                if (!answered) {
                    forward.answered().accept(ResponseBody.Forward.GONE);
                }
                forward.ended().run();
            }
        };
    }

    /** To a thread that waits. */
    final class Waiting implements Told {
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        @Override
        public void answered(int sent) {
            status.complete(sent);
        }

        @Override
        public void over() {
            status.complete(ResponseBody.Forward.GONE);
            over.complete(null);
        }

        /** Waits, and hands on what is heard. */
        void tell(ResponseBody.Forward forward) {
            forward.answered().accept(status.join());
            over.join();
            forward.ended().run();
        }
    }
}
