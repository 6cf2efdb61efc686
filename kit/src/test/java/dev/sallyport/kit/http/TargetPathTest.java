package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /                        | /             | ''
        /a/b                     | /a/b          | ''
        /a/                      | /a/           | ''
        /a?b=%2F%00;c            | /a            | b=%2F%00;c
        /a%20b                   | /a b          | ''
        /gr%C3%BC%C3%9Fe         | /grüße        | ''
        /100%25                  | /100%         | ''
        /a..b/...                | /a..b/...     | ''
        /a+b                     | /a+b          | ''
        http://evil.example/x?y  | /x            | y
        HTTPS://evil.example     | /             | ''
        """)
    void a_target_is_decoded_once(String target, String path, String query) {
        assertThat(TargetPath.parse(target)).isEqualTo(new TargetPath.Good(path, query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "evil.example:443", "/a//b", "//a", "/./a", "/a/..", "/a/%2e%2e/b", "/a/%2E", "/a%2fb",
                        "/a%2Fb",
                "/a%5cb", "/a\\b", "/a;b", "/a%3Bb", "/a#b", "/a%23b", "/a%3fb", "/a%00", "/a%0a", "/a%7f", "/a%c2%85",
                "/a%252e", "/a%25%32%65", "/a%", "/a%2", "/a%zz", "/a%ff", "/a%c0%ae", "/a b", "/ä", "/a%2\u0665",
                        "/..;/a"
            })
    void T38_what_two_parsers_could_read_differently_is_refused(String target) {
        assertThat(TargetPath.parse(target)).isInstanceOf(TargetPath.Refused.class);
    }

    @Test
    void the_asterisk_is_the_whole_server() {
        assertThat(TargetPath.parse("*")).isEqualTo(new TargetPath.Asterisk());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/grüße", "/100%", "/a+b", "/~x/@:=,"})
    void encoding_is_undone_by_parsing(String path) {
        assertThat(TargetPath.parse(TargetPath.encode(path))).isEqualTo(new TargetPath.Good(path, ""));
    }
}
