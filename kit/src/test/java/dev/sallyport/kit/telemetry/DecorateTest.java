package dev.sallyport.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** L21: ports are decorated as handlers are. */
class DecorateTest {
    interface Names {
        Optional<String> find(int id);

        void add(String name);
    }

    private static final class Book implements Names {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Optional<String> find(int id) {
            asked.incrementAndGet();
            return Optional.of("name " + id);
        }

        @Override
        public void add(String name) {
            throw new IllegalStateException("the book is full");
        }
    }

    @Test
    void a_cached_verb_is_asked_once_and_the_others_as_often_as_called() {
        var book = new Book();
        Names names = Decorate.port(Names.class, book)
                .cached("find", Duration.ofMinutes(1), 10)
                .done();
        assertThat(names.find(1)).contains("name 1");
        assertThat(names.find(1)).contains("name 1");
        assertThat(names.find(2)).contains("name 2");
        assertThat(book.asked).hasValue(2);
        assertThatThrownBy(() -> Decorate.port(Names.class, book).cached("fnid", Duration.ZERO, 1))
                .hasMessageContaining("no verb fnid");
    }

    @Test
    void verbs_are_timed_by_name_and_throw_what_they_threw() {
        var registry = new SimpleMeterRegistry();
        Names names =
                Decorate.port(Names.class, new Book()).timed(registry).logged().done();
        names.find(1);
        assertThatThrownBy(() -> names.add("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the book is full");
        assertThat(registry.get("sallyport.port").tag("verb", "find").timer().count())
                .isEqualTo(1);
        assertThat(registry.get("sallyport.port").tag("verb", "add").timer().count())
                .isEqualTo(1);
    }
}
