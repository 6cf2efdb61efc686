package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientMetadata;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    @Test
    void L20_what_an_older_version_wrote_is_read_though_it_lacks_a_member_and_a_newer_one_may_have_more() {
        String older = """
                {"post_logout_redirects":["https://app.example.org/bye"],"audiences":[],"trusted":true,"bound":false,\
                "pushed":false,"pairwise":true,"policy":"USUAL"}""";
        ClientMetadata read = Documents.read(Optional.of(older), ClientMetadata.class, ClientMetadata.NONE);
        assertThat(read.trusted()).isTrue();
        assertThat(read.backchannelSession()).isFalse();
        assertThat(read.userinfoEncryption()).isEmpty();
        String newer = older.replace("{\"post", "{\"from_the_future\":{\"a\":1},\"post");
        assertThat(Documents.read(Optional.of(newer), ClientMetadata.class, ClientMetadata.NONE))
                .isEqualTo(read);
    }
}
