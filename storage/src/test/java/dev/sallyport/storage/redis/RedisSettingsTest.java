package dev.sallyport.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.redis.RedisSettings.Parsed;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://cache                            | redis://cache:6379/0
            redis://cache:6380/3                     | redis://cache:6380/3
            redis://:secret@cache                    | redis://cache:6379/0
            rediss://me:secret@cache.example.org     | rediss://cache.example.org:6379/0
            redis://[::1]:6379                       | redis://[::1]:6379/0
            redis-sentinel://one,two:5000/shop       | redis-sentinel://one:26379,two:5000/shop/0
            rediss-sentinel://one,two/shop/2         | rediss-sentinel://one:26379,two:26379/shop/2
            redis+cluster://one,two:7000,three       | redis+cluster://one:6379,two:7000,three:6379
            rediss+cluster://:secret@one             | rediss+cluster://one:6379
            """)
    void what_can_be_said_is_read_and_told_without_the_password(String text, String told) {
        RedisSettings settings = RedisServer.settings(text);
        assertThat(settings).hasToString(told);
        assertThat(settings.password().isPresent()).isEqualTo(text.contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis",
                "redis://",
                "redis://one,two",
                "redis://cache:0",
                "redis://cache:70000",
                "redis://cache/shop",
                "redis://cache/1/2",
                "redis://cache?timeout=1s",
                "redis-sentinel://one",
                "redis-sentinel://one/shop/x",
                "redis+cluster://one/1",
                "redis+cluster://one,,two",
                "redis://%zz@cache",
                "http://cache",
                "memcached://cache"
            })
    void what_is_none_is_told_with_the_form(String text) {
        assertThat(RedisSettings.parse(text, Optional.empty(), Optional.empty()))
                .isEqualTo(new Parsed.Invalid(RedisSettings.FORM));
    }

    @Test
    void the_password_of_the_file_goes_before_that_of_the_address_and_escapes_are_read() {
        String text = "redis://me:p%40ss+word@cache";
        assertThat(RedisServer.settings(text).password().map(Secret::reveal)).contains("p@ss+word");
        assertThat(RedisServer.settings(text).user()).contains("me");
        var file = RedisSettings.parse(text, Optional.of(Secret.of("of the file")), Optional.empty());
        assertThat(((Parsed.Valid) file).settings().password().map(Secret::reveal))
                .contains("of the file");
    }
}
