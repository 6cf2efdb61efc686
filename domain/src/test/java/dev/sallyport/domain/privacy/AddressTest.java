package dev.sallyport.domain.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** An address as it prints. */
class AddressTest {
    @Test
    void L17_an_address_never_prints() throws Exception {
        assertThat(new Address(InetAddress.getByName("192.0.2.7")).toString()).doesNotContain("192");
    }
}
