package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.key.Sealer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A device without a keyboard asks for what a person is to allow it on another one (RFC 8628 §3.1). */
public final class AskForDevice {
    /** How long a person may take. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    /** How often the device may ask, at first. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final int TRIES = 5;

    private final DeviceStore devices;
    private final KeyedDigest userCodes;
    private final InstantSource clock;
    private final RandomSource random;

    public AskForDevice(DeviceStore devices, Sealer sealer, InstantSource clock, RandomSource random) {
        this.devices = devices;
        this.userCodes = userCodes(sealer);
        this.clock = clock;
        this.random = random;
    }

    /** What user codes are digested under. */
    static KeyedDigest userCodes(Sealer sealer) {
        return new KeyedDigest(sealer.derive("user-codes"));
    }

    /** The two codes, each told once and kept as a digest. */
    public record Codes(Secret device, UserCode user) {}

    @Spec("RFC 8628 §3.2")
    public Codes ask(Client client, Scope scope, GrantTerms terms) {
        for (int i = 0; i < TRIES; i++) {
            var codes = new Codes(Secret.of(random.token()), UserCode.draw(random));
            if (devices.add(request(codes, client, scope, terms))) {
                return codes;
            }
        }
        throw new IllegalStateException("no user code was free at " + TRIES + " tries");
    }

    private DeviceRequest request(Codes codes, Client client, Scope scope, GrantTerms terms) {
        return new DeviceRequest(
                Digest.of(codes.device().reveal()),
                codes.user().digest(userCodes),
                client.id(),
                scope,
                terms,
                DeviceRequest.State.PENDING,
                Optional.empty(),
                INTERVAL,
                Optional.empty(),
                clock.instant().plus(LIFE));
    }
}
